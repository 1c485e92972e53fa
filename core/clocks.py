"""Deadlines and remaining time, as pure functions of time. Natural days, as the platform counts them; working days
where the bureau has chosen them (CLOCK_CALENDAR)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.settings import Settings
from core.workdays import works

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(StrEnum):
    """Which clock runs: one for the first answer, one for each stage after it, one for the rating."""

    PENDING = "pending"
    FURTHER = "further"
    GUIDANCE = "guidance"
    SUPPLEMENT = "supplement"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class Durations:
    """How long each clock runs. With `works` (whether a day is worked) only the hours of working days count."""

    spans: Mapping[Clock, timedelta]
    works: Callable[[date], bool] | None = None

    def __getitem__(self, clock: Clock) -> timedelta:
        return self.spans[clock]

    def deadline(self, clock: Clock, start: datetime) -> datetime:
        """When a clock that starts at `start` runs out."""
        return self.later(start, self.spans[clock])

    def later(self, start: datetime, span: timedelta) -> datetime:
        """The moment `span` after `start`, or before it where `span` is negative, by the calendar that counts."""
        return start + span if self.works is None else working_later(start, span, self.works)


def durations(settings: Settings) -> Durations:
    """How long each clock runs, as the bureau has set it (CLOCK_…)."""
    spans = {clock: getattr(settings, f"clock_{clock}") for clock in Clock}
    return Durations(spans, works if settings.clock_calendar == "working" else None)


def working_later(start: datetime, span: timedelta, works: Callable[[date], bool]) -> datetime:
    """`span` after `start` (before it, where negative) as counted on working days alone, each of 24 hours, in
    Shanghai. What starts on a holiday starts to count at midnight after it."""
    local, left = in_shanghai(start), abs(span)
    forward = span >= timedelta(0)
    while True:
        day = local.date() if forward or local.time() > time.min else local.date() - timedelta(days=1)
        edge = datetime.combine(day + timedelta(days=1) if forward else day, time.min, SHANGHAI)
        if works(day):
            if left <= abs(edge - local):
                return (local + left if forward else local - left).astimezone(start.tzinfo)
            left -= abs(edge - local)
        local = edge


def in_shanghai(moment: datetime) -> datetime:
    """The same moment, as people here read it."""
    return moment.astimezone(SHANGHAI)


def spoken(moment: datetime) -> str:
    """A moment as chat says it: `10月22日17:23`."""
    local = in_shanghai(moment)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def remaining(deadline: datetime | None, now: datetime) -> str:
    """剩余处理时间 in the platform's own wording: `4天23小时56分`, `超期181天12小时6分`, `-` (seed, question 13)."""
    if deadline is None:
        return "-"
    left = deadline - now
    minutes = int(abs(left).total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    words = f"{days}天{rest // 60}小时{rest % 60}分"
    return words if left >= timedelta(0) else f"超期{words}"
