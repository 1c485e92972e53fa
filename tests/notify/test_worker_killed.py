"""kill -9 of a worker at any moment: every notice ends; an SMS reaches the person at most once, a WeChat notice at
least once and never twice but by the template whose id WeChat knows again."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.notify import take, worker
from bot.notify.channels import Letter, Outcome
from core.store.engine import Store
from core.store.outbox import LEASE
from tests.notify.worker_kit import SENT, House
from tests.notify.worker_process import Sink

ROUNDS = 3


def die(*_: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


class Deadly(Sink):
    """Dies before the message is taken, or as soon as it is."""

    def __init__(self, name: str, path: Path, before: bool) -> None:
        super().__init__(name, path)
        self._before = before

    def send(self, letter: Letter) -> Outcome:
        if self._before:
            die()
        super().send(letter)
        die()
        return SENT


def killed_in_child(house: House, act: Callable[[House], None]) -> None:
    """Do `act` in a forked process with a database connection of its own; it must be killed at it."""
    child = os.fork()
    if child == 0:
        try:
            house.store = Store.from_settings(house.settings)
            act(house)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


def work_until(moment: str, sink: Path) -> Callable[[House], None]:
    def act(house: House) -> None:
        if moment == "claimed":
            take._judged = die
        if moment == "unwritten":
            worker.settle = die  # type: ignore[attr-defined]
        deadly = moment in ("before", "after")
        kinds = {name: Deadly(name, sink, moment == "before") if deadly else Sink(name, sink) for name in CHANNELS}
        worker.Worker(house.store, house.settings, kinds, die, die).drain(house.now)

    return act


CHANNELS = ("wechat", "sms")


@pytest.mark.parametrize("moment", ["claimed", "before", "after", "unwritten"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_killed_at_any_moment(house: House, tmp_path: Path, channel: str, moment: str) -> None:
    for n in range(ROUNDS):
        sink, key = tmp_path / f"sink{n}", f"n{n}"
        if channel == "wechat":
            house.open_window(house.owner)
        house.put(house.news(key, channel))
        killed_in_child(house, work_until(moment, sink))
        assert house.states()[key] == ("sending", "")
        taken = moment in ("after", "unwritten")
        assert sink.exists() == taken
        house.drain(house.now + LEASE)
        letters = [letter for letter in house.wechat.letters + house.sms.letters if letter.key == key]
        if moment == "claimed" or channel == "wechat":
            assert house.states()[key] == ("sent", "")
            assert len(letters) == 1
        else:
            assert house.states()[key] == ("unknown", "worker_died")
            assert letters == []
        if channel == "wechat" and moment != "claimed":
            assert letters[0].route == "template"


def test_nothing_is_noted_of_a_claim_that_did_not_commit(house: House, tmp_path: Path) -> None:
    def act(house: House) -> None:
        with house.store.writing() as tx:
            tx.outbox.claim(house.now, 1)
            die()

    house.put(house.news("n"))
    killed_in_child(house, act)
    assert house.states() == {"n": ("queued", "")}
    assert house.rows()["n"].attempts == 0
