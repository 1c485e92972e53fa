"""Forged texts, everywhere: every word by everybody, and every question that is open in WeChat. Nothing changes."""

import pytest

from bot.routes import ROUTES, Route
from bot.texting.phrases import ASKED
from tests.conversation.kit import CASES, NAMED, SAID
from tests.support import sqlite_only
from tests.texting.kit import EVERYBODY, MANAGER, OFFICER, RESIDENT, Forger

pytestmark = sqlite_only

ONES_OWN = ("nudge", "add_words", "rate")
"""What a text may do at once, to complaints of the phone's own."""
EITHER = ("file_complaint", "rate")
"""What may be finished by text though it was begun in WeChat."""
NAMES = (" 李斯", "李斯", " 万和世家", "万和世家")
AFTER = {
    "": ("",),
    "N": ("", " {number}", " {told}"),
    "N text": ("", " {number} 按规定办", " {told} 按规定办"),
    "text": ("", " 13912345678"),
    "estate": ("", " 万和世家", "万和世家"),
    "words": ("", *NAMES),
    "code": ("", " 91510100MA61XXXX0A"),
    "id": ("", " 1"),
    "hour": ("", " 9点", " 关"),
    "digits": ("", " 123456"),
}
"""By what a route takes: what may follow its word."""
YES = ("是", "1")
SAID_BLINDLY = (
    *map(str, range(10)),
    *("是", "是我", "不是我", "确认", "确定", "同意", "选好了", "跳过", "不选", "全部删除", "9点"),
    *("1 2 3", "1234", "137 1111 2222", "13711112222", "510107 1990 0101 000X", "2026-10-22"),
    *("伪造经理", "项目负责人", "万和世家", "按规定办好了", "返回", "登录 123456", "离职 李斯"),
)


@pytest.mark.parametrize("route", [one for one in ROUTES if one.words], ids=lambda route: route.verb)
def test_every_word_by_everybody(forger: Forger, route: Route) -> None:
    told = {who: forger.told(who) for who in (MANAGER, OFFICER, RESIDENT)}
    before = forger.kept()
    for who in EVERYBODY:
        if who == RESIDENT and route.verb in ONES_OWN:
            continue
        for after in AFTER[route.takes]:
            for word in route.words:
                forger.forges(who, word + after.format(number="0001", told=told.get(who, "A2")))
                open_now = forger.by_text(who).here
                assert open_now is None or (open_now.dialog, open_now.step) in ASKED
                for yes in YES if open_now is None else ():
                    forger.forges(who, yes)
                if open_now:
                    forger.forges(who, "0")
    assert forger.kept() == before


@pytest.mark.parametrize(("route", "who"), CASES, ids=NAMED)
def test_every_question_that_is_open_in_wechat(forger: Forger, route: Route, who: str) -> None:
    for said in SAID:
        here = forger.session(who).here if forger.open(route, who, said) else None
        if here is None or here.dialog in EITHER:
            continue
        before = forger.kept()
        labels = [one.label for one in forger.session(who).offered]
        for text in (*SAID_BLINDLY, *labels):
            forger.forges(who, text)
        assert forger.kept() == before
