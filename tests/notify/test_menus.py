"""Staff see their own menu from when they bind until they leave; the row says who, the moment it leaves says what."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.messages import Inbound, Kind
from bot.notify.worker import Worker
from bot.wiring import House
from core.complaint import Refusal
from core.identity import SYSTEM, Actor
from core.own_commands import CheckCode, EndStanding, SendCode
from core.queries import notice_lines
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import contacts, officers, staff
from tests.notify.worker_kit import Scripted
from tests.support import town

MINUTE = timedelta(minutes=1)


class Town:
    """The house with the tests' town in it; `shown` are the menus asked for, as (openid, desk)."""

    def __init__(self, store: Store, settings: Settings, now: datetime) -> None:
        self.store, self.now = store, now
        self.account = Scripted("account", idempotent=True)
        self.house = House(settings, store, lambda: self.now)
        sms = Scripted("sms")
        channels = {"account": self.account, "sms": sms}
        self.worker = Worker(store, settings, channels, _no_media, self.house.by_itself, lambda: self.now)
        self.sms = sms
        town.build(store, now)

    def hear(self, openid: str, kind: Kind = Kind.TEXT, text: str = "") -> None:
        self.now += MINUTE
        self.house.receive(Inbound("wechat", openid, f"{openid} {self.now}", kind, self.now, text=text))

    def bind(self, openid: str, phone: str) -> int:
        """By the commands of 绑定; the contact."""
        self.hear(openid, Kind.FOLLOW)
        contact = self.contact(openid)
        self.perform(Actor(contact.id, channel="wechat"), SendCode(phone))
        self.worker.drain(self.now)
        self.perform(Actor(contact.id, channel="wechat"), CheckCode(self.sms.letters[-1].fields["code"]))
        return int(contact.id)

    def perform(self, actor: Actor, command: Any) -> None:
        self.now += MINUTE
        with self.store.writing() as tx:
            self.house.perform(tx, actor, command, self.now)

    def leave(self, table: Any, name: str) -> None:
        with self.store.writing() as tx:
            who = next(row.id for row in tx.connection.execute(select(table.c.id, table.c.name)) if row.name == name)
            tx.connection.execute(update(table).where(table.c.id == who).values(left_at=self.now))

    def contact(self, openid: str) -> Any:
        index = self.store.cipher.index(openid, "contacts.address")
        with self.store.reading() as tx:
            return tx.connection.execute(select(contacts).where(contacts.c.address_ix == index)).one()

    def shown(self) -> list[tuple[str, str]]:
        self.worker.drain(self.now)
        letters, self.account.letters = self.account.letters, []
        return [(letter.address, letter.fields["desk"]) for letter in letters]

    def ends(self) -> list[tuple[str, str]]:
        with self.store.reading() as tx:
            return [(row.state, row.reason) for row in tx.outbox.listed() if row.channel == "account"]


def _no_media(_: str, __: int) -> Any:
    raise AssertionError("nothing to fetch here")


@pytest.fixture
def place(store: Store, settings: Settings, now: datetime) -> Town:
    return Town(store, settings, now)


@pytest.mark.parametrize(
    ("phone", "desk"),
    [
        ("+8617712340001", "manager"),
        ("+8617712340002", "officer"),
        ("+8617712340007", "company"),
        ("+8617712340005", ""),
    ],
    ids=["manager", "officer", "company", "cleaner"],
)
def test_binding_shows_the_desk_that_is_theirs(place: Town, phone: str, desk: str) -> None:
    place.bind("somebody", phone)
    assert place.shown() == [("somebody", desk)]


def test_a_resident_who_leaves_a_phone_sees_no_other_menu(place: Town) -> None:
    place.bind("resident", "+8613800138001")
    assert place.shown() == []


def test_who_binds_as_nobody_any_more_loses_the_menu(place: Town) -> None:
    place.bind("somebody", "+8617712340001")
    assert place.shown() == [("somebody", "manager")]
    place.bind("somebody", "+8613800138001")
    assert place.shown()[-1] == ("somebody", "")


@pytest.mark.parametrize(
    ("table", "name", "phone"), [(staff, "张益达", "+8617712340001"), (officers, "周敏", "+8617712340002")]
)
def test_leaving_ends_the_binding_and_the_menu_once(place: Town, table: Any, name: str, phone: str) -> None:
    place.bind("somebody", phone)
    place.shown()
    place.leave(table, name)
    place.now += MINUTE
    swept = place.worker.sweep(place.now)
    assert swept is not None
    assert swept["standings_ended"] == 1
    assert place.shown() == [("somebody", "")]
    bound = place.contact("somebody")
    assert (bound.staff_id, bound.officer_id) == (None, None)
    again = place.worker.sweep(place.now + MINUTE)
    assert again is not None
    assert again["standings_ended"] == 0
    assert place.shown() == []


def test_nobody_loses_what_is_still_theirs(place: Town) -> None:
    contact_id = place.bind("somebody", "+8617712340001")
    with pytest.raises(Refusal, match="not_now"):
        place.perform(SYSTEM, EndStanding(contact_id))
    assert place.contact("somebody").staff_id is not None


def test_whoever_comes_back_is_shown_it_again(place: Town) -> None:
    """WeChat forgets the tags of whoever stops following."""
    place.bind("somebody", "+8617712340001")
    place.shown()
    place.hear("somebody", Kind.UNFOLLOW)
    place.hear("somebody", Kind.FOLLOW)
    assert place.shown() == [("somebody", "manager")]
    place.hear("resident", Kind.FOLLOW)
    assert place.shown() == []


def test_whoever_left_the_account_meanwhile_needs_none(place: Town) -> None:
    place.bind("somebody", "+8617712340001")
    place.hear("somebody", Kind.UNFOLLOW)
    assert place.shown() == []
    assert place.ends() == [("skipped", "not_following")]


def test_it_is_the_desk_of_the_moment_it_leaves(place: Town) -> None:
    place.bind("somebody", "+8617712340001")
    place.leave(staff, "张益达")
    assert place.shown() == [("somebody", "")]


def test_a_menu_is_no_notice(place: Town) -> None:
    place.bind("somebody", "+8617712340001")
    place.shown()
    with place.store.reading() as tx:
        assert {line.channel for line in notice_lines(tx)} == {"sms"}
