"""Lists for people who look at the whole: the console's pages, the command line, exports."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process
from sqlalchemy import Select, select

from core.clocks import remaining
from core.directory import Area
from core.identity import MANAGER_POST
from core.kinds import Kind
from core.lifecycle import IN_HAND, State
from core.store.engine import Tx
from core.store.tables import areas, complaints, outbox, staff, staff_areas

PAGE = 10
"""Complaints a page (seed, question 13)."""


class AreaLine(NamedTuple):
    """An estate, its managers' full names (the newest first), and the three conditions for printing its code
    (seed, question 9): there is a manager, one has an account, one has signed in with it."""

    area: Area
    managers: tuple[str, ...]
    has_manager: bool
    manager_registered: bool
    manager_signed_in: bool


class ComplaintLine(NamedTuple):
    """A row of the platform's own list (seed, question 13)."""

    id: int
    number: str
    area: str
    district: str
    street: str
    content: str
    company: str | None
    state: State
    remaining: str
    submitted_at: datetime
    kind: Kind


class NoticeLine(NamedTuple):
    """A notice and what became of it; `complaint` is a number."""

    id: int
    complaint: str | None
    audience: str
    template: str
    channel: str
    state: str
    reason: str
    attempts: int
    created_at: datetime
    sent_at: datetime | None


def states_named(name: str) -> tuple[State, ...]:
    """The states a filter means, by Chinese or English name; 处理中 (handling) gathers four of them, as the
    platform's own filter does (seed, question 13). Empty for a name that is none."""
    wanted = name.strip().upper()
    for state in State:
        if wanted in (state.name, state.value.upper()):
            return IN_HAND if state is State.HANDLING else (state,)
    return ()


def area_line(tx: Tx, area_id: int) -> AreaLine | None:
    """One estate, or None."""
    return next(iter(area_lines(tx, areas.c.id == area_id)), None)


def area_lines(tx: Tx, where: Any = True) -> list[AreaLine]:
    """The estates of `where`, or every estate, in order of district and name."""
    query = (
        select(staff_areas.c.area_id, staff.c.name, staff.c.username, staff.c.registered_at, staff.c.signed_in_at)
        .join(staff, staff.c.id == staff_areas.c.staff_id)
        .join(areas, areas.c.id == staff_areas.c.area_id)
        .where(where, staff.c.post == MANAGER_POST, staff.c.left_at.is_(None))
        .order_by(staff_areas.c.since.desc(), staff.c.id)
    )
    managers: dict[int, list[Any]] = {}
    for row in tx.connection.execute(query):
        managers.setdefault(row.area_id, []).append(row)
    return [_area_line(area, managers.get(area.id, [])) for area in tx.directory.areas(where)]


def _area_line(area: Area, managers: Sequence[Any]) -> AreaLine:
    return AreaLine(
        area,
        tuple(one.name for one in managers),
        bool(managers),
        any(one.username or one.registered_at for one in managers),
        any(one.signed_in_at for one in managers),
    )


def areas_named(tx: Tx, name: str) -> list[Area]:
    """The estates of that name; `district/name` tells two of one name apart."""
    district, _, rest = name.rpartition("/")
    where = areas.c.name == rest
    return tx.directory.areas(where & (areas.c.district == district) if district else where)


def areas_like(tx: Tx, name: str, most: int = 3) -> list[str]:
    """`district/name` of the estates whose name is like this one, the likest first."""
    named = {area.id: area for area in tx.directory.areas()}
    words = {key: area.name for key, area in named.items()}
    found = process.extract(name.rpartition("/")[2], words, scorer=fuzz.WRatio, score_cutoff=60, limit=most)
    return [f"{named[key].district}/{named[key].name}" for _, _, key in found]


def complaint_lines(
    tx: Tx,
    states: Sequence[State],
    area_id: int | None,
    skip: int,
    take: int,
    now: datetime,
    kind: Kind | None = None,
) -> tuple[list[ComplaintLine], int]:
    """One page, newest first, and how many there are in all; `take` 0 is all of them."""
    rows, total = tx.complaints.listed(states, area_id, skip, take, kind)
    return [complaint_line_of(row, now) for row in rows], total


def complaint_line(tx: Tx, number: str, now: datetime) -> ComplaintLine | None:
    """The complaint with this full number, or None."""
    complaint = tx.complaints.by_number(number)
    area = tx.directory.area(complaint.area_id) if complaint else None
    if complaint is None or area is None:
        return None
    return ComplaintLine(
        complaint.id,
        complaint.number,
        area.name,
        area.district,
        area.street,
        complaint.content,
        area.company,
        complaint.state,
        _remaining(complaint.state, complaint.deadline, now),
        complaint.submitted_at,
        complaint.kind,
    )


def numbers_ending(tx: Tx, digits: str) -> list[str]:
    """The numbers that end so, the newest first, a few at most: people name a complaint by its last digits."""
    if not (digits.isascii() and digits.isdecimal()):
        return []
    query = select(complaints.c.number).where(complaints.c.number.endswith(digits))
    return list(tx.connection.scalars(query.order_by(complaints.c.id.desc()).limit(PAGE)))


def complaint_line_of(row: Any, now: datetime) -> ComplaintLine:
    """A row of the list, as `Complaints.listed` gives it."""
    state = State[row.state]
    return ComplaintLine(
        row.id,
        row.number,
        row.area,
        row.area_district,
        row.street,
        row.content,
        row.company,
        state,
        _remaining(state, row.deadline, now),
        row.submitted_at,
        Kind(row.kind),
    )


def _remaining(state: State, deadline: datetime | None, now: datetime) -> str:
    """剩余处理时间: the owner's time for rating is not the manager's for handling."""
    return remaining(None if state is State.RATING else deadline, now)


def notice_lines(tx: Tx, complaint_id: int | None = None) -> list[NoticeLine]:
    """Notices in order, of one complaint or of all; fetching media and setting a menu are no notices."""
    query = notices() if complaint_id is None else notices().where(outbox.c.complaint_id == complaint_id)
    rows: Iterable[Any] = tx.connection.execute(query)
    return [NoticeLine(*row) for row in rows]


def notices() -> Select[Any]:
    """The query for `NoticeLine`s, in order."""
    return (
        select(
            outbox.c.id,
            complaints.c.number,
            outbox.c.audience,
            outbox.c.template,
            outbox.c.channel,
            outbox.c.state,
            outbox.c.reason,
            outbox.c.attempts,
            outbox.c.created_at,
            outbox.c.sent_at,
        )
        .outerjoin(complaints, complaints.c.id == outbox.c.complaint_id)
        .where(outbox.c.channel.in_(("wechat", "sms")))
        .order_by(outbox.c.id)
    )
