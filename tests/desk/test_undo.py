"""撤回: the last act of one's own, as long as nobody was told of it, and within two minutes at most."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from core.commands import (
    Accept,
    AcceptAll,
    Command,
    DeclineHandover,
    Extend,
    Finish,
    HandOver,
    KeepMedia,
    Note,
    Refuse,
    Submit,
    Undo,
)
from core.complaint import Complaint
from core.identity import Actor
from core.lifecycle import State
from core.settings import Settings
from core.store.engine import Store
from core.store.outbox import Sending
from core.store.tables import outbox
from core.undoing import snapshot
from tests.desk.kit import Desk, build
from tests.support.rows import add_contact


@pytest.fixture
def desk(store: Store, settings: Settings, now: datetime) -> Desk:
    return build(store, settings, now)


def _set(desk: Desk, complaint: Complaint, template: str, **values: object) -> None:
    """Make of a notice what the worker would."""
    with desk.store.writing() as tx:
        where = (outbox.c.complaint_id == complaint.id) & (outbox.c.template == template)
        tx.connection.execute(update(outbox).where(where).values(values))


@pytest.mark.parametrize(
    ("command", "template"),
    [
        (lambda one: Accept(one.id), "accepted"),
        (lambda one: Accept(one.id, day=date(2024, 10, 20)), "accepted"),
        (lambda one: Refuse(one.id, "不归物业", "非物业职责"), "refused"),
        (lambda one: Extend(one.id, 3, "等配件"), "extended"),
        (lambda one: Note(one.id, "等报价"), ""),
    ],
)
def test_it_is_again_as_it_was_but_for_the_round(desk: Desk, command: object, template: str) -> None:
    complaint = desk.submit()
    before = snapshot(desk.complaint(complaint.id))
    made: Command = command(complaint)  # type: ignore[operator]
    desk.perform(desk.first, made)
    stepped = desk.complaint(complaint.id).round > complaint.round
    assert desk.tried(desk.first, Undo()) == "done"
    after = snapshot(desk.complaint(complaint.id))
    assert after == before | {"round": complaint.round + 2 * stepped}
    told = desk.rows(complaint.id, template)
    assert bool(told) == bool(template)
    assert all(row[1] == "skipped" for row in told)
    assert (None, "skipped", "undone") in told or not template
    assert [entry.act for entry in desk.timeline(complaint.id)][-1] == "undo"
    assert desk.rows(complaint.id, "new_complaint")[0][1] == "queued"


def test_an_old_button_of_the_time_between_stays_old(desk: Desk) -> None:
    complaint = desk.submit()
    accepted = desk.perform(desk.first, Accept(complaint.id))
    desk.perform(desk.first, Undo())
    desk.perform(desk.first, Accept(complaint.id))
    assert desk.tried(desk.first, Finish(complaint.id, "好了", round=accepted.round)) == "stale"


def test_not_twice_and_not_what_was_before(desk: Desk) -> None:
    complaint = desk.submit()
    desk.perform(desk.first, Note(complaint.id, "一"))
    desk.perform(desk.first, Accept(complaint.id), desk.now + timedelta(seconds=1))
    later = desk.now + timedelta(seconds=2)
    desk.perform(desk.first, Undo(), later)
    assert desk.tried(desk.first, Undo()) == "nothing_to_undo"
    assert desk.acts(complaint.id) == ["submit", "note", "accept", "undo"]


def test_within_two_minutes(desk: Desk) -> None:
    complaint = desk.submit()
    desk.perform(desk.first, Accept(complaint.id), desk.now - timedelta(minutes=2, seconds=1))
    assert desk.tried(desk.first, Undo()) == "undo_too_late"
    assert desk.complaint(complaint.id).state is State.HANDLING


@pytest.mark.parametrize("state", [Sending.SENDING, Sending.SENT, Sending.DELIVERED, Sending.UNKNOWN])
def test_not_where_a_notice_has_left(desk: Desk, state: Sending) -> None:
    complaint = desk.submit()
    desk.perform(desk.first, Accept(complaint.id))
    _set(desk, complaint, "accepted", state=state)
    assert desk.tried(desk.first, Undo()) == "undo_told"
    assert desk.complaint(complaint.id).state is State.HANDLING
    assert desk.acts(complaint.id) == ["submit", "accept"]


def test_not_where_a_notice_was_tried(desk: Desk) -> None:
    complaint = desk.submit()
    desk.perform(desk.first, Accept(complaint.id))
    _set(desk, complaint, "accepted", state=Sending.QUEUED, tried_at=desk.now)
    assert desk.tried(desk.first, Undo()) == "undo_told"


def test_notices_of_other_acts_do_not_matter(desk: Desk) -> None:
    complaint = desk.submit()
    _set(desk, complaint, "new_complaint", state=Sending.SENT)
    desk.perform(desk.first, Accept(complaint.id))
    assert desk.tried(desk.first, Undo()) == "done"
    assert {row[1] for row in desk.rows(complaint.id, "new_complaint")} == {"sent"}


def test_not_where_it_has_moved_on(desk: Desk) -> None:
    complaint = desk.submit()
    desk.perform(desk.first, Accept(complaint.id))
    desk.perform(desk.second, Finish(complaint.id, "好了"))
    assert desk.tried(desk.first, Undo()) == "undo_moved_on"
    assert desk.complaint(complaint.id).state is State.RATING


def test_only_ones_own(desk: Desk) -> None:
    complaint = desk.submit()
    desk.perform(desk.first, Accept(complaint.id))
    for other in (desk.second, desk.colleague, desk.owner):
        assert desk.tried(other, Undo()) == "nothing_to_undo"


def test_photos_of_a_result_belong_to_it_no_more(desk: Desk) -> None:
    complaint = desk.submit()
    desk.perform(desk.first, Accept(complaint.id))
    desk.perform(desk.first, KeepMedia("image", "photo-1"))
    later = desk.now + timedelta(seconds=1)
    desk.perform(desk.first, Finish(complaint.id, "好了", ("photo-1",)), later)
    desk.perform(desk.first, Undo(), later)
    with desk.store.reading() as tx:
        assert tx.media.of_complaint(complaint.id) == []
    desk.perform(desk.first, Finish(complaint.id, "换了灯", ("photo-1",)), later)
    with desk.store.reading() as tx:
        assert len(tx.media.of_complaint(complaint.id)) == 1


def test_of_several_accepted_at_once_each_by_itself(desk: Desk) -> None:
    filed = [desk.submit(words) for words in ("一", "二", "三")]
    desk.perform(desk.first, AcceptAll(tuple((one.id, one.round) for one in filed)))
    _set(desk, filed[1], "accepted", state=Sending.SENT)
    undone = desk.perform(desk.first, Undo())
    assert [one.id for one in undone.complaints] == [filed[0].id, filed[2].id]
    assert [key for key, _ in undone.kept] == [filed[1].id]
    assert [desk.complaint(one.id).state for one in filed] == [State.PENDING, State.HANDLING, State.PENDING]


def test_with_its_neighbours_it_is_taken_back_and_lengthened(desk: Desk) -> None:
    lead = desk.submit()
    with desk.store.writing() as tx:
        neighbour = Actor(add_contact(tx, desk.now, "oNeighbour"), channel="wechat")
    joined = desk.perform(neighbour, Submit(desk.area, "电梯又坏了", lead_id=lead.id))
    desk.perform(desk.first, Extend(lead.id, 3, "等配件"))
    both = lead.id, joined.id
    assert [desk.complaint(one).deadline for one in both] == [desk.now + timedelta(days=8)] * 2
    assert [len(desk.rows(one, "extended")) for one in both] == [1, 1]
    later = desk.now + timedelta(seconds=1)
    desk.perform(desk.first, Accept(lead.id), later)
    assert [desk.complaint(one).state for one in both] == [State.HANDLING] * 2
    desk.perform(desk.first, Undo(), later)
    assert [desk.complaint(one).state for one in both] == [State.PENDING] * 2
    assert [desk.complaint(one).deadline for one in both] == [desk.now + timedelta(days=8)] * 2


def test_what_was_declined_stays_declined_once_the_complaint_has_moved_on(desk: Desk) -> None:
    complaint = desk.submit()
    desk.perform(desk.first, HandOver(complaint.id, desk.second.staff_id or 0, "休假"))
    desk.perform(desk.second, DeclineHandover(complaint.id))
    desk.perform(desk.first, Refuse(complaint.id, "不归物业", "非物业职责"))
    assert desk.tried(desk.second, Undo()) == "undo_moved_on"
    with desk.store.reading() as tx:
        assert tx.handovers.waiting(complaint.id) is None
