"""Photos asked for are sent to whoever may still see them when they leave."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import update

from bot.notify.take import take
from core.commands import KeepMedia, ShowMedia, Submit
from core.identity import CLI
from core.people_commands import Leave, Unassign
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import contacts, outbox, staff
from tests.desk.kit import Desk, build


@pytest.fixture
def desk(store: Store, settings: Settings, now: datetime) -> Desk:
    return build(store, settings, now)


def asked(desk: Desk) -> str:
    """The first manager asks for a complaint's photo."""
    desk.perform(desk.owner, KeepMedia("image", "photo-1"))
    complaint = desk.perform(desk.owner, Submit(desk.area, "电梯坏了", media=("photo-1",)))
    with desk.store.writing() as tx:
        tx.media.stored(1, "sha", "image/jpeg", 9)
        tx.connection.execute(update(contacts).values(following=True))
        tx.connection.execute(update(outbox).values(state="sent"))
    desk.perform(desk.first, ShowMedia(complaint.id))
    with desk.store.reading() as tx:
        return next(str(row.key) for row in tx.outbox.listed() if row.audience == "asked")


def fate(desk: Desk, settings: Settings, key: str) -> str:
    """What is decided of a row when it would leave; nothing where it is to be sent."""
    taken = take(desk.store, settings, "wechat", 9, desk.now)
    ended = {one.row.key: one.reason for one in taken.written}
    with desk.store.reading() as tx:
        kept = {row.key: row.reason for row in tx.outbox.listed()}
    return ended.get(key, kept[key])


def leaves(desk: Desk) -> None:
    desk.perform(CLI, Leave(desk.first.staff_id or 0))


def loses_the_estate(desk: Desk) -> None:
    desk.perform(CLI, Unassign(desk.first.staff_id or 0, desk.area))


@pytest.mark.parametrize("then", [leaves, loses_the_estate])
def test_not_to_who_has_no_right_any_more(desk: Desk, settings: Settings, then: Callable[[Desk], None]) -> None:
    key = asked(desk)
    then(desk)
    assert fate(desk, settings, key) == "rights_ended"


@pytest.mark.parametrize("administers", [False, True])
def test_to_who_is_in_charge_or_acts_for_the_company(desk: Desk, settings: Settings, administers: bool) -> None:
    key = asked(desk)
    if administers:
        loses_the_estate(desk)
        with desk.store.writing() as tx:
            tx.connection.execute(update(staff).where(staff.c.id == desk.first.staff_id).values(administers=True))
    assert fate(desk, settings, key) != "rights_ended"
