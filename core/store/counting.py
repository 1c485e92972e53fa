"""How much there was lately, in each span of a limit (`core/limits.py`): one look at the rows themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from core.limits import LIMITS, What
from core.store.prepared import Prepared
from core.store.tables import complaints, downloads, media, timeline
from core.store.types import UtcTime

_ROWS: dict[What, tuple[ColumnElement[datetime], Any, tuple[Any, ...]]] = {
    What.COMPLAINT: (complaints.c.submitted_at, complaints, ()),
    What.WORDS: (timeline.c.at, timeline, (timeline.c.act == "add_words",)),
    What.MEDIUM: (media.c.created_at, media, ()),
    What.FILE: (downloads.c.created_at, downloads, ()),
}
"""Of what a contact has: when each was made, the table, and which of it."""


def of_contact(connection: Connection, what: What, contact_id: int, now: datetime) -> list[int]:
    """How much of `what` the contact had in each span."""
    since = {f"since_{at}": now - limit.span for at, limit in enumerate(LIMITS[what])}
    return list(_OF_CONTACT[what].row(connection, contact_id=contact_id, **since))


def spans(what: What, at: ColumnElement[datetime], now: datetime, of: ColumnElement[Any], *where: Any) -> list[Any]:
    """A column for each span of `what`: how many of `of` there were in it."""
    return [func.count(of).filter(at > now - limit.span, *where) for limit in LIMITS[what]]


def _prepared(what: What) -> Prepared:
    at, table, which = _ROWS[what]
    since = [bindparam(f"since_{number}", type_=UtcTime) for number in range(len(LIMITS[what]))]
    longest = max(range(len(since)), key=lambda number: LIMITS[what][number].span)
    counted = [func.count(table.c.id).filter(at > one) for one in since]
    where = table.c.contact_id == bindparam("contact_id"), at > since[longest], *which
    return Prepared(select(*counted).where(*where))


_OF_CONTACT = {what: _prepared(what) for what in _ROWS}
