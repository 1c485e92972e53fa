"""撤回: a manager takes back what they did last, while nobody has been told of it yet."""

from dataclasses import dataclass, field

from core import commands as c
from core import events as e
from core.complaint import Complaint, Entry, Refusal
from core.directory import Area
from core.identity import MANAGER_POST
from core.lifecycle import Who
from core.services.work import Work, as_manager, found, keep
from core.undoing import WITHIN, restore, stands


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of it: the act, whose it was taken back of, and whose not, with the reason."""

    act: str
    complaints: list[Complaint] = field(default_factory=list)
    kept: list[tuple[int, Refusal]] = field(default_factory=list)


def undo(work: Work, _: c.Undo) -> Undone:
    """Take back the actor's last act; of several complaints done at once, each by itself. Raises Refusal
    `nothing_to_undo`, `undo_too_late`, `undo_told` where people were told already, `undo_moved_on`."""
    acts = work.tx.complaints.last_acts(work.actor.staff_id) if work.actor.staff_id else []
    if not acts or acts[0][1].act == "undo":
        raise Refusal("nothing_to_undo")
    if acts[0][1].at + WITHIN < work.now:
        raise Refusal("undo_too_late")
    undone = Undone(acts[0][1].act)
    for complaint_id, entry in acts:
        try:
            undone.complaints.append(_take_back(work, complaint_id, entry))
        except Refusal as refusal:
            undone.kept.append((complaint_id, refusal))
    if not undone.complaints:
        raise undone.kept[0][1]
    return undone


def _take_back(work: Work, complaint_id: int, entry: Entry) -> Complaint:
    complaint, area = _theirs(work, complaint_id, entry)
    if "undo" not in entry.details or _taken_back(work, complaint_id, entry):
        raise Refusal("nothing_to_undo", complaint=complaint)
    changed = entry.details["undo"]
    moved_on = complaint.round != entry.round or not stands(complaint, changed["after"])
    if moved_on or not _request_stands(work, complaint, entry):
        raise Refusal("undo_moved_on", complaint=complaint)
    if not work.tx.outbox.call_off(complaint.id, entry.id, "undone"):
        raise Refusal("undo_told", complaint=complaint)
    restore(complaint, changed["before"])
    work.tx.media.detach(entry.id)
    _put_back_request(work, complaint, entry)
    keep(work, e.Undone, complaint, area, "undo", Who.MANAGER, undone=entry.id, undone_act=entry.act)
    return complaint


def _theirs(work: Work, complaint_id: int, entry: Entry) -> tuple[Complaint, Area]:
    """The complaint, for whoever may act on it at this moment as they did: together with a neighbour's, whoever is in
    charge of that; having declined a handover, a manager of the estate's company. Raises Refusal `not_found`."""
    if number := entry.details.get("together"):
        lead = work.tx.complaints.by_number(number)
        as_manager(work, lead.id if lead else 0)
        return found(work, complaint_id)
    if entry.act != "not_taken":
        return as_manager(work, complaint_id)
    complaint, area = found(work, complaint_id)
    person = work.tx.directory.staff(work.actor.staff_id) if work.actor.staff_id else None
    if person is None or person.post != MANAGER_POST or person.company_id != area.company_id:
        raise Refusal("not_found")
    return complaint, area


def _taken_back(work: Work, complaint_id: int, entry: Entry) -> bool:
    """Whether somebody was faster: the same manager, by another account."""
    entries = work.tx.complaints.timeline(complaint_id)
    return any(one.act == "undo" and one.details["undone"] == entry.id for one in entries)


def _request_stands(work: Work, complaint: Complaint, entry: Entry) -> bool:
    """Whether a request to take over still is as the act left it."""
    if entry.act not in ("hand_over", "take_over", "not_taken"):
        return True
    waiting = work.tx.handovers.waiting(complaint.id)
    if entry.act == "hand_over":
        return waiting is not None and waiting.id == entry.details["handover_id"]
    return waiting is None


def _put_back_request(work: Work, complaint: Complaint, entry: Entry) -> None:
    if entry.act == "hand_over":
        work.tx.handovers.close(complaint.id, work.now)
    elif entry.act in ("take_over", "not_taken"):
        work.tx.handovers.reopen(entry.details["handover_id"])
