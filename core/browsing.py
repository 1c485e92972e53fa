"""What the pages list: a page of complaints, narrowed by filters. Whose they are is part of each query, so that what is
not theirs looks like what does not exist."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, false, func, select

from core.accounts import Account
from core.accounts import Kind as Role
from core.clocks import SHANGHAI
from core.complaint import MANAGERS_CLOCKS, Complaint
from core.directory import Area
from core.kinds import Kind
from core.lifecycle import OPEN, State
from core.naming import SHORT
from core.queries import PAGE, ComplaintLine, complaint_line_of
from core.store.complaint_statements import called, in_charge
from core.store.engine import Tx
from core.store.tables import areas, companies, complaints

SEARCHED = 5_000
"""Complaints whose words are looked through at most, the newest: they are sealed, so each has to be opened."""
EXPORTED = 20_000
"""Rows of a file at most."""
_c = complaints.c


class Filter(NamedTuple):
    """Nothing given is everything. `words` are looked for in the content, or as the end of the number; `since` and
    `until` are days in Shanghai, both included."""

    states: tuple[State, ...] = ()
    area_id: int | None = None
    overdue: bool = False
    kind: Kind | None = None
    words: str = ""
    since: date | None = None
    until: date | None = None


class Found(NamedTuple):
    """A page of lines, and how many there are in all; `all_searched` is false where only the newest were looked through
    for words."""

    lines: list[ComplaintLine]
    total: int
    all_searched: bool = True


def of_estates(tx: Tx, account: Account) -> ColumnElement[bool]:
    """Which estates an account may see at this moment."""
    match account.kind:
        case Role.COMPANY:
            return areas.c.company_id == account.company_id
        case Role.MANAGER:
            return areas.c.id.in_(tx.directory.managed_areas(account.id))
        case Role.OFFICER:
            here = areas.c.district == account.district
            return here & (areas.c.street == account.street) if account.street else here
        case Role.OPERATOR:
            return false()


def theirs(tx: Tx, account: Account) -> ColumnElement[bool]:
    """Which complaints, joined with their areas, an account may see at this moment: a manager those that lie with them,
    others those of their estates."""
    if account.kind is Role.MANAGER:
        return in_charge(account.id, complaints.c.area_id.in_(tx.directory.managed_areas(account.id)))
    return of_estates(tx, account)


def page(tx: Tx, account: Account, wanted: Filter, number: int, now: datetime) -> Found:
    """One page (from 1), newest first."""
    where = [theirs(tx, account), *_narrowed(wanted, now)]
    skip = (number - 1) * PAGE
    if wanted.words and not _is_number(wanted.words):
        rows, whole = _holding(tx, where, wanted.words)
        return Found([complaint_line_of(row, now) for row in rows[skip : skip + PAGE]], len(rows), whole)
    if wanted.words:
        where.append(called(wanted.words))
    counted = select(func.count()).select_from(complaints).join(areas, areas.c.id == _c.area_id).where(*where)
    total = tx.connection.scalar(counted) or 0
    rows = list(tx.connection.execute(_query(where).offset(skip).limit(PAGE)))
    return Found([complaint_line_of(row, now) for row in rows], total)


def everything(tx: Tx, account: Account, wanted: Filter, now: datetime) -> Iterator[ComplaintLine]:
    """All that `page` would show on its pages, EXPORTED at most."""
    where = [theirs(tx, account), *_narrowed(wanted, now)]
    if wanted.words and not _is_number(wanted.words):
        rows: Any = _holding(tx, where, wanted.words)[0]
    else:
        where += [called(wanted.words)] if wanted.words else []
        rows = tx.connection.execute(_query(where).limit(EXPORTED))
    return (complaint_line_of(row, now) for row in rows)


def complaint(tx: Tx, account: Account, number: str) -> Complaint | None:
    """The complaint of this full number, or the only one that people call so (`core.naming`), if the account may see
    it."""
    query = select(_c.id).join(areas, areas.c.id == _c.area_id).where(theirs(tx, account))
    found = list(tx.connection.scalars(query.where(_c.number == number)))
    if not found and _is_number(number):
        found = list(tx.connection.scalars(query.where(called(number)).limit(2)))
    return tx.complaints.get(found[0]) if len(found) == 1 else None


def estates(tx: Tx, account: Account) -> list[tuple[int, str]]:
    """(id, name) of the estates to choose among in a filter."""
    query = select(areas.c.id, areas.c.name).where(of_estates(tx, account)).order_by(areas.c.name)
    return [(row.id, row.name) for row in tx.connection.execute(query)]


def in_care(tx: Tx, staff_id: int) -> list[Area]:
    """The estates in a person's care (在管物业管理区域), whatever their post."""
    return tx.directory.areas(areas.c.id.in_(tx.registry.linked(staff_id)))


def counts(tx: Tx, area_id: int, now: datetime) -> tuple[int, int, int]:
    """How many complaints an estate has had, has open, and has overdue."""
    late = _c.clock.in_(MANAGERS_CLOCKS) & (_c.deadline <= now)
    is_open = _c.state.in_([state.name for state in OPEN])
    query = select(func.count(), func.count().filter(is_open), func.count().filter(late)).where(_c.area_id == area_id)
    total, unfinished, overdue = tx.connection.execute(query).one()
    return total, unfinished, overdue


def _narrowed(wanted: Filter, now: datetime) -> Iterator[ColumnElement[bool]]:
    if wanted.states:
        yield _c.state.in_([state.name for state in wanted.states])
    if wanted.area_id is not None:
        yield _c.area_id == wanted.area_id
    if wanted.overdue:
        yield _c.clock.in_(MANAGERS_CLOCKS) & (_c.deadline <= now)
    if wanted.kind:
        yield _c.kind == wanted.kind
    if wanted.since:
        yield _c.submitted_at >= datetime.combine(wanted.since, time.min, SHANGHAI)
    if wanted.until:
        yield _c.submitted_at < datetime.combine(wanted.until, time.min, SHANGHAI) + timedelta(days=1)


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) >= SHORT


def _holding(tx: Tx, where: list[ColumnElement[bool]], words: str) -> tuple[list[Any], bool]:
    """Rows whose words hold these, and whether none was left unread."""
    looked_through = list(tx.connection.execute(_query(where).limit(SEARCHED + 1)))
    wanted = words.casefold()
    found = [row for row in looked_through[:SEARCHED] if wanted in row.content.casefold()]
    return found, len(looked_through) <= SEARCHED


def _query(where: list[ColumnElement[bool]]) -> Select[Any]:
    place = areas.c.name.label("area"), areas.c.district.label("area_district"), areas.c.street
    return (
        select(_c.id, _c.number, _c.content, _c.state, _c.deadline, _c.submitted_at, _c.kind, *place)
        .add_columns(companies.c.name.label("company"))
        .join(areas, areas.c.id == _c.area_id)
        .outerjoin(companies, companies.c.id == areas.c.company_id)
        .where(*where)
        .order_by(_c.submitted_at.desc(), _c.id.desc())
    )
