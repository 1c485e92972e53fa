"""Two companies, and everybody who might want to change something in the first."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.wiring import House
from core.commands import Command
from core.complaint import Refusal
from core.identity import MANAGER_POST, Actor
from core.settings import Settings
from core.store.audit import Line
from core.store.engine import Store, Tx
from core.store.tables import audit
from tests.support.rows import add_area, add_company, add_contact, add_officer, add_staff

IDENTITY, THEIR_IDENTITY = "510107199001191517", "510183199401082500"


@dataclass
class Firm:
    """`staff` has `area` in charge; `second` is another manager of the company."""

    store: Store
    house: House
    now: datetime
    company: int
    area: int
    staff: int
    second: int
    cleaner: int
    administrator: Actor
    their_area: int
    their_staff: int
    actors: dict[str, Actor]
    phones: dict[str, str]
    identity: str = IDENTITY
    their_identity: str = THEIR_IDENTITY
    kept: list[Any] = field(default_factory=list)

    def perform(self, actor: Actor, command: Command) -> Any:
        """Have a command carried out in a transaction of its own. Raises Refusal."""
        with self.store.writing() as tx:
            return self.house.perform(tx, actor, command, self.now)

    def tried(self, actor: Actor, command: Command) -> str:
        """`done`, or why not. What was refused changes nothing, as in a conversation, which commits all the same."""
        with self.store.writing() as tx:
            try:
                self.house.perform(tx, actor, command, self.now)
            except Refusal as refusal:
                return refusal.reason
        return "done"

    def recorded(self) -> list[Line]:
        """The record so far."""
        with self.store.reading() as tx:
            subjects = dict.fromkeys(tx.connection.scalars(select(audit.c.subject).order_by(audit.c.id)))
            return [line for subject in subjects for line in tx.audit.of(subject)]


def firm(store: Store, settings: Settings, now: datetime) -> Firm:
    """Both companies in an empty store."""
    with store.writing() as tx:
        ours, theirs = add_company(tx, now), add_company(tx, now, "银月物业")
        area, their_area = add_area(tx, now, company_id=ours), add_area(tx, now, "春熙里", company_id=theirs)
        phones = {name: f"+861771234100{at}" for at, name in enumerate(("administrator", "manager", "cleaner"))}
        phones |= {"gone": "+8617712341004", "stranger": "+8617712341005", "second": "+8617712341006"}
        people = {
            "administrator": _staff(tx, now, ours, "王芳", phones["administrator"], post="其他", administers=True),
            "manager": _staff(tx, now, ours, "张益达", phones["manager"], area, identity=IDENTITY),
            "second": _staff(tx, now, ours, "吴发竹", phones["second"]),
            "cleaner": _staff(tx, now, ours, "李斯", phones["cleaner"], post="保洁"),
            "gone": _staff(tx, now, ours, "刘一", phones["gone"], post="其他", administers=True, left_at=now),
            "stranger": _staff(tx, now, theirs, "孙七", phones["stranger"], their_area, identity=THEIR_IDENTITY),
        }
        actors = {name: _bound(tx, now, name, staff_id=staff_id) for name, staff_id in people.items()}
        actors["officer"] = _bound(tx, now, "officer", officer_id=add_officer(tx, now, "+8617712341007"))
        operator_id = tx.registry.add_operator("赵敏", "+8617712341008", now)
        actors["operator"] = _bound(tx, now, "operator", operator_id=operator_id)
        actors["owner"] = _bound(tx, now, "owner")
    return Firm(
        store,
        House(settings.model_copy(update={"quiet_hours": ""}), store, lambda: now),
        now,
        ours,
        area,
        people["manager"],
        people["second"],
        people["cleaner"],
        actors["administrator"],
        their_area,
        people["stranger"],
        actors,
        phones,
    )


def _staff(tx: Tx, now: datetime, company_id: int, name: str, phone: str, *area_ids: int, **more: Any) -> int:
    if identity := more.get("identity"):
        more["identity_ix"] = tx.cipher.index(identity, "identity")
    return add_staff(tx, now, company_id, *area_ids, name=name, phone=phone, **{"post": MANAGER_POST} | more)


def _bound(
    tx: Tx,
    now: datetime,
    name: str,
    staff_id: int | None = None,
    officer_id: int | None = None,
    operator_id: int | None = None,
) -> Actor:
    contact_id = add_contact(tx, now, name)
    tx.contacts.bind(contact_id, staff_id, officer_id, operator_id)
    return Actor(contact_id, staff_id, officer_id, "wechat", operator_id)
