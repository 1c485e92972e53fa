"""What every service is handed, and the looks at rights that every service begins with."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core import events as e
from core.clocks import Durations
from core.complaint import Complaint, Entry, Refusal
from core.directory import Area, Company, Officer, Staff
from core.identity import Actor
from core.lifecycle import Act, State, Who
from core.store.engine import Tx
from core.undoing import Values, difference, snapshot


@dataclass
class Work:
    """What a service is handed: the open transaction, who acts, when, and where its events go."""

    tx: Tx
    actor: Actor
    now: datetime
    durations: Durations
    number_prefix: str = "0040"
    public_url: str = ""
    code_budget: int = 0
    events: list[e.Event] = field(default_factory=list)
    before: dict[int, Values] = field(default_factory=dict)
    """How complaints were before the manager's act, by id."""


def acting_contact(work: Work) -> int:
    """The contact who acts. Raises Refusal `not_yours` for the system."""
    if work.actor.contact_id is None:
        raise Refusal("not_yours")
    return work.actor.contact_id


def needed(words: str) -> str:
    """Words without which the act is not done. Raises Refusal `no_words`."""
    if not words.strip():
        raise Refusal("no_words")
    return words.strip()


def found(work: Work, complaint_id: int) -> tuple[Complaint, Area]:
    """The complaint, locked, and its estate. Raises Refusal `not_found`."""
    complaint = work.tx.complaints.locked(complaint_id)
    area = work.tx.directory.area(complaint.area_id) if complaint else None
    if complaint is None or area is None:
        raise Refusal("not_found")
    return complaint, area


def as_owner(work: Work, complaint_id: int) -> tuple[Complaint, Area]:
    """The same, for its filer alone: to others it does not exist."""
    complaint, area = found(work, complaint_id)
    if complaint.contact_id is None or complaint.contact_id != work.actor.contact_id:
        raise Refusal("not_found")
    return complaint, area


def as_manager(work: Work, complaint_id: int) -> tuple[Complaint, Area]:
    """The same, for whoever is in charge of it at this moment."""
    complaint, area = found(work, complaint_id)
    if not work.tx.directory.handles(work.actor.staff_id, area, complaint.handler_id):
        raise Refusal("not_found")
    remember(work, complaint)
    return complaint, area


def remember(work: Work, complaint: Complaint) -> None:
    """Note how it is before a manager's act, so that the act can be taken back."""
    work.before[complaint.id] = snapshot(complaint)


def as_officer(work: Work, complaint_id: int) -> tuple[Complaint, Area]:
    """The same, for an officer above the estate. Raises Refusal `with_district` where the street has handed it up."""
    complaint, area = found(work, complaint_id)
    officer = guiding_officer(work, area)
    if officer is None:
        raise Refusal("not_found")
    if officer.street and complaint.district:
        raise Refusal("with_district", complaint=complaint)
    return complaint, area


def as_administrator(work: Work) -> Company:
    """The company the actor acts for at this moment. Raises Refusal `not_yours`."""
    company = work.tx.directory.company_acted_for(work.actor.staff_id)
    if company is None:
        raise Refusal("not_yours")
    return company


def as_operator(work: Work, otherwise: str = "not_yours") -> int | None:
    """The operator in office who acts; None for the system, which the command line is. Raises Refusal `otherwise`."""
    operator_id = work.actor.operator_id
    if not work.actor.system and (operator_id is None or work.tx.directory.operator(operator_id) is None):
        raise Refusal(otherwise)
    return operator_id


def own_area(work: Work, company: Company, area_id: int) -> Area:
    """An estate in a company's care. Raises Refusal `no_area`: another company's looks like none."""
    area = work.tx.directory.area(area_id)
    if area is None or area.company_id != company.id:
        raise Refusal("no_area")
    return area


def own_staff(work: Work, company: Company, staff_id: int) -> Staff:
    """Somebody who works for a company. Raises Refusal `not_found`: another company's looks like nobody."""
    person = work.tx.directory.staff(staff_id)
    if person is None or person.company_id != company.id:
        raise Refusal("not_found")
    return person


def guiding_officer(work: Work, area: Area) -> Officer | None:
    """The acting officer, if the estate lies in their jurisdiction."""
    officer = work.tx.directory.officer(work.actor.officer_id) if work.actor.officer_id else None
    within = officer and officer.district == area.district and officer.street in ("", area.street)
    return officer if within else None


def keep(
    work: Work,
    kind: type[e.ComplaintEvent],
    complaint: Complaint,
    area: Area,
    act: str,
    who: Who,
    text: str = "",
    media: tuple[str, ...] = (),
    **details: Any,
) -> None:
    """Keep the new or changed complaint with a line of its timeline, and tell `kind`; `details` go with both."""
    actor = work.actor
    if who is Who.MANAGER and complaint.state is State.HANDLING:
        complaint.schedule(work.now, work.durations)  # a word of the manager's ends the silence, whatever it is
    entry = Entry(
        work.now,
        act,
        who,
        complaint.state,
        complaint.round,
        text,
        actor.channel or "system",
        actor.contact_id,
        actor.staff_id if who is Who.MANAGER else None,
        actor.officer_id if who is Who.OFFICER else None,
        details | _changed(work, complaint) if who is Who.MANAGER else details,
    )
    undoable = "undo" in entry.details
    entry_id = work.tx.complaints.write(complaint, entry)
    if act in _LEAVES:
        work.tx.handovers.close(complaint.id, work.now)
    attached = work.tx.media.attach(actor.contact_id or 0, media, complaint.id, entry_id)
    work.events.append(kind(complaint, area, entry_id, text, tuple(attached), details, undoable))


_LEAVES = (Act.REFUSE, Act.FINISH, Act.ASK_GUIDANCE, Act.WITHDRAW)
"""Acts by which a complaint leaves the manager's desk: nobody is asked to take it over any more."""


def _changed(work: Work, complaint: Complaint) -> dict[str, Any]:
    """What a manager's act has changed, for taking it back."""
    if complaint.id not in work.before:
        return {}
    before, after = difference(work.before[complaint.id], snapshot(complaint))
    return {"undo": {"before": before, "after": after}}
