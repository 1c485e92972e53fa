"""Attacks can be seen: each is counted, and whoever attacks fills neither the log nor the record."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from prometheus_client import REGISTRY, generate_latest
from structlog.testing import capture_logs

from console.delivery_words import REFUSALS
from core import watch
from core.watch import WHAT, Watch

HOME = Path(__file__).parents[2]
TOLD = re.compile(r"\brefused\(\s*\"(\w+)\"")


def counted(what: str) -> float:
    return REGISTRY.get_sample_value("refused_total", {"what": what}) or 0


@pytest.fixture(autouse=True)
def _plain_log() -> None:
    structlog.reset_defaults()


@pytest.fixture
def house() -> Iterator[Watch]:
    """A watch that tells nothing once the test is over."""
    own = Watch()
    yield own
    own.stop()


def test_a_flood_is_two_lines_a_minute_and_all_of_it_is_counted(house: Watch) -> None:
    before = counted("push_signature")
    kept: list[watch.Refusals] = []
    house.keep(kept.append)
    with capture_logs() as log:
        for _ in range(1_000):
            house.refused("push_signature", at="body")
        house.tell()
    assert [(line["event"], line["what"], line.get("times")) for line in log] == [
        ("refused", "push_signature", None),
        ("refused_again", "push_signature", 999),
    ]
    assert kept == [{("push_signature", ""): 1_000}]
    assert counted("push_signature") - before == 1_000


def test_each_kind_is_told_at_once_and_each_person_kept_apart(house: Watch) -> None:
    kept: list[watch.Refusals] = []
    house.keep(kept.append)
    with capture_logs() as log:
        house.refused("foreign_id", about="staff:3")
        house.refused("foreign_id", about="staff:4")
        house.refused("wrong_code")
        house.tell()
        house.refused("wrong_code")
    assert [line["what"] for line in log] == ["foreign_id", "wrong_code", "foreign_id", "wrong_code"]
    assert not [line for line in log if "staff" in str(line)]
    assert kept == [{("foreign_id", "staff:3"): 1, ("foreign_id", "staff:4"): 1, ("wrong_code", ""): 1}]


def test_the_minute_ends_by_itself() -> None:
    house, ended = Watch(minute=0.01), threading.Event()
    house.keep(lambda _: ended.set())
    house.refused("wrong_code")
    assert ended.wait(20)


def test_a_watch_that_is_stopped_tells_nothing_more(house: Watch) -> None:
    before = set(threading.enumerate())
    house.refused("wrong_code")
    assert set(threading.enumerate()) - before
    house.stop()
    assert not set(threading.enumerate()) - before


def test_a_record_that_cannot_be_written_is_told_and_nobody_waits_for_it(house: Watch) -> None:
    def broken(_: watch.Refusals) -> None:
        raise OSError("what a person wrote")

    house.keep(broken)
    with capture_logs() as log:
        house.refused("wrong_code")
        house.tell()
    assert log[-1] == {"event": "refusals_not_kept", "error": "OSError", "log_level": "error"}


def test_every_kind_is_there_from_the_start_and_has_its_words() -> None:
    figures = generate_latest().decode()
    assert set(REFUSALS) == set(WHAT)
    assert [one for one in WHAT if f'refused_total{{what="{one}"}}' not in figures] == []


def test_what_is_told_anywhere_is_a_kind_we_know() -> None:
    found = {
        what
        for folder in ("core", "bot", "console", "webhooks")
        for file in (HOME / folder).rglob("*.py")
        for what in TOLD.findall(file.read_text("utf-8"))
    }
    assert {"login_failed", "foreign_id"} <= found | set(WHAT)
    assert found - set(WHAT) == set()
