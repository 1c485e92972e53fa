"""撤回 is an act like any other: whoever has left, lost the estate or the post takes nothing back any more."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import update

from core.commands import Accept, DeclineHandover, HandOver, Submit, Undo
from core.identity import Actor
from core.people_commands import Leave, Unassign
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import staff
from core.undoing import snapshot
from tests.desk.kit import Desk, build
from tests.support.rows import add_contact

CLI = Actor(channel="cli")


@pytest.fixture
def desk(store: Store, settings: Settings, now: datetime) -> Desk:
    return build(store, settings, now)


def accepted(desk: Desk) -> list[int]:
    """The first manager accepts a complaint, and with it what a neighbour has joined to it."""
    lead = desk.submit()
    with desk.store.writing() as tx:
        neighbour = Actor(add_contact(tx, desk.now, "oNeighbour"), channel="wechat")
    joined = desk.perform(neighbour, Submit(desk.area, "电梯又坏了", lead_id=lead.id))
    desk.perform(desk.first, Accept(lead.id))
    return [lead.id, joined.id]


def declined(desk: Desk) -> list[int]:
    """The first manager does not take over what the second handed to them."""
    complaint = desk.submit()
    desk.perform(desk.second, HandOver(complaint.id, desk.first.staff_id or 0, "休假"))
    desk.perform(desk.first, DeclineHandover(complaint.id))
    return [complaint.id]


def leaves(desk: Desk) -> None:
    desk.perform(CLI, Leave(desk.first.staff_id or 0))


def loses_the_estate(desk: Desk) -> None:
    desk.perform(CLI, Unassign(desk.first.staff_id or 0, desk.area))


def loses_the_post(desk: Desk) -> None:
    with desk.store.writing() as tx:
        tx.connection.execute(update(staff).where(staff.c.id == desk.first.staff_id).values(post="保洁"))


@pytest.mark.parametrize(
    ("did", "then"),
    [
        (accepted, leaves),
        (accepted, loses_the_estate),
        (accepted, loses_the_post),
        (declined, leaves),
        (declined, loses_the_post),
    ],
)
def test_nothing_is_taken_back(desk: Desk, did: Callable[[Desk], list[int]], then: Callable[[Desk], None]) -> None:
    complaints = did(desk)
    then(desk)
    before = [(snapshot(desk.complaint(one)), desk.acts(one)) for one in complaints]
    assert desk.tried(desk.first, Undo()) == "not_found"
    assert [(snapshot(desk.complaint(one)), desk.acts(one)) for one in complaints] == before
    with desk.store.reading() as tx:
        assert [tx.handovers.waiting(one) for one in complaints] == [None] * len(complaints)


def test_who_declined_and_has_no_estate_of_their_own_may(desk: Desk) -> None:
    complaint = desk.submit()
    desk.perform(desk.second, HandOver(complaint.id, desk.colleague.staff_id or 0, "休假"))
    desk.perform(desk.colleague, DeclineHandover(complaint.id))
    assert desk.tried(desk.colleague, Undo()) == "done"
