"""The load: requests made ready beforehand, sent over connections that are kept alive, each answer timed.

Closed loop: every connection sends as soon as it has its answer. Open loop: requests leave at a steady rate,
whatever the answers do, and are timed from the moment they were due.
"""

import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from statistics import quantiles

PATIENCE = 30.0
"""Seconds to wait for an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`seconds` from the request's leaving (or being due) until the last byte of its answer."""

    status: int
    body: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a load: the answers in the order of the requests, and the seconds all of it took."""

    answers: list[Answer]
    seconds: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.answers) / self.seconds

    def percentile(self, percent: int) -> float:
        """The seconds within which that many of a hundred answers came."""
        return quantiles([one.seconds for one in self.answers], n=100, method="inclusive")[percent - 1]


def send(port: int, requests: Sequence[bytes], connections: int, rate: float | None = None) -> Report:
    """Send each request once to 127.0.0.1; with `rate` (a second) in an open loop, for which `connections` must be
    many enough to wait side by side. Raises OSError where the server hangs up."""
    answers: list[Answer | None] = [None] * len(requests)
    turns = count()
    errors: list[Exception] = []
    ready = threading.Barrier(connections + 1)
    begin = 0.0

    def work() -> None:
        try:
            with Line(port) as line:
                ready.wait(PATIENCE)
                while (turn := next(turns)) < len(requests) and not errors:
                    due = _wait(begin + turn / rate) if rate else time.perf_counter()
                    status, body = line.exchange(requests[turn])
                    answers[turn] = Answer(status, body, time.perf_counter() - due)
        except Exception as error:
            errors.append(error)
            ready.abort()

    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    begin = time.perf_counter() + 0.05
    with suppress(threading.BrokenBarrierError):
        ready.wait(PATIENCE)
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return Report([one for one in answers if one], time.perf_counter() - started)


def _wait(due: float) -> float:
    time.sleep(max(0.0, due - time.perf_counter()))
    return due


class Line:
    """One connection, kept alive."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def exchange(self, request: bytes) -> tuple[int, bytes]:
        """One request, its status and body. Raises OSError where the connection breaks."""
        self._socket.sendall(request)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = received[:end].lower()
        length = int(head.split(b"\r\ncontent-length:")[1].split(b"\r\n")[0])
        body = received[end + 4 :]
        while len(body) < length:
            body += self._more()
        return int(head[9:12]), body

    def _more(self) -> bytes:
        some = self._socket.recv(65536)
        if not some:
            raise ConnectionError("the server hung up")
        return some
