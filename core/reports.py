"""How well complaints are dealt with: whose, since when, by what, and the figures that come of it.

A complaint belongs to the month (in Shanghai) it was filed in, and counts once. The three rates, as 12345 counts them:

- 响应率: accepted or refused before the first clock ran out, of those that were answered or whose time is over. What
  still has time, or was withdrawn while it had, counts in neither; nor does what was brought in from elsewhere
  already answered, since nobody knows when.
- 解决率: rated 已解决 (部分解决 is not solved), of those rated.
- 满意率: rated so that the complaint ended (see `core.complaint.unsatisfied`), of those rated.

A day that a manager named is kept where it was finished before that day was over, missed where the day went by;
named anew after it went by, it stays missed.

The rating of the latest closing counts; one that is not rated, yet or ever, counts in neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from core.clocks import SHANGHAI, in_shanghai
from core.commands import REFUSAL_CATEGORIES


class By(StrEnum):
    """What the lines of a report are about; TOTAL is one line for everything."""

    TOTAL = "total"
    AREA = "area"
    COMPANY = "company"
    STREET = "street"
    DISTRICT = "district"
    MONTH = "month"
    KIND = "kind"


class Month(NamedTuple):
    """A calendar month in Shanghai."""

    year: int
    month: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        """The month a moment (with a zone) lies in."""
        local = in_shanghai(moment)
        return cls(local.year, local.month)

    @classmethod
    def named(cls, name: str) -> "Month":
        """The month written `2026-10`. Raises ValueError."""
        moment = datetime.strptime(name, "%Y-%m").replace(tzinfo=SHANGHAI)
        return cls(moment.year, moment.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    def back(self, months: int) -> "Month":
        """The month so many before this one; negative: after."""
        year, month = divmod(self.year * 12 + self.month - 1 - months, 12)
        return Month(year, month + 1)

    @property
    def begin(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.month, 1, tzinfo=SHANGHAI)

    def until(self, last: "Month | None" = None) -> "Span":
        """From its first moment to the end of `last` (default: its own)."""
        return Span(self.begin, (last or self).back(-1).begin)


class Span(NamedTuple):
    """When complaints were filed: `start` included, `end` not; None is without limit. Both with a zone."""

    start: datetime | None = None
    end: datetime | None = None


ALWAYS = Span()


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose complaints: the first of these that is given; of nothing given, everybody's."""

    area_ids: tuple[int, ...] | None = None
    company_id: int | None = None
    district: str = ""
    street: str = ""


EVERYBODY = Scope()


@dataclass(frozen=True, slots=True)
class Figures:
    """One line. `name` is what it is about, with `district` and `street` where it has them; `key` tells namesakes
    apart. `overdue` is open with a deadline that has passed, the owner's time for rating excepted. Medians are whole
    seconds from filing, None where there is nothing to take them from; withdrawn ones were never closed."""

    key: str = ""
    name: str = ""
    district: str = ""
    street: str = ""
    filed: int = 0
    open: int = 0
    overdue: int = 0
    withdrawn: int = 0
    closed: int = 0
    answers_due: int = 0
    answered_in_time: int = 0
    rated: int = 0
    solved: int = 0
    satisfied: int = 0
    promised: int = 0
    promises_kept: int = 0
    promises_missed: int = 0
    refused: dict[str, int] = field(default_factory=lambda: dict.fromkeys(REFUSAL_CATEGORIES, 0))
    answer_median: int | None = None
    close_median: int | None = None

    @property
    def answer_rate(self) -> float | None:
        """响应率, from 0 to 1; None where there is nothing to count."""
        return _rate(self.answered_in_time, self.answers_due)

    @property
    def solved_rate(self) -> float | None:
        """解决率."""
        return _rate(self.solved, self.rated)

    @property
    def satisfied_rate(self) -> float | None:
        """满意率."""
        return _rate(self.satisfied, self.rated)


class Report(NamedTuple):
    """What somebody is shown in chat: the names of what is theirs, a line for each month, and one for each kind of
    complaint of the last of them."""

    names: Sequence[str]
    months: Sequence[Figures]
    kinds: Sequence[Figures] = ()


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None
