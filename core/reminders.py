"""When the passing of time has something to say of a complaint: one table, and pure functions of time that read it.

A complaint keeps only the next moment at which a sweep has to look (`remind_at`); what is to be said then follows
from the state, the deadline and the time alone. So after days of standstill the latest of the moments missed
speaks, once, and the others never do.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from core.clocks import Clock, Durations
from core.lifecycle import State


class Word(StrEnum):
    """What is said; the name of its line in the timeline."""

    NEAR = "near"
    DUE = "due"
    OVERDUE = "overdue"
    GUIDANCE_NEAR = "guidance_near"
    GUIDANCE_DUE = "guidance_due"
    GUIDANCE_OVERDUE = "guidance_overdue"
    PROMISE_NEAR = "promise_near"
    PROMISE_OVER = "promise_over"
    SILENT = "silent"
    RATING_NEAR = "remind"
    RATING_OVER = "expire"


class Reminder(NamedTuple):
    """One row: in these `states`, `word` is said `at` that time from the deadline (negative: before it, but never
    before half of the clock's time), and again at `every`. Without `at` it is said at `every` since the manager was
    last heard of; after a day that the manager has named, where that is ahead. `promise`: the time is one from the end
    of that day. The rows after one that `warns` wait until it has been said, and for that time after it."""

    word: Word
    states: tuple[State, ...]
    at: timedelta | None
    every: timedelta | None = None
    warns: timedelta = timedelta(0)
    promise: bool = False


AT_ONCE = timedelta(0)
DAY = timedelta(days=1)
WARNING = timedelta(hours=36)
"""Of the rating's end: the day's notice that is promised, and the night that may hold the reminder."""
SILENCE = timedelta(days=3)
MORNING = timedelta(hours=9)
DESK = (State.PENDING, State.FURTHER, State.SUPPLEMENT)
"""Where the manager's time runs."""

REMINDERS = (
    #        what                   in                  from the deadline  again
    Reminder(Word.NEAR, DESK, -DAY),
    Reminder(Word.DUE, DESK, AT_ONCE),
    Reminder(Word.OVERDUE, DESK, DAY, DAY),
    Reminder(Word.GUIDANCE_NEAR, (State.GUIDANCE,), -DAY),
    Reminder(Word.GUIDANCE_DUE, (State.GUIDANCE,), AT_ONCE),
    Reminder(Word.GUIDANCE_OVERDUE, (State.GUIDANCE,), DAY, DAY),
    Reminder(Word.PROMISE_NEAR, (State.HANDLING,), MORNING - DAY, promise=True),
    Reminder(Word.PROMISE_OVER, (State.HANDLING,), MORNING, promise=True),
    Reminder(Word.SILENT, (State.HANDLING,), None, SILENCE),
    Reminder(Word.RATING_NEAR, (State.RATING,), -WARNING, warns=DAY),
    Reminder(Word.RATING_OVER, (State.RATING,), AT_ONCE),
)


class Timed(NamedTuple):
    """The part of a complaint that time reads."""

    state: State
    clock: Clock | None
    deadline: datetime | None
    warned: bool = False
    promise: datetime | None = None


def notice(before: timedelta, clock: Clock, durations: Durations) -> timedelta:
    """A time before the deadline, as far as the clock is long enough for it."""
    return min(before, durations[clock] / 2)


def upcoming(one: Timed, now: datetime, durations: Durations) -> datetime | None:
    """The next moment after `now` at which something is to be said; None where nothing ever is."""
    return min((after for row, first in _rows(one, now, durations) if (after := _after(row, first, now))), default=None)


def fitting(one: Timed, now: datetime, durations: Durations) -> Reminder | None:
    """What is to be said at `now` by the table: the latest row whose time has come, or the warning it waits for."""
    reached = [row for row, first in _rows(one, now, durations) if first <= now]
    warning = next((row for row in reached if row.warns and not one.warned), None)
    return warning or (reached[-1] if reached else None)


def _rows(one: Timed, now: datetime, durations: Durations) -> Iterator[tuple[Reminder, datetime]]:
    """The rows of a state, with the first moment of each."""
    for row in REMINDERS:
        if one.state not in row.states:
            continue
        if row.every and row.at is None:
            quiet_until = one.promise + row.every if one.promise else now
            yield row, max(quiet_until, now)
        elif row.promise and row.at is not None:
            if one.promise:
                yield row, one.promise + row.at
        elif row.at is not None and one.deadline and one.clock:
            before = notice(-row.at, one.clock, durations)
            early = before > AT_ONCE
            yield row, durations.later(one.deadline, -before) if early else one.deadline - before


def _after(row: Reminder, first: datetime, now: datetime) -> datetime | None:
    if first > now:
        return max(first, now + row.every) if row.every and row.at is None else first
    return first + ((now - first) // row.every + 1) * row.every if row.every else None
