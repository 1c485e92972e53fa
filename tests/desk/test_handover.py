"""转派: nothing changes until it is taken; then the rights are the taker's, until that person is gone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.notify.payload import Payload
from bot.notify.policy import rights_ended
from bot.notify.verdict import Case, End
from core.commands import Accept, DeclineHandover, Finish, HandOver, Note, Rate, ShowMedia, TakeOver, Undo, Withdraw
from core.complaint import Complaint
from core.identity import Actor, Contact
from core.lifecycle import State
from core.look import Look, Role
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import areas, staff
from tests.desk.kit import Desk, build


@pytest.fixture
def desk(store: Store, settings: Settings, now: datetime) -> Desk:
    return build(store, settings, now)


def _asked(desk: Desk) -> Complaint:
    complaint = desk.submit()
    assert desk.tried(desk.first, HandOver(complaint.id, desk.colleague.staff_id or 0, "出差")) == "done"
    return complaint


def _sees(desk: Desk, actor: Actor, complaint: Complaint) -> tuple[bool, bool, bool]:
    """Whether it is in 待办, found by id, and found by number."""
    with desk.store.reading() as tx:
        look = Look(tx, Contact(actor.contact_id or 0, "wechat", staff_id=actor.staff_id))
        listed = complaint.id in [one.id for one in look.todo(0, 9)[0]]
        found = look.complaint(complaint.id, Role.MANAGER) is not None
        return listed, found, complaint.id in [one.id for one in look.ending(complaint.number[-4:], Role.MANAGER)]


def test_nothing_changes_until_it_is_taken(desk: Desk) -> None:
    complaint = _asked(desk)
    kept = desk.complaint(complaint.id)
    assert (kept.handler_id, kept.round, kept.deadline) == (None, complaint.round, complaint.deadline)
    assert desk.tried(desk.colleague, Accept(complaint.id)) == "not_found"
    assert desk.tried(desk.second, Accept(complaint.id)) == "done"


def test_taken_the_rights_are_the_takers_alone_and_no_clock_moves(desk: Desk) -> None:
    complaint = _asked(desk)
    assert desk.tried(desk.colleague, TakeOver(complaint.id, complaint.round)) == "done"
    taken = desk.complaint(complaint.id)
    assert taken.handler_id == desk.colleague.staff_id
    assert (taken.state, taken.round, taken.deadline) == (State.PENDING, complaint.round, complaint.deadline)
    for former in (desk.first, desk.second):
        assert _sees(desk, former, complaint) == (False, False, False)
        assert desk.tried(former, Accept(complaint.id)) == "not_found"
        assert desk.tried(former, Note(complaint.id, "?")) == "not_found"
        assert desk.tried(former, ShowMedia(complaint.id)) == "not_found"
    assert _sees(desk, desk.colleague, complaint) == (True, True, True)
    assert desk.tried(desk.colleague, Accept(complaint.id)) == "done"
    assert desk.rows(complaint.id, "handover_taken") == [(desk.first.staff_id, "queued", "")]


def test_news_after_it_goes_to_the_taker(desk: Desk) -> None:
    complaint = _asked(desk)
    desk.perform(desk.colleague, TakeOver(complaint.id))
    desk.perform(desk.colleague, Accept(complaint.id))
    desk.perform(desk.colleague, Finish(complaint.id, "修好了"))
    desk.perform(desk.owner, Rate(complaint.id, "unsolved", 1, "没好"))
    assert desk.rows(complaint.id, "sent_back") == [(desk.colleague.staff_id, "queued", "")]


def test_declined_it_stays(desk: Desk) -> None:
    complaint = _asked(desk)
    assert desk.tried(desk.colleague, DeclineHandover(complaint.id)) == "done"
    assert desk.tried(desk.colleague, TakeOver(complaint.id)) == "no_handover"
    assert desk.complaint(complaint.id).handler_id is None
    assert desk.rows(complaint.id, "handover_declined") == [(desk.first.staff_id, "queued", "")]


@pytest.mark.parametrize("gone", ["left", "post", "company"])
def test_when_the_taker_is_gone_the_estates_managers_have_it_again(desk: Desk, gone: str) -> None:
    complaint = _asked(desk)
    desk.perform(desk.colleague, TakeOver(complaint.id))
    with desk.store.writing() as tx:
        who = update(staff).where(staff.c.id == desk.colleague.staff_id)
        match gone:
            case "left":
                tx.connection.execute(who.values(left_at=desk.now))
            case "post":
                tx.connection.execute(who.values(post="保洁"))
            case "company":
                stranger = tx.directory.staff(desk.stranger.staff_id or 0)
                assert stranger is not None
                tx.connection.execute(update(areas).values(company_id=stranger.company_id))
    assert _sees(desk, desk.colleague, complaint) == (False, False, False)
    assert desk.tried(desk.colleague, Accept(complaint.id)) == "not_found"
    assert _sees(desk, desk.first, complaint) == (True, True, True)
    assert desk.tried(desk.first, Accept(complaint.id)) == "done"


def test_only_to_a_manager_of_the_same_company_and_never_to_oneself(desk: Desk) -> None:
    complaint = desk.submit()
    for taker in (desk.first.staff_id, desk.stranger.staff_id, 999):
        assert desk.tried(desk.first, HandOver(complaint.id, taker or 0, "出差")) == "no_colleague"
    assert desk.tried(desk.first, HandOver(complaint.id, desk.colleague.staff_id or 0, " ")) == "no_words"
    assert desk.tried(desk.colleague, HandOver(complaint.id, desk.first.staff_id or 0, "给我")) == "not_found"
    assert desk.acts(complaint.id) == ["submit"]


def test_whoever_was_not_asked_takes_nothing(desk: Desk) -> None:
    complaint = _asked(desk)
    for other in (desk.second, desk.stranger, desk.owner):
        assert desk.tried(other, TakeOver(complaint.id)) in ("no_handover", "not_yours")
    desk.perform(desk.first, HandOver(complaint.id, desk.second.staff_id or 0, "还是请他"))
    assert desk.tried(desk.colleague, TakeOver(complaint.id)) == "no_handover"
    assert desk.tried(desk.second, TakeOver(complaint.id)) == "done"


def test_a_request_ends_when_the_complaint_leaves_the_desk(desk: Desk) -> None:
    complaint = _asked(desk)
    desk.perform(desk.owner, Withdraw(complaint.id))
    assert desk.tried(desk.colleague, TakeOver(complaint.id)) == "no_handover"


def test_a_request_ends_with_the_rights_of_who_made_it(desk: Desk) -> None:
    complaint = _asked(desk)
    with desk.store.writing() as tx:
        tx.connection.execute(update(staff).where(staff.c.id == desk.first.staff_id).values(left_at=desk.now))
    assert desk.tried(desk.colleague, TakeOver(complaint.id)) == "no_handover"
    with desk.store.reading() as tx:
        look = Look(tx, Contact(0, "wechat", staff_id=desk.colleague.staff_id))
        assert look.requests() == []


def test_handed_back_and_on_again(desk: Desk) -> None:
    complaint = _asked(desk)
    desk.perform(desk.colleague, TakeOver(complaint.id))
    desk.perform(desk.colleague, HandOver(complaint.id, desk.first.staff_id or 0, "还给您"))
    desk.perform(desk.first, TakeOver(complaint.id))
    assert desk.complaint(complaint.id).handler_id == desk.first.staff_id
    assert desk.tried(desk.colleague, Accept(complaint.id)) == "not_found"


def test_the_notices_reach_who_is_asked_and_who_gave_it_away(desk: Desk, settings: Settings) -> None:
    complaint = _asked(desk)
    assert _verdict(desk, settings, complaint, "handover_asked") is None
    desk.perform(desk.colleague, TakeOver(complaint.id))
    assert _verdict(desk, settings, complaint, "handover_asked") == End("rights_ended")
    assert _verdict(desk, settings, complaint, "handover_taken") is None
    assert _verdict(desk, settings, complaint, "new_complaint") == End("rights_ended")


def _verdict(desk: Desk, settings: Settings, complaint: Complaint, template: str) -> End | None:
    with desk.store.reading() as tx:
        row = next(row for row in tx.outbox.of_complaint(complaint.id) if row.template == template)
        return rights_ended(Case(tx, row, Payload(), settings, desk.now))


def test_a_request_is_taken_back_and_so_is_an_answer(desk: Desk) -> None:
    complaint = _asked(desk)
    assert desk.tried(desk.first, Undo()) == "done"
    assert desk.rows(complaint.id, "handover_asked") == [(desk.colleague.staff_id, "skipped", "undone")]
    assert desk.tried(desk.colleague, TakeOver(complaint.id)) == "no_handover"
    later = replace(desk, now=desk.now + timedelta(seconds=5))
    later.perform(desk.first, HandOver(complaint.id, desk.colleague.staff_id or 0, "出差"))
    later.perform(desk.colleague, TakeOver(complaint.id))
    assert later.tried(desk.colleague, Undo()) == "done"
    assert desk.complaint(complaint.id).handler_id is None
    assert later.tried(desk.first, Accept(complaint.id)) == "done"
    assert later.tried(desk.colleague, TakeOver(complaint.id)) == "done"
