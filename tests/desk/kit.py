"""An estate with two managers and a colleague, to act on from any thread."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.wiring import House
from core.commands import Command, Submit
from core.complaint import Complaint, Entry, Refusal
from core.identity import Actor
from core.settings import Settings
from core.store.engine import Store
from tests.support.rows import add_area, add_company, add_contact, add_staff


@dataclass
class Desk:
    """`first` and `second` are in charge of the estate, `colleague` of another of the same company, `stranger` works
    for another company."""

    store: Store
    house: House
    now: datetime
    area: int
    owner: Actor
    first: Actor
    second: Actor
    colleague: Actor
    stranger: Actor

    def submit(self, words: str = "电梯坏了") -> Complaint:
        """File a complaint of the owner's."""
        filed = self.perform(self.owner, Submit(self.area, words))
        assert isinstance(filed, Complaint)
        return filed

    def perform(self, actor: Actor, command: Command, now: datetime | None = None) -> Any:
        """Have a command carried out in a transaction of its own. Raises Refusal."""
        with self.store.writing() as tx:
            return self.house.perform(tx, actor, command, now or self.now)

    def tried(self, actor: Actor, command: Command) -> str:
        """`done`, or why not. What was refused changes nothing, as in a conversation, which commits all the same."""
        with self.store.writing() as tx:
            try:
                self.house.perform(tx, actor, command, self.now)
            except Refusal as refusal:
                return refusal.reason
        return "done"

    def complaint(self, complaint_id: int) -> Complaint:
        """As it is now."""
        with self.store.reading() as tx:
            found = tx.complaints.get(complaint_id)
        assert found is not None
        return found

    def timeline(self, complaint_id: int) -> list[Entry]:
        """What happened to it."""
        with self.store.reading() as tx:
            return tx.complaints.timeline(complaint_id)

    def acts(self, complaint_id: int) -> list[str]:
        """The acts of its timeline."""
        return [entry.act for entry in self.timeline(complaint_id)]

    def rows(self, complaint_id: int, template: str) -> list[tuple[int | None, str, str]]:
        """(staff, state, reason) of the notices of one kind."""
        with self.store.reading() as tx:
            found = tx.outbox.of_complaint(complaint_id)
        return [(row.staff_id, row.state, row.reason) for row in found if row.template == template]


def build(store: Store, settings: Settings, now: datetime) -> Desk:
    """The desk, in an empty store."""
    with store.writing() as tx:
        company, other = add_company(tx, now), add_company(tx, now, "银月亮物业服务有限公司")
        area = add_area(tx, now, company_id=company)
        elsewhere = add_area(tx, now, "春和景明", company_id=company)
        staff = [
            add_staff(tx, now, company, area, name="张益达", phone="+8617712340001"),
            add_staff(tx, now, company, area, name="郑凯", phone="+8617712340007"),
            add_staff(tx, now, company, elsewhere, name="吴发竹", phone="+8617712340004"),
            add_staff(tx, now, other, name="孙悦", phone="+8617712340008"),
        ]
        actors = [_bound(tx, now, f"o{staff_id}", staff_id) for staff_id in staff]
        owner = Actor(add_contact(tx, now, "oOwner"), channel="wechat")
    return Desk(store, House(settings, store, lambda: now), now, area, owner, *actors)


def _bound(tx: Any, now: datetime, address: str, staff_id: int) -> Actor:
    contact_id = add_contact(tx, now, address)
    tx.contacts.bind(contact_id, staff_id, None)
    return Actor(contact_id, staff_id, channel="wechat")


def apart(acts: list[Callable[[], str]]) -> Callable[[], str]:
    """One of the acts for each thread that calls."""
    waiting = iter(acts)
    return lambda: next(waiting)()
