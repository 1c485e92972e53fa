"""What a text says by its form alone, and how many parts one is sent in."""

import pytest

from bot.routes import ROUTES
from bot.texting.deeds import DEEDS
from bot.texting.parts import parts
from bot.texting.phrases import ASKED
from bot.texting.words import Said, page, plain, rating, said, starred


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("查 0020", Said("state", "0020")),
        ("查0020", Said("state", "0020")),
        ("详情 0020", Said("state", "0020")),
        ("查", Said("state")),
        ("0020 5", Said("rate", "0020", value="5")),
        ("００２０　5分", Said("rate", "0020", value="5")),
        ("0020 未解决 还在漏水", Said("rate", "0020", "还在漏水", "0")),
        ("0020未解决", Said("rate", "0020", value="0")),
        ("评价 0020 4", Said("rate", "0020", value="4")),
        ("撤销 0020", Said("withdraw", "0020")),
        ("撤销0001", Said("withdraw", "0001")),
        ("0020 撤销", Said("withdraw", "0020")),
        ("完成0020换了灯泡", Said("finish", "0020", "换了灯泡")),
        ("拒绝 270020，不归我们", Said("refuse", "270020", "不归我们")),
        ("查 0040202611270000020", Said("state", "0040202611270000020")),
        ("0020", Said("", "0020")),
        ("0020 还在漏", Said("", "0020", "还在漏")),
        ("00205", Said("", "00205")),
        ("A7Q3 3栋电梯坏了", Said(estate="A7Q3", rest="3栋电梯坏了")),
        ("a7q33栋电梯坏了", Said(estate="A7Q3", rest="3栋电梯坏了")),
        ("A7Q3", Said(estate="A7Q3")),
        ("B8Z0", Said(estate="B8Z0")),
    ],
)
def test_what_a_text_says(text: str, meant: Said) -> None:
    assert said(plain(text)) == meant


@pytest.mark.parametrize(
    "text",
    [
        "STOP 12345",
        "A7栋漏水",
        "A3栋 坏了",
        "查一下电梯",
        "完成了吗",
        "2024年坏的",
        "1102房间漏水",
        "ABCD 你好",
        "123",
        "查2",
        "5",
        "n",
        "A7Q3K",
        "",
    ],
)
def test_ordinary_words(text: str) -> None:
    assert said(plain(text)) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [("5", ("5", "")), ("3分", ("3", "")), ("没解决,还漏", ("0", "还漏")), ("满意", ("4", "")), ("不满意", ("2", ""))],
)
def test_ratings(text: str, meant: tuple[str, str]) -> None:
    assert rating(text) == meant


@pytest.mark.parametrize("text", ["6", "0", "55", "未解决的事", "满意吗", ""])
def test_what_rates_nothing(text: str) -> None:
    assert rating(text) is None


def test_a_number_and_stars_as_one() -> None:
    assert starred("00205") == Said("rate", "0020", value="5")
    assert [starred(one) for one in ("0020", "00206", "205")] == [None] * 3


@pytest.mark.parametrize(
    ("text", "asked"), [("查2", 2), ("我的 3", 3), ("查0020", None), ("查", None), ("查123", None)]
)
def test_a_page_of_ones_own(text: str, asked: int | None) -> None:
    assert page(text) == asked


def test_no_form_takes_long_over_a_hostile_text() -> None:
    for one in ("A", "1", "A7", " ", "查", "未解决", "A7 ", "0020 "):
        said(one * 10_000)
        starred(one * 10_000)
        page(one * 10_000)
        rating(one * 10_000)


@pytest.mark.parametrize(("length", "many"), [(0, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
@pytest.mark.parametrize("letter", ["字", "a"])
def test_parts(length: int, many: int, letter: str) -> None:
    assert parts(letter * length) == many
    assert parts(letter * max(length - 5, 0), "码上办") == (many if length > 5 else 1)


def test_the_closed_list() -> None:
    verbs = {route.verb for route in ROUTES} | {"state"}
    assert set(DEEDS) <= verbs
    assert {dialog for dialog, _ in ASKED} == {
        "file_complaint",
        "add_words",
        "my_complaints",
        "manager_desk",
        "officer_desk",
        "notify_settings",
    }
