"""The day by which a manager says that a complaint will be dealt with: no clock, no duty, but told, and counted."""

from datetime import UTC, date, datetime, time, timedelta

from core.clocks import SHANGHAI, in_shanghai

MOST_NAMED = 2
"""How often a day can be named for one complaint: once, and once another."""
FURTHEST = timedelta(days=30)
_DAY = timedelta(days=1)


def may_name(day: date, now: datetime) -> bool:
    """Whether a day lies in reach: today, or at most FURTHEST from it."""
    today = in_shanghai(now).date()
    return today <= day <= today + FURTHEST


def end_of(day: date) -> datetime:
    """The moment at which a day is over in Shanghai."""
    return datetime.combine(day + _DAY, time.min, SHANGHAI).astimezone(UTC)


def day_of(end: datetime) -> date:
    """The day that is over at this moment."""
    return in_shanghai(end).date() - _DAY
