"""What an act changed of a complaint, kept with its line of the timeline so that the act can be taken back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from core.clocks import Clock
from core.complaint import Complaint
from core.lifecycle import Outcome, State

WITHIN = timedelta(minutes=2)
"""How long an act can be taken back that nobody is told of."""

_FIXED = {"id", "number", "area_id", "contact_id", "content", "place", "anonymous", "submitted_at", "kind"}
_CHAIN = {"lines", "head"}
_KEPT = tuple(name for name in Complaint.__dataclass_fields__ if name not in _FIXED | _CHAIN)

Values = dict[str, Any]


def snapshot(complaint: Complaint) -> Values:
    """What acts can change of a complaint, as JSON keeps it."""
    return {name: _plain(getattr(complaint, name)) for name in _KEPT}


def difference(before: Values, after: Values) -> tuple[Values, Values]:
    """Of both snapshots, what is not the same in the two."""
    names = [name for name in before if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def stands(complaint: Complaint, after: Mapping[str, Any]) -> bool:
    """Whether all that an act changed still is as the act left it."""
    return all(_plain(getattr(complaint, name)) == value for name, value in after.items())


def restore(complaint: Complaint, before: Mapping[str, Any]) -> None:
    """Put back what an act changed. The round goes on, not back: a button of the time between stays old."""
    later = complaint.round + 1
    for name, value in before.items():
        setattr(complaint, name, _meant(name, value))
    if "round" in before:
        complaint.round = later


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.name if isinstance(value, Enum) else value


def _meant(name: str, value: Any) -> Any:
    if value is None:
        return None
    kinds = {"state": State, "clock": Clock, "outcome": Outcome}
    if name in kinds:
        return kinds[name][value]
    moment = name.endswith("_at") or name in ("deadline", "answer_due")
    return datetime.fromisoformat(value) if moment else value
