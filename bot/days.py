"""The day that somebody's words name: 明天, 3天内, 周五前, 12月3日."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.wording import heard_as

_DIGITS = {one: at for at, one in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 0}
_WEEKDAYS = {one: at for at, one in enumerate("一二三四五六日")} | {"天": 6, "末": 6}
_NAMED = {"今天": 0, "今日": 0, "今晚": 0, "当天": 0, "明天": 1, "明日": 1, "明早": 1, "后天": 2, "大后天": 3}
_NUMBER = r"(\d{1,2}|[一二三四五六七八九两]?十[一二三四五六七八九]?|[一二三四五六七八九两])"
_END = re.compile(r"(?:之?前|以前|之?内|以内|左右)?(?:能|可以)?(?:办好|办完|完成|处理好|弄好|修好)?")
_BEGIN = re.compile(r"(?:预计|最晚|大概|大约)\s*")


def day_named(words: str, today: date) -> date | None:
    """The day that the whole of `words` names, seen from today; None where they name none."""
    said = _BEGIN.sub("", heard_as(words), count=1)
    for pattern, read in _FORMS:
        if (match := pattern.match(said)) and _END.fullmatch(said[match.end() :]):
            return read(match, today)
    return None


def _count(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0) if ten else _DIGITS[text]


def _in_days(match: re.Match[str], today: date) -> date | None:
    return today + timedelta(days=_count(match[1]))


def _in_weeks(match: re.Match[str], today: date) -> date | None:
    return today + timedelta(weeks=_count(match[1]))


def _weekday(match: re.Match[str], today: date) -> date | None:
    """周五 is the next one, today's included; 下周五 that of the week after this one, which begins on Monday."""
    at = _WEEKDAYS[match[2]]
    monday = today - timedelta(days=today.weekday())
    if match[1] == "下":
        return monday + timedelta(days=7 + at)
    return today + timedelta(days=(at - today.weekday()) % 7)


def _of_month(match: re.Match[str], today: date) -> date | None:
    """Of this month, or where that day is past, of the next."""
    day = _count(match[1])
    later = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return _date(today.year, today.month, day) if day >= today.day else _date(later.year, later.month, day)


def _of_year(match: re.Match[str], today: date) -> date | None:
    month, day = _count(match[1]), _count(match[2])
    found = _date(today.year, month, day)
    return found if found is None or found >= today else _date(today.year + 1, month, day)


def _month_end(_: re.Match[str], today: date) -> date | None:
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (re.compile("|".join(sorted(_NAMED, key=len, reverse=True))), lambda m, t: t + timedelta(days=_NAMED[m[0]])),
    (re.compile(rf"{_NUMBER}个?(?:天|日(?=之?内|以内))"), _in_days),
    (re.compile(rf"{_NUMBER}个?(?:周|星期|礼拜)"), _in_weeks),
    (re.compile(r"(这|本|下|)个?(?:周|星期|礼拜)([一二三四五六日天末])"), _weekday),
    (re.compile(rf"{_NUMBER}(?:月|[-/.]){_NUMBER}[日号]?"), _of_year),
    (re.compile(rf"{_NUMBER}[日号]"), _of_month),
    (re.compile(r"本?月底"), _month_end),
)
