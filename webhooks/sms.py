"""The door for the SMS gateways: receipts of what we sent, and what people text. It decides nothing.

Nobody signs these callbacks: a long random part of the path is all that tells the gateway from a stranger. So a path
is never logged, and a wrong one meets the same 404 as any page that does not exist.

An answer says that what came in is kept. A gateway waits 700 ms; where the database takes longer, the answer is 503
within WAIT, and the gateway posts again minutes later: what is kept meanwhile has no second effect. As long as nothing
gets on, whoever comes next is answered 503 at once: waiting would hold the web's threads, and with them everybody.
"""

import hmac
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from flask import Flask
from werkzeug.exceptions import NotFound

from bot.messages import Answer, Inbound, Receipt
from bot.notify.metrics import CALLBACKS
from core.settings import Settings
from core.watch import refused
from webhooks.doors import NOT_ALLOWED, UNAVAILABLE, Asked, Reply, Rest, put, report
from webhooks.sms_parse import ADDRESSES, Kept, Malformed, NotAPhone, items, reading

WAIT = 0.5
"""Seconds a callback may take: the gateways' 700 ms, less the way."""
AT_ONCE = 4
STUCK = 0.2
"""Seconds without any of AT_ONCE callbacks coming to an end, after which no more are begun."""

BAD = Reply(400)
NO_PAGE = Reply(404, NotFound().get_body().encode(), "text/html")


class House(Protocol):
    """What the door needs of the application."""

    def receive(self, inbound: Inbound) -> Answer: ...

    def note(self, receipts: Sequence[Receipt]) -> None: ...


def install(app: Flask, house: House, settings: Settings, clock: Callable[[], float] = time.time) -> None:
    """`/sms/<gateway>/<secret>/…` before all others. `clock` gives seconds since 1970."""
    put(app, "/sms/", Door(house, settings, clock))


class Door:
    """Everything worked out once; shared by threads."""

    def __init__(self, house: House, settings: Settings, clock: Callable[[], float]) -> None:
        self._house, self._clock = house, clock
        secrets = [one.get_secret_value().encode() for one in settings.sms_callback_secret]
        self._secrets = [one for one in secrets if one]
        self._index_key = settings.index_key.get_secret_value()
        self._helpers = ThreadPoolExecutor(AT_ONCE, "sms-callback")
        self._lock = threading.Lock()
        self._under_way, self._moved_at = 0, 0.0

    def __call__(self, asked: Asked) -> Reply | Rest:
        """A probe is answered at once; a callback is kept before it is acknowledged."""
        kept = self._address(asked.path)
        if kept is None:
            return NO_PAGE
        match asked.method:
            case "GET" | "HEAD":
                return _fine(kept)
            case "POST":
                return partial(self._callback, kept)
            case _:
                return NOT_ALLOWED

    def _address(self, path: str) -> Kept | None:
        """What is at this path; None where its secret, or anything else of it, is wrong."""
        parts = path.split("/")
        if len(parts) != 5:
            return None
        _, _, gateway, given, last = parts
        known = [hmac.compare_digest(given.encode(), one) for one in self._secrets]
        kept = ADDRESSES.get((gateway, last))
        if kept and any(known):
            return kept
        CALLBACKS.labels("", "", "refused").inc()
        refused("callback_secret")
        return None

    def _callback(self, kept: Kept, body: bytes) -> Reply:
        try:
            found = self._read(kept, body)
        except Malformed:
            _count(kept, "malformed")
            return BAD
        if found and not self._in_time(lambda: self._keep(found)):
            _count(kept, "not_kept", len(found))
            return UNAVAILABLE
        _count(kept, "kept", len(found))
        return _fine(kept)

    def _read(self, kept: Kept, content: bytes) -> list[Receipt | Inbound]:
        """What can be read. Raises Malformed where there is something, and nothing of it can."""
        given, found, foreign = items(content), list[Receipt | Inbound](), 0
        now = reading(self._index_key, datetime.fromtimestamp(self._clock(), UTC))
        for item in given:
            try:
                found.append(kept.read(item, now))
            except NotAPhone:
                foreign += 1
            except Malformed:
                continue
        _count(kept, "no_mobile", foreign)
        if foreign:
            refused("sms_number", gateway=kept.gateway)
        _count(kept, "unreadable", len(given) - len(found) - foreign)
        if given and not found and not foreign:
            raise Malformed
        return found

    def _keep(self, found: Sequence[Receipt | Inbound]) -> None:
        """All of it, one not holding up the others; raises the last error where any could not be kept."""
        failed: Exception | None = None
        receipts = [one for one in found if isinstance(one, Receipt)]
        messages = [one for one in found if isinstance(one, Inbound)]
        if receipts:
            self._house.note(receipts)
        for one in messages:
            try:
                self._house.receive(one)
            except Exception as error:
                failed = error
        if failed:
            raise failed

    def _in_time(self, keep: Callable[[], None]) -> bool:
        """Whether it was done within WAIT. What was not even begun by then is not done at all."""
        if not self._begins():
            return False
        task: Future[None] = self._helpers.submit(keep)
        task.add_done_callback(self._ended)
        try:
            task.result(WAIT)
        except TooLate:
            task.cancel()
            return False
        except Exception as error:
            report("sms_callback_failed", error)
            return False
        return True

    def _begins(self) -> bool:
        """Whether there is any sense in beginning one more."""
        with self._lock:
            now = time.monotonic()
            if self._under_way < AT_ONCE:
                self._moved_at = now
            elif now - self._moved_at > STUCK:
                return False
            self._under_way += 1
            return True

    def _ended(self, task: Future[None]) -> None:
        with self._lock:
            self._under_way -= 1
            if not task.cancelled():
                self._moved_at = time.monotonic()


def _fine(kept: Kept) -> Reply:
    return Reply(200, kept.answer, "application/json")


def _count(kept: Kept, outcome: str, many: int = 1) -> None:
    if many:
        CALLBACKS.labels(kept.gateway, kept.kind, outcome).inc(many)
