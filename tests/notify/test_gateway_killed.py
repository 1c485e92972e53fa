"""kill -9 of a worker that texts through the vendor's own SDK, fifty times at each moment (fifteen over
PostgreSQL); the ledger of the gateway tells what went out. Nothing is lost, and nothing goes out twice."""

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.notify import worker
from bot.notify.ask import BOOKS
from bot.notify.channels import Channel, Letter, Outcome
from bot.notify.payload import Payload
from bot.notify.worker import Worker
from core.settings import Settings
from core.store.engine import Store
from core.store.outbox import FIRST_QUESTION, LEASE
from simulator import Simulator
from tests.contract.channel_kit import OVERALL, aliyun, tencent, upstream
from tests.notify.worker_kit import MINUTE, House

ROUNDS = {"sqlite": 50, "postgresql": 15}
MOMENTS = ("before", "after", "unwritten")


def die(*_: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


class Deadly:
    """The gateway's channel in a worker that is killed before the call or as soon as it is over."""

    idempotent = False

    def __init__(self, inner: Channel, moment: str) -> None:
        self.name, self._inner, self._moment = inner.name, inner, moment

    def send(self, letter: Letter) -> Outcome:
        if self._moment == "before":
            die()
        outcome = self._inner.send(letter)
        if self._moment == "after":
            die()
        return outcome


class Town:
    """A house whose worker texts by a gateway that is played with its ledger."""

    def __init__(self, store: Store, settings: Settings, sim: Simulator, channel: Callable[[Simulator], Any]) -> None:
        settings = settings.model_copy(update={"quiet_hours": "", "sms_phone_daily": 10_000})
        self.house, self.sim, self._channel = House(store, settings, datetime.now(UTC)), sim, channel

    def put(self, *keys: str) -> None:
        """News for the owner, each on a lane of its own."""
        texts = {key: Payload("已接收", sms={"area": "万和世家", "number": key, "state": "处理中"}) for key in keys}
        self.house.put(*(self.house.news(key, "sms", said, lane=key) for key, said in texts.items()))

    def killed(self, moment: str) -> None:
        """A worker in a process of its own is killed at this moment."""
        child = os.fork()
        if child == 0:
            try:
                store = Store.from_settings(self.house.settings)
                if moment == "unwritten":
                    worker.settle = die  # type: ignore[attr-defined]
                channels = {"sms": Deadly(self._channel(self.sim), moment)}
                Worker(store, self.house.settings, channels, die, die).drain(datetime.now(UTC))
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status)
        assert os.WTERMSIG(status) == signal.SIGKILL

    def go_on(self) -> None:
        """Another worker takes over, and time passes: leases end, books are complete."""
        alive = Worker(self.house.store, self.house.settings, {"sms": self._channel(self.sim)}, die, die)
        start = datetime.now(UTC)
        for later in (LEASE, LEASE + FIRST_QUESTION, LEASE + FIRST_QUESTION + 3 * MINUTE, LEASE + BOOKS + MINUTE):
            alive.drain(start + later)

    def sent(self) -> Counter[str]:
        """How often the gateway took each, by its ledger."""
        return Counter(sms["out_id"] for sms in self.sim.sms.listed())


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with upstream() as sim:
        yield sim


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment(store: Store, settings: Settings, sim: Simulator, moment: str) -> None:
    town = Town(store, settings, sim, aliyun)
    keys = [f"n{number}" for number in range(ROUNDS[store.engine.dialect.name])]
    for key in keys:
        town.put(key)
        town.killed(moment)
    assert town.sent() == (Counter() if moment == "before" else Counter(keys))
    town.go_on()
    assert town.sent() == Counter(keys), "each once: nothing lost, nothing twice"
    ends = {(row.state, row.reason) for row in town.house.rows().values()}
    assert ends <= ({("sent", "resent")} if moment == "before" else {("sent", ""), ("delivered", "")})


@pytest.mark.parametrize("accept", [True, False])
def test_no_answer_at_all(store: Store, settings: Settings, sim: Simulator, accept: bool) -> None:
    """Taken or not, the gateway was silent; asked later, it knows."""
    town = Town(store, settings, sim, aliyun)
    keys = [f"n{number}" for number in range(8)]
    town.put(*keys)
    how = {"hang": OVERALL * 2, "accept": True} if accept else {"status": 502, "body": "<html>"}
    sim.faults.order("sms", times=len(keys), **how)
    Worker(store, town.house.settings, {"sms": aliyun(sim)}, die, die).drain(datetime.now(UTC))
    assert {row.state for row in town.house.rows().values()} == {"unknown"}
    town.go_on()
    assert town.sent() == Counter(keys)
    ends = {(row.state, row.reason) for row in town.house.rows().values()}
    assert ends <= ({("sent", ""), ("delivered", "")} if accept else {("sent", "resent")})


def test_books_that_are_wrong_cost_one_text_more_and_it_is_marked(
    store: Store, settings: Settings, sim: Simulator
) -> None:
    town = Town(store, settings, sim, aliyun)
    town.put("n")
    town.killed("after")
    empty = '{"Code":"OK","SmsSendDetailDTOs":{"SmsSendDetailDTO":[]}}'
    sim.faults.order("sms", body=empty, times=3)
    town.go_on()
    assert town.sent() == Counter(n=2)
    assert town.house.states() == {"n": ("sent", "resent")}


def test_tencents_books_prove_nothing_so_nothing_is_sent_again(
    store: Store, settings: Settings, sim: Simulator
) -> None:
    town = Town(store, settings, sim, tencent)
    town.put("lost")
    town.killed("before")
    town.put("taken")
    town.killed("after")
    sim.wait(lambda: all(sms["status"] == "delivered" for sms in sim.sms.listed()) or None, 5, "no receipt")
    town.go_on()
    assert town.sent() == Counter(taken=1)
    assert town.house.states() == {"lost": ("unknown", "worker_died"), "taken": ("delivered", "")}
