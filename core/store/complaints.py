"""Complaints and their timeline as stored."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from core.clocks import SHANGHAI
from core.complaint import MANAGERS_CLOCKS, NUMBER_DIGITS, Complaint, Entry
from core.kinds import Kind
from core.lifecycle import OPEN, State
from core.store import bulk
from core.store.chain import digest, extended, whole
from core.store.cipher import Cipher
from core.store.complaint_rows import COLUMNS, as_complaint, as_entry, line_values, values
from core.store.complaint_statements import (
    ADD,
    ADD_LINE,
    BY_ID,
    BY_NUMBER,
    COUNT_MINE,
    COUNT_ON,
    LOCKED,
    MINE,
    SAVE,
    TIMELINE,
    called_so,
    lying,
    patterns,
    whole_rows,
)
from core.store.tables import areas, companies, complaints, counters, timeline

_OPEN = tuple(state.name for state in OPEN)
_OF_DAY = re.compile(rf"(\d{{8}})(\d{{{NUMBER_DIGITS}}})")
"""A number without its prefix: the day, and the sequence of that day."""


class Complaints:
    """Reads and keeps complaints within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def get(self, complaint_id: int) -> Complaint | None:
        """The complaint as it is now, or None."""
        return _one(BY_ID.row(self._connection, id=complaint_id))

    def several(self, complaint_ids: Sequence[int]) -> list[Complaint]:
        """Those of these that there are."""
        where = bulk.among(self._connection, complaints.c.id, complaint_ids)
        return [as_complaint(row) for row in self._connection.execute(whole_rows().where(where))]

    def locked(self, complaint_id: int) -> Complaint | None:
        """The complaint, nobody else changing it until this transaction ends."""
        return _one(LOCKED.row(self._connection, id=complaint_id))

    def locked_where(self, where: ColumnElement[bool], passing: bool = False) -> list[Complaint]:
        """The complaints, nobody else changing them until this transaction ends; `passing` over those that somebody
        is changing just now, instead of waiting."""
        query = whole_rows().where(where).order_by(complaints.c.id)
        rows = self._connection.execute(query.with_for_update(of=complaints, skip_locked=passing))
        return [as_complaint(row) for row in rows]

    def by_number(self, number: str) -> Complaint | None:
        """The complaint with this full number."""
        return _one(BY_NUMBER.row(self._connection, number=number))

    def mine(self, contact_id: int, skip: int, take: int) -> tuple[list[Complaint], int]:
        """One page of what a contact filed, newest first, and how many there are in all."""
        total = COUNT_MINE.scalar(self._connection, contact_id=contact_id)
        rows = MINE.rows(self._connection, contact_id=contact_id, skip=skip, take=take) if total else []
        return [as_complaint(row) for row in rows], total

    def filed(self, area_ids: Sequence[int]) -> int:
        """How many complaints these estates ever had."""
        counted = select(func.count()).select_from(complaints).where(complaints.c.area_id.in_(area_ids))
        return self._connection.scalar(counted) or 0

    def open_of(self, contact_id: int) -> list[int]:
        """The ids of what a contact filed and has not ended."""
        where = (complaints.c.contact_id == contact_id) & complaints.c.state.in_(_OPEN)
        return list(self._connection.scalars(select(complaints.c.id).where(where).order_by(complaints.c.id)))

    def todo(
        self,
        area_ids: Sequence[int],
        states: Sequence[State],
        skip: int,
        take: int,
        district: bool | None = None,
        staff_id: int | None = None,
        before: datetime | None = None,
    ) -> tuple[list[Complaint], int]:
        """One page of what lies with somebody, the oldest deadline, or day that was named, first (neither
        last), and how many in all. Those
        answered together are there once, as their lead. `before` keeps to deadlines before it.
        `district` keeps to what lies with the district, or with the street; None is both. For a manager, `staff_id`,
        in charge of these estates: what lies with that person."""
        given = {"district": district, "staff_id": staff_id, "before": before}
        narrowed = {name: value for name, value in given.items() if value is not None}
        count, page = lying(tuple(states), frozenset(narrowed))
        total = count.scalar(self._connection, area_ids=area_ids, **narrowed)
        if not total:
            return [], 0
        rows = page.rows(self._connection, area_ids=area_ids, skip=skip, take=take, **narrowed)
        return [as_complaint(row) for row in rows], total

    def for_officer(
        self, area_ids: Sequence[int], district: bool, now: datetime, skip: int, take: int
    ) -> tuple[list[Complaint], int]:
        """One page of what waits for guidance by the street (or the `district`), then of what is overdue with the
        managers, each the oldest deadline first; and how many in all."""
        guidance = (complaints.c.state == State.GUIDANCE.name) & (complaints.c.district == district)
        overdue = complaints.c.clock.in_(MANAGERS_CLOCKS) & (complaints.c.deadline <= now)
        where = complaints.c.area_id.in_(area_ids) & (guidance | overdue)
        order = [complaints.c.state != State.GUIDANCE.name, complaints.c.deadline, complaints.c.id]
        return self._page(where, order, skip, take)

    def ending(
        self, digits: str, contact_id: int | None, area_ids: Sequence[int], staff_id: int | None = None
    ) -> list[Complaint]:
        """Complaints that people call by `digits` (`core.naming`), among what the contact filed or the estates hold
        (for a manager in charge of them, `staff_id`: what lies with that person); open ones first, newest first, ten
        at most."""
        ends, dayed = patterns(digits)
        whose = {"contact_id": contact_id} if contact_id else {"area_ids": area_ids, "staff_id": staff_id}
        given = {name: value for name, value in whose.items() if value is not None}
        rows = called_so(frozenset(given)).rows(self._connection, ends=ends, dayed=dayed, **given)
        return [as_complaint(row) for row in rows]

    def next_number(self, prefix: str, now: datetime) -> str:
        """The next number: prefix, day in Shanghai, seven-digit daily sequence (seed, question 13)."""
        day = f"{now.astimezone(SHANGHAI):%Y%m%d}"
        return f"{prefix}{day}{COUNT_ON.scalar(self._connection, name=f'complaint:{day}'):0{NUMBER_DIGITS}}"

    def number_taken(self, number: str, prefix: str) -> None:
        """A number was given elsewhere: those of its day that are still to be given come after it."""
        ours = _OF_DAY.fullmatch(number.removeprefix(prefix))
        if ours is None or not number.startswith(prefix):
            return
        make = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        added = make(counters).values(name=f"complaint:{ours[1]}", value=int(ours[2]))
        higher = counters.c.value < int(ours[2])
        self._connection.execute(
            added.on_conflict_do_update(index_elements=["name"], set_={"value": int(ours[2])}, where=higher)
        )

    def add(self, complaint: Complaint) -> int:
        """Keep a new complaint; returns its id and sets it."""
        alike = {"of_contact": complaint.contact_id, "of_area": complaint.area_id, "of_kind": complaint.kind}
        complaint.id = int(ADD.scalar(self._connection, **alike, **self._values(complaint)))
        return complaint.id

    def save(self, complaint: Complaint) -> None:
        """Keep a changed complaint."""
        SAVE.later(self._connection, of=complaint.id, **self._values(complaint))

    def write(self, complaint: Complaint, *entries: Entry) -> int:
        """Keep a new or changed complaint, nobody else changing it, with the next lines of its timeline; the last
        line's id."""
        chained = [self._chained(complaint, entry) for entry in entries]
        self.save(complaint) if complaint.id else self.add(complaint)
        added = [ADD_LINE.scalar(self._connection, complaint_id=complaint.id, **line) for line in chained]
        return int(added[-1]) if added else 0

    def write_all(self, entries: Sequence[tuple[Complaint, Entry]]) -> list[int]:
        """Append a line to the timeline of each of several complaints; the lines' ids, in the same order. The
        complaints themselves are to be kept after it."""
        lines = [self._chained(one, entry) | {"complaint_id": one.id} for one, entry in entries]
        return bulk.insert_numbered(self._connection, timeline, lines)

    def save_some(self, changed: Sequence[Complaint], *names: str) -> None:
        """Keep these fields of several complaints, nobody else changing them."""
        kept = ("id", *names, "lines", "head")
        rows = [{name: getattr(one, name) for name in kept} | {"whole": whole(self._cipher, one)} for one in changed]
        bulk.change(self._connection, complaints, rows)

    def last_acts(self, staff_id: int) -> list[tuple[int, Entry]]:
        """(complaint, line) of what a member of staff did last: of several complaints, where it was done to them at
        once."""
        own = timeline.c.staff_id == staff_id
        last = self._connection.execute(select(timeline).where(own).order_by(timeline.c.id.desc()).limit(1)).first()
        if last is None:
            return []
        same = own & (timeline.c.at == last.at) & (timeline.c.act == last.act)
        query = select(timeline).where(same).order_by(timeline.c.complaint_id, timeline.c.id)
        return [(row.complaint_id, as_entry(row)) for row in self._connection.execute(query)]

    def timeline(self, complaint_id: int) -> list[Entry]:
        """What happened to a complaint, in order."""
        return [as_entry(row) for row in TIMELINE.rows(self._connection, id=complaint_id)]

    def listed(
        self, state: Sequence[State], area_id: int | None, skip: int, take: int, kind: Kind | None = None
    ) -> tuple[list[Any], int]:
        """Rows of the platform's list (complaint's columns, area's and company's), newest first, and the count."""
        where: list[Any] = []
        if state:
            where.append(complaints.c.state.in_([one.name for one in state]))
        if area_id is not None:
            where.append(complaints.c.area_id == area_id)
        if kind is not None:
            where.append(complaints.c.kind == kind)
        total = self._connection.scalar(select(func.count()).select_from(complaints).where(*where)) or 0
        query = (
            select(*COLUMNS, areas.c.name.label("area"), areas.c.district.label("area_district"), areas.c.street)
            .add_columns(companies.c.name.label("company"))
            .join(areas, areas.c.id == complaints.c.area_id)
            .outerjoin(companies, companies.c.id == areas.c.company_id)
            .where(*where)
            .order_by(complaints.c.submitted_at.desc(), complaints.c.id.desc())
            .offset(skip)
        )
        return list(self._connection.execute(query.limit(take) if take else query)), total

    def _values(self, complaint: Complaint) -> dict[str, Any]:
        return values(complaint) | {"whole": whole(self._cipher, complaint)}

    def _chained(self, complaint: Complaint, entry: Entry) -> dict[str, Any]:
        said = digest(self._cipher, complaint.number, entry.text)
        return line_values(entry) | {"digest": said, "chained": extended(self._cipher, complaint, entry, said)}

    def _page(self, where: Any, order: list[Any], skip: int, take: int) -> tuple[list[Complaint], int]:
        total = self._connection.scalar(select(func.count()).select_from(complaints).where(where)) or 0
        rows = self._connection.execute(whole_rows().where(where).order_by(*order).offset(skip).limit(take))
        return [as_complaint(row) for row in rows], total


def _one(row: Any) -> Complaint | None:
    return as_complaint(row) if row else None
