"""PostgreSQL is stopped, crashes or lets nobody in for a while: nothing is acknowledged that is not committed, and as
soon as it is back all goes on."""

import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.faults.door import THREADS, Door
from tests.support.databases import emptied, migrated
from tests.support.postgres import FAST, Server, server

TRIES = 3
"""Deliveries of WeChat's."""
BACK_WITHIN = 5.0
FEW = FAST | {"max_connections": "20", "superuser_reserved_connections": "0"}


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with server(FEW) as made:
        migrated(made.url)
        yield made


@pytest.fixture
def door(running: Server, tmp_path: Path) -> Iterator[Door]:
    door = Door(emptied(running.url), tmp_path)
    yield door
    door.store.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_stopped_for_a_while(running: Server, door: Door, how: signal.Signals) -> None:
    with door.talking():
        door.until(200, time.monotonic())
        running.stop(how)
        stopped = time.monotonic()
        door.until(503, stopped)
        time.sleep(1)
        started = time.monotonic()
        running.start()
        assert door.until(200, started) - started < BACK_WITHIN
        time.sleep(0.5)
    assert {status for at, _, status in door.answers() if stopped + 0.2 < at < started} == {503}
    assert door.nothing_is_lost()


def test_while_nobody_talks(running: Server, door: Door) -> None:
    """Whoever writes first after it was begun again is answered within WeChat's three deliveries, however many
    connections have died meanwhile."""
    with ExitStack() as all_of_them:
        for _ in range(THREADS):
            all_of_them.enter_context(door.store.reading()).contacts.count()
    running.stop()
    running.start()
    statuses = [door.say(1000) for _ in range(TRIES)]
    assert statuses[-1] == 200
    assert {door.say() for _ in range(12)} == {200}
    assert door.nothing_is_lost()


def test_all_connections_are_taken(running: Server, door: Door) -> None:
    url = make_url(running.url)
    assert door.say() == 200
    door.store.close()
    others = [psycopg.connect(user="postgres", host=str(url.query["host"])) for _ in range(int(FEW["max_connections"]))]
    with door.talking():
        door.until(503, time.monotonic())
        begun = time.monotonic()
        for one in others:
            one.close()
        assert door.until(200, begun) - begun < BACK_WITHIN
    assert door.nothing_is_lost()


def test_a_server_that_takes_calls_and_never_answers(tmp_path: Path) -> None:
    """A machine that hangs: a web's thread is not held by it."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        hung = Door(f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres", tmp_path)
        begun = time.monotonic()
        assert hung.say() == 503
        assert time.monotonic() - begun < 10
