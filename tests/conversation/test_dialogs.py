"""Whatever dialog is open: 取消, 返回 and 帮助 work in it, whatever is sent is answered, and a deploy ends it politely.

Every route is opened by its tap, and looked at where it asks first and, once words were said in it, where it asks then.
"""

from datetime import datetime

import pytest

from bot.messages import Kind
from bot.routes import DIALOGS, Route
from bot.texts import common
from core.settings import Settings
from core.store.engine import Store
from tests.conversation.kit import CASES, NAMED, SAID, SENT, Chat
from tests.support import sqlite_only

pytestmark = [sqlite_only, pytest.mark.usefixtures("calls_nobody")]


@pytest.fixture
def chat(store: Store, settings: Settings, now: datetime) -> Chat:
    return Chat(store, settings, now)


@pytest.mark.parametrize(("route", "who"), CASES, ids=NAMED)
def test_every_dialog_can_be_left(chat: Chat, route: Route, who: str) -> None:
    chat.say(who, "取消")
    help_text = chat.say(who, "帮助").text
    for said in SAID:
        if chat.open(route, who, said):
            assert chat.say(who, "取消").text == common.CANCELLED
            assert chat.session(who).here is None
            assert chat.say(who, "取消").text == common.NOTHING_TO_CANCEL
        if chat.open(route, who, said):
            assert chat.say(who, "返回").text
            assert chat.session(who).here
        chat.open(route, who, said)
        assert chat.say(who, "帮助").text.startswith(help_text)


@pytest.mark.parametrize(("route", "who"), CASES, ids=NAMED)
def test_whatever_is_sent_is_answered(chat: Chat, route: Route, who: str) -> None:
    for said in SAID:
        for kind in SENT:
            chat.open(route, who, said)
            answer = chat.say(who, "三号楼下" if kind is Kind.LOCATION else "", kind)
            assert answer.text
            keys = [choice.key for choice in answer.choices]
            assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("route", "who"), CASES, ids=NAMED)
def test_a_deploy_ends_it_politely(chat: Chat, route: Route, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not chat.open(route, who, ()):
        return
    here = chat.session(who).here
    assert here
    dialog = DIALOGS[here.dialog]
    monkeypatch.setattr(type(dialog), "version", dialog.version + 1)
    assert chat.say(who, "按规定办").text == common.UPGRADED or dialog.keeps_draft
