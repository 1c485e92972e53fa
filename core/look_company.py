"""What somebody who acts for a company may see of it. Another company's estate or person looks like none."""

from collections.abc import Sequence

from core.directory import Area, Company, Staff
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

    def managers(self, estates: Sequence[Area]) -> dict[int, list[Staff]]:
        """Who is in charge of these estates now, by the estate's id."""
        return {one.id: self._tx.directory.managers(one.id) for one in estates}
