"""A complaint (需求及建议) and the rules of acting on it. Time is an argument; nothing here reads or writes a store."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from core.clocks import Clock, Durations
from core.kinds import Kind
from core.lifecycle import OPEN, START, Act, NotPossible, Outcome, Rule, State, advance
from core.promises import MOST_NAMED, end_of, may_name
from core.reminders import Reminder, Timed, fitting, notice, upcoming

NUMBER_DIGITS = 7
MANAGERS_CLOCKS = (Clock.PENDING, Clock.FURTHER, Clock.SUPPLEMENT)
"""Those that run while the manager has to act: guidance and rating lie with others."""
EXTENSIONS = 2
"""How often a complaint's time can be lengthened."""


class Refusal(Exception):
    """An act that is not done, changing nothing. `reason` names why; `facts` help to say it plainly."""

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


@dataclass(slots=True)
class Complaint:
    """`round` grows by one at every change of state: it is what a button answers. `deadline` is when `clock`
    runs out; both are None while no clock runs. `remind_at` is when a sweep has to look at it next, `reminded_at` when
    something was last said of it in this round. `lead_id` is the neighbour's complaint this one is answered
    together with; `follows_id` is an own ended one that this one takes up again. `answer_due` keeps the first
    clock's deadline once it has stopped; `solved` and `stars` are the rating of the latest closing, `refused_as` the
    category of a refusal. `handler_id` is the member of staff who took it over from the estate's manager; `extended`
    counts how often its time was lengthened. `promise_ends_at` is the end of the day by which the manager said it would
    be done, `promises` how often a day was named, `promise_kept` whether it was kept (None: not known yet). `lines` and
    `head` are the count of its timeline and what the last line is chained by. All times have a zone."""

    id: int
    number: str
    area_id: int
    contact_id: int | None
    content: str
    submitted_at: datetime
    state: State = START[0]
    round: int = 1
    clock: Clock | None = None
    deadline: datetime | None = None
    anonymous: bool = False
    place: str | None = None
    dissatisfied: int = 0
    guided: bool = False
    district: bool = False
    outcome: Outcome | None = None
    answer_due: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    refused_as: str | None = None
    solved: str | None = None
    stars: int | None = None
    nudged_at: datetime | None = None
    reminded_at: datetime | None = None
    remind_at: datetime | None = None
    lead_id: int | None = None
    follows_id: int | None = None
    handler_id: int | None = None
    extended: int = 0
    promise_ends_at: datetime | None = None
    promises: int = 0
    promise_kept: bool | None = None
    kind: Kind = Kind.OTHER
    lines: int = 0
    head: str = ""

    @property
    def open(self) -> bool:
        """Neither 已结束 nor 已撤销."""
        return self.state in OPEN

    def overdue(self, now: datetime) -> bool:
        """Whether the manager's time has run out (guidance and rating lie with others)."""
        late = self.deadline is not None and self.deadline <= now
        return late and self.clock in MANAGERS_CLOCKS

    def start(self, now: datetime, durations: Durations) -> None:
        """Start the first clock: the manager's time to accept or refuse."""
        self._run(START[1], now, durations)

    def step(self, act: Act, expected_round: int | None, now: datetime, durations: Durations) -> Rule:
        """Move along the lifecycle and set the clocks; returns the row that was followed.

        `expected_round` is the round the person's button or question belonged to (None: a typed word).
        Raises Refusal: `stale` where things have moved on since, `not_now` where the state does not allow it.
        """
        if expected_round is not None and expected_round != self.round:
            raise Refusal("stale", complaint=self)
        try:
            rule = advance(self, act)
        except NotPossible as error:
            raise Refusal("not_now", complaint=self) from error
        if self.clock is Clock.PENDING:
            self.answer_due = self.deadline
        self.round += 1
        self._run(rule.clock, now, durations)
        self._note(act, rule, now)
        return rule

    def _run(self, clock: Clock | None, now: datetime, durations: Durations) -> None:
        self.clock = clock
        self.deadline = durations.deadline(clock, now) if clock else None
        self.reminded_at = None
        self.schedule(now, durations)

    def extend(self, days: int, seen: int | None, now: datetime, durations: Durations) -> None:
        """Lengthen the manager's time by `days` of the calendar that counts, before it has run out, EXTENSIONS times at
        most. `seen` is how often it had been when the person decided (None: whatever it is).

        Raises Refusal: `stale` where somebody has lengthened it since, `no_clock`, `too_late`, `extended_out`.
        """
        if seen is not None and seen != self.extended:
            raise Refusal("stale", complaint=self)
        if reason := self.not_extendable(now):
            raise Refusal(reason, complaint=self)
        assert self.deadline is not None
        self.extended += 1
        self.deadline = durations.later(self.deadline, timedelta(days=days))
        self.schedule(now, durations)

    def not_extendable(self, now: datetime) -> str:
        """Why the time cannot be lengthened, as a Refusal names it; nothing where it can."""
        if self.deadline is None or self.clock not in MANAGERS_CLOCKS:
            return "no_clock"
        if self.overdue(now):
            return "too_late"
        return "extended_out" if self.extended >= EXTENSIONS else ""

    def promise(self, day: date, seen: int | None, now: datetime) -> None:
        """Name the day by which it will be done. `seen` is the round the person's button belonged to (None: a typed
        word). A day that was missed before another is named stays missed.

        Raises Refusal: `stale`, `not_now`, `no_such_day`, `promised_already`, `promised_out`.
        """
        if seen is not None and seen != self.round:
            raise Refusal("stale", complaint=self)
        if self.state is not State.HANDLING:
            raise Refusal("not_now", complaint=self)
        if not may_name(day, now):
            raise Refusal("no_such_day", complaint=self)
        if self.promise_ends_at == end_of(day):
            raise Refusal("promised_already", complaint=self)
        if self.promises >= MOST_NAMED:
            raise Refusal("promised_out", complaint=self)
        self._leave_promise(now)
        self.promise_ends_at = end_of(day)
        self.promises += 1

    def promised_with(self, lead: "Complaint", now: datetime) -> bool:
        """Take over the day that was named for the neighbour's complaint it is answered with; whether one is ahead."""
        if lead.promise_ends_at is None or lead.promise_ends_at <= now:
            return False
        self._leave_promise(now)
        self.promise_ends_at = lead.promise_ends_at
        self.promises += 1
        return True

    def promise_missed(self, now: datetime) -> bool:
        """Whether the day that was named is over."""
        return self.promise_ends_at is not None and self.promise_ends_at <= now

    def _leave_promise(self, now: datetime) -> None:
        if self.promise_missed(now):
            self.promise_kept = False

    def schedule(self, now: datetime, durations: Durations) -> None:
        """Set when a sweep has to look next: after a clock was started or moved, or the manager was heard of."""
        self.remind_at = upcoming(self._timed(), now, durations)

    def reminder(self, now: datetime, durations: Durations) -> Reminder | None:
        """What time has to say at `now`; noted as said, and the next look set. A deadline that was not warned of in
        time moves, so that the warning comes as long before it as is promised."""
        said = fitting(self._timed(), now, durations)
        if said and said.warns and self.clock and self.deadline:
            self.deadline = max(self.deadline, now + notice(said.warns, self.clock, durations))
        self.reminded_at = now if said else self.reminded_at
        self.schedule(now, durations)
        return said

    def _timed(self) -> Timed:
        return Timed(self.state, self.clock, self.deadline, self.reminded_at is not None, self.promise_ends_at)

    def _note(self, act: Act, rule: Rule, now: datetime) -> None:
        for name, value in rule.sets:
            setattr(self, name, value)
        if act is Act.UNSATISFIED:
            self.dissatisfied += 1
        if act in (Act.ACCEPT, Act.REFUSE):
            self.answered_at = now
        if act is Act.FINISH:
            self.solved = self.stars = None
            if self.promise_ends_at and self.promise_kept is None:
                self.promise_kept = now < self.promise_ends_at
        if not self.open:
            self.closed_at = now


