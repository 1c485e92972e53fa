"""The directory as stored: estates, companies, staff and officers."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, true, update

from core.directory import Area, Company, Officer, Operator, Staff
from core.identity import MANAGER_POST
from core.store.bulk import among
from core.store.cipher import Cipher
from core.store.directory_rows import (
    ACTED_FOR,
    AREA,
    AREA_BY_CODE,
    AREA_BY_SCENE,
    COMPANY_PHONE,
    MANAGED,
    MANAGERS,
    MANAGES,
    OFFICER,
    OFFICERS,
    OPERATOR,
    STAFF,
    WITHIN,
    area_rows,
    as_area,
    as_company,
    as_officer,
    as_staff,
    managing,
)
from core.store.tables import areas, companies, officers, operators, staff, staff_areas


class Directory:
    """Reads the directory within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher
        self._managers: dict[int, list[Staff]] = {}
        self._above: dict[tuple[str, str], list[Officer]] = {}
        self._phones: dict[int, str | None] = {}

    def foresee(self, of: Collection[Area]) -> tuple[set[int], set[int]]:
        """Read the managers of many estates, the officers above them and their companies' phones at once, for a batch
        that changes none of them: they are not read again in this transaction. The ids of these managers and
        officers."""
        area_ids = [area.id for area in of]
        query = managing(among(self._connection, staff_areas.c.area_id, area_ids), staff_areas.c.area_id.label("of"))
        self._managers = {area_id: [] for area_id in area_ids}
        for row in self._connection.execute(query):
            self._managers[row.of].append(as_staff(row))
        self._above = {(area.district, street): [] for area in of for street in (area.street, "")}
        for officer in self._officers(officers.c.district.in_({area.district for area in of})):
            self._above.setdefault((officer.district, officer.street), []).append(officer)
        phones = select(companies.c.id, companies.c.phone).where(companies.c.id.in_({area.company_id for area in of}))
        self._phones = {row.id: row.phone for row in self._connection.execute(phones)}
        managers = {one.id for found in self._managers.values() for one in found}
        return managers, {one.id for found in self._above.values() for one in found}

    def area(self, area_id: int) -> Area | None:
        """The estate, or None."""
        return as_area(AREA.row(self._connection, id=area_id))

    def area_by_scene(self, scene: str) -> Area | None:
        """The estate whose current code holds `scene`, or None."""
        return as_area(AREA_BY_SCENE.row(self._connection, scene=scene))

    def area_by_code(self, code: str) -> Area | None:
        """The estate that texts name by `code`, or None."""
        return as_area(AREA_BY_CODE.row(self._connection, code=code))

    def areas(self, where: Any = True) -> list[Area]:
        """Estates in order of district and name."""
        query = area_rows().where(where).order_by(areas.c.district, areas.c.name)
        return [Area(*row) for row in self._connection.execute(query)]

    def areas_by_id(self, area_ids: Collection[int]) -> dict[int, Area]:
        """The estates of these ids."""
        rows = self._connection.execute(area_rows().where(among(self._connection, areas.c.id, area_ids)))
        return {row.id: Area(*row) for row in rows}

    def area_names(self) -> list[tuple[int, str]]:
        """(id, name) of every estate, for finding one by name."""
        return [(row.id, row.name) for row in self._connection.execute(select(areas.c.id, areas.c.name))]

    def managers(self, area_id: int) -> list[Staff]:
        """The people in charge of an estate now: 项目负责人, not left, with this estate in their care."""
        if area_id in self._managers:
            return self._managers[area_id]
        return [as_staff(row) for row in MANAGERS.rows(self._connection, area_id=area_id)]

    def manages(self, staff_id: int | None, area_id: int) -> bool:
        """Whether this person is in charge of this estate at this moment."""
        if staff_id is None:
            return False
        return MANAGES.row(self._connection, staff_id=staff_id, area_id=area_id) is not None

    def in_charge(self, area: Area, handler_id: int | None) -> list[Staff]:
        """The people in charge of a complaint: whoever took it over, while a manager of the estate's company; the
        estate's managers otherwise."""
        handler = self.staff(handler_id) if handler_id else None
        kept = handler and handler.post == MANAGER_POST and handler.company_id == area.company_id
        return [handler] if handler and kept else self.managers(area.id)

    def handles(self, staff_id: int | None, area: Area, handler_id: int | None) -> bool:
        """Whether this person is in charge of a complaint at this moment."""
        if handler_id is None or staff_id is None:
            return self.manages(staff_id, area.id)
        return any(one.id == staff_id for one in self.in_charge(area, handler_id))

    def managed_areas(self, staff_id: int) -> list[int]:
        """The estates this person is in charge of now; none for anybody who is not a manager."""
        return MANAGED.scalars(self._connection, staff_id=staff_id)

    def areas_within(self, district: str, street: str) -> list[int]:
        """The ids of a street's estates, or of a whole district's where `street` is empty."""
        return WITHIN.scalars(self._connection, district=district, street=street)

    def staff(self, staff_id: int) -> Staff | None:
        """Somebody who still works there, or None."""
        row = STAFF.row(self._connection, id=staff_id)
        return as_staff(row) if row else None

    def staff_by_phone(self, phone: str) -> list[Staff]:
        """The staff with this phone (+86…) who have not left; managers first."""
        index = self._cipher.index(phone, "phone")
        rows = self._connection.execute(select(staff).where(staff.c.phone_ix == index, staff.c.left_at.is_(None)))
        return sorted(map(as_staff, rows), key=lambda person: (person.post != MANAGER_POST, person.id))

    def staff_of(self, company_id: int) -> list[Staff]:
        """Everybody who works for a company, managers first, in order of names."""
        query = select(staff).where(staff.c.company_id == company_id, staff.c.left_at.is_(None))
        people = map(as_staff, self._connection.execute(query))
        return sorted(people, key=lambda one: (one.post != MANAGER_POST, one.name, one.id))

    def administrators(self, company_id: int) -> list[Staff]:
        """Those who act for a company now."""
        return [one for one in self.staff_of(company_id) if one.administers]

    def has_areas(self, company_id: int) -> bool:
        """Whether any estate is a company's."""
        return self._connection.scalar(select(areas.c.id).where(areas.c.company_id == company_id).limit(1)) is not None

    def areas_in_care(self, company_id: int) -> dict[int, list[Area]]:
        """在管物业管理区域 of everybody who works for a company, whatever their post, by the person's id."""
        query = area_rows().add_columns(staff_areas.c.staff_id)
        query = query.join(staff_areas, staff_areas.c.area_id == areas.c.id)
        query = query.join(staff, staff.c.id == staff_areas.c.staff_id)
        found: dict[int, list[Area]] = {}
        where = (staff.c.company_id == company_id) & staff.c.left_at.is_(None)
        for *values, staff_id in self._connection.execute(query.where(where).order_by(areas.c.district, areas.c.name)):
            found.setdefault(staff_id, []).append(Area(*values))
        return found

    def staff_by_identity(self, identity: str) -> list[Staff]:
        """The staff with this full identity number who have not left; managers first."""
        index = self._cipher.index(identity, "identity")
        rows = self._connection.execute(select(staff).where(staff.c.identity_ix == index, staff.c.left_at.is_(None)))
        return sorted(map(as_staff, rows), key=lambda person: (person.post != MANAGER_POST, person.id))

    def signed_in(self, staff_id: int, now: datetime) -> None:
        """The person has used the system under their own account (third condition of printing, seed 9)."""
        where = (staff.c.id == staff_id) & staff.c.signed_in_at.is_(None)
        self._connection.execute(update(staff).where(where).values(signed_in_at=now))

    def officer(self, officer_id: int) -> Officer | None:
        """An officer in office, or None."""
        row = OFFICER.row(self._connection, id=officer_id)
        return as_officer(row) if row else None

    def officer_by_phone(self, phone: str) -> Officer | None:
        """The officer in office with this phone (+86…), or None."""
        index = self._cipher.index(phone, "phone")
        return next(iter(self._officers(officers.c.phone_ix == index)), None)

    def operator(self, operator_id: int) -> Operator | None:
        """An operator in office, or None."""
        row = OPERATOR.row(self._connection, id=operator_id)
        return Operator(row.id, row.name, row.phone) if row else None

    def operators(self) -> list[Operator]:
        """All operators in office."""
        rows = self._connection.execute(select(operators).where(operators.c.left_at.is_(None)).order_by(operators.c.id))
        return [Operator(row.id, row.name, row.phone) for row in rows]

    def operator_by_phone(self, phone: str) -> Operator | None:
        """The operator in office with this phone (+86…), or None."""
        return self._operator(operators.c.phone_ix == self._cipher.index(phone, "phone"))

    def officers_of(self, area: Area, district: bool) -> list[Officer]:
        """The officers an estate's matters go to: the street's, or the district's."""
        street = "" if district else area.street
        if (area.district, street) in self._above:
            return self._above[area.district, street]
        return [as_officer(row) for row in OFFICERS.rows(self._connection, district=area.district, street=street)]

    def company(self, company_id: int) -> Company | None:
        """The company, or None."""
        row = self._connection.execute(select(companies).where(companies.c.id == company_id)).first()
        return as_company(row) if row else None

    def company_by_code(self, code: str) -> Company | None:
        """The company with this 统一社会信用代码, or None; one that is verified before one that is not."""
        verified_first = companies.c.verified_at.is_(None), companies.c.id
        query = select(companies).where(companies.c.code == code).order_by(*verified_first)
        row = self._connection.execute(query).first() if code else None
        return as_company(row) if row else None

    def company_by_name(self, name: str) -> Company | None:
        """The company of this name, or None."""
        row = self._connection.execute(select(companies).where(companies.c.name == name)).first()
        return as_company(row) if row else None

    def company_names(self) -> list[str]:
        """What all companies are called."""
        return list(self._connection.scalars(select(companies.c.name)))

    def districts(self) -> list[str]:
        """The districts that have estates."""
        query = select(areas.c.district).distinct().order_by(areas.c.district)
        return list(self._connection.scalars(query))

    def streets(self, district: str) -> list[str]:
        """The streets of a district that have estates; of all districts where `district` is empty."""
        where = areas.c.street != "", areas.c.district == district if district else true()
        return list(self._connection.scalars(select(areas.c.street).where(*where).distinct().order_by(areas.c.street)))

    def company_acted_for(self, staff_id: int | None) -> Company | None:
        """The company this person acts for at this moment (企业账号), or None."""
        row = ACTED_FOR.row(self._connection, staff_id=staff_id) if staff_id else None
        return as_company(row) if row else None

    def company_name(self, company_id: int) -> str:
        """What the company is called; nothing where there is none."""
        return self._connection.scalar(select(companies.c.name).where(companies.c.id == company_id)) or ""

    def company_phone(self, company_id: int) -> str | None:
        """Where the company is told by SMS, if it gave a phone."""
        if company_id in self._phones:
            return self._phones[company_id]
        phone: str | None = COMPANY_PHONE.scalar(self._connection, id=company_id)
        return phone

    def _officers(self, *where: Any) -> list[Officer]:
        query = select(officers).where(*where, officers.c.left_at.is_(None)).order_by(officers.c.id)
        return [as_officer(row) for row in self._connection.execute(query)]

    def _operator(self, where: Any) -> Operator | None:
        row = self._connection.execute(select(operators).where(where, operators.c.left_at.is_(None))).first()
        return Operator(row.id, row.name, row.phone) if row else None
