"""What somebody who acts for a company may see of it. Another company's estate or person looks like none."""

from collections.abc import Sequence
from functools import cached_property

from core.directory import Area, Company, Staff
from core.identity import MANAGER_POST
from core.lifecycle import OPEN
from core.store.engine import Tx
from core.store.tables import areas


class OfCompany:
    """The open transaction, seen with the rights of one company."""

    def __init__(self, tx: Tx, company: Company) -> None:
        self._tx = tx
        self.company = company

    def estates(self, like: str = "") -> list[Area]:
        """The company's estates whose name holds `like`, in order of district and name."""
        where = areas.c.company_id == self.company.id
        if like:
            where &= areas.c.name.contains(like, autoescape=True)
        return self._tx.directory.areas(where)

    def estate(self, area_id: int | None) -> Area | None:
        """One of them."""
        area = self._tx.directory.area(area_id) if area_id else None
        return area if area and area.company_id == self.company.id else None

    def estate_of(self, digits: str) -> Area | None:
        """The company's estate that a complaint is of, by the end of its number."""
        named = (
            self._tx.complaints.ending(digits, None, [one.id for one in self.estates()]) if digits.isdecimal() else []
        )
        return self.estate(named[0].area_id) if len({one.area_id for one in named}) == 1 else None

    def managers(self, estates: Sequence[Area]) -> dict[int, list[Staff]]:
        """Who is in charge of these estates now, by the estate's id."""
        return {one.id: self._tx.directory.managers(one.id) for one in estates}

    def people(self, like: str = "") -> list[Staff]:
        """Those who work for the company, managers first; of a name, a post, or an estate that holds `like`."""
        everybody = self._tx.directory.staff_of(self.company.id)
        if not like:
            return everybody
        named = [one for one in everybody if like in one.name]
        return named or [one for one in everybody if like in one.post or self._has(one, like)]

    def _has(self, person: Staff, like: str) -> bool:
        return any(like in area.name for area in self.in_charge_of(person))

    @cached_property
    def _care(self) -> dict[int, list[Area]]:
        return self._tx.directory.areas_in_care(self.company.id)

    def person(self, staff_id: int | None) -> Staff | None:
        """One of them."""
        person = self._tx.directory.staff(staff_id) if staff_id else None
        return person if person and person.company_id == self.company.id else None

    def project_managers(self) -> list[Staff]:
        """Those of them who may be in charge of an estate."""
        return [one for one in self.people() if one.post == MANAGER_POST]

    def in_charge_of(self, person: Staff) -> list[Area]:
        """在管物业管理区域 of one of them."""
        return self._care.get(person.id, [])

    def without(self, person: Staff) -> list[Area]:
        """The estates that nobody would be in charge of, were it not for this person."""
        held = self._tx.directory.managed_areas(person.id)
        alone = [key for key in held if [one.id for one in self._tx.directory.managers(key)] == [person.id]]
        return list(self._tx.directory.areas_by_id(alone).values()) if alone else []

    def open_in(self, estates: Sequence[Area]) -> int:
        """How many complaints of these estates are open."""
        return self._tx.complaints.todo([one.id for one in estates], OPEN, 0, 0)[1]
