"""What managers do beside answering: accept several at once, note, hand over, lengthen the time, keep answers."""

from dataclasses import dataclass, field
from typing import Any

from core import commands as c
from core import events as e
from core.complaint import Complaint, Refusal
from core.identity import MANAGER_POST
from core.lifecycle import MANAGER_STATES, Who
from core.services.complaints import accept
from core.services.work import Work, as_manager, found, keep, needed, remember
from core.store.handovers import Handover

MOST_REPLIES = 9
"""How many answers can be kept for each act."""
EXTEND_DAYS = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of accepting several: those that were, and those that could not be, with the reason."""

    accepted: list[Complaint] = field(default_factory=list)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)


def accept_all(work: Work, command: c.AcceptAll) -> Batch:
    """接收 several, each by its own rights and round; one that cannot be accepted holds up no other."""
    batch = Batch()
    for complaint_id, answered in sorted(command.complaints):
        try:
            batch.accepted.append(accept(work, c.Accept(complaint_id, answered)))
        except Refusal as refusal:
            batch.refused.append((complaint_id, refusal))
    return batch


def note(work: Work, command: c.Note) -> Complaint:
    """备注: words for staff's eyes alone. Raises Refusal `no_words`."""
    complaint, area = as_manager(work, command.complaint_id)
    keep(work, e.Noted, complaint, area, "note", Who.MANAGER, needed(command.text))
    return complaint


def extend(work: Work, command: c.Extend) -> Complaint:
    """延期: the owner is told the reason and the new deadline, and so is whoever joined. Raises Refusal `no_words`,
    and as `Complaint.extend` does."""
    complaint, area = as_manager(work, command.complaint_id)
    reason = needed(command.reason)
    if command.days not in EXTEND_DAYS:
        raise Refusal("not_now", complaint=complaint)
    complaint.extend(command.days, command.extended, work.now, work.durations)
    keep(work, e.Extended, complaint, area, "extend", Who.MANAGER, reason, days=command.days)
    for joined in work.tx.neighbours.joined(complaint.id):
        remember(work, joined)
        try:
            joined.extend(command.days, None, work.now, work.durations)
        except Refusal:
            continue  # it runs by another clock, or by none
        together: dict[str, Any] = {"days": command.days, "together": complaint.number}
        keep(work, e.Extended, joined, area, "extend", Who.MANAGER, reason, **together)
    return complaint


def promise(work: Work, command: c.Promise) -> Complaint:
    """预计: the owner is told the day, and so is whoever joined. Raises Refusal as `Complaint.promise` does."""
    complaint, area = as_manager(work, command.complaint_id)
    complaint.promise(command.day, command.round, work.now)
    day = command.day.isoformat()
    keep(work, e.Promised, complaint, area, "promise", Who.MANAGER, day=day)
    for joined in work.tx.neighbours.joined(complaint.id):
        if joined.state is complaint.state:
            remember(work, joined)
            joined.promised_with(complaint, work.now)
            keep(work, e.Promised, joined, area, "promise", Who.MANAGER, day=day, together=complaint.number)
    return complaint


def hand_over(work: Work, command: c.HandOver) -> Complaint:
    """转派: ask another manager of the company to take it over; nothing changes until that is done. Raises Refusal
    `stale`, `not_now`, `no_colleague`, `no_words`."""
    complaint, area = as_manager(work, command.complaint_id)
    reason = needed(command.reason)
    _still(complaint, command.round)
    from_id = work.actor.staff_id
    giver = work.tx.directory.staff(from_id) if from_id else None
    taker = work.tx.directory.staff(command.to_id)
    if giver is None or taker is None or taker.id == giver.id or taker.post != MANAGER_POST:
        raise Refusal("no_colleague")
    if not giver.company_id == taker.company_id == area.company_id:
        raise Refusal("no_colleague")
    asked = work.tx.handovers.ask(complaint.id, giver.id, taker.id, reason, work.now)
    parties: dict[str, Any] = {"handover_id": asked, "from_id": giver.id, "to_id": taker.id}
    keep(work, e.HandoverAsked, complaint, area, "hand_over", Who.MANAGER, reason, **parties)
    return complaint


def take_over(work: Work, command: c.TakeOver) -> Complaint:
    """接手: from now on the rights are the taker's alone, and no clock moves. Raises Refusal `stale`, `not_now`,
    `no_handover`."""
    complaint, area = found(work, command.complaint_id)
    asked = _asked(work, complaint)
    _still(complaint, command.round)
    if not work.tx.directory.handles(asked.from_id, area, complaint.handler_id):
        raise Refusal("no_handover")
    remember(work, complaint)
    complaint.handler_id = asked.to_id
    work.tx.handovers.answer(asked.id, True, work.now)
    keep(work, e.HandoverTaken, complaint, area, "take_over", Who.MANAGER, **_parties(asked))
    return complaint


def not_taken(work: Work, command: c.DeclineHandover) -> Complaint:
    """不接手: it stays where it is. Raises Refusal `no_handover`."""
    complaint, area = found(work, command.complaint_id)
    asked = _asked(work, complaint)
    remember(work, complaint)
    work.tx.handovers.answer(asked.id, False, work.now)
    keep(work, e.HandoverDeclined, complaint, area, "not_taken", Who.MANAGER, **_parties(asked))
    return complaint


def save_reply(work: Work, command: c.SaveReply) -> None:
    """Keep an answer for another time. Raises Refusal `no_words`, `reply_known`, `replies_full`."""
    staff_id, text = _staff(work), needed(command.text)
    work.tx.replies.lock(staff_id)
    kept = [known for _, act, known in work.tx.replies.of(staff_id) if act == command.act]
    if text in kept:
        raise Refusal("reply_known")
    if len(kept) >= MOST_REPLIES:
        raise Refusal("replies_full")
    work.tx.replies.save(staff_id, command.act, text, work.now)


def drop_reply(work: Work, command: c.DropReply) -> None:
    """Forget a kept answer. Raises Refusal `no_reply` where it is not there, or somebody else's."""
    if not work.tx.replies.drop(_staff(work), command.reply_id):
        raise Refusal("no_reply")


def _staff(work: Work) -> int:
    person = work.tx.directory.staff(work.actor.staff_id) if work.actor.staff_id else None
    if person is None:
        raise Refusal("not_yours")
    return person.id


def _still(complaint: Complaint, answered: int | None) -> None:
    if answered is not None and answered != complaint.round:
        raise Refusal("stale", complaint=complaint)
    if complaint.state not in MANAGER_STATES:
        raise Refusal("not_now", complaint=complaint)


def _asked(work: Work, complaint: Complaint) -> Handover:
    """The open request to the actor."""
    asked = work.tx.handovers.waiting(complaint.id)
    if asked is None or asked.to_id != _staff(work):
        raise Refusal("no_handover")
    return asked


def _parties(asked: Handover) -> dict[str, Any]:
    return {"handover_id": asked.id, "from_id": asked.from_id, "to_id": asked.to_id}
