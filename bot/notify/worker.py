"""Drains the outbox and runs the sweeps. Any number of workers may run; each is safe to kill at any moment."""

import secrets
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from bot.account.codes import Codes
from bot.notify import metrics
from bot.notify.ask import ask, learn, take_questions
from bot.notify.channels import Asked, Channel, Fate, Outcome, Route
from bot.notify.draw import DRAWN, Drawing
from bot.notify.line import Line
from bot.notify.media import Fetch, fetch_medium
from bot.notify.pressing import press
from bot.notify.receipts import match_parked
from bot.notify.settle import Done, settle
from bot.notify.take import Job, Taken, Written, take
from bot.notify.wake import Bell
from core.settings import Settings
from core.store.cipher import Unreadable
from core.store.engine import Store, Tx
from core.store.files import Files
from core.store.outbox import Sending
from core.sweeps import Perform, sweep
from core.watch import refused

SIDE_BY_SIDE = 64
QUESTIONS = "questions"
"""The line on which the SMS gateway is asked what became of a text it gave no answer to."""
FEW_AT_ONCE = {"media": 8, "account": 2, QUESTIONS: 4}
"""How many of a channel's rows are acted on at once."""
SWEEP_EVERY = timedelta(seconds=30)
SWEEP_LEASE = timedelta(seconds=60)
ALARM = 0.8
"""Of the day's budget for texts: an operator is told while there is time."""
STOP_WITHIN = 14.0
"""Seconds in which what is held is finished: a call takes ten at most."""

Settle = Callable[[Tx, Done, datetime], Written]

