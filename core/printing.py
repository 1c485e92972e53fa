"""打印码上办: what has to be so before an estate's code may be printed (seed, question 9), and who may print it."""

import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from rapidfuzz import fuzz, process
from sqlalchemy import exists, or_, select

from core.directory import Area
from core.identity import MANAGER_POST
from core.queries import AreaLine, area_line
from core.store.downloads import Download
from core.store.engine import Tx
from core.store.tables import areas, staff, staff_areas

NAME_LIKE, MOST_LIKE = 60, 5
"""How alike (of 100) an estate's name must be to what was typed, and how many are offered."""


class Condition(StrEnum):
    """In the order in which they are met: there is a 项目负责人, with an account, who has signed in with it."""

    MANAGER = "manager"
    ACCOUNT = "account"
    SIGNED_IN = "signed_in"


def missing(line: AreaLine) -> tuple[Condition, ...]:
    """What is missing; nothing where the code may be printed."""
    met = line.has_manager, line.manager_registered, line.manager_signed_in
    return tuple(condition for condition, so in zip(Condition, met, strict=True) if not so)


def may_print(tx: Tx, staff_id: int | None, area: Area) -> bool:
    """Whether this person may have an estate's poster now: its manager, or who acts for its company."""
    company = tx.directory.company_acted_for(staff_id)
    return tx.directory.manages(staff_id, area.id) or bool(company and company.id == area.company_id)


def printable(tx: Tx, staff_id: int | None) -> list[Area]:
    """The estates whose posters this person may have, in order of district and name."""
    company = tx.directory.company_acted_for(staff_id)
    managed = tx.directory.managed_areas(staff_id) if staff_id else []
    mine = areas.c.id.in_(managed)
    return tx.directory.areas(or_(mine, areas.c.company_id == company.id) if company else mine)


def named(name: str, found: Sequence[Area]) -> list[Area]:
    """Those that are called so (`district/name` too); else those whose name holds it; else those with one like it, the
    likest first."""
    wanted = _plain(name)
    if not wanted:
        return list(found)
    called = [one for one in found if wanted in (_plain(one.name), _plain(f"{one.district}/{one.name}"))]
    if holding := called or [one for one in found if wanted in _plain(one.name)]:
        return holding
    names = {at: _plain(one.name) for at, one in enumerate(found)}
    like = process.extract(wanted, names, scorer=fuzz.WRatio, score_cutoff=NAME_LIKE, limit=MOST_LIKE)
    return [found[at] for _, _, at in like]


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def line_to_print(tx: Tx, staff_id: int | None, area_id: int) -> AreaLine | None:
    """An estate with its conditions, for whoever may have its poster; None for anybody else."""
    line = area_line(tx, area_id)
    return line if line and may_print(tx, staff_id, line.area) else None


def lent_poster(tx: Tx, asked: Download) -> AreaLine | None:
    """The estate whose poster was lent, while whoever asked for it may have it and it may be printed."""
    line = line_to_print(tx, asked.staff_id, asked.area_id) if asked.area_id else None
    return line if line and not missing(line) else None


def without_code(tx: Tx, most: int) -> list[Area]:
    """Estates that may be printed, but whose link WeChat has not been asked for yet."""
    managers = (staff_areas.c.area_id == areas.c.id) & (staff.c.post == MANAGER_POST) & staff.c.left_at.is_(None)
    theirs = select(staff.c.id).join(staff_areas, staff_areas.c.staff_id == staff.c.id).where(managers)
    account = or_(staff.c.username.is_not(None), staff.c.registered_at.is_not(None))
    met = (exists(theirs.where(one)) for one in (account, staff.c.signed_in_at.is_not(None)))
    wanted = select(areas.c.id).where(areas.c.qr_url == "", *met).order_by(areas.c.id).limit(most)
    return tx.directory.areas(areas.c.id.in_(list(tx.connection.scalars(wanted))))
