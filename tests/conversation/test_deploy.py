"""A deploy in the middle of a conversation: a draft is kept, anything else is begun anew, politely."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.dialogs.file_complaint import FileComplaint
from bot.dialogs.rate import Rate
from bot.messages import Inbound, Kind, Say
from bot.session import Session
from bot.texts import common
from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from tests.support import town

Says = Callable[..., Say]


@pytest.fixture
def says(store: Store, settings: Settings, now: datetime) -> Says:
    """Somebody says something and gets an answer; a second passes each time."""
    town.build(store, now)
    moment = [now]
    house = House(settings, store, lambda: moment[0])

    def say(who: str, text: str = "", after: timedelta = timedelta(seconds=1), **more: object) -> Say:
        moment[0] += after
        inbound = Inbound("wechat", who, f"{who} {moment[0]}", Kind.TEXT, moment[0], text=text)
        return house.receive(replace(inbound, **more)).say

    return say


def change(store: Store, who: str, changed: Callable[[Session], None]) -> None:
    """Alter a stored session as an older version of the program would have left it."""
    with store.writing() as tx:
        contact, _ = tx.inbox.claim("wechat", who, "a look", datetime.now().astimezone())
        session = Session.load(contact.session)
        changed(session)
        contact.session = session.dump()
        tx.inbox.save(contact, f"a look {who}", "", datetime.now().astimezone(), "")


def test_a_draft_survives_a_newer_version(says: Says, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    says("wang", kind=Kind.SCAN, scene="scene-万和世家")
    says("wang", "7栋排水沟堵了")
    monkeypatch.setattr(FileComplaint, "version", FileComplaint.version + 1)
    answer = says("wang", "车位上全是水")
    assert "7栋排水沟堵了\n车位上全是水" in answer.text
    assert answer.choices[0].label == "提交"
    assert "已提交" in says("wang", "1").text


def test_a_dialog_without_an_upgrade_begins_anew(says: Says, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    says("wang", "绑定")
    with monkeypatch.context() as patched:
        patched.setattr("bot.dialogs.bind.Bind.version", 2)
        assert common.UPGRADED in says("wang", "13800138001").text


@pytest.mark.parametrize(("name", "value"), [("dialog", "gone"), ("step", "gone")])
def test_a_dialog_or_step_that_is_gone(says: Says, store: Store, name: str, value: str) -> None:
    says("wang", "绑定")
    change(store, "wang", lambda session: setattr(session.here, name, value))
    assert common.UPGRADED in says("wang", "13800138001").text
    assert says("wang", "帮助").choices


@pytest.mark.parametrize("session", ["not json", "[]", '{"here": 1}', '{"here": {"dialog": 1}}'])
def test_a_session_that_cannot_be_read(says: Says, store: Store, session: str) -> None:
    says("wang", "绑定")
    with store.writing() as tx:
        contact, _ = tx.inbox.claim("wechat", "wang", "a look", datetime.now().astimezone())
        contact.session = session
        tx.inbox.save(contact, "a look", "", datetime.now().astimezone(), "")
    assert says("wang", "帮助").choices


def test_an_old_question_is_no_longer_open(says: Says) -> None:
    says("wang", "绑定")
    answer = says("wang", "楼道灯坏了", after=timedelta(days=2))
    assert "哪个小区" in answer.text


def test_every_dialog_has_a_name_of_its_own() -> None:
    assert FileComplaint.name != Rate.name
