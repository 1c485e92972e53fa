"""Words as everything that reads them gets them."""

import time
from datetime import UTC, datetime

import pytest

from bot.messages import Inbound, Kind
from core.plain import LONGEST, plain, whole


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  3栋 电梯坏了 \n", "3栋 电梯坏了"),
        ("绑定" + " \t\u3000\xa0" * 5000 + "x", "绑定 x"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("一\n \n\t\n\n二 \n三", "一\n\n二\n三"),
        ("退\x00订\x1b[2J", "退订[2J"),
        ("\u202e反\u200b映\ufeff\u2066", "反映"),
        ("坏\ud800了", "坏了"),
        ("👨\u200d👩\u200d👧 e\u0301 ﷺ", "👨\u200d👩\u200d👧 e\u0301 ﷺ"),
        ("\x00\n\u200b ", ""),
        ("字" * (LONGEST + 1), "字" * LONGEST),
        ("字" * (LONGEST - 1) + " " * 9000 + "字", "字" * (LONGEST - 1)),
    ],
)
def test_plain(written: str, read: str) -> None:
    assert plain(written) == read
    assert plain(read) == read
    assert Inbound("wechat", "a", "k", Kind.TEXT, datetime(2024, 10, 17, tzinfo=UTC), text=written).text == read


@pytest.mark.parametrize("piece", [" ", "\n", "\u202e", "a ", "\n \n", "\u0301\u0323", "ﷺ", "字"])
def test_a_whole_body_of_it_takes_no_time(piece: str) -> None:
    text = piece * (64_000 // len(piece))
    begun = time.thread_time()
    plain(text)
    assert time.thread_time() - begun < 0.05


@pytest.mark.parametrize("text", ["", "x", "-1", "１", "1.0", " 1", "1_0", "9" * 16, "9" * 400])
def test_no_number(text: str) -> None:
    assert whole(text) is None


def test_a_number() -> None:
    assert (whole("0"), whole("12"), whole("9" * 15), whole("12345", digits=4)) == (0, 12, 10**15 - 1, None)
