"""Outbound HTTP that ends on time: whatever the other side does, a call is over after so many seconds.

`requests` counts its time-out anew at each byte, so an upstream that drips holds a thread for hours.
"""

import io
import time
from functools import partial
from http.client import HTTPResponse as RawResponse
from socket import socket
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import BaseHTTPResponse
from urllib3.util import Timeout

CONNECT = 3.0
OVERALL = 10.0
"""Seconds, the defaults of every channel."""

POOL = 64


class BoundedAdapter(HTTPAdapter):
    """Connects within `connect` seconds and is done with a whole call, body included, within `overall`.

    A `urllib3.Timeout` given with a request tightens both; any other time-out given is ignored. Never repeats a
    request. Mount it on a Session; safe to share between threads.
    """

    def __init__(self, connect: float = CONNECT, overall: float = OVERALL) -> None:
        self._limits = Timeout(total=overall, connect=connect)
        super().__init__(pool_connections=POOL, pool_maxsize=POOL, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        if not isinstance(kwargs.get("timeout"), Timeout):
            kwargs["timeout"] = self._limits
        return super().send(request, *args, **kwargs)


def limits(left: float, connect: float = CONNECT) -> Timeout:
    """A time-out for one call of which `left` seconds remain."""
    left = max(left, 0.001)
    return Timeout(total=left, connect=min(connect, left))


class _Until(io.RawIOBase):
    """Reads a socket, each time waiting no longer than what is left until `ends` (monotonic seconds)."""

    def __init__(self, sock: socket, raw: Any, ends: float) -> None:
        self._sock, self._raw, self._ends = sock, raw, ends

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(left)
        count: int | None = self._raw.readinto(buffer)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


def _response(sock: socket, *args: Any, ends: float, **kwargs: Any) -> RawResponse:
    response = RawResponse(sock, *args, **kwargs)
    response.fp = io.BufferedReader(_Until(sock, response.fp.detach(), ends))
    return response


class _Bounded:
    """When the answer is awaited, urllib3 has set `timeout` to what is left of the total."""

    timeout: Any
    response_class: Any

    def getresponse(self) -> BaseHTTPResponse:
        self.response_class = partial(_response, ends=time.monotonic() + float(self.timeout))
        answer: BaseHTTPResponse = super().getresponse()  # type: ignore[misc]
        return answer


class _Http(_Bounded, HTTPConnection):  # type: ignore[misc]
    pass


class _Https(_Bounded, HTTPSConnection):  # type: ignore[misc]
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


_POOLS = {"http": _HttpPool, "https": _HttpsPool}
