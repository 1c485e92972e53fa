"""kill -9 of web and worker at any moment while residents file: what was acknowledged is there, once, and what was not
is delivered again and has one effect. The short form is forked and takes seconds; the long one kills the Procfile's
own lines a hundred times (`make test-long`)."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Protocol

import pytest
from sqlalchemy import update

from core.store.engine import Store
from core.store.outbox import Sending
from core.store.tables import leases, outbox
from simulator import Simulator, serving
from simulator.config import from_environment
from tests.faults import dishonest
from tests.faults.residents import Findings, Residents, compare, settle
from tests.notify.worker_kit import until
from tests.support import forked, sqlite_only
from tests.support.forked import Forked
from tests.support.processes import PATIENCE, Installation, answers, free_port, running

SHORT, LONG = 5, 100
"""Rounds."""
EARLIEST, LATEST = 0.02, 0.8
"""Seconds from the moment all is up to the blow."""
ENDS = {Sending.SENT, Sending.DELIVERED, Sending.SKIPPED, Sending.UNKNOWN}


class Process(Protocol):
    def start(self) -> None: ...
    def wait(self) -> None: ...
    def kill(self) -> None: ...
    def again(self) -> None: ...


class Town:
    """Estates whose residents file at a web, and the clouds that its worker sends to."""

    def __init__(self, store: Store, folder: Path, database_url: str) -> None:
        self.store = store
        self.here = Installation(folder)
        self.here.environment |= {"DATABASE_URL": database_url, "QUIET_HOURS": ""}
        self.phones = Simulator(from_environment(self.here.environment))
        self.residents = Residents(self.phones.config)
        self.seed = time.time_ns()
        self._folder, self._random = folder, Random(self.seed)
        for openid in settle(store, datetime.now(UTC)):
            self.phones.person(openid).following = True

    def web(self, work: Callable[[], None] = forked.web, url: str = "") -> Process:
        url = url or self.here.url
        given = self.here.environment | {"PORT": url.rpartition(":")[2]}
        return Forked(work, given, self._folder / "web.log", lambda: answers(f"{url}/healthz"))

    def worker(self) -> Process:
        log = self._folder / "worker.log"
        return Forked(forked.worker, self.here.environment, log, lambda: b"worker_started" in log.read_bytes())

    def killed(self, rounds: int, *processes: Process) -> Findings:
        """The processes are killed and begun again under load, the database being looked at before they are."""
        found = Findings()
        with self.residents.coming():
            for _ in range(rounds):
                time.sleep(self._random.uniform(EARLIEST, LATEST))
                for process in processes:
                    process.kill()
                found.lost |= compare(self.store, self.residents).lost
                self.let_leases_end()
                for process in processes:
                    process.again()
                for process in processes:
                    process.wait()
        return found

    def let_leases_end(self) -> None:
        """As if the minute had passed for which a dead worker's leases bind others."""
        past = datetime.now(UTC) - timedelta(seconds=1)
        with self.store.writing() as tx:
            tx.connection.execute(update(outbox).where(outbox.c.lease_until.is_not(None)).values(lease_until=past))
            tx.connection.execute(update(leases).values(until=past))

    def rows(self) -> Sequence[Any]:
        with self.store.reading() as tx:
            return tx.outbox.listed()

    def all_told(self) -> bool:
        return all(row.state in ENDS for row in self.rows())


@contextmanager
def up(town: Town, *processes: Process) -> Iterator[None]:
    with serving(town.phones, port=town.here.phones_port), running(*processes):  # type: ignore[arg-type]
        yield


@pytest.fixture
def town(store: Store, database_url: str, tmp_path: Path) -> Town:
    return Town(store, tmp_path, database_url)


def nothing_lost_nothing_doubled(town: Town, rounds: int, web: Process, worker: Process) -> None:
    with up(town, web, worker):
        found = town.killed(rounds, web, worker)
        until(town.all_told, PATIENCE)
    end = compare(town.store, town.residents, ended=True)
    assert (found.lost, end.lost, end.doubled, end.changed) == (set(), set(), set(), set()), f"seed {town.seed}"
    assert len(town.residents.log) == town.residents.filed
    assert {row.reason for row in town.rows() if row.state == Sending.UNKNOWN} <= {"worker_died"}
    again = sum(count for tries, count in town.residents.tries.items() if tries > 1)
    print(f"\n{rounds} rounds: {town.residents.filed} filed, {again} deliveries had to be repeated")
    assert again, "nobody was hit"
    assert town.residents.filed > rounds, "that was no load"


def test_killed_at_any_moment(town: Town) -> None:
    nothing_lost_nothing_doubled(town, SHORT, town.web(), town.worker())


@pytest.mark.long
def test_killed_at_a_hundred_moments(town: Town) -> None:
    nothing_lost_nothing_doubled(town, LONG, town.here.web, town.here.worker)


@sqlite_only
def test_a_web_that_lies_is_found_out(town: Town) -> None:
    """The same run on a build that acknowledges before it commits and forgets what it has heard."""
    web = town.web(dishonest.web)
    with up(town, web):
        found = town.killed(1, web)
        time.sleep(2 * dishonest.LATER)
    assert found.lost, "a loss goes unseen"
    assert compare(town.store, town.residents, ended=True).doubled, "doubles go unseen"


@sqlite_only
def test_one_of_two_listeners_is_begun_again_and_nobody_is_turned_away(town: Town) -> None:
    """Behind a balancer that tries the other where one does not answer: WeChat delivers three times."""
    other = f"http://127.0.0.1:{free_port()}"
    town.residents = Residents(town.phones.config, town.here.url, other)
    webs = town.web(), town.web(url=other)
    with up(town, *webs), town.residents.coming():
        for web in webs * 2:
            time.sleep(0.3)
            web.kill()
            web.again()
            web.wait()
    end = compare(town.store, town.residents, ended=True)
    assert (end.lost, end.doubled, end.changed) == (set(), set(), set())
    assert max(town.residents.tries) <= 3
    assert len(town.residents.log) == town.residents.filed > 0
