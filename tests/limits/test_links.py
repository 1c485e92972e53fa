"""A link to a file may be opened again, by its owner and by programs that look at links; not so that it costs much."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import count

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from console.shelf import AT_ONCE, KEPT, MOST, Busy, Shelf
from core.people_commands import Leave
from core.store.tables import audit
from tests.limits.kit import MINUTE, Crowd, refusals
from tests.support import town
from webhooks import create_app


@pytest.fixture
def browser(crowd: Crowd) -> FlaskClient:
    return create_app(crowd.house).test_client()


def link(crowd: Crowd) -> str:
    """A manager's, to a report."""
    town.bind(crowd.store, "张益达", "zhang", crowd.now)
    found = re.search(r"/r/[\w-]+", crowd.says("zhang", "报表"))
    assert found
    return found[0]


def lines(crowd: Crowd) -> int:
    with crowd.store.reading() as tx:
        return tx.connection.scalar(select(func.count()).where(audit.c.act == "download")) or 0


def test_forty_looks_are_ten_and_one_line_of_the_record(crowd: Crowd, browser: FlaskClient) -> None:
    path, before = link(crowd), refusals("file_limit")
    said = [browser.get(path) for _ in range(40)]
    assert [one.status_code for one in said] == [200] * 10 + [429] * 30
    assert {one.data for one in said[:10]} == {said[0].data}
    assert said[-1].headers["Retry-After"] == "60"
    assert "一分钟后再打开" in said[-1].text
    assert lines(crowd) == 1
    assert refusals("file_limit") == before + 30


def test_it_is_put_on_record_again_after_a_while(crowd: Crowd, browser: FlaskClient) -> None:
    path = link(crowd)
    for _ in range(3):
        assert browser.get(path).status_code == 200
        crowd.now += 9 * MINUTE
    assert lines(crowd) == 2


def test_what_lies_ready_is_for_whoever_may_see_it_now(crowd: Crowd, browser: FlaskClient) -> None:
    path = link(crowd)
    assert browser.get(path).status_code == 200
    with crowd.store.writing() as tx:
        (zhang,) = tx.directory.staff_by_phone(town.STAFF["张益达"][0])
        crowd.house.by_itself(tx, Leave(zhang.id), crowd.now)
    assert browser.get(path).status_code == 404


def test_guessing_links_is_limited_by_address(crowd: Crowd, browser: FlaskClient) -> None:
    codes = [browser.get(f"/r/{at:032}").status_code for at in range(31)]
    assert codes == [404] * 30 + [429]


class TestShelf:
    def test_a_file_is_made_once_a_while(self, now: datetime) -> None:
        shelf, made = Shelf(), count()

        def make() -> bytes:
            return str(next(made)).encode()

        moments = (now, now + KEPT / 2, now + KEPT)
        assert [shelf.get("a", make, at) for at in moments] == [b"0", b"0", b"1"]
        assert shelf.get("another right", make, now + KEPT) == b"2"

    def test_it_holds_few(self, now: datetime) -> None:
        shelf, made = Shelf(), count()
        for key in range(MOST + 1):
            shelf.get(key, lambda: str(next(made)).encode(), now)
        assert shelf.get(MOST, lambda: b"new", now) == str(MOST).encode()
        assert shelf.get(0, lambda: b"new", now) == b"new"

    def test_few_are_made_at_once_and_the_others_are_told_to_come_again(self, now: datetime) -> None:
        shelf, going_on, begun = Shelf(), threading.Event(), threading.Barrier(AT_ONCE + 1)

        def slow() -> bytes:
            begun.wait(10)
            going_on.wait(10)
            return b"slow"

        with ThreadPoolExecutor(AT_ONCE) as pool:
            waiting = [pool.submit(shelf.get, key, slow, now) for key in range(AT_ONCE)]
            begun.wait(10)
            with pytest.raises(Busy):
                shelf.get("another", lambda: b"", now)
            going_on.set()
            assert [one.result(10) for one in waiting] == [b"slow"] * AT_ONCE
        assert shelf.get("another", lambda: b"made", now) == b"made"
