"""The statements that messages ask of complaints, compiled once, and what they are made of."""

import re
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from core.complaint import NUMBER_DIGITS
from core.identity import MANAGER_POST
from core.lifecycle import JOINABLE, State
from core.naming import DAY, DAYED, SHORT
from core.store.complaint_rows import COLUMNS
from core.store.prepared import Prepared, among
from core.store.tables import areas, complaints, counters, staff, timeline

_ESCAPE = "/"
_SPECIAL = re.compile(r"[%_/]")


def called(name: str) -> ColumnElement[bool]:
    """Which complaints somebody may mean by this name (`core.naming.means`)."""
    return or_(*(complaints.c.number.like(one, escape=_ESCAPE) for one in patterns(name)))


def patterns(name: str) -> tuple[str, str]:
    """What a number is like that ends so, and one of a day that is named so."""
    escaped = _SPECIAL.sub(rf"{_ESCAPE}\g<0>", name)
    if len(name) != DAYED or not name.isdecimal():
        return f"%{escaped}", f"%{escaped}"
    between = "_" * (NUMBER_DIGITS - SHORT)
    return f"%{name}", f"%{name[:DAY]}{between}{name[DAY:]}"


_LEAD = complaints.alias("its_lead")
_BESIDE_ITS_LEAD = exists().where(_LEAD.c.id == complaints.c.lead_id, _LEAD.c.state == complaints.c.state)
_BY_ITSELF = or_(complaints.c.lead_id.is_(None), ~_BESIDE_ITS_LEAD)
"""Nobody's follower, or not where its lead is."""
_TAKEN = exists().where(
    staff.c.id == complaints.c.handler_id,
    staff.c.post == MANAGER_POST,
    staff.c.left_at.is_(None),
    areas.c.id == complaints.c.area_id,
    areas.c.company_id == staff.c.company_id,
)
"""Somebody who took it over is still a manager of the estate's company."""


def in_charge(staff_id: Any, of_areas: ColumnElement[bool]) -> ColumnElement[bool]:
    """Lies with this manager: of these estates and nobody else's, or taken over."""
    return or_(of_areas & ~_TAKEN, (complaints.c.handler_id == staff_id) & _TAKEN)


def whole_rows() -> Select[Any]:
    return select(*COLUMNS)


_KEPT = (*(column.name for column in COLUMNS if column.name != "id"), "whole")
_LINE = (*(column.name for column in timeline.c if column.name not in ("id", "masked")),)
_ID: BindParameter[int] = bindparam("id")
_SKIP: BindParameter[int] = bindparam("skip", type_=Integer)
_TAKE: BindParameter[int] = bindparam("take", type_=Integer)
BY_ID = Prepared(whole_rows().where(complaints.c.id == _ID))
LOCKED = Prepared(whole_rows().where(complaints.c.id == _ID).with_for_update(of=complaints))
BY_NUMBER = Prepared(whole_rows().where(complaints.c.number == bindparam("number")))
_MINE_ALONE = complaints.c.contact_id == bindparam("contact_id")
COUNT_MINE = Prepared(select(func.count()).select_from(complaints).where(_MINE_ALONE))
MINE = Prepared(whole_rows().where(_MINE_ALONE).order_by(complaints.c.id.desc()).offset(_SKIP).limit(_TAKE))
COUNT_ON = Prepared(
    lambda insert: (
        insert(counters)
        .values(name=bindparam("name"), value=1)
        .on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
        .returning(counters.c.value)
    )
)
_ALIKE = complaints.alias("alike")
_NTH = select(func.count() + 1).where(
    _ALIKE.c.contact_id == bindparam("of_contact"),
    _ALIKE.c.area_id == bindparam("of_area"),
    _ALIKE.c.kind == bindparam("of_kind"),
    or_(*(_ALIKE.c.state == one.name for one in JOINABLE)),
)
"""Which of its filer's joinable complaints of its kind in its estate a new one is."""
ADD = Prepared(insert(complaints).values(nth=_NTH.scalar_subquery()).returning(complaints.c.id), *_KEPT)
SAVE = Prepared(update(complaints).where(complaints.c.id == bindparam("of")), *_KEPT)
ADD_LINE = Prepared(insert(timeline).returning(timeline.c.id), *_LINE)
TIMELINE = Prepared(select(timeline).where(timeline.c.complaint_id == _ID).order_by(timeline.c.id))


@cache
def lying(states: tuple[State, ...], narrowed: frozenset[str]) -> tuple[Prepared, Prepared]:
    """How many lie with somebody, and a page of them; see `Complaints.todo`."""
    lies: ColumnElement[bool] = among(complaints.c.area_id, "area_ids")
    where = in_charge(bindparam("staff_id"), lies) if "staff_id" in narrowed else lies
    where &= or_(*(complaints.c.state == state.name for state in states)) & _BY_ITSELF
    if "district" in narrowed:
        where &= complaints.c.district == bindparam("district")
    if "before" in narrowed:
        where &= complaints.c.deadline < bindparam("before")
    first = func.coalesce(complaints.c.deadline, complaints.c.promise_ends_at)
    order = first.is_(None), first, complaints.c.id
    page = whole_rows().where(where).order_by(*order).offset(_SKIP).limit(_TAKE)
    return Prepared(select(func.count()).select_from(complaints).where(where)), Prepared(page)


@cache
def called_so(whose: frozenset[str]) -> Prepared:
    """Those that are called so; see `Complaints.ending`."""
    mine: ColumnElement[bool] = among(complaints.c.area_id, "area_ids")
    mine = in_charge(bindparam("staff_id"), mine) if "staff_id" in whose else mine
    mine = complaints.c.contact_id == bindparam("contact_id") if "contact_id" in whose else mine
    number = complaints.c.number
    named = or_(*(number.like(bindparam(one), escape=_ESCAPE) for one in ("ends", "dayed")))
    return Prepared(
        whole_rows().where(mine, named).order_by(complaints.c.closed_at.is_not(None), complaints.c.id.desc()).limit(10)
    )
