"""Two administrators at once: exactly one is first, and the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from core import commands as c
from core.identity import MANAGER_POST, Actor
from core.people_commands import AddStaff, Leave, Replace
from core.settings import Settings
from core.store.engine import Store
from tests.company.kit import Firm, firm

ROUNDS = 4


@pytest.fixture
def place(store: Store, settings: Settings, now: datetime) -> Firm:
    made = firm(store, settings, now)
    with store.writing() as tx:
        tx.registry.change_staff(made.cleaner, {"administers": True})
    return made


def both(at: Firm, one: c.Command, other: c.Command) -> list[str]:
    actors: tuple[Actor, Actor] = at.administrator, at.actors["cleaner"]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(at.tried, actors, (one, other)))


def test_two_replacements(place: Firm) -> None:
    shown = (place.staff,)
    first = Replace(place.area, (place.second,), instead_of=shown)
    again = Replace(place.area, (place.second,), True, instead_of=shown)
    assert sorted(both(place, first, again)) == ["done", "manager_changed"]
    with place.store.reading() as tx:
        assert [one.id for one in tx.directory.managers(place.area)] == [place.second]


def test_the_same_person_leaves_twice(place: Firm) -> None:
    assert sorted(both(place, Leave(place.staff), Leave(place.staff))) == ["done", "not_found"]
    assert [line.act for line in place.recorded()] == ["staff_leave"]


def test_the_same_person_is_added_twice(place: Firm) -> None:
    add = AddStaff("赵六", "+8613912340001", "510107199001057465", MANAGER_POST, (place.area,))
    assert sorted(both(place, add, add)) == ["done", "staff_known"]


def test_the_last_two_administrators_do_not_send_each_other_away(place: Firm) -> None:
    mine, theirs = place.administrator.staff_id or 0, place.cleaner
    outcomes = both(place, Leave(theirs), Leave(mine))
    assert sorted(outcomes) == ["done", "not_yours"]
    with place.store.reading() as tx:
        assert len(tx.directory.administrators(place.company)) == 1
