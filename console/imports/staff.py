"""从业人员: the table of question 17. Its phones and identity numbers may be masked, as the platform shows them."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from stdnum.cn import ric

from bot.notify.plan import plan
from console.imports.fields import NONE, Cells
from console.imports.report import Change, Field, Loss, Note, Report, Taken
from core.clocks import Durations
from core.identity import MANAGER_POST, SYSTEM, masked_identity, masked_name, masked_phone, masked_user, mobile
from core.lifecycle import OPEN
from core.services import Work
from core.services.people import held, moved
from core.store.engine import Tx
from core.store.registry import Differences
from core.store.tables import companies, staff

NAME, PHONE, IDENTITY, POST = "姓名", "联系电话", "身份证号", "岗位"
COMPANY, AREAS, USERNAME = "所属企业", "在管物业管理区域", "用户名"
KNOWN = {NAME, PHONE, IDENTITY, POST, COMPANY, AREAS, USERNAME}
OTHER_NAMES = {"电话": PHONE, "手机号": PHONE, "手机号码": PHONE, "身份证号码": IDENTITY, "物业服务企业": COMPANY}
HEADINGS = {
    "name": NAME,
    "phone": PHONE,
    "identity": IDENTITY,
    "post": POST,
    "company_id": COMPANY,
    "username": USERNAME,
}
HIDDEN: dict[str, Callable[[str], str]] = {
    "name": masked_name,
    "phone": masked_phone,
    "identity": masked_identity,
    "username": masked_user,
}
MEANT = "确实是这样，就加上 --allow-rename"
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
    """Takes rows of staff within one transaction. A person is the same by identity, or by name and phone. Another name
    on an identity number that is known, or on the phone of somebody with rights, is a slip unless `renames` are meant.
    """

    def __init__(self, tx: Tx, now: datetime, report: Report, durations: Durations, renames: bool = False) -> None:
        self._tx = tx
        self._now = now
        self._report = report
        self._renames = renames
        self._work = Work(tx, SYSTEM, now, durations)
        self._held: dict[int, frozenset[int]] = {}
        self._of_company: dict[int, dict[int, Any]] = {}

    def take(self, number: int, cells: Cells) -> Taken:
        """Add or change one person. Raises Untaken."""
        values = {"name": cells.needed(NAME), "post": cells.needed(POST), "username": cells.given(USERNAME)}
        company = cells.needed(COMPANY)
        cells.fitting(staff, values, {"post": POST, "username": USERNAME})
        cells.fitting(companies, {"name": company}, {"name": COMPANY})
        values |= self._phone(number, cells) | self._identity(number, cells)
        cells.check()
        known = self._tx.directory.company_by_name(company)
        person = self._known(known.id if known else None, values)
        if person is not None and person.left_at is not None:
            cells.fault(f"{NAME}{values['name']}在本系统已离职，不因导入而恢复")
        self._same_name(cells, person, values)
        cells.check()
        company_id, _ = self._tx.registry.company(company, self._now)
        return self._keep(number, cells, company_id, values, person)

    def end(self) -> None:
        """Tell of the estates that changed hands by all the rows together."""
        for staff_id, before in self._held.items():
            for area_id in sorted(before - held(self._work, staff_id)):
                self._lost(staff_id, area_id)
        moved(self._work, self._held)
        self._tx.outbox.add(plan(self._tx, self._work.events, self._now), self._now)

    def _lost(self, staff_id: int, area_id: int) -> None:
        _, count = self._tx.complaints.todo([area_id], OPEN, 0, 1)
        person, area = self._tx.directory.staff(staff_id), self._tx.directory.area(area_id)
        if count and person and area:
            self._report.losses.append(Loss(masked_name(person.name), area.name, count))

    def _same_name(self, cells: Cells, person: Any, values: Mapping[str, str]) -> None:
        """A fault where the row gives somebody else's number."""
        if self._renames:
            return
        if person is not None and person.name != values["name"]:
            cells.fault(f"{IDENTITY}已是{masked_name(person.name)}的，{NAME}却是{masked_name(values['name'])}；{MEANT}")
        phone, key = values.get("phone"), person.id if person is not None else None
        for other in self._tx.registry.staff_with_phone(phone) if phone else ():
            rights = other.administers or MANAGER_POST in (other.post, values["post"])
            if rights and other.id != key and other.name != values["name"]:
                cells.fault(f"{PHONE}已登记给{masked_name(other.name)}（{other.post}）；{MEANT}")

    def _keep(self, number: int, cells: Cells, company_id: int, values: dict[str, Any], person: Any) -> Taken:
        told: list[Field] = []
        if person is None:
            staff_id = self._tx.registry.add_staff(company_id, values, self._now)
            self._held[staff_id] = frozenset()
        else:
            staff_id = person.id
            if staff_id not in self._held:
                self._held[staff_id] = held(self._work, staff_id)
            better = _better(person, values) | {"company_id": company_id}
            told += self._told(self._tx.registry.change_staff(staff_id, better))
        if cells.written(AREAS):
            told += self._cares(staff_id, self._areas(number, cells.written(AREAS), company_id))
        what = f"{masked_name(values['name'])}（{values['post']}）"
        if person is None or told:
            self._remember(staff_id, person, company_id)
        return Taken(Change.ADDED if person is None else Change.UPDATED if told else Change.UNCHANGED, what, told)

    def _remember(self, staff_id: int, before: Any, company_id: int) -> None:
        """How somebody is stored now, for the rows that follow."""
        if before is not None:
            self._of_company.get(before.company_id, {}).pop(staff_id, None)
        if company_id in self._of_company:
            self._of_company[company_id][staff_id] = self._tx.registry.stored(staff_id)

    def _cares(self, staff_id: int, area_ids: list[int]) -> list[Field]:
        """Put exactly these estates in somebody's care."""
        before = self._names(self._tx.registry.linked(staff_id))
        linked = self._tx.registry.link(staff_id, area_ids, self._now)
        return [Field(AREAS, before, self._names(area_ids))] if linked else []

    def _names(self, area_ids: Collection[int]) -> str:
        return "、".join(sorted(one.name for one in self._tx.directory.areas_by_id(area_ids).values()))

    def _told(self, different: Differences) -> list[Field]:
        return [
            Field(HEADINGS[name], *(self._plain(name, value) for value in before_and_after))
            for name, before_and_after in different.items()
            if name in HEADINGS
        ]

    def _plain(self, name: str, value: Any) -> str:
        if name == "company_id":
            return self._tx.directory.company_name(value)
        return HIDDEN.get(name, str)(value) if value else ""

    def _phone(self, number: int, cells: Cells) -> dict[str, str]:
        text = cells.given(PHONE)
        if not text:
            return {}
        if phone := mobile(text):
            return {"phone": phone}
        why = "不是完整号码" if _MASKED_PHONE.fullmatch(text) else "不是有效的手机号"
        self._report.warnings.append(Note(number, f"{PHONE}{why}，此人已导入但没有电话，不能绑定"))
        return {}

    def _identity(self, number: int, cells: Cells) -> dict[str, str]:
        text = cells.given(IDENTITY).upper()
        if not text:
            return {}
        if masked := _MASKED_IDENTITY.fullmatch(text):
            return {"identity": masked_identity(masked[1])}
        if ric.is_valid(text):
            return {"identity": ric.compact(text)}
        self._report.warnings.append(Note(number, f"{IDENTITY}校验不通过，此人已导入但没有身份证号"))
        return {}

    def _known(self, company_id: int | None, values: Mapping[str, str]) -> Any:
        """The person this row is about, somebody still there rather than somebody who left; or None."""
        identity = values.get("identity", "")
        found = self._tx.registry.staff_with_identity(identity) if identity and "*" not in identity else []
        if company_id is not None:
            if company_id not in self._of_company:
                self._of_company[company_id] = {one.id: one for one in self._tx.registry.staff_of(company_id)}
            found += [one for one in self._of_company[company_id].values() if _same(one, values)]
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
