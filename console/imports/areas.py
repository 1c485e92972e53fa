"""物业管理区域: the table of question 9 (with names) and that of question 7 (with what is known of each)."""

from datetime import datetime
from typing import Any

from console.imports.fields import Cells, moment
from console.imports.report import Change, Field, Note, Report, Taken
from core.clocks import in_shanghai
from core.store.engine import Tx
from core.store.registry import Differences
from core.store.tables import areas, companies

NAME, DISTRICT, ADDRESS, COMPANY = "物业管理区域名称", "行政区划", "地址", "物业服务企业"
FILED, UPDATED = "是否合同备案", "最新更新时间"
TEXTS = {
    "street": "所属街道",
    "community": "社区",
    "address": ADDRESS,
    "usage": "物业类型",
    "developer": "开发建设单位",
    "committee": "业主委员会",
}
HEADINGS = {"name": NAME, "district": DISTRICT, "company_id": COMPANY, "filed": FILED, "updated_at": UPDATED, **TEXTS}
OTHER_NAMES = {"小区名称": NAME, "街道": "所属街道", "所属社区": "社区"}
KNOWN = {NAME, DISTRICT, COMPANY, FILED, UPDATED, *TEXTS.values()}
WANTED = f"{NAME}(或{ADDRESS})、{DISTRICT}"


def headings(row: list[str]) -> dict[int, str] | None:
    """The columns of either table. In that of question 9 the address stands under an empty heading at its end."""
    names = [OTHER_NAMES.get(cell, cell) for cell in row]
    if DISTRICT not in names or not {NAME, ADDRESS} & set(names):
        return None
    columns = {at: name for at, name in enumerate(names) if name in KNOWN}
    if ADDRESS not in names and "社区" in names:
        after = names.index("社区") + 1
        if after >= len(names) or not names[after]:
            columns[after] = ADDRESS
    return columns


class Areas:
    """Takes rows of estates within one transaction. An estate is the same by district and name."""

    def __init__(self, tx: Tx, now: datetime, report: Report) -> None:
        self._tx = tx
        self._now = now
        self._report = report

    def take(self, number: int, cells: Cells) -> Taken:
        """Add or change one estate. Raises Untaken."""
        name, district = self._name(number, cells), cells.needed(DISTRICT)
        values, company = self._values(cells), cells.given(COMPANY)
        cells.fitting(areas, {"name": name, "district": district, **values}, HEADINGS)
        cells.fitting(companies, {"name": company}, {"name": COMPANY})
        cells.check()
        if company:
            values["company_id"] = self._tx.registry.company(company, self._now)[0]
        what, found = f"{district}/{name}", self._tx.registry.area_ids(name, district)
        if not found:
            self._tx.registry.add_area(name, district, values, self._now)
            return Taken(Change.ADDED, what)
        different = self._tx.registry.change_area(found[0], values)
        return Taken(Change.UPDATED if different else Change.UNCHANGED, what, self._told(different))

    def end(self) -> None:
        """Nothing follows from all the rows together."""

    def _name(self, number: int, cells: Cells) -> str:
        """The name; the table of question 7 has none, there the address stands for it."""
        if NAME in cells:
            return cells.needed(NAME)
        self._report.warnings.append(Note(number, f"没有{NAME}，以{ADDRESS}为名称"))
        return cells.needed(ADDRESS)

    def _values(self, cells: Cells) -> dict[str, Any]:
        """What the row says; an empty cell leaves things as they were, `-` clears them."""
        values: dict[str, Any] = {column: cells.given(name) for column, name in TEXTS.items() if cells.written(name)}
        if filed := cells.given(FILED):
            values["filed"] = filed == "是"
            if filed not in ("是", "否"):
                cells.fault(f"{FILED}应为是或否，不是{filed}")
        if at := moment(cells.given(UPDATED)):
            values["updated_at"] = at
        return values

    def _told(self, different: Differences) -> list[Field]:
        return [
            Field(HEADINGS[name], self._plain(name, old), self._plain(name, new))
            for name, (old, new) in different.items()
        ]

    def _plain(self, name: str, value: Any) -> str:
        match name:
            case "company_id":
                return self._tx.directory.company_name(value) if value else ""
            case "filed":
                return "是" if value else "否"
            case "updated_at":
                return f"{in_shanghai(value):%Y-%m-%d %H:%M:%S}"
        return str(value)
