"""Redis is only a hint: one that accepts and never answers holds nobody up, and is asked again after a while."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import redis

from bot.messages import Inbound, Kind
from bot.notify.redis_bell import RedisBell
from bot.wiring import House
from console.pages.limits import Limits
from core.broker import PAUSE, Pause, client
from core.settings import Settings
from core.store.engine import Store
from tests.pages.kit import Site
from tests.support import sqlite_only
from webhooks import create_app

LONG = 5.0
"""Seconds: far more than is spent, far less than one wait for Redis and its tries again used to be."""


class Hung:
    """A server that takes connections and never says a word."""

    def __init__(self, family: socket.AddressFamily, address: tuple[str, int] | str) -> None:
        self._server = socket.socket(family)
        self._server.bind(address)
        self._server.listen(64)
        self.taken: list[socket.socket] = []
        self.address = self._server.getsockname()
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                self.taken.append(self._server.accept()[0])
            except OSError:
                return

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for one in self.taken:
            one.close()


@pytest.fixture
def hung() -> Iterator[Hung]:
    server = Hung(socket.AF_INET, ("127.0.0.1", 0))
    yield server
    server.close()


@pytest.fixture
def hung_url(hung: Hung) -> str:
    return f"redis://127.0.0.1:{hung.address[1]}/0"


@sqlite_only
def test_logging_in_goes_on(store: Store, settings: Settings, now: datetime, hung: Hung, hung_url: str) -> None:
    site = Site(store, settings.model_copy(update={"redis_url": hung_url}), now)
    began = time.monotonic()
    for _ in range(4):
        site.visitor().opens("/console/login").sends("/console/login/wechat").sees("登录")
    assert time.monotonic() - began < LONG
    assert len(hung.taken) == 1


@sqlite_only
def test_so_does_chat_and_the_bell_is_left_alone(
    store: Store, settings: Settings, now: datetime, hung: Hung, hung_url: str
) -> None:
    house = House(settings.model_copy(update={"redis_url": hung_url}), store, lambda: now)
    began = time.monotonic()
    for at in range(5):
        house.bell.ring()
        assert house.receive(Inbound("wechat", "somebody", f"m{at}", Kind.TEXT, now, "帮助")).say.text
    assert time.monotonic() - began < LONG
    assert len(hung.taken) == 1


@sqlite_only
def test_the_house_says_soon_that_it_is_down(store: Store, settings: Settings, hung_url: str) -> None:
    app = create_app(House(settings.model_copy(update={"redis_url": hung_url}), store))
    began = time.monotonic()
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()["broker"]) == (503, "down")
    assert time.monotonic() - began < LONG


@pytest.mark.parametrize("scheme", ["redis", "rediss", "unix"])
def test_whatever_way_it_is_reached(tmp_path: Path, scheme: str) -> None:
    path = str(tmp_path / "redis.sock")
    hung = Hung(socket.AF_UNIX, path) if scheme == "unix" else Hung(socket.AF_INET, ("127.0.0.1", 0))
    url = f"unix://{path}" if scheme == "unix" else f"{scheme}://127.0.0.1:{hung.address[1]}/0"
    began = time.monotonic()
    limits, bell = Limits(Settings(redis_url=url)), RedisBell(url)
    assert [limits.allows("typed", "a") for _ in range(2)] == [True, False]
    bell.ring()
    bell.close()
    assert time.monotonic() - began < LONG
    hung.close()


def test_tls_is_still_spoken_where_it_is_asked_for() -> None:
    with client("rediss://127.0.0.1:1/0") as asked:
        made = asked.connection_pool.make_connection()
    assert isinstance(made, redis.SSLConnection)
    assert made.cert_reqs == ssl.CERT_REQUIRED


def test_it_is_asked_again_after_the_pause(tmp_path: Path, redis_url: str) -> None:
    path, now = tmp_path / "redis.sock", [0.0]
    settings = Settings(redis_url=f"unix://{path}")
    one = Limits(settings, Pause(lambda: now[0]))
    assert one.allows("typed", "a")
    path.symlink_to(redis_url.removeprefix("unix://"))
    now[0] = PAUSE - 1
    assert not one.allows("typed", "a")
    assert Limits(settings).allows("typed", "a")
    now[0] = PAUSE
    assert one.allows("typed", "b")
    assert not Limits(settings).allows("typed", "b")
