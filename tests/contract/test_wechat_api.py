"""The transport to WeChat: one token for all, one retry, media with a cap, nothing secret in an error."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest

from bot.notify.channels.wechat_api import (
    Ambiguous,
    Declined,
    Elsewhere,
    TooLarge,
    Unreached,
    WeChatApi,
    is_wechats,
)
from bot.notify.channels.wechat_token import MemoryTokens
from simulator import Simulator
from tests.contract.channel_kit import OVERALL, SECRET, api, upstream

TAGS = "/cgi-bin/tags/get"
TOKEN = "/cgi-bin/stable_token"


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with upstream() as sim:
        yield sim


def asked(sim: Simulator, endpoint: str) -> list[dict[str, object]]:
    return [call["asked"] for call in sim.calls if call["endpoint"] == endpoint]


def test_one_token_serves_many_calls(sim: Simulator) -> None:
    wechat = api(sim)
    for _ in range(3):
        assert "tags" in wechat.get(TAGS)
    assert len(asked(sim, TOKEN)) == 1


def test_forty_threads_fetch_one_token(sim: Simulator) -> None:
    wechat = api(sim)
    with ThreadPoolExecutor(40) as threads:
        assert len(list(threads.map(lambda _: wechat.get(TAGS), range(40)))) == 40
    assert len(asked(sim, TOKEN)) == 1


@pytest.mark.parametrize("ends", ["expire", "forget"])
def test_a_token_that_ended_is_replaced_once_for_all(sim: Simulator, ends: str) -> None:
    wechat = api(sim)
    wechat.get(TAGS)
    getattr(sim.tokens, ends)()
    with ThreadPoolExecutor(8) as threads:
        assert all("tags" in answer for answer in threads.map(lambda _: wechat.get(TAGS), range(8)))
    assert len(asked(sim, TOKEN)) == 2


def test_a_token_nearing_its_end_is_not_used(sim: Simulator) -> None:
    clock = [datetime.now(UTC)]
    config = sim.config
    wechat = WeChatApi(sim.base_url, config.app_id, SECRET, MemoryTokens(), now=lambda: clock[0])
    wechat.get(TAGS)
    clock[0] += timedelta(seconds=config.token_seconds - 121)
    wechat.get(TAGS)
    assert len(asked(sim, TOKEN)) == 1
    clock[0] += timedelta(seconds=2)
    wechat.get(TAGS)
    assert len(asked(sim, TOKEN)) == 2


@pytest.mark.parametrize("code", ["40001", "40014", "42001"])
def test_a_token_that_stays_refused_is_retried_once(sim: Simulator, code: str) -> None:
    wechat = api(sim)
    sim.faults.order(TAGS, code=code, times=-1)
    with pytest.raises(Declined) as refused:
        wechat.get(TAGS)
    assert refused.value.code == int(code)
    assert len(asked(sim, TAGS)) == 2
    assert [bool(one["force_refresh"]) for one in asked(sim, TOKEN)] == [False, False, True]


def test_refreshes_are_forced_at_most_every_half_minute(sim: Simulator) -> None:
    wechat = api(sim)
    sim.faults.order(TAGS, code="40001", times=-1)
    for _ in range(5):
        with pytest.raises(Declined):
            wechat.get(TAGS)
    assert sum(bool(one["force_refresh"]) for one in asked(sim, TOKEN)) == 1


def test_another_process_may_have_refreshed_already(sim: Simulator) -> None:
    tokens = MemoryTokens()
    one, two = (WeChatApi(sim.base_url, sim.config.app_id, SECRET, tokens) for _ in range(2))
    one.get(TAGS)
    two.get(TAGS)
    assert len(asked(sim, TOKEN)) == 1


@pytest.mark.parametrize("fault", [{"body": "<html>"}, {"code": "-1"}, {"hang": OVERALL * 2}, {"body": "{}"}])
def test_a_token_that_cannot_be_had_sends_nothing(sim: Simulator, fault: dict[str, object]) -> None:
    sim.faults.order(TOKEN, **fault)
    with pytest.raises(Unreached):
        api(sim).get(TAGS)
    assert asked(sim, TAGS) == []


class Held(MemoryTokens):
    """Another process holds the lock and does not give it back."""

    def lock(self, wait: float) -> AbstractContextManager[None]:
        time.sleep(wait)
        raise TimeoutError


class Broken(MemoryTokens):
    def read(self) -> tuple[str, datetime] | None:
        raise ConnectionError("database password=hunter2")


@pytest.mark.parametrize("tokens", [Held(), Broken()])
def test_a_store_that_fails_sends_nothing_and_holds_nobody(sim: Simulator, tokens: MemoryTokens) -> None:
    wechat = WeChatApi(sim.base_url, sim.config.app_id, SECRET, tokens, overall=OVERALL)
    began = time.monotonic()
    with pytest.raises(Unreached) as failed:
        wechat.get(TAGS)
    assert time.monotonic() - began < OVERALL + 0.3
    assert "hunter2" not in str(failed.value)


def test_the_lock_is_waited_for_and_given_back() -> None:
    tokens = MemoryTokens()
    order: list[str] = []

    def hold() -> None:
        with tokens.lock(5):
            order.append("in")
            time.sleep(0.05)
            order.append("out")

    threads = [threading.Thread(target=hold) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert order == ["in", "out"] * 3
    with tokens.lock(1), pytest.raises(TimeoutError), tokens.lock(0.01):
        pass


def test_all_calls_of_a_letter_share_one_time(sim: Simulator) -> None:
    wechat = api(sim)
    wechat.get(TAGS)
    sim.faults.order(TAGS, hang=OVERALL * 0.6, times=-1)
    budget, began = wechat.budget(), time.monotonic()
    wechat.get(TAGS, budget=budget)
    with pytest.raises(Ambiguous) as late:
        wechat.get(TAGS, budget=budget)
    assert late.value.reason == "timeout"
    time.sleep(0.01)
    with pytest.raises(Unreached):
        wechat.get(TAGS, budget=budget)
    assert time.monotonic() - began < OVERALL + 0.3


def test_nothing_secret_in_an_error(sim: Simulator) -> None:
    words = f"bad secret {SECRET} token {'A' * 120} of oABCDEFGHIJKLMNOPQRSTUVWXYZ1 rid: 65f0-1"
    sim.faults.order(TAGS, body=json.dumps({"errcode": 40125, "errmsg": words}))
    with pytest.raises(Declined) as declined:
        api(sim).get(TAGS)
    assert declined.value.detail == "40125 bad secret *** token *** of openid rid: 65f0-1"


def test_a_redirect_is_not_followed(sim: Simulator) -> None:
    sim.faults.order(TAGS, status=302, body="elsewhere")
    with pytest.raises(Ambiguous):
        api(sim).get(TAGS)
    assert len(asked(sim, TAGS)) == 1


def test_a_file_goes_up_and_comes_down(sim: Simulator) -> None:
    wechat = api(sim)
    media_id = wechat.upload("image", b"\xff\xd8\xff picture", "photo.jpeg", "image/jpeg")
    media = wechat.download(media_id, 1 << 20)
    assert (media.content, media.content_type) == (b"\xff\xd8\xff picture", "image/jpeg")


def test_a_file_is_not_read_beyond_its_limit(sim: Simulator) -> None:
    wechat = api(sim)
    media_id = sim.media.keep(b"x" * 100_000, "image/jpeg")
    assert len(wechat.download(media_id, 100_000).content) == 100_000
    with pytest.raises(TooLarge):
        wechat.download(media_id, 99_999)


def test_a_file_that_is_gone(sim: Simulator) -> None:
    with pytest.raises(Declined) as gone:
        api(sim).download("nowhere", 1000)
    assert gone.value.code == 40007


def test_words_instead_of_a_file(sim: Simulator) -> None:
    sim.faults.order("/cgi-bin/media/get", body='{"video": "there"}')
    with pytest.raises(Ambiguous):
        api(sim).download("m", 1000)


def test_a_video_is_fetched_from_where_wechat_says_without_our_token(sim: Simulator) -> None:
    media_id = sim.media.keep(b"\0\0\0\x18ftypmp42", "video/mp4")
    assert api(sim).download(media_id, 1000).content == b"\0\0\0\x18ftypmp42"
    with pytest.raises(TooLarge):
        api(sim).download(media_id, 5)


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/a.mp4",
        "http://169.254.169.254/latest/meta-data",
        "https://example.com/a.mp4",
        "https://vweixinf.tc.qq.com.example.com/a.mp4",
        "https://evilqq.com/a.mp4",
        "https://vweixinf.tc.qq.com:8080/a.mp4",
        "https://user@vweixinf.tc.qq.com/a.mp4",
        "https://example.com\\@vweixinf.tc.qq.com/a.mp4",
        "file:///etc/passwd",
        "ftp://vweixinf.tc.qq.com/a.mp4",
        "http://[::1",
        "http://127.0.0.1:9/a.mp4",
        "",
    ],
)
def test_a_video_elsewhere_is_not_asked_for(sim: Simulator, url: str) -> None:
    sim.faults.order("/cgi-bin/media/get", body=json.dumps({"video_url": url}))
    with pytest.raises(Elsewhere):
        api(sim).download("m", 1000)


@pytest.mark.parametrize("url", ["https://vweixinf.tc.qq.com/1/a.mp4?k=v", "http://mp.weixin.qq.com/a"])
def test_where_wechat_keeps_its_videos(url: str) -> None:
    assert is_wechats(url)


def test_a_file_that_drips_is_left_in_time(sim: Simulator) -> None:
    wechat = api(sim)
    media_id = sim.media.keep(b"x" * 1000, "image/jpeg")
    sim.faults.order("/cgi-bin/media/get", drip=20.0)
    began = time.monotonic()
    with pytest.raises(Ambiguous):
        wechat.download(media_id, 1000)
    assert time.monotonic() - began < OVERALL + 0.3
