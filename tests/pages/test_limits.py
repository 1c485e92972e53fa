"""How often one may knock: in one process, shared by Redis, and while Redis does not answer."""

import pytest
from flask import Flask

from console.pages.limits import Limits
from core.settings import Settings


def test_in_one_process() -> None:
    one = Limits(Settings())
    assert [one.allows("typed", "a") for _ in range(2)] == [True, False]
    assert one.allows("typed", "b")


def test_shared_by_all_processes_where_there_is_redis(redis_url: str) -> None:
    one, other = Limits(Settings(redis_url=redis_url)), Limits(Settings(redis_url=redis_url))
    assert one.allows("typed", "a")
    assert not other.allows("typed", "a")


def test_counted_here_while_redis_does_not_answer() -> None:
    one = Limits(Settings(redis_url="redis://127.0.0.1:1"))
    assert [one.allows("typed", "a") for _ in range(2)] == [True, False]


@pytest.mark.parametrize(
    ("proxies", "header", "seen"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (1, "", "127.0.0.1"),
        (2, "6.6.6.6", "127.0.0.1"),
    ],
)
def test_the_address_is_what_our_own_proxy_saw(proxies: int, header: str, seen: str) -> None:
    headers = {"X-Forwarded-For": header} if header else {}
    with Flask(__name__).test_request_context(headers=headers, environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        assert Limits(Settings(trusted_proxies=proxies)).address() == seen
