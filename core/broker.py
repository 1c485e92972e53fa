"""Redis, which is only a hint here: never waited for long, and left alone for a while once it has not answered."""

import threading
import time
from collections.abc import Callable
from typing import Any

import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry

PATIENCE = 0.2
"""Seconds a connection or an answer may take."""
PAUSE = 30.0
"""Seconds in which it is not asked again after it has not answered."""

log = structlog.get_logger()


def options(patience: float = PATIENCE) -> dict[str, Any]:
    """What every client is made with: no second try, since the caller goes on without."""
    retry = Retry(NoBackoff(), 0)
    return {"socket_timeout": patience, "socket_connect_timeout": PATIENCE, "retry": retry}


def client(url: str, patience: float = PATIENCE) -> redis.Redis:
    """A client of REDIS_URL, whose answers may take `patience` seconds."""
    return redis.Redis.from_url(url, **options(patience))


class Pause:
    """Whether this process asks Redis at all just now. Used by many threads: while one finds out whether it answers
    again, the others go on without."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = 0.0
        self._lock = threading.Lock()

    @property
    def over(self) -> bool:
        """Whether Redis may be asked by who looks."""
        if not self._until:
            return True
        with self._lock:
            if self._clock() < self._until:
                return False
            self._until = self._clock() + PAUSE
            return True

    def begin(self, error: Exception) -> None:
        """It has not answered."""
        self._until = self._clock() + PAUSE
        log.warning("redis_unreached", error=type(error).__name__)

    def end(self) -> None:
        """It has answered."""
        self._until = 0.0
