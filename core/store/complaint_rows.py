"""A complaint and a line of its timeline, as their tables hold them."""

from typing import Any

from core.clocks import Clock
from core.complaint import Complaint, Entry
from core.kinds import Kind
from core.lifecycle import Outcome, State
from core.store.tables import complaints

_FIELDS = (
    "id",
    "number",
    "area_id",
    "contact_id",
    "content",
    "submitted_at",
    "state",
    "round",
    "clock",
    "deadline",
    "anonymous",
    "place",
    "dissatisfied",
    "guided",
    "district",
    "outcome",
    "answer_due",
    "answered_at",
    "closed_at",
    "refused_as",
    "solved",
    "stars",
    "nudged_at",
    "reminded_at",
    "remind_at",
    "lead_id",
    "follows_id",
    "handler_id",
    "extended",
    "promise_ends_at",
    "promises",
    "promise_kept",
    "kind",
    "lines",
    "head",
)
COLUMNS = tuple(complaints.c[name] for name in _FIELDS)


def as_complaint(row: Any) -> Complaint:
    """The complaint of a row of COLUMNS."""
    values = dict(zip(_FIELDS, row, strict=True))
    values["state"] = State[values["state"]]
    values["clock"] = Clock(values["clock"]) if values["clock"] else None
    values["kind"] = Kind(values["kind"])
    values["outcome"] = Outcome(values["outcome"]) if values["outcome"] else None
    return Complaint(**values)


def values(complaint: Complaint) -> dict[str, Any]:
    """What a row of a complaint holds, its id apart."""
    held = {name: getattr(complaint, name) for name in _FIELDS if name != "id"}
    return held | {"state": complaint.state.name}


def line_values(entry: Entry) -> dict[str, Any]:
    """What a row of the timeline holds, its complaint apart."""
    return {
        "at": entry.at,
        "act": entry.act,
        "who": entry.who,
        "state": entry.state.name,
        "round": entry.round,
        "text": entry.text,
        "channel": entry.channel,
        "contact_id": entry.contact_id,
        "staff_id": entry.staff_id,
        "officer_id": entry.officer_id,
        "details": entry.details,
    }


def as_entry(row: Any, words: str | None = None) -> Entry:
    """The line of a row of the timeline; `words` are given where the row holds them sealed."""
    return Entry(
        row.at,
        row.act,
        row.who,
        State[row.state],
        row.round,
        row.text if words is None else words,
        row.channel,
        row.contact_id,
        row.staff_id,
        row.officer_id,
        row.details,
        row.id,
    )
