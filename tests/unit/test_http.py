"""A call is over in time even where headers drip, which no time-out of `requests` ends."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests

from bot.notify.channels.http import BoundedAdapter, limits

OVERALL = 0.5


@contextmanager
def server(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Gives every connection to `answer`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    try:
                        answer(connection)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def dripping(payload: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        for at in range(len(payload)):
            connection.sendall(payload[at : at + 1])
            time.sleep(0.05)

    return answer


def session(overall: float = OVERALL) -> requests.Session:
    made = requests.Session()
    made.mount("http://", BoundedAdapter(connect=OVERALL, overall=overall))
    return made


@pytest.mark.parametrize(
    "payload",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + b" " * 100,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 20,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 100,
    ],
)
def test_what_drips_is_left_in_time(payload: bytes) -> None:
    began = time.monotonic()
    with server(dripping(payload)) as url, pytest.raises(requests.RequestException):
        session().get(url)
    assert time.monotonic() - began < OVERALL + 0.3


def test_silence_is_left_in_time() -> None:
    began = time.monotonic()
    with server(lambda connection: time.sleep(OVERALL * 3)) as url, pytest.raises(requests.ReadTimeout):
        session().get(url)
    assert time.monotonic() - began < OVERALL + 0.3


def test_what_comes_in_pieces_but_in_time_is_read() -> None:
    payload = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n"
    with server(dripping(payload)) as url:
        assert session(overall=10).get(url).text == "ab"


def test_a_call_may_have_less_time_than_the_adapter() -> None:
    began = time.monotonic()
    less: Any = limits(0.2)
    with server(lambda connection: time.sleep(2)) as url, pytest.raises(requests.ReadTimeout):
        session(overall=10).get(url, timeout=less)
    assert time.monotonic() - began < 0.7


def test_a_connection_serves_more_than_one_call() -> None:
    seen: list[int] = []

    def answer(connection: socket.socket) -> None:
        while connection.recv(65536):
            seen.append(connection.fileno())
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    with server(answer) as url:
        asking = session()
        assert [asking.get(url).text for _ in range(3)] == ["ok"] * 3
        asking.close()
    assert len(seen) == 3
    assert len(set(seen)) == 1


def test_a_request_is_never_repeated() -> None:
    calls: list[bytes] = []

    def answer(connection: socket.socket) -> None:
        calls.append(connection.recv(65536))

    with server(answer) as url, pytest.raises(requests.ConnectionError):
        session().post(url, data=b"x")
    assert len(calls) == 1
