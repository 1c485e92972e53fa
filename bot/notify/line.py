"""One channel's line: claims its rows, has them acted on side by side, writes the outcomes together.

Each channel has a line and helpers of its own, so that one that hangs holds up nobody else.
"""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from queue import Empty, SimpleQueue

import structlog

from bot.notify import metrics
from bot.notify.settle import Done
from bot.notify.take import Job, Taken, Written
from bot.notify.wake import Bell
from core.store.outbox import LEASE

GATHER = 0.2
"""Seconds a fast outcome may wait to be written together with others."""
AFTER_FAULT = 1.0

log = structlog.get_logger()


class Line:
    """`take(most, now)`, `act(job)` and `write(outcomes, now)` are the worker's; `size` is how many at once."""

    def __init__(
        self,
        name: str,
        size: int,
        take: Callable[[int, datetime], Taken],
        act: Callable[[Job], Done],
        write: Callable[[Sequence[Done], datetime], list[Written]],
        clock: Callable[[], datetime],
        bell: Bell,
    ) -> None:
        self.name, self._size = name, size
        self._take, self._act, self._write, self._clock, self._bell = take, act, write, clock, bell
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._results: SimpleQueue[Done | None] = SimpleQueue()
        self._held = 0
        self._unwritten: list[Done] = []
        self._next: datetime | None = None
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin, in threads of its own."""
        self._bell.listen(self._wake)
        targets = [self._run, *[self._help] * self._size]
        self._threads = [threading.Thread(target=one, name=f"notify-{self.name}", daemon=True) for one in targets]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Claim no more; what is held is finished."""
        self._stopping.set()
        self._wake()

    def join(self, seconds: float) -> bool:
        """Wait until all that was held is finished; whether it is."""
        self._threads[0].join(max(seconds, 0))
        return not self._threads[0].is_alive()

    def drain(self, now: datetime) -> int:
        """Do once, here and now, what is due; how many rows were taken."""
        jobs, written = self._take(self._size, now)
        self._write([self._act(job) for job in jobs], now)
        return len(jobs) + len(written)

    def _wake(self) -> None:
        self._results.put(None)

    def _help(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._results.put(self._act(job))

    def _run(self) -> None:
        while not (self._stopping.is_set() and not self._held and not self._unwritten):
            try:
                self._claim()
                self._unwritten += self._gathered(self._patience())
                self._finish()
            except Exception:
                log.exception("worker_fault", channel=self.name)
                metrics.FAULTS.labels(self.name, "line").inc()
                time.sleep(AFTER_FAULT)
        for _ in range(self._size):
            self._jobs.put(None)

    def _claim(self) -> None:
        room = self._size - self._held - len(self._unwritten)
        if self._stopping.is_set() or room <= 0:
            return
        now = self._clock()
        if self._next and self._next <= now:
            self._next = None
        jobs, written = self._take(room, now)
        self._note(written)
        self._held += len(jobs)
        for job in jobs:
            self._jobs.put(job)
        if written:
            self._wake()

    def _patience(self) -> float:
        """Seconds until the next look."""
        look = self._bell.look_every if not self._held else min(self._bell.look_every, 0.3)
        if self._unwritten:
            return 0.0
        if self._next:
            look = min(look, max((self._next - self._clock()).total_seconds(), 0.01))
        return look

    def _gathered(self, patience: float) -> list[Done]:
        """Outcomes as they come: none after `patience` or a ring, else all that come within GATHER."""
        found: list[Done] = []
        until = time.monotonic() + patience
        while len(found) < max(self._held, 1):
            try:
                one = self._results.get(timeout=max(until - time.monotonic(), 0))
            except Empty:
                break
            if one is not None:
                until = until if found else time.monotonic() + GATHER
                found.append(one)
            elif not found:
                break
        self._held -= len(found)
        return found

    def _finish(self) -> None:
        if not self._unwritten:
            return
        now = self._clock()
        try:
            self._note(self._write(self._unwritten, now))
            self._unwritten = []
        except Exception:
            log.exception("worker_fault", channel=self.name)
            metrics.FAULTS.labels(self.name, "write").inc()
            self._unwritten = [one for one in self._unwritten if not self._alone(one, now)]
            time.sleep(AFTER_FAULT)

    def _alone(self, one: Done, now: datetime) -> bool:
        """Write one outcome by itself; True where that is done, or its row is no longer ours."""
        try:
            self._note(self._write([one], now))
        except Exception:
            return one.job.taken_at + LEASE <= now
        return True

    def _note(self, written: Sequence[Written]) -> None:
        times = [one.until for one in written if one.until]
        self._next = min([*times, *([self._next] if self._next else [])], default=None)
