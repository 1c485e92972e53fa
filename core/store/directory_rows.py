"""The directory's rows as what they mean, and the statements that a message asks of them."""

from typing import Any

from sqlalchemy import BindParameter, Select, String, bindparam, or_, select

from core.directory import Area, Company, Officer, Staff
from core.identity import MANAGER_POST
from core.store.prepared import Prepared
from core.store.tables import areas, companies, officers, operators, staff, staff_areas

_AREA_COLUMNS = (
    areas.c.id,
    areas.c.name,
    areas.c.district,
    areas.c.street,
    areas.c.community,
    areas.c.scene,
    areas.c.company_id,
    companies.c.name.label("company"),
    areas.c.address,
    areas.c.filed,
    areas.c.code,
    areas.c.usage,
    areas.c.developer,
    areas.c.committee,
    areas.c.updated_at,
    areas.c.qr_url,
)


def managing(where: Any, *more: Any) -> Select[Any]:
    return (
        select(staff, *more)
        .join(staff_areas, staff_areas.c.staff_id == staff.c.id)
        .where(where, staff.c.post == MANAGER_POST, staff.c.left_at.is_(None))
        .order_by(staff_areas.c.since.desc(), staff.c.id)
    )


def area_rows() -> Select[Any]:
    return select(*_AREA_COLUMNS).select_from(areas).outerjoin(companies, companies.c.id == areas.c.company_id)


_PRESENT = staff.c.left_at.is_(None)
_ID: BindParameter[int] = bindparam("id")
_STREET = bindparam("street", type_=String)
AREA = Prepared(area_rows().where(areas.c.id == _ID))
AREA_BY_SCENE = Prepared(area_rows().where(areas.c.scene == bindparam("scene")))
AREA_BY_CODE = Prepared(area_rows().where(areas.c.code == bindparam("code")))
MANAGERS = Prepared(managing(staff_areas.c.area_id == bindparam("area_id")))
MANAGED = Prepared(
    select(staff_areas.c.area_id)
    .join(staff, staff.c.id == staff_areas.c.staff_id)
    .where(staff.c.id == bindparam("staff_id"), staff.c.post == MANAGER_POST, _PRESENT)
)
MANAGES = Prepared(
    select(staff.c.id)
    .join(staff_areas, staff_areas.c.staff_id == staff.c.id)
    .where(
        staff.c.id == bindparam("staff_id"),
        staff_areas.c.area_id == bindparam("area_id"),
        staff.c.post == MANAGER_POST,
        _PRESENT,
    )
)
STAFF = Prepared(select(staff).where(staff.c.id == _ID, _PRESENT))
WITHIN = Prepared(
    select(areas.c.id).where(areas.c.district == bindparam("district"), or_(_STREET == "", areas.c.street == _STREET))
)
OFFICER = Prepared(select(officers).where(officers.c.id == _ID, officers.c.left_at.is_(None)))
OFFICERS = Prepared(
    select(officers)
    .where(
        officers.c.district == bindparam("district"),
        officers.c.street == bindparam("street"),
        officers.c.left_at.is_(None),
    )
    .order_by(officers.c.id)
)
OPERATOR = Prepared(select(operators).where(operators.c.id == _ID, operators.c.left_at.is_(None)))
ACTED_FOR = Prepared(
    select(companies)
    .join(staff, staff.c.company_id == companies.c.id)
    .where(staff.c.id == bindparam("staff_id"), staff.c.administers, _PRESENT)
)
COMPANY_PHONE = Prepared(select(companies.c.phone).where(companies.c.id == _ID))


def as_area(row: Any) -> Area | None:
    return Area(*row) if row else None


def as_officer(row: Any) -> Officer:
    return Officer(row.id, row.name, row.phone, row.district, row.street)


def as_staff(row: Any) -> Staff:
    return Staff(
        row.id,
        row.company_id,
        row.name,
        row.phone or "",
        row.post,
        row.username or "",
        row.identity or "",
        row.registered_at,
        row.signed_in_at,
        row.left_at,
        row.administers,
    )


def as_company(row: Any) -> Company:
    return Company(row.id, row.name, row.code, row.phone or "", row.verified_at, row.grade, row.score)
