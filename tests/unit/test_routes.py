"""What is heard: words and taps to routes, and every route leads somewhere."""

import time

import pytest

from bot.routes import DIALOGS, ROUTES, by_tap, by_words, staff_word
from bot.wording import heard_as
from core.identity import Contact

RESIDENT = Contact(1, "wechat")
MANAGER = Contact(2, "wechat", staff_id=1)
OFFICER = Contact(3, "wechat", officer_id=1)
OPERATOR = Contact(4, "wechat", operator_id=1)
ORDINARY = [
    "我的车被刮了",
    "撤销这个规定",
    "评价一下物业",
    "完成不了",
    "待办的事没人管",
    "0001",
    "完成3号楼的灯",
    "打印码上办不了",
]
HOSTILE = ["完成 0001" + " " * 10000, "绑定 " + "1 " * 5000, "接收" * 5000, "拒绝 0001," * 1000, "1" * 10000]
HOSTILE += ["打印码上办" + " " * 10000 + "x" * 61, "查询" + " 　" * 5000 + "\n" * 100]


@pytest.mark.parametrize(
    ("typed", "who", "verb", "number", "rest"),
    [
        ("我的", RESIDENT, "mine", "", ""),
        ("撤销0001", RESIDENT, "withdraw", "0001", ""),
        ("撤销 0040202410170020001", RESIDENT, "withdraw", "0040202410170020001", ""),
        ("评价", RESIDENT, "rate", "", ""),
        ("绑定 138 0013 8000", RESIDENT, "bind", "", "138 0013 8000"),
        ("待办", MANAGER, "todo", "", ""),
        ("待办", OFFICER, "to_guide", "", ""),
        ("完成 0001 换了LED灯，请放心", MANAGER, "finish", "0001", "换了LED灯，请放心"),
        ("接收０００１。", MANAGER, "accept", "0001", ""),
        ("拒绝0001:不归物业", MANAGER, "refuse", "0001", "不归物业"),
        ("指导 0001 请修", OFFICER, "guide", "0001", "请修"),
        ("接收a7", MANAGER, "accept", "a7", ""),
        ("催办 001", RESIDENT, "nudge", "001", ""),
        ("打印码上办 万和世家", RESIDENT, "print_code", "", "万和世家"),
        ("打印码上办万和世家", RESIDENT, "print_code", "", "万和世家"),
        ("查企业91510100MA61XXXX0A", RESIDENT, "check_company", "", "91510100MA61XXXX0A"),
        ("查询", RESIDENT, "mine", "", ""),
        ("查询万和世家", OFFICER, "search", "", "万和世家"),
        ("退回 5", RESIDENT, "returned", "5", ""),
        ("退回 5", OPERATOR, "give_back", "5", ""),
        ("待办", OPERATOR, "applications", "", ""),
    ],
)
def test_words(typed: str, who: Contact, verb: str, number: str, rest: str) -> None:
    found = by_words(typed, who, names=lambda words: words == "万和世家")
    assert found
    route, args = found
    assert (route.verb, args.number, args.rest) == (verb, number, rest)


@pytest.mark.parametrize("typed", ORDINARY)
def test_ordinary_words_are_no_command(typed: str) -> None:
    assert by_words(typed, MANAGER) is None


@pytest.mark.parametrize("typed", ["待办", "接收 0001", "完成 0001 好了", "指导 0001"])
def test_staffs_words_are_not_a_residents(typed: str) -> None:
    assert by_words(typed, RESIDENT) is None
    assert staff_word(typed)


@pytest.mark.parametrize("tap", ["nothing", "accept:x:y", "", ":::", "q3.submit", "accept:" + "9" * 400])
def test_a_strange_tap_is_harmless(tap: str) -> None:
    found = by_tap(tap)
    assert found is None or found[1].id is None


def test_every_route_begins_at_a_step_of_its_dialog() -> None:
    for route in ROUTES:
        assert getattr(type(DIALOGS[route.dialog.name]), route.step.__name__) is not None
        assert len([one for one in ROUTES if one.verb == route.verb]) == 1


@pytest.mark.parametrize("filling", HOSTILE)
def test_hostile_words_are_understood_at_once(filling: str) -> None:
    start = time.perf_counter()
    by_words(filling, MANAGER)
    heard_as(filling)
    assert time.perf_counter() - start < 0.05
