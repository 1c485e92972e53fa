"""One web after the other is stopped and started again behind the proxy, while people write: every message is answered
within WeChat's three tries, and counts once."""

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from time import sleep
from urllib.parse import urlsplit

import pytest
import requests
from sqlalchemy import func, select

from core.settings import Settings
from core.store.engine import Store
from core.store.tables import inbox
from simulator import messages, replies
from simulator.config import Config, from_environment
from simulator.wechat_push import HEADERS, seal
from tests.support.databases import emptied
from tests.support.processes import Installation, running
from tests.support.proxy import Proxy, proxied

WRITERS, LINES, EVERY = 4, 6, 0.1
TRIES, PATIENCE, PAUSE = 3, 5.0, 1.0
"""WeChat's."""


class WeChat:
    """Delivers through the proxy, each message up to TRIES times."""

    def __init__(self, config: Config, proxy: Proxy, scene: str) -> None:
        self._config, self._proxy, self._scene = config, proxy, scene
        self._numbers = count()
        self.delivered: list[str] = []
        self.over = threading.Event()

    def people_write(self) -> None:
        """One after the other begins a complaint, line by line, until it is over."""
        with requests.Session() as session:
            session.trust_env, session.verify = False, self._proxy.certificate
            while not self.over.is_set():
                openid, lines = f"oRolling{next(self._numbers):020}", [f"路灯不亮{at}" for at in range(LINES)]
                said = [messages.scan(self._scene, "ticket"), *map(messages.text, lines)]
                answer = [self._deliver(session, openid, one) for one in said][-1]
                assert [answer.count(line) for line in lines] == [1] * LINES, answer

    def _deliver(self, session: requests.Session, openid: str, fields: Mapping[str, object]) -> str:
        push, problems = seal(self._config, openid, dict(fields)), list[object]()
        for _ in range(TRIES):
            try:
                answer = session.post(push.url, push.body, headers=HEADERS, timeout=PATIENCE)
            except requests.RequestException as error:
                problems.append(error)
            else:
                if answer.ok:
                    self.delivered.append(openid)
                    self.over.wait(EVERY)
                    return replies.read(self._config, answer.content, openid, push.key).text
                problems.append(answer.status_code)
            sleep(PAUSE)
        raise AssertionError(problems)


@pytest.fixture
def here(tmp_path: Path, postgresql_url: str) -> Installation:
    return Installation(tmp_path, DATABASE_URL=emptied(postgresql_url), TRUSTED_PROXIES="1")


def test_restarted_one_after_the_other_nothing_is_lost_or_counted_twice(here: Installation, tmp_path: Path) -> None:
    other, port = here.another_web()
    webs = [urlsplit(here.url).port or 0, port]
    with running(here.web), running(other), proxied(tmp_path / "nginx", webs) as proxy:
        store = Store.from_settings(Settings(database_url=here.environment["DATABASE_URL"]))
        with store.reading() as tx:
            scene = tx.directory.areas()[0].scene
        wechat = WeChat(from_environment(here.environment | {"BOT_URL": proxy.url}), proxy, scene)
        with ThreadPoolExecutor(WRITERS) as writers:
            writing = [writers.submit(wechat.people_write) for _ in range(WRITERS)]
            try:
                for web in (here.web, other):
                    before = len(wechat.delivered)
                    assert web.stop() == 0
                    web.again()
                    web.wait()
                    assert len(wechat.delivered) > before
            finally:
                wechat.over.set()
        for one in writing:
            one.result()
        with store.reading() as tx:
            kept = tx.connection.scalar(select(func.count()).select_from(inbox))
        store.close()
    assert kept == len(wechat.delivered)


def test_what_is_begun_is_finished(tmp_path: Path) -> None:
    """A message waits for the database when the web is told to end; it is kept and answered all the same."""
    here = Installation(tmp_path)
    config = from_environment(here.environment)
    push = seal(config, "oWaiting00000000000000000001", messages.text("帮助"))
    store = Store.from_settings(Settings(database_url=here.database_url))
    with running(here.web), ThreadPoolExecutor(2) as threads:
        with store.writing():
            waiting = threads.submit(requests.post, push.url, push.body, headers=HEADERS, timeout=60)
            sleep(1)
            ending = threads.submit(here.web.stop)
            sleep(1)
            assert not waiting.done()
            assert not ending.done()
        answer = waiting.result()
        assert answer.status_code == 200
        assert replies.read(config, answer.content, push.openid, push.key).text
        assert ending.result() == 0
    store.close()
