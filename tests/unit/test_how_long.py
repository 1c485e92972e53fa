"""How long, as people write it; and words that only begin like it."""

import pytest

from bot.dialogs.how_long import span


@pytest.mark.parametrize(
    ("words", "days", "rest"),
    [
        ("3", 3, ""),
        ("３", 3, ""),
        ("三", 3, ""),
        ("三天", 3, ""),
        ("3天", 3, ""),
        ("3 天。", 3, ""),
        ("延期5天", 5, ""),
        ("再延一天", 1, ""),
        ("一周", 7, ""),
        ("两周", 14, ""),
        ("两个星期", 14, ""),
        ("三天，等配件", 3, "等配件"),
    ],
)
def test_a_time(words: str, days: int, rest: str) -> None:
    assert span(words) == (days, rest)


@pytest.mark.parametrize(
    "words", ["", "等配件", "3栋停电", "三天后配件才到", "3号楼的配件没到", "一直下雨", "第三天", "日子"]
)
def test_a_reason(words: str) -> None:
    assert span(words) is None
