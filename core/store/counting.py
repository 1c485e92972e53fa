"""How much there was lately, in each span of a limit (`core/limits.py`): one look at the rows themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from core.limits import LIMITS, What
from core.store.tables import complaints, downloads, media, timeline

_ROWS: dict[What, tuple[ColumnElement[datetime], Any, tuple[Any, ...]]] = {
    What.COMPLAINT: (complaints.c.submitted_at, complaints, ()),
    What.WORDS: (timeline.c.at, timeline, (timeline.c.act == "add_words",)),
    What.MEDIUM: (media.c.created_at, media, ()),
    What.FILE: (downloads.c.created_at, downloads, ()),
}
"""Of what a contact has: when each was made, the table, and which of it."""


def of_contact(connection: Connection, what: What, contact_id: int, now: datetime) -> list[int]:
    """How much of `what` the contact had in each span."""
    at, table, which = _ROWS[what]
    query = select(*spans(what, at, now, table.c.id))
    longest = max(limit.span for limit in LIMITS[what])
    return list(connection.execute(query.where(table.c.contact_id == contact_id, at > now - longest, *which)).one())


def spans(what: What, at: ColumnElement[datetime], now: datetime, of: ColumnElement[Any], *where: Any) -> list[Any]:
    """A column for each span of `what`: how many of `of` there were in it."""
    return [func.count(of).filter(at > now - limit.span, *where) for limit in LIMITS[what]]
