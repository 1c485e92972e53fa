"""Taps as nothing ever offered them: each is answered, by everybody's conversation, and nothing is done by one."""

import re
from datetime import datetime, timedelta
from itertools import count, product

import pytest

from bot.messages import Inbound, Kind, Say
from bot.routes import ROUTES
from bot.texts import common
from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from core.watch import REFUSED
from tests.support import town

PEOPLE = {"stranger": "", "resident": "", "manager": "张益达", "officer": "周敏", "company": "王芳", "operator": "赵敏"}
ODD = ("x", "9" * 400, "9" * 15, "-1", "", "１２", "😀", "0,%")

_OWN = re.compile(r"q\d+\.")
"""What the id of a question's own choice begins with."""


class Person:
    """Somebody who taps."""

    def __init__(self, house: House, who: str, now: datetime) -> None:
        self._house, self._who, self._now, self._count = house, who, now, count()

    def taps(self, tap: str, kind: Kind = Kind.TEXT, **more: str) -> Say:
        """What is answered."""
        at = self._now + timedelta(seconds=next(self._count))
        return self._house.receive(Inbound("wechat", self._who, f"{self._who} {at}", kind, at, tap=tap, **more)).say


@pytest.fixture(params=PEOPLE)
def person(request: pytest.FixtureRequest, store: Store, settings: Settings, now: datetime) -> Person:
    town.build(store, now)
    house = House(settings, store, lambda: now)
    if name := PEOPLE[request.param]:
        town.bind(store, name, request.param, now)
    resident = Person(house, "resident", now - timedelta(days=1))
    resident.taps("", Kind.SCAN, scene="scene-万和世家")
    resident.taps("", text="3栋电梯坏了")
    resident.taps("", text="1")
    return Person(house, request.param, now)


def test_every_verb_with_any_value_is_answered(person: Person) -> None:
    for route, odd in product(ROUTES, ODD):
        for tap, kind in ((f"{route.verb}:::{odd}", Kind.TEXT), (f"{route.verb}:{odd}:{odd}:{odd}", Kind.CLICK)):
            assert person.taps(tap, kind).text, tap


def test_a_page_that_is_none_is_the_first(person: Person) -> None:
    for verb in ("mine", "todo", "to_guide", "applications"):
        first = person.taps(verb).text
        assert {person.taps(f"{verb}:::{page}").text for page in ("x", "-1", "１", "9999")} == {first}


def test_only_what_was_offered_can_be_chosen(person: Person) -> None:
    for route, odd in product(ROUTES, ("x", "", "-1", "1,2", "area-x", "yes", "submit", "cancel ")):
        offered = [one.id for one in person.taps(route.verb).choices]
        number = next((one.partition(".")[0] for one in offered if _OWN.match(one)), "")
        if not number or f"{number}.{odd}" in offered:
            continue
        before = REFUSED.labels("tap_not_offered")._value.get()
        assert person.taps(f"{number}.{odd}").text.startswith(common.OLD_BUTTON), (route.verb, odd)
        assert REFUSED.labels("tap_not_offered")._value.get() == before + 1


def test_a_menu_s_key_that_is_none_of_ours_is_answered(person: Person) -> None:
    for tap in ("menu:", "menu:nothing", "q", "q.", "q1.", "q99.yes", "cancel:1", *ODD):
        assert person.taps(tap, Kind.CLICK).text, tap
