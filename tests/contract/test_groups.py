"""Group commit on SQLite: together in one transaction, yet each for itself."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from core.settings import Settings
from core.store.cipher import Cipher
from core.store.engine import make_engine
from core.store.groups import MOST, Groups

PATIENCE = 10.0


class Crowd:
    """Threads that come while the first one is writing, and so end in one transaction with it."""

    def __init__(self, engine: Engine) -> None:
        self.groups = Groups(engine)
        self.errors: dict[int, Exception] = {}
        self._first_writes, self._go_on = threading.Event(), threading.Event()

    def write(self, deeds: list[Callable[[Any], None]]) -> None:
        threads = [threading.Thread(target=self._member, args=(at, deed)) for at, deed in enumerate(deeds)]
        threads[0].start()
        assert self._first_writes.wait(PATIENCE)
        for thread in threads[1:]:
            thread.start()
        while len(self.groups._waiting) < len(deeds) - 1:
            threading.Event().wait(0.001)
        self._go_on.set()
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()

    def _member(self, at: int, deed: Callable[[Any], None]) -> None:
        try:
            with self.groups.writing() as connection:
                self._first_writes.set()
                assert self._go_on.wait(PATIENCE)
                deed(connection)
        except Exception as error:
            self.errors[at] = error


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path}/groups.db", Cipher.from_settings(Settings()))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (id INTEGER PRIMARY KEY)"))
    yield engine
    engine.dispose()


@pytest.fixture
def commits(engine: Engine) -> list[str]:
    seen: list[str] = []
    event.listen(engine, "commit", lambda _: seen.append("commit"))
    return seen


def kept(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return [row.id for row in connection.execute(text("SELECT id FROM kept ORDER BY id"))]


def put(one: int) -> Callable[[Any], None]:
    return lambda connection: connection.execute(text("INSERT INTO kept VALUES (:id)"), {"id": one})


def test_who_waits_is_committed_together(engine: Engine, commits: list[str]) -> None:
    crowd = Crowd(engine)
    crowd.write([put(one) for one in range(8)])
    assert (kept(engine), crowd.errors, len(commits)) == (list(range(8)), {}, 1)


def test_a_transaction_has_no_more_members_than_it_may(engine: Engine, commits: list[str]) -> None:
    Crowd(engine).write([put(one) for one in range(MOST + 1)])
    assert (kept(engine), len(commits)) == (list(range(MOST + 1)), 2)


@pytest.mark.parametrize("failing", [0, 2, 4])
def test_what_fails_is_taken_back_alone(engine: Engine, failing: int) -> None:
    def fail(connection: Any) -> None:
        put(99)(connection)
        raise KeyError(failing)

    crowd = Crowd(engine)
    deeds = [put(one) for one in range(5)]
    deeds[failing] = fail
    crowd.write(deeds)
    assert len(kept(engine)) == 4
    assert 99 not in kept(engine)
    assert [type(error) for error in crowd.errors.values()] == [KeyError]


def test_a_commit_that_fails_fails_all(engine: Engine) -> None:
    def refuse(_: Any) -> None:
        raise OSError("no room")

    event.listen(engine, "commit", refuse)
    crowd = Crowd(engine)
    crowd.write([put(one) for one in range(3)])
    event.remove(engine, "commit", refuse)
    assert (kept(engine), set(crowd.errors)) == ([], {0, 1, 2})
    with crowd.groups.writing() as connection:
        put(7)(connection)
    assert kept(engine) == [7]


def test_a_transaction_that_is_lost_is_lost_for_all(engine: Engine) -> None:
    def lose(connection: Any) -> None:
        connection.connection.driver_connection.execute("ROLLBACK")
        raise OSError("disk full")

    crowd = Crowd(engine)
    crowd.write([put(1), lose, put(2)])
    assert 1 not in kept(engine)
    assert {0, 1} <= set(crowd.errors)
