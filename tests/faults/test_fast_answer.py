"""An answer comes long before WeChat gives up after five seconds: also where somebody else holds the database for two,
and where the clouds hang."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

import pytest
from sqlalchemy import text, update

from bot.notify.channels.wechat import TEMPLATE
from bot.notify.worker import Worker
from core.store.engine import Store
from core.store.outbox import News, Sending
from core.store.tables import contacts
from simulator import Simulator
from tests.contract.channel_kit import OPENID, upstream, wechat
from tests.faults.door import THREADS, Door
from tests.notify.worker_kit import until
from tests.support import sqlite_only
from tests.support.rows import add_contact

HELD = 2.0
WITHIN, P99 = 4.5, 1.0
HUNG = 64
"""Calls that hang at once: as many as a worker makes."""


@pytest.fixture
def door(database_url: str, tmp_path: Path) -> Iterator[Door]:
    door = Door(database_url, tmp_path)
    door.say()
    yield door
    door.store.close()


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Somebody else writes, and takes their time: the whole of SQLite, everybody's row of PostgreSQL."""
    begun, over = threading.Event(), threading.Event()

    def write() -> None:
        with store.writing() as tx:
            if store.engine.dialect.name == "postgresql":
                tx.connection.execute(text("LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE"))
            begun.set()
            over.wait(20)

    thread = threading.Thread(target=write)
    thread.start()
    assert begun.wait(10)
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_while_somebody_holds_the_database(door: Door) -> None:
    """Another process, by its own connections: those who wait are answered, and in time."""
    other = Store.from_settings(door.settings)
    with door.talking():
        with held(other):
            begun = time.monotonic()
            time.sleep(HELD)
        door.until(200, begun + HELD)
        time.sleep(0.5)
    seconds = [took for _, took, _ in door.answers()]
    assert {status for *_, status in door.answers()} == {200}
    assert len([took for took in seconds if took > HELD / 2]) >= THREADS, "nobody had to wait"
    assert max(seconds) < WITHIN
    assert door.nothing_is_lost()
    other.close()


@sqlite_only
def test_while_the_clouds_hang(door: Door) -> None:
    """Though all calls of a worker hang, in the web's own process even, nobody who writes notices; or no more than they
    did before, where the machine is busy with other things."""
    quiet = p99(door)
    with upstream() as sim, hanging(door, sim):
        hung = p99(door)
    assert {status for *_, status in door.answers()} == {200}
    assert hung <= max(P99, 3 * quiet)
    assert max(took for _, took, _ in door.answers()) < WITHIN


def p99(door: Door) -> float:
    """Seconds within which ninety-nine of a hundred are answered."""
    before = len(door.answers())
    with door.talking(pause=0.1):
        time.sleep(2)
    return quantiles([took for _, took, _ in door.answers()[before:]], n=100)[98]


@contextmanager
def hanging(door: Door, sim: Simulator) -> Iterator[None]:
    """A worker whose calls all hang while the block lasts."""
    sim.faults.order(TEMPLATE, hang=30, times=-1)
    now = datetime.now(UTC)
    with door.store.writing() as tx:
        contact_id = add_contact(tx, now, OPENID)
        tx.connection.execute(update(contacts).where(contacts.c.id == contact_id).values(following=True))
        same = "wechat", "accepted", "owner", "{}", now
        tx.outbox.add([News(f"n{at}", f"n{at}", *same, contact_id=contact_id) for at in range(HUNG)], now)
    given = door.settings.model_copy(update={"wechat_templates": {"accepted": "TPL_ACCEPTED"}})
    worker = Worker(door.store, given, {"wechat": wechat(sim, overall=8.0)}, _nothing, _nothing)
    thread = threading.Thread(target=worker.run, daemon=True)
    thread.start()
    until(lambda: under_way(door) == HUNG)
    yield
    assert under_way(door) == HUNG, "they did not hang"
    worker.stop()
    thread.join(20)


def under_way(door: Door) -> int:
    with door.store.reading() as tx:
        return sum(row.state == Sending.SENDING for row in tx.outbox.listed())


def _nothing(*_: object) -> None:
    raise LookupError
