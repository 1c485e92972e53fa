"""The figures of `core.reports`, counted by the database along the indexes of complaints; no timeline is read."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, String, and_, case, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from core.clocks import Clock
from core.commands import REFUSAL_CATEGORIES
from core.complaint import UNSATISFIED_STARS
from core.kinds import LABELS, Kind
from core.lifecycle import OPEN, State
from core.reports import By, Figures, Month, Report, Scope, Span
from core.store.engine import Tx
from core.store.tables import areas, companies, complaints

_c = complaints.c
_DUE = case((_c.clock == Clock.PENDING, _c.deadline), else_=_c.answer_due)
_OPEN = _c.state.in_([state.name for state in OPEN])


class _seconds(GenericFunction[int]):  # noqa: N801 - reads as the SQL function it is
    """Whole seconds since 1970 of a moment."""

    type = BigInteger()
    inherit_cache = True


@compiles(_seconds, "sqlite")
def _seconds_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **how)}) AS INTEGER)"


@compiles(_seconds, "postgresql")
def _seconds_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    return f"CAST(floor(extract(epoch FROM {compiler.process(element.clauses, **how)})) AS BIGINT)"


class _month(GenericFunction[str]):  # noqa: N801
    """The month in Shanghai of a moment, as `2026-10`; Shanghai is eight hours ahead all the year round."""

    type = String()
    inherit_cache = True


@compiles(_month, "sqlite")
def _month_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    return f"strftime('%Y-%m', {compiler.process(element.clauses, **how)}, '+8 hours')"


@compiles(_month, "postgresql")
def _month_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **how)} AT TIME ZONE 'UTC' + interval '8 hours', 'YYYY-MM')"


_KEYS: dict[By, tuple[ColumnElement[Any], ...]] = {
    By.TOTAL: (),
    By.AREA: (areas.c.district, areas.c.street, areas.c.name, areas.c.id),
    By.COMPANY: (companies.c.name, companies.c.id),
    By.STREET: (areas.c.district, areas.c.street),
    By.DISTRICT: (areas.c.district,),
    By.MONTH: (_month(_c.submitted_at),),
    By.KIND: (_c.kind,),
}
_FIELDS: dict[By, tuple[str, ...]] = {
    By.TOTAL: (),
    By.AREA: ("district", "street", "name", "key"),
    By.COMPANY: ("name", "key"),
    By.STREET: ("district", "name"),
    By.DISTRICT: ("name",),
    By.MONTH: ("name",),
    By.KIND: ("name",),
}


def figures(tx: Tx, scope: Scope, by: By, span: Span, now: datetime) -> list[Figures]:
    """A line for each group that has complaints, in order of its names; exactly one, of noughts perhaps, in TOTAL."""
    medians = [_by_key(tx, by, query) for query in medians_queries(scope, by, span)]
    lines = []
    for row in tx.connection.execute(counts_query(scope, by, span, now)):
        values = dict(row._mapping)
        key = tuple(values.pop(f"key{at}") for at in range(len(_KEYS[by])))
        refused = {name: values.pop(f"refused{at}") for at, name in enumerate(REFUSAL_CATEGORIES)}
        answer, close = (found.get(key) for found in medians)
        named: dict[str, Any] = {name: str(value or "") for name, value in zip(_FIELDS[by], key, strict=True)}
        if by is By.KIND:
            named["name"] = LABELS[Kind(named["name"])]
        lines.append(Figures(**named, **values, refused=refused, answer_median=answer, close_median=close))
    return sorted(lines, key=lambda line: (line.district, line.street, line.name, line.key))


def by_month(tx: Tx, scope: Scope, last: Month, many: int, now: datetime) -> list[Figures]:
    """A line for each of so many months, the last one last; of noughts where nothing was filed."""
    first = last.back(many - 1)
    found = {line.name: line for line in figures(tx, scope, By.MONTH, first.until(last), now)}
    names = [str(last.back(ago)) for ago in reversed(range(many))]
    return [found.get(name) or Figures(name=name) for name in names]


def scope_of(tx: Tx, staff_id: int | None, officer_id: int | None) -> Scope | None:
    """What somebody may have a report on at this moment: who acts for a company on all its estates, a manager on those
    in their charge, an officer on the jurisdiction; None for everybody else."""
    company = tx.directory.company_acted_for(staff_id)
    if company:
        return Scope(company_id=company.id)
    if staff_id and (area_ids := tx.directory.managed_areas(staff_id)):
        return Scope(area_ids=tuple(sorted(area_ids)))
    officer = tx.directory.officer(officer_id) if officer_id else None
    return Scope(district=officer.district, street=officer.street) if officer else None


def names(tx: Tx, scope: Scope) -> tuple[str, ...]:
    """The estates of a scope that is one of estates; else its one jurisdiction; nothing for everybody."""
    if scope.area_ids is not None:
        return tuple(area.name for area in tx.directory.areas(areas.c.id.in_(scope.area_ids)))
    if scope.company_id is not None:
        company = tx.connection.scalar(select(companies.c.name).where(companies.c.id == scope.company_id))
        return (company or "",)
    return (scope.street or scope.district,) if scope.district else ()


def report_for(tx: Tx, staff_id: int | None, officer_id: int | None, now: datetime) -> Report | None:
    """The last month and this one, for somebody who may see them; None for anybody else."""
    scope = scope_of(tx, staff_id, officer_id)
    if scope is None:
        return None
    this = Month.of(now)
    return Report(names(tx, scope), by_month(tx, scope, this, 2, now), figures(tx, scope, By.KIND, this.until(), now))


def counts_query(scope: Scope, by: By, span: Span, now: datetime) -> Select[Any]:
    """Everything that is counted, in one pass."""
    late = and_(_c.answered_at.is_(None), func.coalesce(_c.closed_at, now) >= _DUE)
    rated = _c.stars.is_not(None)
    content = and_(_c.solved != "unsolved", _c.stars > UNSATISFIED_STARS)
    went_by = _c.promise_ends_at <= func.coalesce(_c.closed_at, now)
    counted: dict[str, ColumnElement[bool]] = {
        "open": _OPEN,
        "overdue": and_(_OPEN, _c.clock != Clock.RATING, _c.deadline <= now),
        "withdrawn": _c.state == State.WITHDRAWN.name,
        "closed": _c.state == State.CLOSED.name,
        "answers_due": and_(_DUE.is_not(None), or_(_c.answered_at.is_not(None), late)),
        "answered_in_time": _c.answered_at <= _DUE,
        "rated": rated,
        "solved": and_(rated, _c.solved == "solved"),
        "satisfied": content,
        "promised": _c.promise_ends_at.is_not(None),
        "promises_kept": _c.promise_kept.is_(True),
        "promises_missed": or_(_c.promise_kept.is_(False), and_(_c.promise_kept.is_(None), went_by)),
    }
    counted |= {f"refused{at}": _c.refused_as == name for at, name in enumerate(REFUSAL_CATEGORIES)}
    keys = [key.label(f"key{at}") for at, key in enumerate(_KEYS[by])]
    counts = [func.count().filter(what).label(name) for name, what in counted.items()]
    query = _among(select(*keys, func.count().label("filed"), *counts), scope, by, span)
    return query.group_by(*_KEYS[by])


def medians_queries(scope: Scope, by: By, span: Span) -> tuple[Select[Any], Select[Any]]:
    """Per group the mean of the one or two in the middle: seconds to the first answer, and to the end."""
    ended = _c.state == State.CLOSED.name
    return _median(_c.answered_at, True, scope, by, span), _median(_c.closed_at, ended, scope, by, span)


def _median(until: ColumnElement[Any], where: Any, scope: Scope, by: By, span: Span) -> Select[Any]:
    took = _seconds(until) - _seconds(_c.submitted_at)
    keys = [key.label(f"key{at}") for at, key in enumerate(_KEYS[by])]
    place = func.row_number().over(partition_by=_KEYS[by] or None, order_by=took).label("place")
    many = func.count().over(partition_by=_KEYS[by] or None).label("many")
    among = select(*keys, took.label("took"), place, many).where(until.is_not(None), where)
    ranked = _among(among, scope, by, span).subquery()
    groups = [ranked.c[key.name] for key in keys]
    middle = (ranked.c.place * 2).in_([ranked.c.many, ranked.c.many + 1, ranked.c.many + 2])
    return select(*groups, func.sum(ranked.c.took), func.count()).where(middle).group_by(*groups)


def _by_key(tx: Tx, by: By, query: Select[Any]) -> dict[tuple[Any, ...], int]:
    rows: Iterable[Sequence[Any]] = tx.connection.execute(query).all()
    parts = len(_KEYS[by])
    return {tuple(row[:parts]): int(row[parts]) // row[parts + 1] for row in rows if row[parts + 1]}


def _among(query: Select[Any], scope: Scope, by: By, span: Span) -> Select[Any]:
    query = query.select_from(complaints)
    if by in (By.AREA, By.COMPANY, By.STREET, By.DISTRICT):
        query = query.join(areas, areas.c.id == _c.area_id)
    if by is By.COMPANY:
        query = query.outerjoin(companies, companies.c.id == areas.c.company_id)
    if span.start:
        query = query.where(_c.submitted_at >= span.start)
    if span.end:
        query = query.where(_c.submitted_at < span.end)
    within = _within(scope)
    return query if within is None else query.where(within)


def _within(scope: Scope) -> ColumnElement[bool] | None:
    if scope.area_ids is not None:
        return _c.area_id.in_(scope.area_ids)
    ids = select(areas.c.id)
    if scope.company_id is not None:
        return _c.area_id.in_(ids.where(areas.c.company_id == scope.company_id))
    if scope.district:
        here = areas.c.district == scope.district
        return _c.area_id.in_(ids.where(here & (areas.c.street == scope.street) if scope.street else here))
    return None
