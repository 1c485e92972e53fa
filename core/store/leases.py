"""Leases: who may do a thing alone, and until when. One whose holder died ends by itself, also where it was taken while
the clock was wrong."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, or_
from sqlalchemy.dialects import postgresql, sqlite

from core.store.tables import leases

AHEAD = timedelta(minutes=5)
"""How far the clocks of two machines may differ."""


def over(until: ColumnElement[datetime], length: timedelta, now: datetime) -> ColumnElement[bool]:
    """A lease of this `length` has ended, or ends later than any can that was taken by a clock that is right: then its
    holder's was ahead, and nobody shall wait for that time to come."""
    return or_(until <= now, until > now + length + AHEAD)


class Leases:
    """Takes leases and gives them back within the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._postgresql = connection.dialect.name == "postgresql"

    def take(self, name: str, owner: str, length: timedelta, now: datetime) -> bool:
        """Whether `owner` holds the lease from now on; one's own is prolonged."""
        make = postgresql.insert if self._postgresql else sqlite.insert
        added = make(leases).values(name=name, owner=owner, until=now + length)
        mine = added.on_conflict_do_update(
            index_elements=["name"],
            set_={"owner": owner, "until": now + length},
            where=or_(over(leases.c.until, length, now), leases.c.owner == owner),
        )
        return self._connection.execute(mine.returning(leases.c.name)).first() is not None

    def give_back(self, name: str, owner: str) -> None:
        """Let others take it at once."""
        self._connection.execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))
