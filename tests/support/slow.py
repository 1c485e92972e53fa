"""People who take their time: connections that send a request's head, and then a byte now and then, or nothing."""

import socket
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from tests.support.processes import PATIENCE

PROMISED = 60_000
"""Bytes of body that are promised and never come."""
_PAUSE = 0.5


class Slow:
    """As many at once as there are heads; every other one trickles. They hang up at the end of the block."""

    def __init__(self, port: int, heads: Sequence[bytes]) -> None:
        self._sockets = [socket.create_connection(("127.0.0.1", port), PATIENCE) for _ in heads]
        for one, head in zip(self._sockets, heads, strict=True):
            one.sendall(head)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._trickle)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        for one in self._sockets:
            one.close()

    def statuses(self) -> list[int]:
        """What each was told; 0 for those who were cut without a word. Waits for it."""
        return [_status(one) for one in self._sockets]

    def _trickle(self) -> None:
        trickling = self._sockets[::2]
        while not self._over.wait(_PAUSE):
            for one in list(trickling):
                try:
                    one.sendall(b"x")
                except OSError:
                    trickling.remove(one)


def head(target: str, *lines: str) -> bytes:
    """The head of a POST that promises a body."""
    told = [f"POST {target} HTTP/1.1", "Host: bot", f"Content-Length: {PROMISED}", *lines]
    return "\r\n".join([*told, "", ""]).encode()


def _status(one: socket.socket) -> int:
    try:
        said = one.recv(4096)
    except ConnectionError:
        return 0
    return int(said[9:12] or 0)
