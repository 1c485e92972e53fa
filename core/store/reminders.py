"""Complaints whose moment has come: found in small batches, locked, and noted as spoken of."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select, tuple_

from core.complaint import Complaint, Entry
from core.store import bulk
from core.store.complaints import Complaints
from core.store.tables import complaints

BATCH = 200


class Due(NamedTuple):
    """Whose moment came when; in this order they are taken."""

    at: datetime
    id: int


class Reminders:
    """Within the caller's transaction."""

    def __init__(self, connection: Connection, shelf: Complaints) -> None:
        self._connection = connection
        self._shelf = shelf

    def due(self, now: datetime, after: Due | None = None) -> list[Due]:
        """Whose moment has come at `now`, beyond `after`, the longest waiting first; a batch at most."""
        moment = complaints.c.remind_at
        query = select(moment, complaints.c.id).where(moment <= now)
        if after:
            query = query.where(tuple_(moment, complaints.c.id) > after)
        rows = self._connection.execute(query.order_by(moment, complaints.c.id).limit(BATCH))
        return [Due(row.remind_at, row.id) for row in rows]

    def locked(self, complaint_ids: Sequence[int], now: datetime) -> list[Complaint]:
        """Those of these whose moment is still to be spoken of and that nobody else is changing just now; nobody will
        until this transaction ends."""
        where = bulk.among(self._connection, complaints.c.id, complaint_ids) & (complaints.c.remind_at <= now)
        return self._shelf.locked_where(where, passing=True)

    def spoken(self, looked_at: Sequence[Complaint], entries: Sequence[tuple[Complaint, Entry]]) -> list[int]:
        """Add a line to the timelines of some of these, and keep what a reminder changes of each; the lines' ids, in
        the same order."""
        ids = self._shelf.write_all(entries)
        self._shelf.save_some(looked_at, *_CHANGED)
        return ids


_CHANGED = ("remind_at", "reminded_at", "deadline")
