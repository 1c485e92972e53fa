"""The day that words name, and when nothing is named."""

from datetime import date

import pytest

from bot.days import day_named

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今天", (11, 27)),
        ("明天", (11, 28)),
        ("明天办好", (11, 28)),
        ("后天之前", (11, 29)),
        ("大后天", (11, 30)),
        ("3天", (11, 30)),
        ("3天内", (11, 30)),
        ("三天之内能办好", (11, 30)),
        ("3日内", (11, 30)),
        ("两天", (11, 29)),
        ("十天", (12, 7)),
        ("十五天内", (12, 12)),
        ("一周", (12, 4)),
        ("两个星期内", (12, 11)),
        ("周五前", (11, 27)),
        ("周六", (11, 28)),
        ("星期天", (11, 29)),
        ("本周日", (11, 29)),
        ("礼拜一", (11, 30)),
        ("下周五", (12, 4)),
        ("下周一前办好", (11, 30)),
        ("30号", (11, 30)),
        ("3号前", (12, 3)),
        ("12月3日", (12, 3)),
        ("十二月三号", (12, 3)),
        ("12.3", (12, 3)),
        ("１２月３日", (12, 3)),
        ("月底", (11, 30)),
        ("预计 明天", (11, 28)),
        ("最晚周六。", (11, 28)),
    ],
)
def test_a_day(words: str, day: tuple[int, int]) -> None:
    assert day_named(words, FRIDAY) == date(2026, *day)


def test_a_day_of_next_year() -> None:
    assert day_named("1月5日", FRIDAY) == date(2027, 1, 5)


@pytest.mark.parametrize(
    "words",
    ["", "马上派人", "3", "三", "尽快", "31号", "2月30日", "13月1日", "明天有人来看，后天修", "3楼", "周", "0号"],
)
def test_none(words: str) -> None:
    assert day_named(words, FRIDAY) is None
