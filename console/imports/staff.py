"""从业人员: the table of question 17. Its phones and identity numbers may be masked, as the platform shows them."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stdnum.cn import ric

from bot.notify.plan import plan
from console.imports.fields import NONE, fitting, given, needed
from console.imports.report import Change, Note, Report, Untaken
from core.clocks import Durations
from core.identity import SYSTEM, masked_identity, mobile
from core.services import Work
from core.services.people import held, moved
from core.store.engine import Tx
from core.store.tables import companies, staff

NAME, PHONE, IDENTITY, POST = "姓名", "联系电话", "身份证号", "岗位"
COMPANY, AREAS, USERNAME = "所属企业", "在管物业管理区域", "用户名"
KNOWN = {NAME, PHONE, IDENTITY, POST, COMPANY, AREAS, USERNAME}
OTHER_NAMES = {"电话": PHONE, "手机号": PHONE, "手机号码": PHONE, "身份证号码": IDENTITY, "物业服务企业": COMPANY}
WANTED = "、".join((NAME, POST, COMPANY))

_LIST = re.compile("[\u3001,\uff0c;\uff1b\n]+")
_MASKED_PHONE = re.compile(r"\d{1,3}[.…*]+\d{1,4}")
_MASKED_IDENTITY = re.compile(r"(?<!\*)\*++(\d{3}[\dX])")


def headings(row: list[str]) -> dict[int, str] | None:
    """The columns of the table."""
    names = [OTHER_NAMES.get(cell, cell) for cell in row]
    if not {NAME, POST, COMPANY} <= set(names):
        return None
    return {at: name for at, name in enumerate(names) if name in KNOWN}


class People:
    """Takes rows of staff within one transaction. A person is the same by identity, or by name and phone."""

    def __init__(self, tx: Tx, now: datetime, report: Report, durations: Durations) -> None:
        self._tx = tx
        self._now = now
        self._report = report
        self._work = Work(tx, SYSTEM, now, durations)
        self._held: dict[int, frozenset[int]] = {}
        self._of_company: dict[int, list[Any]] = {}

    def take(self, number: int, cells: Mapping[str, str]) -> Change:
        """Add or change one person. Raises Untaken."""
        values = {"name": needed(cells, NAME), "post": needed(cells, POST), "username": given(cells, USERNAME)}
        company = needed(cells, COMPANY)
        fitting(staff, values, {"post": POST, "username": USERNAME})
        fitting(companies, {"name": company}, {"name": COMPANY})
        values |= self._phone(number, cells) | self._identity(number, cells)
        company_id, _ = self._tx.registry.company(company, self._now)
        person = self._known(company_id, values)
        if person is not None and person.left_at is not None:
            raise Untaken(f"{NAME}{values['name']}在本系统已离职，不因导入而恢复")
        return self._keep(number, cells, company_id, values, person)

    def end(self) -> None:
        """Tell of the estates that changed hands by all the rows together."""
        moved(self._work, self._held)
        self._tx.outbox.add(plan(self._tx, self._work.events, self._now), self._now)

    def _keep(
        self, number: int, cells: Mapping[str, str], company_id: int, values: dict[str, Any], person: Any
    ) -> Change:
        if person is None:
            staff_id = self._tx.registry.add_staff(company_id, values, self._now)
            self._held[staff_id] = frozenset()
            changed = True
        else:
            staff_id = person.id
            if staff_id not in self._held:
                self._held[staff_id] = held(self._work, staff_id)
            changed = self._tx.registry.change_staff(staff_id, _better(person, values) | {"company_id": company_id})
        if cells.get(AREAS):
            linked = self._tx.registry.link(staff_id, self._areas(number, cells[AREAS], company_id), self._now)
            changed = changed or linked
        self._of_company.clear() if changed else None
        if person is None:
            return Change.ADDED
        return Change.UPDATED if changed else Change.UNCHANGED

    def _phone(self, number: int, cells: Mapping[str, str]) -> dict[str, str]:
        text = given(cells, PHONE)
        if not text:
            return {}
        if phone := mobile(text):
            return {"phone": phone}
        why = "不是完整号码" if _MASKED_PHONE.fullmatch(text) else "不是有效的手机号"
        self._report.warnings.append(Note(number, f"{PHONE}{why}，此人已导入但没有电话，不能绑定"))
        return {}

    def _identity(self, number: int, cells: Mapping[str, str]) -> dict[str, str]:
        text = given(cells, IDENTITY).upper()
        if not text:
            return {}
        if masked := _MASKED_IDENTITY.fullmatch(text):
            return {"identity": masked_identity(masked[1])}
        if ric.is_valid(text):
            return {"identity": ric.compact(text)}
        self._report.warnings.append(Note(number, f"{IDENTITY}校验不通过，此人已导入但没有身份证号"))
        return {}

    def _known(self, company_id: int, values: Mapping[str, str]) -> Any:
        """The person this row is about, somebody still there rather than somebody who left; or None."""
        identity = values.get("identity", "")
        found = self._tx.registry.staff_with_identity(identity) if identity and "*" not in identity else []
        if company_id not in self._of_company:
            self._of_company[company_id] = self._tx.registry.staff_of(company_id)
        found += [one for one in self._of_company[company_id] if _same(one, values)]
        return next(iter(sorted(found, key=lambda one: one.left_at is not None)), None)

    def _areas(self, number: int, text: str, company_id: int) -> list[int]:
        """The estates named in the cell; the company's own where two have one name."""
        found: list[int] = []
        for name in filter(None, (part.strip() for part in _LIST.split(text))):
            if name in NONE:
                continue
            ids = self._tx.registry.area_ids(name)
            if len(ids) > 1:
                ids = self._tx.registry.area_ids(name, company_id=company_id) or ids
            if len(ids) == 1:
                found += ids
            else:
                why = "不止一个" if ids else "没有"
                self._report.warnings.append(Note(number, f"{why}名为{name}的物业管理区域，未关联"))
        return found


def _same(person: Any, values: Mapping[str, str]) -> bool:
    """One name, one company: the same person unless an identity number or else a phone tells them apart."""
    if person.name != values["name"]:
        return False
    ours, theirs = person.identity, values.get("identity")
    if ours and theirs:
        return bool(ours[-4:] == theirs[-4:] if "*" in ours + theirs else ours == theirs)
    ours, theirs = person.phone, values.get("phone")
    return not (ours and theirs and ours != theirs)


def _better(person: Any, values: Mapping[str, str]) -> dict[str, str]:
    """The row's values, save those that say less than we know: a masked identity number, an empty user name."""
    kept = dict(values)
    if "*" in kept.get("identity", "") and person.identity:
        del kept["identity"]
    if not kept["username"]:
        del kept["username"]
    return kept
