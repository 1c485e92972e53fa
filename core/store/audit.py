"""The record of who did what, when, and from which channel. Each row is chained to the one before it, by a key that is
not in the database: a row that was edited, or taken out, shows."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, insert, select

from core.identity import Actor
from core.store.cipher import Cipher
from core.store.tables import audit
from core.store.types import utc_text

_LOCK = 0x6D73625F61756469
"""The advisory lock's number on PostgreSQL: the letters `msb_audi`."""
_WHO = ("contact_id", "staff_id", "officer_id", "operator_id")


class Line(NamedTuple):
    """One act. `subject` names what it was done to, as `kind:id`."""

    at: datetime
    actor: Actor
    act: str
    subject: str
    details: dict[str, Any]
    id: int = 0


class Audit:
    """Writes and checks the record within the caller's transaction.

    The end of the chain is locked from the moment a line is added until the transaction ends. So lines are kept back
    and added at its very end (`settle`): who has the chain waits for nobody."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher
        self._kept_back: list[Line] = []

    def write(self, actor: Actor, act: str, subject: str, now: datetime, **details: Any) -> None:
        """Add a line; `details` hold no personal data but what is needed to understand the act. They are sealed."""
        self._kept_back.append(Line(now, actor, act, subject, details))

    def settle(self) -> None:
        """Add the lines that were kept back."""
        lines, self._kept_back = self._kept_back, []
        if not lines:
            return
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        last = self._connection.scalar(select(audit.c.chained).order_by(audit.c.id.desc()).limit(1)) or ""
        for line in lines:
            last = self._chained(last, line)
            values = {name: getattr(line.actor, name) for name in _WHO} | {"channel": line.actor.channel or "system"}
            values |= {"at": line.at, "act": line.act, "subject": line.subject, "details": _text(line.details)}
            self._connection.execute(insert(audit).values(values | {"chained": last}))

    def broken(self) -> int | None:
        """The id of the first row that is not as it was written or does not follow the one before it; None where the
        record is whole."""
        last = ""
        for row in self._connection.execution_options(yield_per=500).execute(select(audit).order_by(audit.c.id)):
            last = self._chained(last, _line(row))
            if row.chained != last:
                return int(row.id)
        return None

    def of(self, subject: str) -> Iterator[Line]:
        """What was done to one thing, in order."""
        self.settle()
        for row in self._connection.execute(select(audit).where(audit.c.subject == subject).order_by(audit.c.id)):
            yield _line(row)

    def listed(self, act: str, skip: int, take: int) -> tuple[list[Line], int]:
        """A page of one act's lines, or of all, the newest first; and how many there are in all."""
        where = [audit.c.act == act] if act else []
        total = self._connection.scalar(select(func.count()).select_from(audit).where(*where)) or 0
        query = select(audit).where(*where).order_by(audit.c.id.desc()).offset(skip).limit(take)
        return [_line(row) for row in self._connection.execute(query)], total

    def lines(self, subject: str, since: datetime | None, take: int) -> list[Line]:
        """The last lines in order, of one subject and from a time on where those are given; `take` 0 is all."""
        query = select(audit).order_by(audit.c.id.desc())
        query = query.where(audit.c.subject == subject) if subject else query
        query = query.where(audit.c.at >= since) if since else query
        rows = self._connection.execute(query.limit(take) if take else query)
        return [_line(row) for row in rows][::-1]

    def get(self, row_id: int) -> Line | None:
        """One line."""
        row = self._connection.execute(select(audit).where(audit.c.id == row_id)).first()
        return _line(row) if row else None

    def count(self) -> int:
        """How many lines there are."""
        return self._connection.scalar(select(func.count()).select_from(audit)) or 0

    def acts(self) -> list[str]:
        """Which acts there are."""
        return list(self._connection.scalars(select(audit.c.act).distinct().order_by(audit.c.act)))

    def _chained(self, last: str, line: Line) -> str:
        who = [getattr(line.actor, name) for name in _WHO]
        said = [last, utc_text(line.at), who, line.actor.channel or "system", line.act, line.subject]
        return self._cipher.index(_text([*said, line.details]), "audit.chained")


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _line(row: Row[Any]) -> Line:
    actor = Actor(row.contact_id, row.staff_id, row.officer_id, row.channel, row.operator_id)
    return Line(row.at, actor, row.act, row.subject, json.loads(row.details), row.id)
