"""What the passing of time does to complaints: the reminders of `core.reminders`, said once each."""

from collections import Counter
from collections.abc import Mapping

from core import commands as c
from core import events as e
from core.complaint import Complaint, Entry
from core.directory import Area
from core.lifecycle import Act, Who
from core.reminders import Word
from core.services.work import Work, keep

EVENTS: Mapping[Word, type[e.ComplaintEvent]] = {
    Word.NEAR: e.NearDue,
    Word.DUE: e.Due,
    Word.OVERDUE: e.Overdue,
    Word.GUIDANCE_NEAR: e.GuidanceNear,
    Word.GUIDANCE_DUE: e.GuidanceDue,
    Word.GUIDANCE_OVERDUE: e.GuidanceOverdue,
    Word.PROMISE_NEAR: e.PromiseNear,
    Word.PROMISE_OVER: e.PromiseMissed,
    Word.SILENT: e.Silent,
    Word.RATING_NEAR: e.RatingDue,
    Word.RATING_OVER: e.RatingExpired,
}


TOGETHER: Mapping[Word, type[e.ComplaintEvent] | None] = {
    Word.NEAR: None,
    Word.DUE: None,
    Word.OVERDUE: None,
    Word.PROMISE_NEAR: None,
    Word.PROMISE_OVER: e.PromiseMissedTogether,
    Word.SILENT: e.SilentTogether,
}
"""Of those answered together with a neighbour's, staff hear once: of the neighbour's."""


def remind(work: Work, command: c.Remind) -> Counter[Word]:
    """Say of each of these complaints what is due, and set when to look next; how many of each word were said. One
    that was looked at or moved on meanwhile is passed over."""
    found = work.tx.reminders.locked(command.complaint_ids, work.now)
    areas = work.tx.directory.areas_by_id({one.area_id for one in found})
    bound = work.tx.directory.foresee(areas.values())
    work.tx.contacts.foresee({one.contact_id for one in found if one.contact_id})
    work.tx.contacts.foresee_bound(*bound)
    said = [(one, row.word) for one in found if (row := one.reminder(work.now, work.durations))]
    said = [(one, word) for one, word in said if _event(work, one, word)]
    over = {one.id: one for one, word in said if word is Word.RATING_OVER}
    for complaint in over.values():
        _expire(work, complaint, areas[complaint.area_id])
    _tell(work, [one for one in found if one.id not in over], [one for one in said if one[0].id not in over], areas)
    return Counter(word for _, word in said)


def _expire(work: Work, complaint: Complaint, area: Area) -> None:
    """Close what nobody rated in time (lifecycle row 13): 未评价, never 满意."""
    complaint.step(Act.EXPIRE, None, work.now, work.durations)
    keep(work, e.RatingExpired, complaint, area, Act.EXPIRE, Who.SYSTEM)


def _tell(
    work: Work, looked_at: list[Complaint], spoken: list[tuple[Complaint, Word]], areas: Mapping[int, Area]
) -> None:
    """One line of the timeline each, and one event; of all that were looked at, when to look next."""
    entries = [(one, Entry(work.now, word, Who.SYSTEM, one.state, one.round)) for one, word in spoken]
    for (one, word), entry_id in zip(spoken, work.tx.reminders.spoken(looked_at, entries), strict=True):
        if kind := _event(work, one, word):
            work.events.append(kind(one, areas[one.area_id], entry_id))


def _event(work: Work, one: Complaint, word: Word) -> type[e.ComplaintEvent] | None:
    lead = work.tx.complaints.get(one.lead_id) if one.lead_id and word in TOGETHER else None
    return TOGETHER[word] if lead and lead.state is one.state else EVENTS[word]
