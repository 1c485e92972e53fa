"""Who is called outside while a block lasts: connections of Python's sockets. The database's own driver opens its
connections without them."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@contextmanager
def nobody_called(*allowed: Any) -> Iterator[None]:
    """No connection is opened but to these addresses, and no name is looked up: each is refused, and the block fails
    even where the refusal was swallowed."""
    called: list[Any] = []

    def refuse(address: Any) -> None:
        if address not in allowed:
            called.append(address)
            raise ConnectionRefusedError(f"called outside: {address}")

    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def watched(self: socket.socket, address: Any) -> None:
        refuse(address)
        connect(self, address)

    def watched_ex(self: socket.socket, address: Any) -> int:
        refuse(address)
        return connect_ex(self, address)

    def watched_name(host: Any, port: Any, *args: Any, **more: Any) -> Any:
        refuse((host, port))
        return look_up(host, port, *args, **more)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(socket.socket, "connect", watched)
        patched.setattr(socket.socket, "connect_ex", watched_ex)
        patched.setattr(socket, "getaddrinfo", watched_name)
        yield
    assert called == []
