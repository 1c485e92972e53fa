"""The bell that rings in every process, by Redis' pub/sub."""

import threading
from collections.abc import Callable

import redis
import structlog
from redis.client import PubSub

from bot.notify.wake import LOOK_OFTEN, LOOK_SELDOM, Bell
from core import broker

CHANNEL = "mashangban:outbox"
_LISTENS = 5.0
"""Seconds after which it is looked whether Redis is still there."""

log = structlog.get_logger()


class RedisBell(Bell):
    """Rings in every process that listens."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._ringer, self._listener = broker.client(url), broker.client(url, _LISTENS)
        self._pause = broker.Pause()
        self._hearing = threading.Event()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def look_every(self) -> float:
        return LOOK_SELDOM if self._hearing.is_set() else LOOK_OFTEN

    def ring(self) -> None:
        if not self._pause.over:
            return
        try:
            self._ringer.publish(CHANNEL, "")
        except redis.RedisError as error:
            self._pause.begin(error)
        else:
            self._pause.end()

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
