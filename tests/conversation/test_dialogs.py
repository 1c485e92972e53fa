"""Whatever dialog is open: 取消, 返回 and 帮助 work in it, whatever is sent is answered, and a deploy ends it politely.

Every route is opened by its tap, and looked at where it asks first and, once words were said in it, where it asks then.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.messages import Inbound, Kind, Say
from bot.routes import ANYONE, COMPANY, DIALOGS, OFFICER, OPERATOR, ROUTES, STAFF, WORK, Route
from bot.session import Session
from bot.texts import common
from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import applications, complaints, contacts
from tests.support import sqlite_only, town

pytestmark = [sqlite_only, pytest.mark.usefixtures("calls_nobody")]

PEOPLE = {STAFF: ("张益达",), OFFICER: ("周敏",), OPERATOR: ("赵敏",), COMPANY: ("王芳",), WORK: ("周敏",)}
PEOPLE |= {ANYONE: ("王女士", "王芳")}
CASES = [(route, who) for route in ROUTES for who in PEOPLE[route.who]]
NAMED = [f"{route.verb}-{who}" for route, who in CASES]
MEDIA = (Kind.IMAGE, Kind.VOICE, Kind.VIDEO)
SENT = (*MEDIA, Kind.LOCATION, Kind.OTHER, Kind.LINK)
SAID = ((), ("1", "按规定办"))


class Chat:
    """The town's people, with a complaint and an application under way."""

    def __init__(self, store: Store, settings: Settings, now: datetime) -> None:
        self._store, self._now = store, now
        self._house = House(settings, store, lambda: self._now)
        town.build(store, now)
        for who in ("张益达", "周敏", "王芳", "赵敏"):
            town.bind(store, who, who, now)
        self.say("王女士", kind=Kind.SCAN, scene="scene-万和世家")
        for who, words in (("王女士", "楼道灯坏了三天"), ("王女士", "1"), ("王芳", "信息变更 万和世家")):
            self.say(who, words)
        for words in ("3", "锦尚西二路1号", "1"):
            self.say("王芳", words)
        with store.reading() as tx:
            self._complaint = tx.connection.scalar(select(complaints.c.id))
            self._application = tx.connection.scalar(select(applications.c.id))
        assert self._complaint
        assert self._application

    def say(self, who: str, text: str = "", kind: Kind = Kind.TEXT, **more: str) -> Say:
        """A second later."""
        self._now += timedelta(seconds=1)
        media = "media-1" if kind in MEDIA else ""
        inbound = Inbound("wechat", who, f"{who} {self._now}", kind, self._now, text, media=media)
        return self._house.receive(replace(inbound, **more)).say  # type: ignore[arg-type]

    def open(self, route: Route, who: str, said: tuple[str, ...]) -> bool:
        """Whether the dialog is open, after these words."""
        self.say(who, "取消")
        about = {"N": self._complaint, "N text": self._complaint, "id": self._application}.get(route.takes, "")
        assert self.say(who, tap=f"{route.verb}:{about}::").text
        for words in said:
            if self.session(who).here:
                assert self.say(who, words).text
        return self.session(who).here is not None

    def session(self, who: str) -> Session:
        """How the person's conversation stands."""
        with self._store.reading() as tx:
            everybody = tx.connection.execute(select(contacts.c.address, contacts.c.session))
            return Session.load(next(one.session for one in everybody if one.address == who) or "")


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
