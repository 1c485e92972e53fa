"""Estates change hands: rights end with the change, complaints stay with the estate, and the right people hear."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.notify.payload import Payload
from bot.notify.worker import Worker
from bot.wiring import House
from core import commands as c
from core.complaint import Complaint, Refusal
from core.identity import Actor
from core.people_commands import Assign, Leave, Replace, Unassign
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import areas, outbox, staff
from tests.notify.worker_kit import Scripted, Shelf
from tests.support import town
from tests.support.rows import add_contact

Does = Callable[..., object]
HOUR = timedelta(hours=1)


@pytest.fixture
def house(store: Store, settings: Settings, now: datetime) -> House:
    town.build(store, now)
    town.bind(store, "吴发竹", "wu", now)
    return House(settings.model_copy(update={"quiet_hours": ""}), store, lambda: now)


@pytest.fixture
def does(house: House, now: datetime) -> Does:
    """The system, or somebody, has something done an hour later."""

    def do(command: c.Command, actor: Actor | None = None) -> object:
        with house.store.writing() as tx:
            return house.perform(tx, actor or Actor(), command, now + HOUR)

    return do


def number_of(store: Store, name: str) -> int:
    with store.reading() as tx:
        people = {one.name: one.id for one in tx.connection.execute(select(staff.c.id, staff.c.name))}
        estates = {one.name: one.id for one in tx.connection.execute(select(areas.c.id, areas.c.name))}
        return int((people | estates)[name])


def filed(house: House, now: datetime, area: str = "万和世家", words: str = "路灯不亮") -> Complaint:
    with house.store.writing() as tx:
        contact_id = add_contact(tx, now, f"owner of {words}")
        submit = c.Submit(number_of(house.store, area), words)
        found = house.perform(tx, Actor(contact_id, channel="wechat"), submit, now)
    assert isinstance(found, Complaint)
    return found


def told(store: Store, template: str) -> list[tuple[str, str, str, str]]:
    """(audience, channel, reason, words) of the notices of a template."""
    with store.reading() as tx:
        rows = tx.connection.execute(select(outbox).where(outbox.c.template == template).order_by(outbox.c.id))
        return [(row.audience, row.channel, row.reason, Payload.load(row.payload).text) for row in rows]


def test_a_new_manager_gets_a_digest_and_clocks_do_not_move(house: House, does: Does, now: datetime) -> None:
    complaints = [filed(house, now, words=f"{at}栋水管漏水") for at in range(10)]
    wanhe, wu = number_of(house.store, "万和世家"), number_of(house.store, "吴发竹")
    does(Replace(wanhe, (wu,)))
    ((audience, channel, reason, words),) = told(house.store, "estate_taken")
    assert (audience, channel, reason) == ("manager", "wechat", "")
    assert "没办完的有10件" in words
    assert words.count("水管漏水") == 8
    assert "另有2件" in words
    assert told(house.store, "estate_left") == []
    with house.store.reading() as tx:
        assert [tx.complaints.get(one.id) for one in complaints] == complaints
        assert [one.id for one in tx.directory.managers(wanhe)] == [wu]


def test_an_estate_left_alone_is_told_of_and_an_empty_one_gives_no_digest(house: House, does: Does) -> None:
    wanhe, zhang = number_of(house.store, "万和世家"), number_of(house.store, "张益达")
    does(Unassign(zhang, wanhe))
    assert [one[:3] for one in told(house.store, "estate_left")] == [("company", "sms", ""), ("street", "sms", "")]
    does(Assign(zhang, wanhe))
    assert told(house.store, "estate_taken") == []


def test_one_of_two_managers_leaves_and_nobody_is_alarmed(house: House, does: Does, now: datetime) -> None:
    wanhe = number_of(house.store, "万和世家")
    zhang, wu = number_of(house.store, "张益达"), number_of(house.store, "吴发竹")
    does(Assign(wu, wanhe))
    does(Leave(zhang))
    assert told(house.store, "estate_left") == []
    with house.store.reading() as tx:
        assert tx.directory.staff(zhang) is None
        assert tx.registry.linked(zhang) == []
        assert not tx.directory.manages(zhang, wanhe)


def test_news_queued_for_who_left_is_not_sent(house: House, does: Does, now: datetime) -> None:
    filed(house, now)
    does(Leave(number_of(house.store, "张益达")))
    channels = {name: Scripted(name) for name in ("wechat", "sms")}
    Worker(house.store, house.settings, channels, Shelf(), house.by_itself, house.now).drain(now + HOUR)
    assert [one[2] for one in told(house.store, "new_complaint")] == ["rights_ended"]


def test_the_right_ends_at_that_moment(house: House, does: Does, now: datetime) -> None:
    complaint = filed(house, now)
    zhang = Actor(staff_id=number_of(house.store, "张益达"))
    assert zhang.staff_id
    does(Leave(zhang.staff_id))
    with pytest.raises(Refusal, match="not_found"):
        does(c.Accept(complaint.id, complaint.round), zhang)


def test_what_cannot_be_done_is_refused(house: House, does: Does, now: datetime) -> None:
    wanhe, zhang = number_of(house.store, "万和世家"), number_of(house.store, "张益达")
    with pytest.raises(Refusal, match="not_yours"):
        does(Leave(zhang), Actor(contact_id=1))
    does(Leave(zhang))
    for command in (Leave(zhang), Assign(zhang, wanhe), Unassign(zhang, wanhe), Replace(wanhe, (zhang,))):
        with pytest.raises(Refusal, match="not_found"):
            does(command)
    with pytest.raises(Refusal, match="no_area"):
        does(Assign(number_of(house.store, "吴发竹"), 999))
