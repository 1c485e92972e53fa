"""Where the account's access token is kept. All processes share one: a new one may end the old."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Protocol


class TokenStore(Protocol):
    """One token for all processes. `expires_at` has a zone.

    `lock` lets one caller at a time, of all processes, fetch a token; it waits at most `wait` seconds and raises
    TimeoutError then. A holder that died must not hold it for more than half a minute.
    """

    def read(self) -> tuple[str, datetime] | None: ...

    def write(self, token: str, expires_at: datetime) -> None: ...

    def lock(self, wait: float) -> AbstractContextManager[None]: ...


class MemoryTokens:
    """The store of a single process."""

    def __init__(self) -> None:
        self._kept: tuple[str, datetime] | None = None
        self._lock = threading.Lock()

    def read(self) -> tuple[str, datetime] | None:
        return self._kept

    def write(self, token: str, expires_at: datetime) -> None:
        self._kept = (token, expires_at)

    def lock(self, wait: float) -> AbstractContextManager[None]:
        return self._held(wait)

    @contextmanager
    def _held(self, wait: float) -> Iterator[None]:
        if not self._lock.acquire(timeout=max(wait, 0)):
            raise TimeoutError("the token's lock is held")
        try:
            yield
        finally:
            self._lock.release()
