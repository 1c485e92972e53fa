"""Whoever sends a body byte by byte holds nothing but their own connection: the web answers everybody else, and WeChat
at its first try."""

import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from simulator import Simulator, messages
from simulator.config import from_environment
from simulator.wechat_push import seal
from tests.support.processes import Installation, answers, running
from tests.support.slow import Slow, head
from webhooks.front import PEOPLE

MANY = 64
OPENID = "sim_resident_1"


class Web:
    """A web of an installation, and a resident's phone."""

    def __init__(self, here: Installation) -> None:
        self.here, self.config = here, from_environment(here.environment)
        self.phone = Simulator(self.config).person(OPENID)
        self.port = urlsplit(here.url).port or 0
        assert self.phone.follows()

    def signed(self) -> bytes:
        """The head of a push whose query is signed rightly."""
        url = urlsplit(seal(self.config, OPENID, messages.text("帮助")).url)
        return head(f"{url.path}?{url.query}")

    def callback(self) -> bytes:
        """The head of a callback with the right secret."""
        return head(f"/sms/aliyun/{self.config.sms_callback_secret}/up")

    def goes_on(self) -> None:
        """WeChat is answered at its first try, and whoever asks whether the process lives."""
        for _ in range(5):
            assert self.phone.says("帮助")
            assert self.phone.last.tries == 1, self.phone.last
            assert answers(f"{self.here.url}/healthz")


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    here = Installation(tmp_path_factory.mktemp("slow"))
    with running(here.web):
        yield Web(here)


def test_a_stranger_is_refused_before_the_body_is_there(web: Web) -> None:
    query = f"timestamp={int(time.time())}&nonce=1&encrypt_type=aes&msg_signature={'0' * 40}"
    heads = [head(f"/wechat?{query}"), head(f"/wechat?{query}&signature={'0' * 40}"), head("/wechat")]
    with Slow(web.port, [*heads, head("/sms/aliyun/wrong/up"), head("/nothing")]) as slow:
        assert slow.statuses() == [403, 403, 403, 404, 404]


def test_whoever_never_ends_their_headers_is_cut(web: Web) -> None:
    heads = [b"", b"POST /wechat HTTP/1.1\r\nHost: bot\r\nX-Slow: "] * MANY
    with Slow(web.port, heads) as slow:
        web.goes_on()
        assert set(slow.statuses()) <= {0, 408}
    web.goes_on()


@pytest.mark.parametrize("many", [8, MANY])
def test_whoever_takes_their_time_keeps_nobody_else(web: Web, many: int) -> None:
    to_machines = [one for _ in range(many) for one in (web.signed(), web.callback())]
    to_people = [head("/console/login"), head("/console/logout")] * (many // 2)
    with Slow(web.port, to_people), Slow(web.port, to_machines) as slow:
        web.goes_on()
        assert set(slow.statuses()) == {408}
    web.goes_on()


def test_more_than_can_be_waited_for_are_told_so(web: Web) -> None:
    with Slow(web.port, [head("/console/login")] * (PEOPLE.most + 12)) as slow:
        web.goes_on()
        assert Counter(slow.statuses()) == {408: PEOPLE.most, 503: 12}


def test_pages_that_take_their_time_keep_no_message(tmp_path: Path) -> None:
    """Here they wait for a broker that accepts and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent, ThreadPoolExecutor(6) as people:
        here = Installation(tmp_path, WEB_THREADS="2", REDIS_URL=f"redis://127.0.0.1:{silent.getsockname()[1]}")
        with running(here.web):
            web = Web(here)
            waiting = [people.submit(requests.get, f"{here.url}/readyz", timeout=120) for _ in range(6)]
            web.goes_on()
            assert not all(one.done() for one in waiting)
            assert {one.result().status_code for one in waiting} == {503}
