"""Who gets the morning's list when, and whether today's has been seen to."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select, union, update

from core.clocks import SHANGHAI, in_shanghai
from core.store.tables import contacts

BATCH = 200
USUAL_HOUR = 8
"""For whoever has chosen none, in Asia/Shanghai."""
NEVER = -1
"""Kept for whoever wants none."""


class Claimed(NamedTuple):
    """Whose list is due today, since when; `chosen`: the hour is the person's own choice."""

    due_at: datetime
    chosen: bool
    known_since: datetime


class Digests:
    """Within the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hour(self, contact_id: int) -> int | None:
        """The hour at which the contact gets the list; None for never."""
        kept = self._connection.scalar(select(contacts.c.digest_hour).where(contacts.c.id == contact_id))
        return USUAL_HOUR if kept is None else None if kept == NEVER else kept

    def choose(self, contact_id: int, hour: int | None) -> None:
        """Send the list at this hour; None for never."""
        kept = NEVER if hour is None else hour
        self._connection.execute(update(contacts).where(contacts.c.id == contact_id).values(digest_hour=kept))

    def due(self, now: datetime, after: int = 0) -> list[int]:
        """Ids beyond `after` of the bound contacts whose hour has come and whose list of today was not seen to yet."""
        halves = [
            select(contacts.c.id).where(bound.is_not(None), contacts.c.id > after, *_due(now))
            for bound in (contacts.c.staff_id, contacts.c.officer_id)
        ]
        return sorted(self._connection.scalars(union(*halves)))[:BATCH]

    def claim(self, contact_id: int, now: datetime) -> Claimed | None:
        """See to the contact's list of today; None where that was done already."""
        change = update(contacts).where(contacts.c.id == contact_id, *_due(now)).values(digested_at=now)
        row = self._connection.execute(change.returning(contacts.c.digest_hour, contacts.c.created_at)).first()
        if row is None:
            return None
        hour = USUAL_HOUR if row.digest_hour is None else row.digest_hour
        return Claimed(_today(now) + timedelta(hours=hour), row.digest_hour is not None, row.created_at)


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    hour = func.coalesce(contacts.c.digest_hour, USUAL_HOUR)
    seen_to = func.coalesce(contacts.c.digested_at >= _today(now), False)
    return contacts.c.channel == "wechat", contacts.c.following, hour.between(0, in_shanghai(now).hour), ~seen_to


def _today(now: datetime) -> datetime:
    return datetime.combine(in_shanghai(now).date(), datetime.min.time(), SHANGHAI)
