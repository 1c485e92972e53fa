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
from sqlalchemy import insert, text

from bot.notify.channels.wechat import TEMPLATE
from bot.notify.worker import Worker
from core.store.engine import Store
from core.store.outbox import News
from core.store.tables import contacts
from tests.contract.channel_kit import OPENID, upstream, wechat
from tests.faults.door import THREADS, Door
from tests.notify.worker_kit import until
from tests.support import sqlite_only

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
    """The worker's calls all hang, in the web's own process even: nobody who writes notices."""
    now = datetime.now(UTC)
    with upstream() as sim:
        sim.faults.order(TEMPLATE, hang=30, times=-1)
        with door.store.writing() as tx:
            index = door.store.cipher.index(OPENID, "contacts.address")
            known = {"channel": "wechat", "address": OPENID, "address_ix": index, "following": True}
            contact = tx.connection.execute(insert(contacts).values(known | {"created_at": now, "seen_at": now}))
            (contact_id,) = contact.inserted_primary_key
            rows = [
                News(f"n{at}", f"n{at}", "wechat", "accepted", "owner", "{}", now, contact_id=contact_id)
                for at in range(HUNG)
            ]
            tx.outbox.add(rows, now)
        given = door.settings.model_copy(update={"wechat_templates": {"accepted": "TPL_ACCEPTED"}})
        worker = Worker(door.store, given, {"wechat": wechat(sim, overall=6.0)}, _nothing, _nothing)
        thread = threading.Thread(target=worker.run, daemon=True)
        thread.start()
        until(lambda: sum(row.state == "sending" for row in _rows(door.store)) == HUNG)
        with door.talking(pause=0.1):
            time.sleep(3)
        hanging = sum(row.state == "sending" for row in _rows(door.store))
        worker.stop()
        thread.join(20)
    seconds = [took for _, took, _ in door.answers()]
    assert hanging == HUNG, "they did not hang"
    assert {status for *_, status in door.answers()} == {200}
    assert quantiles(seconds, n=100)[98] <= P99
    assert max(seconds) < WITHIN


def _rows(store: Store) -> list[object]:
    with store.reading() as tx:
        return tx.outbox.listed()


def _nothing(*_: object) -> None:
    raise LookupError
