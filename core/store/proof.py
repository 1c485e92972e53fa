"""Whether complaints and their timelines are as they were written: read in pages, so that memory stays flat and no
transaction lasts, while the product runs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import LargeBinary, func, select, type_coerce

from core.store import chain
from core.store.cipher import Cipher, Unreadable
from core.store.complaint_rows import COLUMNS, as_complaint, as_entry
from core.store.engine import Store, Tx
from core.store.tables import complaints, timeline
from core.store.types import Sealed

PAGE = 500
_BAD = (Unreadable, ValueError, KeyError)
"""What a value raises that was never ours."""


class Flaw(NamedTuple):
    """What is wrong with the complaint of this number (`#id` where only lines are left of it): the first `line`,
    counted from 1, that is not as it was written, does not follow or is missing; or, 0, the complaint itself."""

    number: str
    line: int


class Proven(NamedTuple):
    """What was looked at, and what is wrong with it."""

    complaints: int
    lines: int
    flaws: list[Flaw]


def lines(store: Store) -> int:
    """How many lines there are to look at."""
    with store.reading() as tx:
        return tx.connection.scalar(select(func.count()).select_from(timeline)) or 0


def prove(store: Store) -> Iterator[Proven]:
    """Look at every complaint, the oldest first, some at a time."""
    last = 0
    while True:
        with store.reading() as tx:
            ids = select(complaints.c.id).where(complaints.c.id > last).order_by(complaints.c.id).limit(PAGE)
            found = list(tx.connection.scalars(ids))
            until = found[-1] if len(found) == PAGE else None
            doubted, seen = _doubted(tx, last, until)
        flaws = (_alone(store, one) for one in sorted(doubted))
        yield Proven(len(found), seen, [flaw for flaw in flaws if flaw])
        if until is None:
            return
        last = until


def _doubted(tx: Tx, after: int, until: int | None) -> tuple[set[int], int]:
    """Of the complaints beyond `after`, up to `until`, those that are to be looked at alone; and how many lines there
    were. What changes while it is read looks wrong too."""
    page, its_lines = (
        (key > after) & (key <= until) if until else key > after for key in (complaints.c.id, timeline.c.complaint_id)
    )
    try:
        rows = tx.connection.execute(select(*_COMPLAINT).where(page)).all()
        found = _by_complaint(tx, its_lines)
    except _BAD:
        return set(tx.connection.scalars(select(complaints.c.id).where(page))), 0
    seen = sum(map(len, found.values()))
    wrong = {row.id for row in rows if _wrong(tx.cipher, row, found.pop(row.id, ())) is not None}
    return wrong | set(found), seen


def _alone(store: Store, complaint_id: int) -> Flaw | None:
    """One complaint, nobody changing it meanwhile."""
    one = complaints.c.id == complaint_id
    with store.reading() as tx:
        number = tx.connection.scalar(select(complaints.c.number).where(one).with_for_update())
        try:
            row = tx.connection.execute(select(*_COMPLAINT).where(one)).first()
            its = _by_complaint(tx, timeline.c.complaint_id == complaint_id)[complaint_id]
            line = _wrong(tx.cipher, row, its) if row else 1 if its else None
        except _BAD:
            line = 0
    return None if line is None else Flaw(number or f"#{complaint_id}", line)


def _by_complaint(tx: Tx, *where: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    query = select(*_LINE).where(*where).order_by(timeline.c.complaint_id, timeline.c.id)
    for row in tx.connection.execute(query):
        found[row.complaint_id].append(row)
    return found


def _wrong(cipher: Cipher, row: Any, its: Sequence[Any]) -> int | None:
    """As a Flaw's `line`, or None."""
    try:
        complaint = as_complaint(_opened(cipher, row))
    except _BAD:
        return 0
    kept = complaint.lines, complaint.head
    complaint.lines, complaint.head = 0, ""
    for at, line in enumerate(its, 1):
        if not _follows(cipher, complaint, line):
            return at
    if complaint.lines != kept[0]:
        return min(complaint.lines, kept[0]) + 1
    return None if complaint.head == kept[1] and chain.whole(cipher, complaint) == row.whole else 0


def _follows(cipher: Cipher, complaint: Any, line: Any) -> bool:
    try:
        entry = as_entry(line, cipher.open(bytes(line.text), "timeline.text"))
    except _BAD:
        return False
    words = chain.digest(cipher, complaint.number, entry.text) == line.digest
    words = words or chain.masked(cipher, line.digest, entry.text) == line.masked
    return words and bool(chain.extended(cipher, complaint, entry, line.digest) == line.chained)


def _opened(cipher: Cipher, row: Any) -> list[Any]:
    """The values of COLUMNS."""
    values = list(row)[: len(COLUMNS)]
    for at, name in _SEALED:
        values[at] = None if values[at] is None else cipher.open(bytes(values[at]), name)
    return values


def _raw(column: Any) -> Any:
    """As it lies there, where it is sealed: what does not open is to be named, not to end the proof."""
    return type_coerce(column, LargeBinary).label(column.name) if isinstance(column.type, Sealed) else column


_SEALED = [(at, one.type.column) for at, one in enumerate(COLUMNS) if isinstance(one.type, Sealed)]
_COMPLAINT = [_raw(column) for column in (*COLUMNS, complaints.c.whole)]
_LINE = [_raw(column) for column in timeline.c]
