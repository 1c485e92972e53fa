"""Lists for operators: companies, officers, and who the record speaks of."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process
from sqlalchemy import Select, func, or_, select

from core.directory import Officer
from core.identity import Actor
from core.queries import PAGE
from core.store.engine import Tx
from core.store.tables import areas, companies, officers

RECORD = 30
"""Lines of the record a page."""


LIKE, MOST_LIKE = 60, 3
"""How alike (of 100) a place's name must be to what was typed, and how many are offered."""


class CompanyLine(NamedTuple):
    """A company; `estates` is how many are in its care."""

    id: int
    name: str
    code: str
    verified_at: Any
    grade: str
    estates: int
    administered: bool


def _companies(words: str) -> Any:
    """Those whose name holds the words, or whose code is they."""
    found = select(companies)
    if not words:
        return found
    return found.where(or_(companies.c.name.contains(words, autoescape=True), companies.c.code == words.upper()))


def companies_page(tx: Tx, words: str, number: int) -> tuple[list[CompanyLine], int]:
    """A page (from 1; 0 is all of them) in order of names, and how many in all."""
    query = _companies(words)
    total = tx.connection.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = tx.connection.execute(_page(query.order_by(companies.c.name), number)).all()
    return [_company(tx, row) for row in rows], total


def _page(query: Select[Any], number: int) -> Select[Any]:
    return query.offset((number - 1) * PAGE).limit(PAGE) if number else query


def _company(tx: Tx, row: Any) -> CompanyLine:
    held = select(func.count()).select_from(areas).where(areas.c.company_id == row.id)
    estates = tx.connection.scalar(held) or 0
    administered = bool(tx.directory.administrators(row.id))
    return CompanyLine(row.id, row.name, row.code, row.verified_at, row.grade, estates, administered)


def officers_page(tx: Tx, number: int) -> tuple[list[Officer], int]:
    """A page (from 1; 0 is all of them) of those in office, by district and street, and how many in all."""
    here = officers.c.left_at.is_(None)
    total = tx.connection.scalar(select(func.count()).select_from(officers).where(here)) or 0
    query = select(officers).where(here).order_by(officers.c.district, officers.c.street, officers.c.id)
    rows: Iterable[Any] = tx.connection.execute(_page(query, number))
    return [Officer(row.id, row.name, row.phone, row.district, row.street) for row in rows], total


def like(name: str, known: Iterable[str]) -> list[str]:
    """Those of the known names that may have been meant, the likest first."""
    return [
        found
        for found, _, _ in process.extract(name, list(known), scorer=fuzz.WRatio, score_cutoff=LIKE, limit=MOST_LIKE)
    ]


def meant(name: str, known: Iterable[str]) -> str:
    """The known name that this one stands for: the same, or the only one that begins so; nothing where none does."""
    begin = [one for one in known if one.startswith(name)] if len(name) > 1 else []
    return name if name in begin else begin[0] if len(begin) == 1 else ""


def names(tx: Tx, actors: Iterable[Actor]) -> dict[Actor, str]:
    """What those are called who are still there; others have a number at most."""
    return {one: _name(tx, one) for one in set(actors)}


def _name(tx: Tx, actor: Actor) -> str:
    person: Any = None
    if actor.operator_id:
        person = tx.directory.operator(actor.operator_id)
    elif actor.officer_id:
        person = tx.directory.officer(actor.officer_id)
    elif actor.staff_id:
        person = tx.directory.staff(actor.staff_id)
    return person.name if person else ""
