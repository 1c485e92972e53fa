"""Five tries of a code, however many come at once, from however many threads and processes."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from typing import Any

from sqlalchemy import select

from core.clocks import durations
from core.identity import CODE_TRIES, Actor
from core.limits import Asker
from core.own_commands import CheckCode
from core.services import Work, perform
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import verifications
from tests.support.rows import add_contact
from tests.support.together import together

PROCESSES, THREADS = 4, 12
RIGHT, WRONG = "123456", "000000"
_ready: Any = None


def _begin(barrier: Any) -> None:
    global _ready
    _ready = barrier


def guess(settings: Settings, contact_id: int, now: datetime) -> Counter[str]:
    """What THREADS tries in this process come to, once all processes are ready."""
    store = Store.from_settings(settings)
    _ready.wait(60)

    def one() -> str:
        with store.writing() as tx:
            work = Work(tx, Actor(contact_id, channel="wechat"), now, durations(settings))
            return str(perform(work, CheckCode(WRONG)).state)

    try:
        return Counter(together(THREADS, one))
    finally:
        store.close()


def test_of_many_tries_at_once_five_are_taken(store: Store, settings: Settings, now: datetime) -> None:
    with store.writing() as tx:
        who = add_contact(tx, now)
        tx.verifications.add(who, "+8613800138001", RIGHT, Asker.CHAT, now)
    spawn = get_context("spawn")
    barrier = spawn.Barrier(PROCESSES)
    with ProcessPoolExecutor(PROCESSES, spawn, _begin, (barrier,)) as pool:
        waiting = [pool.submit(guess, settings, who, now) for _ in range(PROCESSES)]
        said = sum((one.result(120) for one in waiting), Counter[str]())
    with store.reading() as tx:
        tries = tx.connection.scalar(select(verifications.c.tries))
    assert tries == CODE_TRIES
    assert said == {"wrong": CODE_TRIES - 1, "locked": PROCESSES * THREADS - CODE_TRIES + 1}


def test_one_code_opens_once_of_two_at_the_same_moment(store: Store, settings: Settings, now: datetime) -> None:
    with store.writing() as tx:
        who = add_contact(tx, now)
        tx.verifications.add(who, "+8613800138001", RIGHT, Asker.CHAT, now)

    def one() -> str:
        with store.writing() as tx:
            work = Work(tx, Actor(who, channel="wechat"), now, durations(settings))
            return str(perform(work, CheckCode(RIGHT)).state)

    assert sorted(together(4, one)) == ["expired", "expired", "expired", "ok"]
