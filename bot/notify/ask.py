"""Texts whose gateway gave no answer: it is asked later what became of them, and only what it certainly never took is
sent again, once.

| the gateway says | what becomes of the row |
| --- | --- |
| delivered | delivered |
| on its way | sent; a receipt may still tell more |
| not delivered | failed, and the other channel's turn |
| not in its books, after BOOKS | sent again; the second time failed |
| nothing | asked again, LATER; in the end unknown for good, with the reason why |
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.messages import SILENCE
from bot.notify.address import phone_of
from bot.notify.channels import Asked, Fate, Letter, Outcome
from bot.notify.payload import Payload
from bot.notify.settle import Done
from bot.notify.take import Job, Taken, Written
from core.store.engine import Store, Tx
from core.store.outbox import RESENT, Sending

LATER = tuple(timedelta(minutes=minutes) for minutes in (3, 5, 10, 20, 40, 80, 160, 320, 640))
"""From one question to the next: with the first after two minutes, ten in a day."""
BOOKS = timedelta(minutes=10)
"""After which a gateway's books are complete."""


def take_questions(store: Store, most: int, now: datetime) -> Taken:
    """Claim up to `most` texts to ask about."""
    with store.reading() as tx:
        if not tx.unclear.any_due(now):
            return Taken([], [])
    with store.writing() as tx:
        rows = tx.unclear.claim(now, most)
        phones = [(row, phone_of(tx, row)) for row in rows]
        lost = [_end(tx, Done(Job(row, Payload(), now), NOBODY), now) for row, phone in phones if not phone]
    return Taken([_job(row, phone, now) for row, phone in phones if phone], lost)


def ask(channel: Asked, job: Job) -> Done:
    """Ask; runs side by side with others."""
    assert job.letter is not None
    return Done(job, channel.query(job.letter.key, job.letter.address, job.row.tried_at))


def learn(tx: Tx, done: Done, now: datetime) -> Written:
    """Write what the gateway said."""
    return ANSWERS[done.outcome.fate](tx, done, now)


NOBODY = Outcome(Fate.UNKNOWN, reason="no_phone")


def _job(row: Any, phone: str, now: datetime) -> Job:
    return Job(row, Payload(), now, Letter(phone, row.key, row.template, SILENCE))


def _there(tx: Tx, done: Done, now: datetime) -> Written:
    row, delivered = done.job.row, done.outcome.reason == "delivered"
    state = Sending.DELIVERED if delivered else Sending.SENT
    reason = RESENT if row.resent else ""
    tx.unclear.learnt(row.id, state, now, reason)
    return Written(row, state, reason)


def _failed(tx: Tx, done: Done, now: datetime) -> Written:
    row, reason = done.job.row, done.outcome.reason
    if tx.unclear.learnt(row.id, Sending.FAILED, now, reason):
        tx.outbox.fall_back(row.id, now)
    return Written(row, Sending.FAILED, reason, None, done.outcome.detail)


def _nowhere(tx: Tx, done: Done, now: datetime) -> Written:
    row = done.job.row
    if now - row.tried_at < BOOKS:
        return _nothing(tx, done, now)
    if tx.unclear.send_again(row.id, now):
        return Written(row, Sending.QUEUED, RESENT, now)
    return _failed(tx, done, now)


def _nothing(tx: Tx, done: Done, now: datetime) -> Written:
    row = done.job.row
    if row.asks > len(LATER):
        return _end(tx, done, now)
    later = now + LATER[row.asks - 1]
    tx.unclear.ask_again(row.id, later)
    return Written(row, Sending.UNKNOWN, done.outcome.reason, later, done.outcome.detail)


def _end(tx: Tx, done: Done, now: datetime) -> Written:
    row, outcome = done.job.row, done.outcome
    tx.unclear.learnt(row.id, Sending.UNKNOWN, now, outcome.reason)
    return Written(row, Sending.UNKNOWN, outcome.reason, None, outcome.detail)


ANSWERS: dict[Fate, Callable[[Tx, Done, datetime], Written]] = {
    Fate.SENT: _there,
    Fate.FAILED: _failed,
    Fate.RETRY: _nowhere,
    Fate.UNKNOWN: _nothing,
}
