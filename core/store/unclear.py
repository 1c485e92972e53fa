"""Texts of which nobody knows what became: their gateway gave no answer, and is asked later."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select, update

from core.store.outbox import LEASE, REASON_LENGTH, RESENT, Sending
from core.store.tables import outbox


class Unclear:
    """Claims and ends rows within the caller's transaction. A receipt may be faster: then nothing is changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def any_due(self, now: datetime) -> bool:
        """Whether a gateway is to be asked now."""
        return self._connection.scalar(select(outbox.c.id).where(outbox.c.ask_at <= now).limit(1)) is not None

    def claim(self, now: datetime, take: int) -> list[Row[Any]]:
        """Take up to `take` texts for LEASE to ask their gateway about; nobody else asks meanwhile."""
        due = select(outbox.c.id).where(outbox.c.ask_at <= now).order_by(outbox.c.ask_at).limit(take)
        ids = list(self._connection.scalars(due.with_for_update(skip_locked=True)))
        taken = (
            update(outbox)
            .where(outbox.c.id.in_(ids), outbox.c.state == Sending.UNKNOWN)
            .values(ask_at=now + LEASE, asks=outbox.c.asks + 1)
            .returning(*(column for column in outbox.c if column.name != "payload"))
        )
        return sorted(self._connection.execute(taken), key=lambda row: int(row.id)) if ids else []

    def learnt(self, row_id: int, state: Sending, now: datetime, reason: str = "") -> bool:
        """Write what the gateway answered. It is not asked again."""
        values: dict[str, Any] = {"state": state, "reason": reason[:REASON_LENGTH], "ask_at": None}
        if state in (Sending.SENT, Sending.DELIVERED):
            values["sent_at"] = func.coalesce(outbox.c.sent_at, outbox.c.tried_at)
        if state is Sending.DELIVERED:
            values["delivered_at"] = now
        return self._set(row_id, values)

    def ask_again(self, row_id: int, at: datetime) -> bool:
        """Ask once more, later."""
        return self._set(row_id, {"ask_at": at})

    def send_again(self, row_id: int, now: datetime) -> bool:
        """Queue a text its gateway certainly never took: once in its life, and marked so."""
        anew = {"state": Sending.QUEUED, "reason": RESENT, "due_at": now, "ask_at": None, "asks": 0, "resent": True}
        return self._set(row_id, anew | {"route": "", "tried_at": None}, ~outbox.c.resent)

    def _set(self, row_id: int, values: dict[str, Any], *more: Any) -> bool:
        where = and_(outbox.c.id == row_id, outbox.c.state == Sending.UNKNOWN, *more)
        return bool(self._connection.execute(update(outbox).where(where).values(values)).rowcount)
