"""The worker as it runs: side by side, in order for one person, one channel never holding up another, and ending
when asked to."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert

from bot.notify.channels import Fate, Outcome
from bot.notify.worker import SWEEP_LEASE, Worker
from core.store.tables import outbox
from tests.notify.worker_kit import SENT, House, outcome, until


@pytest.fixture(autouse=True)
def no_quiet_hours(house: House) -> None:
    """These tests run at whatever time it is, and what they send is new then: rows that are old are dropped."""
    house.settings = house.settings.model_copy(update={"quiet_hours": ""})
    house.now = datetime.now(UTC)


@contextmanager
def running(worker: Worker) -> Iterator[threading.Thread]:
    thread = threading.Thread(target=worker.run, daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        worker.stop()
        thread.join(15)


def all_ended(house: House) -> bool:
    return not {"queued", "sending"} & {state for state, _ in house.states().values()}


def test_in_order_for_one_person_and_side_by_side_for_many(house: House) -> None:
    together = threading.Barrier(8)

    def meet() -> Outcome:
        together.wait(10)
        return SENT

    house.wechat.answers = [meet] * 16
    house.put(*(house.news(f"{lane}:{n}", lane=f"l{lane}") for n in range(2) for lane in range(8)))
    with running(house.worker()):
        until(lambda: all_ended(house))
    assert set(house.states().values()) == {("sent", "")}
    for lane in range(8):
        assert [key for key in house.wechat.keys if key.startswith(f"{lane}:")] == [f"{lane}:0", f"{lane}:1"]


def test_a_channel_that_hangs_holds_up_no_other(house: House) -> None:
    go_on = threading.Event()

    def hang() -> Outcome:
        go_on.wait(20)
        return outcome(Fate.UNKNOWN, "timeout")

    house.sms.answers = [hang] * 100
    house.put(*(house.news(f"s{n}", "sms", lane=f"s{n}") for n in range(100)))
    house.put(*(house.news(f"w{n}", lane=f"w{n % 10}") for n in range(50)))
    with running(house.worker()):
        until(lambda: len(house.wechat.letters) == 50, 8)
        until(lambda: sum(state == ("sent", "") for state in house.states().values()) == 50)
        go_on.set()
        until(lambda: all_ended(house))
    assert sorted(set(house.states().values())) == [("sent", ""), ("unknown", "timeout")]


def test_a_fast_outcome_waits_for_no_slow_one(house: House) -> None:
    go_on = threading.Event()

    def slow() -> Outcome:
        go_on.wait(20)
        return SENT

    house.wechat.answers = [slow]
    house.put(house.news("slow", lane="a"), house.news("fast", lane="b"))
    with running(house.worker()):
        until(lambda: house.states()["fast"] == ("sent", ""), 3)
        assert house.states()["slow"] == ("sending", "")
        go_on.set()
        until(lambda: all_ended(house))


def test_a_retry_comes_by_itself(house: House) -> None:
    house.wechat.answers = [outcome(Fate.RETRY, "unreachable")]
    house.put(house.news("n"))
    with running(house.worker()):
        until(lambda: house.states()["n"] == ("sent", ""), 5)
    assert len(house.wechat.letters) == 2


def test_it_finishes_what_it_holds_and_takes_no_more(house: House) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> Outcome:
        begun.set()
        go_on.wait(30)
        return SENT

    house.wechat.answers = [slow]
    house.put(house.news("held"), house.news("next"))
    worker = house.worker()
    with running(worker) as thread:
        assert begun.wait(10)
        worker.stop()
        assert all(line._stopping.wait(10) for line in worker._lines)
        time.sleep(0.5)
        assert thread.is_alive()
        go_on.set()
        thread.join(10)
        assert not thread.is_alive()
    assert house.states() == {"held": ("sent", ""), "next": ("queued", "")}


def test_outcomes_survive_a_database_that_fails_for_a_moment(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = house.worker()
    write, failures = worker._write, iter([True, True])

    def failing(*given: object) -> object:
        if next(failures, False):
            raise OSError("disk")
        return write(*given)  # type: ignore[arg-type]

    for line in worker._lines:
        monkeypatch.setattr(line, "_write", failing)
    house.put(house.news("n"))
    with running(worker):
        until(lambda: house.states()["n"] == ("sent", ""))
    assert len(house.wechat.letters) == 1


ROOT = Path(__file__).parents[2]


def test_sigterm_ends_it_cleanly(house: House, tmp_path: Path) -> None:
    sink = tmp_path / "sink"
    house.put(house.news("n"))
    command = [sys.executable, "-m", "tests.notify.worker_process", house.settings.database_url, str(sink)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    until(sink.exists, 30)
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert time.monotonic() - begun < 15
    with house.store.writing() as tx:
        assert tx.leases.take("sweep", "the next worker", SWEEP_LEASE, datetime.now(UTC))
    assert house.states() == {"n": ("sent", "")}


def test_finished_rows_cost_a_claim_nothing(house: House) -> None:
    """The claim has to go by the indexes of unfinished rows alone, however many others there are."""
    with house.store.writing() as tx:
        old = {
            "template": "accepted",
            "audience": "owner",
            "payload": "{}",
            "due_at": house.now,
            "created_at": house.now,
        }
        rows = [old | {"key": f"old{n}", "lane": "c1", "channel": "wechat", "state": "sent"} for n in range(2000)]
        tx.connection.execute(insert(outbox), rows)
        tx.connection.exec_driver_sql("ANALYZE")
    house.put(house.news("n"))
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    event.listen(house.store.engine, "before_cursor_execute", note)
    with house.store.writing() as tx:
        assert [row.key for row in tx.outbox.claim(house.now, 64, ("wechat",))] == ["n"]
        statement, values = next(one for one in asked if one[0].lstrip().startswith("SELECT"))
        explain = "EXPLAIN QUERY PLAN" if house.store.engine.dialect.name == "sqlite" else "EXPLAIN"
        plan = "\n".join(str(row) for row in tx.connection.exec_driver_sql(f"{explain} {statement}", values))
    assert "ix_outbox_due" in plan
    assert "SCAN" not in plan.replace("Index Scan", "")
    assert "Seq Scan" not in plan
