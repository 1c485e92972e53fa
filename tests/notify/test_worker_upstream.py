"""What the clouds may answer, played here and met by workers with the real channels: each notice ends as is promised,
and an operator sees where it does not."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.notify.channels.wechat import TEMPLATE, WeChatChannel
from bot.notify.channels.wechat_api import WeChatApi
from bot.notify.payload import Payload
from bot.notify.settle import TRIES
from bot.notify.worker import Worker
from core.queries import notice_lines
from core.settings import Settings
from core.store.engine import Store
from core.store.tokens import StoredTokens
from simulator import Simulator
from tests.contract.channel_kit import CARD, OVERALL, SECRET, aliyun, upstream
from tests.notify.worker_kit import OPENID, House

TOKEN = "/cgi-bin/stable_token"
WORKERS = 4


class Bureau:
    """A house with several workers, each with its own API over the token that all share; the clouds' clock is now."""

    def __init__(self, store: Store, settings: Settings, sim: Simulator) -> None:
        settings = settings.model_copy(update={"quiet_hours": "", "sms_phone_daily": 1000})
        self.house, self.sim = House(store, settings, datetime.now(UTC)), sim
        sim.person(OPENID).following = True
        self.workers = [self._worker() for _ in range(WORKERS)]

    def _worker(self) -> Worker:
        tokens = StoredTokens(self.house.store, "wechat")
        api = WeChatApi(self.sim.base_url, self.sim.config.app_id, SECRET, tokens, overall=4 * OVERALL)
        channels = {"wechat": WeChatChannel(api, {"accepted": "TPL_ACCEPTED"}), "sms": aliyun(self.sim)}
        return Worker(self.house.store, self.house.settings, channels, _nothing, _nothing)

    def put(self, *keys: str, fallback: str = "sms") -> None:
        said = Payload("已接收", wechat=CARD, sms={"area": "万和世家", "number": "1", "state": "处理中"})
        self.house.put(*(self.house.news(key, payload=said, lane=key, fallback=fallback) for key in keys))

    def drain(self, later: timedelta = timedelta(0)) -> None:
        self.workers[0].drain(self.house.now + later)

    def all_drain(self) -> None:
        """Every worker, at the same time."""
        with ThreadPoolExecutor(WORKERS) as threads:
            list(threads.map(lambda one: one.drain(self.house.now), self.workers))

    def asked(self, endpoint: str) -> list[Any]:
        return [call for call in self.sim.calls if call["endpoint"] == endpoint]


def _nothing(*_: Any) -> Any:
    raise LookupError


@pytest.fixture
def bureau(store: Store, settings: Settings) -> Iterator[Bureau]:
    with upstream() as sim:
        yield Bureau(store, settings, sim)


@pytest.mark.parametrize("ends", ["expire", "forget"])
def test_a_token_that_ended_is_fetched_once_for_all_workers(bureau: Bureau, ends: str) -> None:
    bureau.put("first")
    bureau.drain()
    assert len(bureau.asked(TOKEN)) == 1
    getattr(bureau.sim.tokens, ends)()
    bureau.put(*(f"n{number}" for number in range(40)))
    bureau.all_drain()
    assert set(bureau.house.states().values()) == {("sent", "")}
    assert len(bureau.asked(TOKEN)) == 2
    assert len([call for call in bureau.asked(TEMPLATE) if call["errcode"]]) <= 40, "refused once each, at most"


def test_a_quota_that_is_used_up_keeps_the_rows_for_tomorrow(bureau: Bureau) -> None:
    bureau.sim.faults.order(TEMPLATE, code="45009", times=-1)
    bureau.put("a", "b", fallback="")
    bureau.drain()
    assert set(bureau.house.states().values()) == {("queued", "quota")}
    calls = len(bureau.asked(TEMPLATE))
    bureau.drain(timedelta(seconds=30))
    assert len(bureau.asked(TEMPLATE)) == calls, "nobody asks again meanwhile"
    bureau.sim.faults.clear()
    bureau.drain(timedelta(days=1, minutes=6))
    assert set(bureau.house.states().values()) == {("sent", "")}
    assert {row.attempts for row in bureau.house.rows().values()} == {1}


def test_a_busy_wechat_is_asked_eight_times_and_then_it_is_a_dead_letter_to_be_seen(bureau: Bureau) -> None:
    bureau.sim.faults.order(TEMPLATE, code="-1", times=-1)
    bureau.put("n", fallback="")
    while (row := bureau.house.rows()["n"]).state == "queued":
        bureau.drain(max(row.due_at - bureau.house.now, timedelta(0)))
    assert (row.state, row.reason) == ("dead", "busy")
    assert len(bureau.asked(TEMPLATE)) == TRIES <= 8
    with bureau.house.store.reading() as tx:
        (line,) = notice_lines(tx)
    assert (line.state, line.attempts) == ("dead", TRIES)


def test_who_left_is_told_by_one_text(bureau: Bureau) -> None:
    bureau.sim.faults.order(TEMPLATE, code="43004", times=-1)
    bureau.put("n")
    for minutes in range(4):
        bureau.drain(timedelta(minutes=minutes))
    assert bureau.house.states()["n"] == ("failed", "not_following")
    assert len(bureau.sim.sms.listed()) == 1


@pytest.mark.parametrize("body", ["<html>502</html>", '{"errcode":0,"err'])
def test_an_answer_that_cannot_be_read_is_followed_by_one_delivery(bureau: Bureau, body: str) -> None:
    """WeChat took it: the same id again reaches nobody twice."""
    bureau.sim.faults.order(TEMPLATE, body=body, accept=True)
    bureau.put("n")
    bureau.drain()
    bureau.drain(timedelta(minutes=1))
    assert bureau.house.states() == {"n": ("sent", "")}
    assert len({call["asked"]["client_msg_id"] for call in bureau.asked(TEMPLATE)}) == 1
    assert sum(bubble["kind"] == "template" for bubble in bureau.sim.person(OPENID).bubbles) == 1
