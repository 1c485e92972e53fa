"""物业服务企业: code, phone and credit (信用等级, 信用分: seed, question 14), by the company's name."""

from datetime import datetime
from typing import Any

from console.imports.fields import Cells
from console.imports.report import Change, Field, Taken
from core.applications import code_fault, plain_code
from core.directory import GRADES
from core.identity import CLI, masked_phone, mobile
from core.store.engine import Tx
from core.store.registry import Differences
from core.store.tables import companies

NAME, CODE, PHONE, GRADE, SCORE = "企业名称", "统一社会信用代码", "手机号", "信用等级", "信用分"
HEADINGS = {"code": CODE, "phone": PHONE, "grade": GRADE, "score": SCORE}
OTHER_NAMES = {"物业服务企业": NAME, "所属企业": NAME, "联系电话": PHONE}
KNOWN = {NAME, CODE, PHONE, GRADE, SCORE}
WANTED = f"{NAME}，和{CODE}、{PHONE}、{GRADE}、{SCORE}之一"
MOST_SCORE = 1000


def headings(row: list[str]) -> dict[int, str] | None:
    """The columns of the table."""
    names = [OTHER_NAMES.get(cell, cell) for cell in row]
    if NAME not in names or not (KNOWN - {NAME}) & set(names):
        return None
    return {at: name for at, name in enumerate(names) if name in KNOWN}


class Companies:
    """Takes rows of companies within one transaction. A company is the same by its name."""

    def __init__(self, tx: Tx, now: datetime) -> None:
        self._tx = tx
        self._now = now

    def take(self, number: int, cells: Cells) -> Taken:
        """Add or complete one company. Raises Untaken."""
        name, values = cells.needed(NAME), self._values(cells)
        cells.fitting(companies, {"name": name}, {"name": NAME})
        holder = self._tx.directory.company_by_code(values.get("code", ""))
        if holder and holder.name != name:
            cells.fault(f"{CODE}已属于{holder.name}")
        cells.check()
        company_id, added = self._tx.registry.company(name, self._now)
        different = self._tx.registry.change_company(company_id, values) if values else {}
        credit = {key: values[key] for key in ("grade", "score") if key in values}
        if different and credit:
            self._tx.audit.write(CLI, "company_credit", f"company:{company_id}", self._now, **credit)
        if added:
            return Taken(Change.ADDED, name)
        return Taken(Change.UPDATED if different else Change.UNCHANGED, name, _told(different))

    def end(self) -> None:
        """Nothing follows from all the rows together."""

    def _values(self, cells: Cells) -> dict[str, Any]:
        """What the row says; an empty cell leaves things as they were, `-` clears the credit."""
        values: dict[str, Any] = {}
        if code := cells.given(CODE):
            values["code"] = plain_code(code)
            if code_fault(values["code"]):
                cells.fault(f"不是有效的{CODE}：{code}")
        if phone := cells.given(PHONE):
            values["phone"] = mobile(phone)
            if values["phone"] is None:
                cells.fault(f"不是有效的{PHONE}")
        if cells.written(GRADE):
            values["grade"] = cells.given(GRADE).upper()
            if values["grade"] and values["grade"] not in GRADES:
                cells.fault(f"{GRADE}应为 {'、'.join(GRADES)} 之一，不是{cells.given(GRADE)}")
        if cells.written(SCORE):
            values["score"] = _score(cells)
        return values


def _score(cells: Cells) -> int | None:
    text = cells.given(SCORE)
    if not text:
        return None
    whole = text.removesuffix("分").removesuffix(".0")
    if whole.isascii() and whole.isdigit() and int(whole) <= MOST_SCORE:
        return int(whole)
    cells.fault(f"{SCORE}应为 0 到 {MOST_SCORE} 的整数，不是{text}")
    return None


def _told(different: Differences) -> list[Field]:
    return [
        Field(HEADINGS[name], *(_plain(name, value) for value in before_and_after))
        for name, before_and_after in different.items()
    ]


def _plain(name: str, value: Any) -> str:
    if name == "phone":
        return masked_phone(value) if value else ""
    return "" if value is None else str(value)