log = structlog.get_logger()


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Worker:
    """One worker. `channels` sends by name ("wechat", "sms", "account"); `fetch` gets media; `perform` carries out
    what the sweeps find due; `bell` tells of new rows; `clock` gives times with a zone; `codes` has what codes
    hold."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        channels: Mapping[str, Channel],
        fetch: Fetch,
        perform: Perform,
        clock: Callable[[], datetime] = _utc_now,
        bell: Bell | None = None,
        codes: Codes | None = None,
    ) -> None:
        self._store, self._settings, self._channels = store, settings, channels
        self._fetch, self._perform, self._clock = fetch, perform, clock
        self._files = Files(settings.data_dir, store.cipher)
        self._codes = codes
        self._drawing = Drawing(store, self._files, settings, codes)
        self._bell = bell or Bell()
        self._owner = secrets.token_hex(8)
        self._stopping = threading.Event()
        self._lines = [self._line(name) for name in ("media", *channels)]
        gateway = channels.get("sms")
        if isinstance(gateway, Asked):
            self._lines.append(self._questions(gateway))

    def run(self) -> None:
        """Work until SIGTERM, SIGINT or `stop()`; then finish what is held and return, within 15 s."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self.stop())
        for line in self._lines:
            line.start()
        sweeper = threading.Thread(target=self._sweep_on, name="sweep", daemon=True)
        sweeper.start()
        log.info("worker_started", channels=sorted(self._channels))
        self._stopping.wait()
        self._end(sweeper)

    def stop(self) -> None:
        """Have `run` end. Safe in a signal's handler and in any thread."""
        self._stopping.set()

    def drain(self, now: datetime) -> int:
        """Do all that is due at `now`, one thing after the other, in this thread; how many rows were taken."""
        total = 0
        while taken := sum(line.drain(now) for line in self._lines):
            total += taken
        return total

    def sweep(self, now: datetime) -> dict[str, int] | None:
        """Do what has become due, unless another worker is at it (None); how many of each was done."""
        with self._store.writing() as tx:
            if not tx.leases.take("sweep", self._owner, SWEEP_LEASE, now):
                return None
            matched, pressed = match_parked(tx, now), press(tx, now)
        done = sweep(self._store, self._files, self._perform, now)
        self._tell_end()
        done |= {"receipts_matched": matched, "notices_pressed": pressed}
        for what, count in done.items():
            metrics.SWEPT.labels(what).inc(count)
        if any(done.values()):
            log.info("swept", **done)
            self._bell.ring()
        return done

    def _tell_end(self) -> None:
        """Say in the log, which leaves the house, where the record of acts ends; aloud where it was cut."""
        with self._store.reading() as tx:
            end = tx.audit.end()
        log.info("audit_head", count=end.rows, hash=end.hash)
        if not end.whole:
            refused("audit_cut", count=end.rows)

    def _line(self, name: str) -> Line:
        def claim(most: int, now: datetime) -> Taken:
            taken = take(self._store, self._settings, name, most, now)
            _tell(taken.written)
            return taken

        size = FEW_AT_ONCE.get(name, SIDE_BY_SIDE)
        return Line(name, size, claim, self._act, self._write, self._clock, self._bell)

    def _questions(self, gateway: Asked) -> Line:
        def claim(most: int, now: datetime) -> Taken:
            taken = take_questions(self._store, most, now)
            _tell(taken.written)
            return taken

        def write(outcomes: Sequence[Done], now: datetime) -> list[Written]:
            return self._write(outcomes, now, learn)

        def act(job: Job) -> Done:
            return self._act(job, lambda job: ask(gateway, job))

        return Line(QUESTIONS, FEW_AT_ONCE[QUESTIONS], claim, act, write, self._clock, self._bell)

    def _act(self, job: Job, do: Callable[[Job], Done] | None = None) -> Done:
        """Send or fetch, or `do`; runs side by side with others, and never raises."""
        begun = time.monotonic()
        try:
            done = do(job) if do else self._fetched(job) if job.medium else self._sent(job)
        except Exception:
            log.exception("channel_fault", channel=job.row.channel, row=job.row.id)
            done = Done(job, Outcome(Fate.UNKNOWN, reason="fault"))
        metrics.CALL.labels(job.row.channel).observe(time.monotonic() - begun)
        return done

    def _fetched(self, job: Job) -> Done:
        assert job.medium is not None
        if job.medium.kind in DRAWN:
            outcome, kept = self._drawing.draw(job.medium, self._clock())
        else:
            outcome, kept = fetch_medium(self._fetch, self._files, job.medium)
        return Done(job, outcome, kept=kept)

    def _sent(self, job: Job) -> Done:
        assert job.letter is not None
        channel, letter = self._channels[job.row.channel], job.letter
        if letter.file:
            try:
                letter = replace(letter, file=letter.file._replace(content=self._files.get(job.stored)))
            except FileNotFoundError:
                return Done(job, Outcome(Fate.FAILED, reason="no_file"))
            except Unreadable:
                return Done(job, Outcome(Fate.FAILED, reason="unreadable"))
        outcome = channel.send(letter)
        closed = outcome.fate is Fate.CLOSED
        if closed and job.template and letter.route is Route.WINDOW:
            letter = replace(letter, route=Route.TEMPLATE)
            outcome = channel.send(letter)
        route = letter.route if job.row.channel == "wechat" else None
        return Done(job, outcome, route, closed, channel.idempotent)

    def _write(self, outcomes: Sequence[Done], now: datetime, by: Settle | None = None) -> list[Written]:
        if not outcomes:
            return []
        with self._store.writing() as tx:
            written = [(by or settle)(tx, one, now) for one in outcomes]
            match_parked(tx, now)
            spent = self._alarming(tx, now) if any(one.row.channel == "sms" for one in written) else 0
        if spent:
            log.error("sms_budget", spent=spent, budget=self._settings.sms_daily_budget)
        _tell(written)
        for one in written:
            if one.state is Sending.SENT:
                metrics.WAIT.labels(one.row.channel).observe(max((now - one.row.due_at).total_seconds(), 0))
        return written

    def _alarming(self, tx: Tx, now: datetime) -> int:
        """How many texts left today, the first time it is ALARM of the day's budget; else nothing."""
        budget, spent = self._settings.sms_daily_budget, tx.texts.spent(now)
        return spent if budget and spent >= budget * ALARM and tx.texts.first_alarm(now) else 0

    def _sweep_on(self) -> None:
        while not self._stopping.is_set():
            try:
                if self.sweep(self._clock()) is not None and self._codes:
                    self._codes.keep_ready()
            except Exception:
                log.exception("worker_fault", channel="sweep")
                metrics.FAULTS.labels("sweep", "sweep").inc()
            self._stopping.wait(SWEEP_EVERY.total_seconds())
        with self._store.writing() as tx:
            tx.leases.give_back("sweep", self._owner)

    def _end(self, sweeper: threading.Thread) -> None:
        until = time.monotonic() + STOP_WITHIN
        for line in self._lines:
            line.stop()
        finished = [line.join(until - time.monotonic()) for line in self._lines]
        sweeper.join(max(until - time.monotonic(), 0))
        self._bell.close()
        log.info("worker_stopped", finished=all(finished))


def _tell(written: Sequence[Written]) -> None:
    """Each end has its count and its line in the log; so has each delay."""
    for row, state, reason, until, detail in written:
        if until is None:
            metrics.NOTICES.labels(row.channel, row.template, state, reason).inc()
        log.info(
            "notice",
            row=row.id,
            channel=row.channel,
            template=row.template,
            state=state,
            reason=reason,
            attempts=row.attempts,
            until=until.isoformat() if until else None,
            detail=detail,
        )
