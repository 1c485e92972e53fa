"""物业服务企业: code, phone and credit (信用等级, 信用分: seed, question 14), by the company's name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from console.imports.fields import fitting, given, needed
from console.imports.report import Change, Untaken
from core.applications import code_fault, plain_code
from core.identity import CLI, mobile
from core.store.engine import Tx
from core.store.tables import companies

NAME, CODE, PHONE, GRADE, SCORE = "企业名称", "统一社会信用代码", "手机号", "信用等级", "信用分"
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

    def take(self, number: int, cells: Mapping[str, str]) -> Change:
        """Add or complete one company. Raises Untaken."""
        name, values = needed(cells, NAME), self._values(cells)
        fitting(companies, {"name": name, **values}, {"name": NAME, "grade": GRADE})
        holder = self._tx.directory.company_by_code(values.get("code", ""))
        if holder and holder.name != name:
            raise Untaken(f"{CODE}已属于{holder.name}")
        company_id, added = self._tx.registry.company(name, self._now)
        changed = self._tx.registry.change_company(company_id, values) if values else False
        credit = {key: values[key] for key in ("grade", "score") if key in values}
        if changed and credit:
            self._tx.audit.write(CLI, "company_credit", f"company:{company_id}", self._now, **credit)
        return Change.ADDED if added else Change.UPDATED if changed else Change.UNCHANGED

    def end(self) -> None:
        """Nothing follows from all the rows together."""

    def _values(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """What the row says; an empty cell leaves things as they were, `-` clears the credit."""
        values: dict[str, Any] = {}
        if code := given(cells, CODE):
            values["code"] = plain_code(code)
            if code_fault(values["code"]):
                raise Untaken(f"不是有效的{CODE}：{code}")
        if phone := given(cells, PHONE):
            values["phone"] = mobile(phone)
            if values["phone"] is None:
                raise Untaken(f"不是有效的{PHONE}")
        if cells.get(GRADE):
            values["grade"] = given(cells, GRADE)
        if cells.get(SCORE):
            values["score"] = _score(given(cells, SCORE))
        return values


def _score(text: str) -> int | None:
    if not text:
        return None
    whole = text.removesuffix("分").removesuffix(".0")
    if not (whole.isascii() and whole.isdigit() and int(whole) <= MOST_SCORE):
        raise Untaken(f"{SCORE}应为 0 到 {MOST_SCORE} 的整数，不是{text}")
    return int(whole)
