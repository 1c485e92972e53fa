"""Neighbours with the same trouble: joined to one complaint, answered with it, rated one by one.

A joined complaint (`lead_id`) is its owner's own, with a number, clocks and a timeline of its own. What the manager
answers to the lead is answered to those joined to it that stand where the lead stood. One that is rated badly goes
its own way; where the lead is withdrawn, the eldest of the others takes its place. Nobody who joined sees who else
did, or what they wrote.
"""

from dataclasses import replace
from typing import Any

from core import events as e
from core.complaint import Complaint, Refusal
from core.directory import Area
from core.lifecycle import JOINABLE, Act, State, Who
from core.likeness import AGAIN_WITHIN, likest
from core.promises import day_of
from core.services.work import Work, keep, remember


def lead_of(work: Work, lead_id: int, area: Area, contact_id: int) -> Complaint:
    """The neighbour's complaint to be joined, locked. Raises Refusal `lead_gone` where that cannot be any more."""
    lead = work.tx.complaints.locked(lead_id)
    fits = lead is not None and lead.area_id == area.id and lead.state in JOINABLE and lead.lead_id is None
    if lead is None or not fits or lead.contact_id in (None, contact_id):
        raise Refusal("lead_gone")
    return lead


def taken_up_again(work: Work, area: Area, contact_id: int, words: str) -> Complaint | None:
    """The contact's own ended complaint that these words are like, if there is one."""
    found = likest(words, work.tx.neighbours.ended(area.id, contact_id, work.now - AGAIN_WITHIN))
    return work.tx.complaints.get(found) if found else None


def catch_up(work: Work, lead: Complaint, joined: Complaint, area: Area) -> None:
    """Bring one that has just joined to where its lead stands: accepted, where the manager has accepted that."""
    if lead.state is State.HANDLING:
        joined.step(Act.ACCEPT, None, work.now, work.durations)
        details: dict[str, Any] = {"together": lead.number}
        if joined.promised_with(lead, work.now) and lead.promise_ends_at:
            details["day"] = day_of(lead.promise_ends_at).isoformat()
        joined.schedule(work.now, work.durations)
        keep(work, e.Accepted, joined, area, Act.ACCEPT, Who.SYSTEM, **details)


def answer_together(
    work: Work,
    lead: Complaint,
    area: Area,
    before: State,
    act: Act,
    kind: type[e.ComplaintEvent],
    text: str = "",
    **details: Any,
) -> None:
    """Do to those joined to the lead what was just done to it; `before` is where it stood."""
    sent = next(one.media for one in reversed(work.events) if isinstance(one, e.ComplaintEvent))
    for joined in work.tx.neighbours.joined(lead.id):
        if joined.state is not before:
            continue
        remember(work, joined)
        joined.step(act, None, work.now, work.durations)
        if act is Act.ACCEPT:
            joined.promised_with(lead, work.now)
        joined.refused_as = details.get("category", joined.refused_as)
        keep(work, kind, joined, area, act, Who.MANAGER, text, **details | {"together": lead.number})
        told = work.events[-1]
        assert isinstance(told, e.ComplaintEvent)
        work.events[-1] = replace(told, media=sent)


def go_own_way(complaint: Complaint) -> None:
    """Answered together no longer."""
    complaint.lead_id = None


def pass_on(work: Work, lead: Complaint, area: Area) -> None:
    """The lead is withdrawn: the eldest of those joined to it that still wait for an answer leads the others."""
    others = [one for one in work.tx.neighbours.joined(lead.id) if one.state in JOINABLE]
    if not others:
        return
    eldest, rest = others[0], others[1:]
    eldest.lead_id = None
    work.tx.neighbours.relink(rest, eldest.id)
    keep(work, e.LeadPassed, eldest, area, "lead", Who.SYSTEM, households=len(others))