STAFF_ONLY = ("note", "hand_over", "take_over", "not_taken", "undo")
"""Acts that the owner does not hear of."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline: who did what when, by which channel, and what the complaint was afterwards."""

    at: datetime
    act: str
    who: str
    state: State
    round: int
    text: str = ""
    channel: str = "system"
    contact_id: int | None = None
    staff_id: int | None = None
    officer_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)
    id: int = 0

    @property
    def internal(self) -> bool:
        """Whether it is for staff's eyes alone: the owner is never shown it."""
        return self.act in STAFF_ONLY


def for_owner(entries: Sequence[Entry]) -> list[Entry]:
    """What the owner may see: nothing that is for staff alone, nor what was taken back before anybody was told."""
    undone = {one.details["undone"] for one in entries if one.act == "undo"}
    return [one for one in entries if not one.internal and one.id not in undone]


UNSATISFIED_STARS = 2


def unsatisfied(solved: str, stars: int) -> bool:
    """Whether a rating sends the complaint back: not solved, or one or two stars of five (0 is none given)."""
    return solved == "unsolved" or stars <= UNSATISFIED_STARS


def turned_down(complaint: Complaint) -> bool:
    """Whether what waits for the owner's rating is a refusal: there is one before the first bad rating alone."""
    return complaint.state is State.RATING and bool(complaint.refused_as) and not complaint.dissatisfied


def may_promise(complaint: Complaint) -> bool:
    """Whether a day may be named, or another, by which it will be done."""
    return complaint.state is State.HANDLING and complaint.promises < MOST_NAMED
