"""A poster that still hangs when its estate's code was renewed."""

from datetime import datetime, timedelta

import pytest

from bot.messages import Kind
from core.settings import Settings
from core.store.engine import Store
from core.store.scenes import STILL_GOOD
from tests.conversation.kit import Chat

OLD = "scene-春和景明"


def expired(chat: Chat) -> None:
    """Its poster hangs on, and leads nowhere by itself."""
    renewed(chat)
    chat.now += STILL_GOOD


def scanned(chat: Chat, who: str = "李先生", scene: str = OLD) -> str:
    return chat.say(who, kind=Kind.SCAN, scene=scene).text


def renewed(chat: Chat) -> None:
    with chat.store.writing() as tx:
        area = tx.directory.area_by_scene(OLD)
        assert area
        tx.old_scenes.keep(area.id, chat.now)
        tx.registry.rescene(area.id, chat.now)


def test_whoever_scans_it_notices_nothing_for_thirty_days(store: Store, settings: Settings, now: datetime) -> None:
    chat = Chat(store, settings, now)
    renewed(chat)
    arrived = chat.say("李先生", kind=Kind.SCAN, scene=OLD).text
    assert "这里是春和景明的" in arrived
    chat.say("李先生", "3栋电梯坏了")
    assert "已提交" in chat.say("李先生", "1").text
    chat.now += STILL_GOOD - timedelta(minutes=1)
    assert chat.say("何女士", kind=Kind.SCAN, scene=OLD).text == arrived
    chat.now += timedelta(minutes=1)
    assert "这里是" not in chat.say("周先生", kind=Kind.SCAN, scene=OLD).text


@pytest.fixture
def chat(store: Store, settings: Settings, now: datetime) -> Chat:
    return Chat(store, settings, now)


@pytest.mark.parametrize("said", ["是", "是的。", "对"])
def test_yes_may_be_written(chat: Chat, said: str) -> None:
    expired(chat)
    assert "是“春和景明”的事吗" in scanned(chat)
    assert "记下了。是“春和景明”的事吗" in chat.say("李先生", "车棚漏电").text
    shown = chat.say("李先生", said).text
    assert "小区：春和景明\n" in shown
    assert "内容：车棚漏电\n" in shown


@pytest.mark.parametrize("said", ["2", "别的小区", "不是"])
def test_the_estate_that_it_is_not_is_never_taken_for_it(chat: Chat, said: str) -> None:
    scanned(chat)
    chat.say("李先生", "取消")
    expired(chat)
    scanned(chat)
    asked = chat.say("李先生", said)
    assert "请问是哪个小区" in asked.text
    assert not [one for one in asked.choices if "春和景明" in one.label]
    assert "记下了。是哪个小区的事" in chat.say("李先生", "车棚漏电").text
    assert "小区：万和世家\n类别：漏水\n内容：车棚漏电\n" in chat.say("李先生", "万和世家").text


def test_what_is_written_at_another_estates_draft_asks_on(chat: Chat) -> None:
    scanned(chat, scene="scene-万和世家")
    chat.say("李先生", "3栋电梯坏了")
    expired(chat)
    scanned(chat)
    assert "是“春和景明”的事吗" in chat.say("李先生", "车棚漏电").text
    shown = chat.say("李先生", "1").text
    assert "小区：春和景明\n" in shown
    assert "车棚漏电" in shown


def test_another_code_ends_the_question(chat: Chat) -> None:
    expired(chat)
    scanned(chat)
    chat.say("李先生", "车棚漏电")
    assert "小区：万和世家\n" in scanned(chat, scene="scene-万和世家")
    assert "小区：万和世家\n" in chat.say("李先生", "还有路灯不亮").text


@pytest.mark.parametrize(("answer", "kept"), [("接着办", "车棚漏电\n还有路灯不亮"), ("重新写", "还有路灯不亮")])
def test_a_draft_left_at_the_question_is_asked_about_and_goes_on(chat: Chat, answer: str, kept: str) -> None:
    expired(chat)
    scanned(chat)
    chat.say("李先生", "车棚漏电")
    chat.now += timedelta(hours=3)
    assert "写了一半" in chat.say("李先生", "还有路灯不亮").text
    assert "是“春和景明”的事吗" in chat.say("李先生", answer).text
    assert f"内容：{kept}\n" in chat.say("李先生", "是").text


@pytest.mark.parametrize("said", ["春和景明车棚漏电", "春和景明没人管", "车棚漏电"])
def test_a_code_of_nowhere_keeps_what_is_written(chat: Chat, said: str) -> None:
    assert "已经失效" in scanned(chat, scene="nowhere")
    chat.say("李先生", said)
    chat.say("李先生", "还有路灯不亮")
    assert f"内容：{said}\n还有路灯不亮\n" in chat.say("李先生", "春和景明").text


@pytest.mark.parametrize("said", ["春和", "春和景名", "春和景明小区", "春和景明3栋"])
def test_what_only_names_an_estate_is_no_complaint(chat: Chat, said: str) -> None:
    scanned(chat, scene="nowhere")
    found = chat.say("李先生", said)
    assert "您说的是哪个小区" in found.text
    assert "请写下哪里有什么问题" in chat.say("李先生", "1").text


@pytest.mark.parametrize("scene", [OLD, "nowhere"])
def test_danger_is_answered_before_the_estate_is_known(chat: Chat, scene: str) -> None:
    expired(chat)
    scanned(chat, scene=scene)
    text = chat.say("李先生", "3栋楼道煤气味很大").text
    assert "119" in text
    assert text.partition("人安全了再写给我。")[2].strip().startswith("记下了。是")
