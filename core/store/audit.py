"""The record of who did what, when, and from which channel. Each row has a running number and is chained to the one
before it, by a key that is not in the database: a row that was edited, renumbered or taken out shows; where the record
ends is anchored beside it."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, LargeBinary, func, insert, select, type_coerce

from core.identity import Actor
from core.store import anchor
from core.store.anchor import End
from core.store.chain import packed
from core.store.cipher import Cipher, Unreadable
from core.store.tables import audit

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


class Break(NamedTuple):
    """Where the record is broken: at line `at` a `row` is not as it was written or does not follow; it is another line
    than `expected`; the record was `cut` after that line; or the `anchor` was taken out or is not ours."""

    how: str
    at: int


_ALL = select(
    *(column for column in audit.c if column is not audit.c.details),
    type_coerce(audit.c.details, LargeBinary).label("sealed"),
).order_by(audit.c.id)


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
        before = anchor.get(self._connection, self._cipher, locked=True)
        last, head = (max(before.rows, before.last), before.head) if before else self._unanchored()
        rows = []
        for at, line in enumerate(lines, last + 1):
            head = self._chained(head, at, line)
            rows.append(_values(at, line) | {"chained": head})
        self._connection.execute(insert(audit), rows)
        if before:
            anchor.move(self._connection, self._cipher, before, last + len(rows), head)

    def end(self) -> End:
        """Where the record ends, and whether that is where it was left."""
        return anchor.end(self._connection, self._cipher)

    def broken(self, expected: End | None = None) -> Break | None:
        """What is not as it was written, the first of it; None where the record is whole. `expected` is an end that was
        kept elsewhere: the record has to lead there, and may go on."""
        found = anchor.get(self._connection, self._cipher)
        due = [(found.rows, found.head)] if found else []
        due = sorted(one for one in [*due, expected and expected[:2]] if one and one[0])
        at, head = 0, ""
        for at, row in enumerate(self._connection.execute(_ALL.execution_options(yield_per=500)), 1):
            line = self._opened(row)
            head = self._chained(head, at, line) if line else ""
            if row.id != at or row.chained != head:
                return Break("row", row.id)
            while due and due[0][0] == at:
                if due.pop(0)[1] != head:
                    return Break("expected", at)
        if due:
            return Break("cut", at)
        return None if found and found.ours else Break("anchor", at)

    def _opened(self, row: Any) -> Line | None:
        try:
            details = self._cipher.open(bytes(row.sealed), "audit.details")
        except Unreadable:
            return None
        return _line(row, details)

    def _unanchored(self) -> tuple[int, str]:
        """The last line, where somebody took the anchor: the record goes on, and stays broken."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        row = self._connection.execute(select(audit.c.id, audit.c.chained).order_by(audit.c.id.desc()).limit(1)).first()
        return (row.id, row.chained) if row else (0, "")

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

    def _chained(self, last: str, at: int, line: Line) -> str:
        who = [getattr(line.actor, name) for name in _WHO]
        said = [last, at, line.at, who, line.actor.channel or "system", line.act, line.subject, line.details]
        return self._cipher.index(packed(said), "audit.chained")


def _values(at: int, line: Line) -> dict[str, Any]:
    who = {name: getattr(line.actor, name) for name in _WHO} | {"channel": line.actor.channel or "system"}
    said = {"at": line.at, "act": line.act, "subject": line.subject, "details": packed(line.details)}
    return {"id": at} | who | said


def _line(row: Any, details: str = "") -> Line:
    actor = Actor(row.contact_id, row.staff_id, row.officer_id, row.channel, row.operator_id)
    return Line(row.at, actor, row.act, row.subject, json.loads(details or row.details), row.id)
