"""Faults to order: the next calls of an endpoint answer wrongly, late, or one byte at a time."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from flask import Response

SMS, DELIVERY = "sms", "sms-delivery"


@dataclass
class Fault:
    """What happens to the next `times` calls (-1: to all) of `endpoint`.

    `endpoint` is a path of WeChat's API (or, ending in `/`, all below it), `sms` (Alibaba's), `sms-delivery` (taken,
    but not delivered) or `*` (any call of either). `code` is answered as the API's own error: a WeChat errcode or an
    Alibaba Code. `status` and `body` are answered raw instead. `hang` seconds pass first; `drip` bytes a second leave.
    With `accept` the call is carried out before the fault strikes. `to` limits it to calls whose body or query names
    this person.
    """

    endpoint: str
    code: str = ""
    status: int = 200
    body: str | None = None
    hang: float = 0.0
    drip: float = 0.0
    accept: bool = False
    times: int = 1
    to: str = ""

    def matches(self, endpoint: str, request_text: str) -> bool:
        fits = self.endpoint in (endpoint, "*") or (self.endpoint.endswith("/") and endpoint.startswith(self.endpoint))
        return fits and self.times != 0 and self.to in request_text

    @property
    def passes(self) -> bool:
        """Whether the API's own answer goes out (late or slowly) instead of an error."""
        return not self.code and self.body is None and self.status == 200

    def pause(self) -> None:
        time.sleep(self.hang)

    def dripping(self, payload: bytes) -> Iterator[bytes]:
        for at in range(len(payload)):
            yield payload[at : at + 1]
            time.sleep(1 / self.drip)

    def shape(self, response: Response) -> Response:
        """The response as it leaves: raw where the fault says so, dripping where it says so."""
        if not self.code and not self.passes:
            body = self.body if self.body is not None else ""
            response = Response(body, self.status, content_type=_content_type(body))
        if self.drip > 0:
            payload = response.get_data()
            slow = Response(self.dripping(payload), response.status_code, content_type=response.content_type)
            slow.headers["Content-Length"] = str(len(payload))
            return slow
        return response


def _content_type(body: str) -> str:
    return "text/html; charset=utf-8" if body.lstrip().startswith("<") else "application/json; charset=utf-8"


class Faults:
    """The faults that are ordered now; the oldest that fits is taken. `told` is called when they change."""

    def __init__(self, told: Callable[[], None] = lambda: None) -> None:
        self._told = told
        self._lock = threading.Lock()
        self._ordered: list[Fault] = []

    def order(self, endpoint: str, **how: Any) -> Fault:
        """See Fault. Raises TypeError for a field it does not have."""
        fault = Fault(endpoint, **how)
        fault.code = str(fault.code) if fault.code not in (None, "") else ""
        with self._lock:
            self._ordered.append(fault)
        self._told()
        return fault

    def take(self, endpoint: str, request_text: str = "") -> Fault | None:
        with self._lock:
            fault = next((one for one in self._ordered if one.matches(endpoint, request_text)), None)
            if fault is None:
                return None
            fault.times -= fault.times > 0
            self._ordered = [one for one in self._ordered if one.times != 0]
        self._told()
        return fault

    def clear(self) -> None:
        with self._lock:
            self._ordered.clear()
        self._told()

    def listed(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._ordered]
