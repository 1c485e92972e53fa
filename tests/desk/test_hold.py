"""What may be taken back is told to nobody for UNDO_HOLD; what cannot be waits for nothing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.notify.worker import Worker
from bot.wiring import House
from core.commands import (
    Accept,
    AcceptAll,
    AskGuidance,
    DeclineHandover,
    Extend,
    Finish,
    HandOver,
    Nudge,
    Promise,
    Rate,
    Refuse,
    TakeOver,
    Undo,
    Withdraw,
)
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import contacts
from tests.desk.kit import Desk, build
from tests.notify.worker_kit import Scripted, Shelf, until

HOLD = timedelta(seconds=30)
SECOND = timedelta(seconds=1)


@pytest.fixture
def held(settings: Settings) -> Settings:
    return settings.model_copy(update={"undo_hold": 30, "quiet_hours": ""})


@pytest.fixture
def desk(store: Store, held: Settings, now: datetime) -> Desk:
    made = build(store, held, now)
    with store.writing() as tx:
        tx.connection.execute(update(contacts).values(following=True, message_at=now, message_left=5))
    return made


def waiting(desk: Desk, complaint_id: int) -> dict[str, tuple[datetime, str]]:
    """When the queued notices of a complaint leave, and why not before, by template."""
    with desk.store.reading() as tx:
        found = tx.outbox.of_complaint(complaint_id)
    return {row.template: (row.due_at, row.reason) for row in found if row.state == "queued"}


def _handed(desk: Desk, key: int) -> None:
    desk.perform(desk.first, HandOver(key, desk.second.staff_id or 0, "休假"))


def _unsatisfied(desk: Desk, key: int) -> None:
    desk.perform(desk.first, Accept(key))
    desk.perform(desk.first, Finish(key, "好了"))
    desk.perform(desk.owner, Rate(key, "unsolved", 1))


def _taken(desk: Desk, key: int) -> None:
    desk.perform(desk.first, Accept(key))


def _nothing(_desk: Desk, _key: int) -> None:
    pass


@pytest.mark.parametrize(
    ("first", "who", "act", "template"),
    [
        (_nothing, "first", lambda one: Accept(one), "accepted"),
        (_nothing, "first", lambda one: AcceptAll(((one, 1),)), "accepted"),
        (_nothing, "first", lambda one: Refuse(one, "不归物业", "非物业职责"), "refused"),
        (_nothing, "first", lambda one: Extend(one, 3, "等配件"), "extended"),
        (_nothing, "second", lambda one: HandOver(one, 1, "休假"), "handover_asked"),
        (_handed, "second", lambda one: TakeOver(one), "handover_taken"),
        (_handed, "second", lambda one: DeclineHandover(one), "handover_declined"),
        (_taken, "first", lambda one: Finish(one, "好了"), "finished"),
        (_taken, "first", lambda one: Promise(one, date(2024, 10, 18)), "promised"),
        (_unsatisfied, "first", lambda one: AskGuidance(one, "要维修资金"), "guidance_begun"),
    ],
)
def test_each_act_that_can_be_taken_back_is_held(
    desk: Desk, first: Callable[[Desk, int], None], who: str, act: Callable[[int], Any], template: str
) -> None:
    complaint = desk.submit()
    first(desk, complaint.id)
    desk.perform(getattr(desk, who), act(complaint.id), desk.now + SECOND)
    assert waiting(desk, complaint.id)[template] == (desk.now + SECOND + HOLD, "held")
    desk.perform(getattr(desk, who), Undo(), desk.now + 2 * SECOND)
    assert template not in waiting(desk, complaint.id)


def test_what_cannot_be_taken_back_leaves_at_once(desk: Desk) -> None:
    complaint = desk.submit()
    desk.perform(desk.owner, Nudge(complaint.id))
    assert waiting(desk, complaint.id) == {"new_complaint": (desk.now, ""), "nudged": (desk.now, "")}
    _unsatisfied(desk, complaint.id)
    assert waiting(desk, complaint.id)["sent_back"] == (desk.now, "")


def test_without_a_hold_nothing_waits(store: Store, settings: Settings, now: datetime) -> None:
    desk = build(store, settings, now)
    complaint = desk.submit()
    desk.perform(desk.first, Accept(complaint.id))
    assert waiting(desk, complaint.id)["accepted"] == (now, "")


def _worker(desk: Desk, wechat: Scripted) -> Worker:
    channels: Any = {"wechat": wechat, "sms": Scripted("sms")}
    return Worker(desk.store, desk.house.settings, channels, Shelf(), desk.house.by_itself)


def told(wechat: Scripted, template: str) -> int:
    return sum(letter.template == template for letter in wechat.letters)


def test_taken_back_with_a_worker_at_work_it_leaves_nothing(desk: Desk) -> None:
    wechat, complaint = Scripted(), desk.submit()
    worker = _worker(desk, wechat)
    worker.drain(desk.now)
    desk.perform(desk.first, Accept(complaint.id))
    for seconds in range(0, 29, 4):
        worker.drain(desk.now + seconds * SECOND)
    assert told(wechat, "accepted") == 0
    desk.perform(desk.first, Undo(), desk.now + 29 * SECOND)
    for seconds in range(29, 200, 20):
        worker.drain(desk.now + seconds * SECOND)
    assert (told(wechat, "accepted"), told(wechat, "new_complaint")) == (0, 2)


def test_when_it_has_left_it_is_not_taken_back(desk: Desk) -> None:
    wechat, complaint = Scripted(), desk.submit()
    desk.perform(desk.first, Accept(complaint.id))
    _worker(desk, wechat).drain(desk.now + HOLD)
    assert told(wechat, "accepted") == 1
    assert desk.tried(desk.first, Undo()) == "undo_told"


def test_another_process_goes_on_with_what_is_held(desk: Desk, store: Store, held: Settings) -> None:
    wechat, complaint = Scripted(), desk.submit()
    desk.perform(desk.first, Accept(complaint.id))
    _worker(desk, Scripted()).drain(desk.now + 10 * SECOND)
    desk.house = House(held, store, lambda: desk.now)
    _worker(desk, wechat).drain(desk.now + HOLD)
    assert told(wechat, "accepted") == 1


def test_later_news_of_the_same_complaint_does_not_overtake_it(desk: Desk) -> None:
    """And news of another is not held up."""
    wechat, one, other = Scripted(), desk.submit(), desk.submit("路灯不亮")
    worker = _worker(desk, wechat)
    desk.perform(desk.first, HandOver(one.id, desk.second.staff_id or 0, "休假"))
    desk.perform(desk.owner, Nudge(one.id), desk.now + SECOND)
    desk.perform(desk.owner, Nudge(other.id), desk.now + SECOND)
    for seconds in range(2, 29, 4):
        worker.drain(desk.now + seconds * SECOND)
    second = [one for one in wechat.letters if one.address == f"o{desk.second.staff_id}"]
    assert [one.template for one in second] == ["new_complaint"] * 2 + ["nudged"]
    for seconds in range(30, 60, 4):
        worker.drain(desk.now + seconds * SECOND)
    second = [one for one in wechat.letters if one.address == f"o{desk.second.staff_id}"]
    assert [one.template for one in second] == ["new_complaint"] * 2 + ["nudged", "handover_asked", "nudged"]


def test_what_the_owner_has_withdrawn_meanwhile_is_not_told(desk: Desk) -> None:
    wechat, complaint = Scripted(), desk.submit()
    desk.perform(desk.first, Accept(complaint.id))
    desk.perform(desk.owner, Withdraw(complaint.id), desk.now + SECOND)
    _worker(desk, wechat).drain(desk.now + HOLD)
    assert told(wechat, "accepted") == 0
    assert (None, "skipped", "out_of_date") in desk.rows(complaint.id, "accepted")


@contextmanager
def running(worker: Worker) -> Iterator[None]:
    thread = threading.Thread(target=worker.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(15)


def test_while_a_worker_runs(store: Store, settings: Settings) -> None:
    """By the clock of the machine: what is taken back never leaves, what is not leaves when its time has come."""
    given = settings.model_copy(update={"undo_hold": 2, "quiet_hours": ""})
    desk, wechat = build(store, given, datetime.now(UTC)), Scripted()
    with store.writing() as tx:
        tx.connection.execute(update(contacts).values(following=True, message_at=desk.now, message_left=5))
    back, stays = desk.submit(), desk.submit("路灯不亮")
    with running(_worker(desk, wechat)):
        until(lambda: told(wechat, "new_complaint") == 4)
        began = datetime.now(UTC)
        desk.perform(desk.first, Accept(back.id), began)
        until(lambda: datetime.now(UTC) - began > SECOND)
        desk.perform(desk.first, Undo(), datetime.now(UTC))
        desk.perform(desk.first, Accept(stays.id), datetime.now(UTC))
        until(lambda: told(wechat, "accepted") == 1)
    assert datetime.now(UTC) - began > 2 * SECOND
    assert {row[1] for row in desk.rows(back.id, "accepted")} == {"skipped"}
