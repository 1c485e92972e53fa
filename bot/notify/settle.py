"""What is written after a try, one table: fate → what becomes of the row."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.notify.channels import Fate, Outcome, Route
from bot.notify.media import Kept
from bot.notify.policy import content, ordinary
from bot.notify.take import Job, Written
from bot.session import Asked
from core.store.engine import Tx
from core.store.notices import LISTS, brief
from core.store.outbox import RESENT, Sending

TRIES = 8
LONGEST_WAIT = 300
"""Seconds between two tries, at most."""
KEEP_PAUSED = timedelta(days=3)
"""How long a row is kept whose channel says when to come again (a quota)."""
KEEP_FETCHING = timedelta(days=2)
"""WeChat forgets what a user sent after three days."""


@dataclass(frozen=True, slots=True)
class Done:
    """One try and its outcome. `route` is the one WeChat was taken by last; `closed` that it called the window
    closed; `repeatable` that the same key sent again reaches the person once."""

    job: Job
    outcome: Outcome
    route: Route | None = None
    closed: bool = False
    repeatable: bool = False
    kept: Kept | None = None


def settle(tx: Tx, done: Done, now: datetime) -> Written:
    """Write what became of the row, if it is still ours, and what follows from that."""
    if done.closed:
        tx.contacts.close_window(done.job.row.contact_id)
    return FATES[done.outcome.fate](tx, done, now)


def _sent(tx: Tx, done: Done, now: datetime) -> Written:
    job, row = done.job, done.job.row
    _count(tx, done, now)
    if done.kept and job.medium:
        tx.media.stored(job.medium.id, *done.kept)
    if job.payload.asks and row.contact_id:
        tx.contacts.asked(row.contact_id, Asked(job.payload.choices, now).dump())
    reason = RESENT if row.resent else ""
    return _end(tx, done, Sending.SENT, now, reason, provider_id=done.outcome.provider_id)


def _failed(tx: Tx, done: Done, now: datetime) -> Written:
    if done.job.medium:
        tx.media.lost(done.job.medium.id, done.outcome.reason)
    return _end(tx, done, Sending.FAILED, now, done.outcome.reason, fall_back=True)


def _closed(tx: Tx, done: Done, now: datetime) -> Written:
    """The window is closed, and no template could take its place."""
    if done.job.template:
        return _end(tx, done, Sending.FAILED, now, "window_closed", fall_back=True)
    return _end(tx, done, Sending.SKIPPED, now, "window_closed")


def _retry(tx: Tx, done: Done, now: datetime) -> Written:
    """Again later. A channel's own pause (`until`) is no try of ours."""
    row, outcome = done.job.row, done.outcome
    if _spent(done, now):
        if done.job.medium:
            tx.media.lost(done.job.medium.id, "not_fetched")
        return _end(tx, done, Sending.DEAD, now, outcome.reason, fall_back=True)
    _note_try(tx, done)
    due = max(outcome.until or now, now + backoff(row.attempts))
    put_back = tx.outbox.wait if outcome.until else tx.outbox.postpone
    put_back(row.id, due, outcome.reason, row.lease_until)
    return Written(row, Sending.QUEUED, outcome.reason, due, outcome.detail)


def _spent(done: Done, now: datetime) -> bool:
    row = done.job.row
    if done.job.medium:
        return bool(row.created_at + KEEP_FETCHING <= now)
    if done.outcome.until:
        return bool(row.created_at + KEEP_PAUSED <= now)
    return bool(row.attempts >= TRIES)


def _note_try(tx: Tx, done: Done) -> None:
    """Keep by which route, and since when, the row may have been taken; forget a try that does not matter."""
    row = done.job.row
    if done.outcome.doubtful and done.route:
        if row.tried_at is None or row.route != done.route:
            tx.outbox.trying([row.id], done.route, done.job.taken_at)
    elif row.tried_at is None:
        tx.outbox.not_taken(row.id)


def _unknown(tx: Tx, done: Done, now: datetime) -> Written:
    """It may have been taken: again only where that cannot reach the person twice."""
    if done.repeatable or done.job.medium:
        return _retry(tx, done, now)
    _count(tx, done, now)
    return _end(tx, done, Sending.UNKNOWN, now, done.outcome.reason)


def _count(tx: Tx, done: Done, now: datetime) -> None:
    """A text that left, or may have, is one of the day's."""
    row, letter = done.job.row, done.job.letter
    if row.channel == "sms" and letter:
        tx.texts.note(letter.address, content(row, done.job.payload), not ordinary(row), now)


def _end(
    tx: Tx, done: Done, state: Sending, now: datetime, reason: str, provider_id: str = "", fall_back: bool = False
) -> Written:
    row: Any = done.job.row
    if row.template in LISTS and state in (Sending.SENT, Sending.UNKNOWN):
        tx.outbox.say_less(row.id, brief(done.job.payload.dump()))
    if tx.outbox.finish(row.id, state, now, reason, provider_id, row.lease_until) and fall_back:
        tx.outbox.fall_back(row.id, now)
    return Written(row, state, reason, None, done.outcome.detail)


FATES: dict[Fate, Callable[[Tx, Done, datetime], Written]] = {
    Fate.SENT: _sent,
    Fate.FAILED: _failed,
    Fate.CLOSED: _closed,
    Fate.RETRY: _retry,
    Fate.UNKNOWN: _unknown,
}


def backoff(attempts: int) -> timedelta:
    """1, 2, 4 … LONGEST_WAIT seconds after so many tries, up to a quarter less, so that not all come at once."""
    longest = min(LONGEST_WAIT, 2 ** min(attempts - 1, 16))
    return timedelta(milliseconds=longest * (750 + secrets.randbelow(251)))
