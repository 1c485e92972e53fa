"""A hint that there is work: rung after a commit, heard by the worker. A lost one costs a moment, never a notice.

Without Redis the worker looks for itself, several times a second; with Redis it is rung at once and looks
seldom.
"""

import threading
import time
from collections.abc import Callable

import redis
import structlog
from redis.client import PubSub

from core.settings import Settings

CHANNEL = "mashangban:outbox"
LOOK_OFTEN = 0.3
LOOK_SELDOM = 5.0
"""Seconds between two looks without and with somebody who rings."""
_PATIENCE = 0.5
"""Seconds a ring may take; then Redis is left alone for PAUSE."""
_PAUSE = 5.0

log = structlog.get_logger()


class Bell:
    """Rings within this process."""

    def __init__(self) -> None:
        self._ears: list[Callable[[], None]] = []

    @property
    def look_every(self) -> float:
        """Seconds after which to look without having been rung."""
        return LOOK_OFTEN

    def ring(self) -> None:
        """There may be work. Never raises, never waits long."""
        for ear in self._ears:
            ear()

    def listen(self, ear: Callable[[], None]) -> None:
        """Have `ear` called at each ring from now on."""
        self._ears.append(ear)

    def close(self) -> None:
        """Ring and hear no more."""
        self._ears.clear()


class RedisBell(Bell):
    """Rings in every process by Redis' pub/sub."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._ringer = redis.Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        self._listener = redis.Redis.from_url(url, socket_timeout=_PAUSE, socket_connect_timeout=_PATIENCE)
        self._silent_until = 0.0
        self._hearing = threading.Event()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def look_every(self) -> float:
        return LOOK_SELDOM if self._hearing.is_set() else LOOK_OFTEN

    def ring(self) -> None:
        if time.monotonic() < self._silent_until:
            return
        try:
            self._ringer.publish(CHANNEL, "")
        except redis.RedisError as error:
            self._silent_until = time.monotonic() + _PAUSE
            log.warning("redis_unreached", error=type(error).__name__)

    def listen(self, ear: Callable[[], None]) -> None:
        super().listen(ear)
        if self._thread is None:
            self._thread = threading.Thread(target=self._hear, name="wake", daemon=True)
            self._thread.start()

    def close(self) -> None:
        super().close()
        self._closed.set()
        self._ringer.close()
        self._listener.close()

    def _hear(self) -> None:
        while not self._closed.is_set():
            try:
                with self._listener.pubsub(ignore_subscribe_messages=True) as heard:  # type: ignore[no-untyped-call]
                    heard.subscribe(CHANNEL)
                    self._pass_on(heard)
            except (redis.RedisError, OSError, ValueError) as error:
                if not self._closed.is_set():
                    log.warning("redis_unreached", error=type(error).__name__)
            self._hearing.clear()
            self._closed.wait(1)

    def _pass_on(self, heard: PubSub) -> None:
        self._hearing.set()
        super().ring()
        while not self._closed.is_set():
            if heard.get_message(timeout=1.0):
                super().ring()


def make_bell(settings: Settings) -> Bell:
    """The bell REDIS_URL asks for."""
    return RedisBell(settings.redis_url) if settings.redis_url else Bell()
