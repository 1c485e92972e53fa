"""A question, or a complaint: neither is taken for the other without asking."""

import pytest

from bot import asking
from bot.dialogs.file_complaint import FileComplaint
from bot.session import Place
from core.identity import Contact

NOBODY = Contact(1, "wechat")
RESIDENT = Contact(2, "wechat", area_id=7)
MANAGER = Contact(3, "wechat", staff_id=1, area_id=7)
OFFICER = Contact(4, "wechat", officer_id=1)
BY_TEXT = Contact(5, "sms")
CLEAR, UNSURE, NEITHER = "怎么打印码上办二维码", "经理离职注册新经理账号", "社保怎么交？"
TROUBLES = ("3栋电梯怎么还没修好？", "为什么总停水", "楼上漏水怎么办", "门口堆了一堆垃圾")


def scanned(**data: object) -> Place:
    return Place(FileComplaint.name, FileComplaint.version, "write", {"area": 7, "area_name": "万和世家", **data})


@pytest.mark.parametrize(
    ("words", "who", "here", "step"),
    [
        (CLEAR, NOBODY, None, "answer"),
        (CLEAR, MANAGER, None, "answer"),
        (CLEAR, OFFICER, None, "answer"),
        (CLEAR, RESIDENT, None, "which"),
        (CLEAR, NOBODY, scanned(), "which"),
        (CLEAR, MANAGER, scanned(), "which"),
        (UNSURE, MANAGER, None, "which"),
        (UNSURE, RESIDENT, None, None),
        (NEITHER, NOBODY, None, "unknown"),
        (NEITHER, MANAGER, None, "unknown"),
        (NEITHER, RESIDENT, None, None),
        (CLEAR, BY_TEXT, None, None),
    ],
)
def test_where_words_lead(words: str, who: Contact, here: Place | None, step: str | None) -> None:
    found = asking.question(words, who, here)
    assert (found[0] if found else None) == step


@pytest.mark.parametrize("words", TROUBLES)
@pytest.mark.parametrize("who", [NOBODY, RESIDENT, MANAGER, OFFICER])
def test_an_estates_trouble_is_always_a_complaint(words: str, who: Contact) -> None:
    assert asking.question(words, who, None) is None


def test_the_words_and_the_filing_are_kept() -> None:
    found = asking.question(CLEAR, NOBODY, scanned())
    assert found
    assert found[1]["words"] == CLEAR
    assert found[1]["draft"] == {"area": 7, "area_name": "万和世家"}


def test_what_is_pending_is_not_interrupted() -> None:
    assert asking.at_once(None)
    assert asking.at_once(scanned())
    assert not asking.at_once(scanned(words=["路灯不亮"]))
    assert not asking.at_once(scanned(media=["photo"]))
    assert not asking.at_once(Place(FileComplaint.name, FileComplaint.version, "where", {}))
    assert not asking.at_once(Place("manager_desk", 1, "finish", {}))


def test_the_question_about_a_staffs_word() -> None:
    assert asking.about("todo") == 12
    assert asking.about("help") is None
