"""A town with two companies, and everybody who has to do with applications."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.wiring import House
from core.application_commands import Apply, ApproveApplication, ReturnApplication
from core.application_queries import ApplicationView, application_view
from core.applications import PRELIMINARY, Application, Kind
from core.commands import Command
from core.complaint import Refusal
from core.identity import SYSTEM, Actor
from core.settings import Settings
from core.store.engine import Store, Tx
from core.store.tables import applications, areas, audit, companies, staff
from tests.support.rows import add_area, add_company, add_contact, add_officer, add_staff

CODE = "91510100MA61XXXX07"
OTHER_CODE = "91110000600037341L"
APPLICANT_PHONE = "+8617712340031"
VERIFICATION = {"company": "蓝天物业服务有限公司", "code": OTHER_CODE, "person": "刘洋"}
CONTRACT = {"contract": PRELIMINARY, "party": "新城西城市投资有限公司", "begins": "2024-11-01", "ends": "2027-10-31"}
NEW_ESTATE = {
    "estate": "锦江花园",
    "district": "高新区",
    "street": "桂溪街道",
    "community": "和平社区",
    "address": "天府大道1号",
}


@dataclass
class Bureau:
    """`here` and `there` are two companies with an administrator and a manager each; `estate` is the first's, in
    Guixi street, `theirs` the other's. `people` has one of each role."""

    store: Store
    house: House
    now: datetime
    here: int
    there: int
    estate: int
    theirs: int
    people: dict[str, Actor]

    def perform(self, who: str, command: Command, now: datetime | None = None) -> Any:
        """Have it carried out in a transaction of its own. Raises Refusal."""
        with self.store.writing() as tx:
            return self.house.perform(tx, self.people[who], command, now or self.now)

    def tried(self, who: str, command: Command) -> str:
        """`done`, or why not; committed all the same, as a conversation is."""
        with self.store.writing() as tx:
            try:
                self.house.perform(tx, self.people[who], command, self.now)
            except Refusal as refusal:
                return refusal.reason
        return "done"

    def apply(self, who: str, kind: Kind, content: dict[str, str], area_id: int | None = None) -> Application:
        """Apply; what is kept of it."""
        made = self.perform(who, Apply(kind, content, area_id))
        assert isinstance(made, Application)
        return made

    def returned(self, one: Application, **reasons: str) -> Application:
        """Sent back by an operator."""
        given: Application = self.perform("operator", ReturnApplication(one.id, reasons))
        return given

    def approved(self, one: Application) -> Application:
        """Approved by an operator."""
        done: Application = self.perform("operator", ApproveApplication(one.id))
        return done

    def view(self, who: str, one: Application) -> ApplicationView | None:
        """How somebody sees it."""
        with self.store.reading() as tx:
            return application_view(tx, self.people[who], one.id, self.now)

    def kept(self, one: Application) -> Application:
        """As it is now."""
        with self.store.reading() as tx:
            found = tx.applications.get(one.id)
        assert found is not None
        return found

    def everything(self) -> list[Any]:
        """All that an act could change, to be compared."""
        with self.store.reading() as tx:
            tables = applications, areas, companies, staff, audit
            return [tx.connection.execute(select(table).order_by(table.c.id)).all() for table in tables]


def build(store: Store, settings: Settings, now: datetime) -> Bureau:
    """The bureau, in an empty store."""
    with store.writing() as tx:
        here, there = add_company(tx, now), add_company(tx, now, "银月亮物业服务有限公司")
        estate = add_area(tx, now, company_id=here, community="和平社区")
        theirs = add_area(tx, now, "春和景明", company_id=there, street="中和街道")
        everybody = {
            "administrator": _staff(tx, now, here, name="王芳", phone="+8617712340021", post="其他", administers=True),
            "manager": _staff(tx, now, here, estate, name="张益达", phone="+8617712340022"),
            "stranger": _staff(tx, now, there, name="孙悦", phone="+8617712340023", post="其他", administers=True),
            "other_manager": _staff(tx, now, there, theirs, name="郑凯", phone="+8617712340024"),
            "gone": _staff(
                tx, now, here, name="钱多", phone="+8617712340025", post="其他", administers=True, left_at=now
            ),
            "street": _officer(tx, now, "+8617712340026", "桂溪街道"),
            "elsewhere": _officer(tx, now, "+8617712340027", "中和街道"),
            "district": _officer(tx, now, "+8617712340028", ""),
            "operator": _operator(tx, now, "赵敏", "+8617712340029"),
            "second": _operator(tx, now, "孙健", "+8617712340030"),
            "applicant": Actor(add_contact(tx, now, "oApplicant"), channel="wechat"),
            "resident": Actor(add_contact(tx, now, "oResident"), channel="wechat"),
            "system": SYSTEM,
        }
        applicant = everybody["applicant"].contact_id
        assert applicant
        tx.contacts.verified_phone(applicant, APPLICANT_PHONE, now)
    return Bureau(store, House(settings, store, lambda: now), now, here, there, estate, theirs, everybody)


@pytest.fixture
def bureau(store: Store, settings: Settings, now: datetime) -> Bureau:
    """The bureau over each database."""
    return build(store, settings, now)


def _staff(tx: Tx, now: datetime, company_id: int, *area_ids: int, **more: Any) -> Actor:
    staff_id = add_staff(tx, now, company_id, *area_ids, **more)
    return _bound(tx, now, f"staff {staff_id}", staff_id=staff_id)


def _officer(tx: Tx, now: datetime, phone: str, street: str) -> Actor:
    return _bound(tx, now, phone, officer_id=add_officer(tx, now, phone, street=street))


def _operator(tx: Tx, now: datetime, name: str, phone: str) -> Actor:
    return _bound(tx, now, phone, operator_id=tx.registry.add_operator(name, phone, now))


def _bound(
    tx: Tx, now: datetime, address: str, staff_id: int | None = None, officer_id: int | None = None, **more: int
) -> Actor:
    contact_id = add_contact(tx, now, address)
    tx.contacts.bind(contact_id, staff_id, officer_id, more.get("operator_id"))
    return Actor(contact_id, staff_id, officer_id, "wechat", more.get("operator_id"))
