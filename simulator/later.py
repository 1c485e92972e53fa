"""Things to be done a little later, off the thread that asks: receipts, finish events, slow deliveries."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

log = logging.getLogger("simulator")


class Later:
    """One thread that waits and a few that work; `close` drops what is still waiting."""

    def __init__(self, workers: int = 16) -> None:
        self._changed = threading.Condition()
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._count = itertools.count()
        self._closed = False
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="later")
        threading.Thread(target=self._run, name="later", daemon=True).start()

    def after(self, seconds: float, job: Callable[[], object]) -> None:
        with self._changed:
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._count), job))
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        while (job := self._next()) is not None:
            self._pool.submit(_carefully, job)

    def _next(self) -> Callable[[], object] | None:
        with self._changed:
            while not self._closed:
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(wait)
            return None


def _carefully(job: Callable[[], object]) -> None:
    try:
        job()
    except Exception:
        log.exception("a postponed job failed")
