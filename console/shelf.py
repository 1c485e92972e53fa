"""Files made for somebody and asked for again: kept for a moment, and made a few at a time, so that nobody can keep the
house busy by opening a link again and again."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta

KEPT = timedelta(minutes=1)
MOST = 16
AT_ONCE = 2
"""Files being made by one process: the other threads answer messages."""
PATIENCE = 0.5
"""Seconds somebody waits for their turn."""


class Busy(Exception):
    """Others' files are being made: ask again."""


class Shelf:
    """The latest files of this process, by what they are and by what right they are had."""

    def __init__(self) -> None:
        self._files: OrderedDict[Hashable, tuple[datetime, bytes]] = OrderedDict()
        self._lock = threading.Lock()
        self._turn = threading.BoundedSemaphore(AT_ONCE)

    def get(self, key: Hashable, make: Callable[[], bytes], now: datetime) -> bytes:
        """The file, made if it is not there. Raises Busy."""
        if (file := self._fresh(key, now)) is not None:
            return file
        if not self._turn.acquire(timeout=PATIENCE):
            raise Busy
        try:
            file = self._fresh(key, now) or make()
        finally:
            self._turn.release()
        with self._lock:
            self._files[key] = now, file
            self._files.move_to_end(key)
            while len(self._files) > MOST:
                self._files.popitem(last=False)
        return file

    def _fresh(self, key: Hashable, now: datetime) -> bytes | None:
        with self._lock:
            for old in [one for one, (made, _) in self._files.items() if not made <= now < made + KEPT]:
                del self._files[old]
            found = self._files.get(key)
        return found[1] if found else None
