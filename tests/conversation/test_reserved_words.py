"""Words that answer a question are never what a complaint is about, whatever was sent before them and by which way."""

from datetime import datetime

import pytest
from sqlalchemy import func, select

from bot.messages import Kind
from bot.session import Session
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import complaints, contacts
from tests.conversation.kit import Chat
from tests.support import sqlite_only

pytestmark = sqlite_only

WHO, PHONE, SCENE, WORDS = "何女士", "+8613800138009", "scene-万和世家", "3栋路灯三天不亮"
RESERVED = ("提交", "确认", "确定", "匿名提交", "确认提交", "1 提交", "１提交。", "是", "是的", "对", "好", "好的！")
RESERVED += ("行", "可以", "同意", "没问题", "就这样", "嗯", "OK", "收到", "修改", "匿名", "2", "12")
BEFORE = {
    "nothing": (),
    "a scan": (Kind.SCAN,),
    "a photo": (Kind.SCAN, Kind.IMAGE),
    "a voice without words": (Kind.SCAN, Kind.VOICE),
    "a photo from nowhere": (Kind.IMAGE,),
}


@pytest.fixture
def chat(store: Store, settings: Settings, now: datetime) -> Chat:
    return Chat(store, settings, now)


def filed(chat: Chat) -> list[str]:
    """What the complaints say, the oldest first."""
    with chat.store.reading() as tx:
        ids = tx.connection.scalars(select(complaints.c.id).order_by(complaints.c.id)).all()
        return [one.content for key in ids if (one := tx.complaints.get(key))]


def drafted(chat: Chat, who: str = WHO) -> list[str]:
    """The words of the draft that is open."""
    here = chat.session(who).here
    return here.data.get("words", []) if here else []


def texts(chat: Chat, text: str) -> None:
    chat.say(PHONE, text, channel="sms")


@pytest.mark.parametrize("before", BEFORE)
def test_in_chat_they_are_no_content(chat: Chat, before: str) -> None:
    known = filed(chat)
    for word in RESERVED:
        chat.say(WHO, "取消")
        for kind in BEFORE[before]:
            chat.say(WHO, kind=kind, scene=SCENE if kind is Kind.SCAN else "")
        assert chat.say(WHO, word).text
        assert drafted(chat) == [], word
        for again in ("1", "提交", word):
            assert chat.say(WHO, again).text
        assert drafted(chat) == [], word
    assert filed(chat) == known


def test_nor_do_they_come_to_words_that_were_written(chat: Chat) -> None:
    for word in ("是", "好", "对", "好的", "行", "可以", "嗯", "没问题", "3", "7"):
        chat.say(WHO, kind=Kind.SCAN, scene=SCENE)
        chat.say(WHO, WORDS)
        said = chat.say(WHO, word)
        assert drafted(chat) == [WORDS], word
        if word != "3":
            assert "还没有提交" in said.text
            assert "提交" in [one.label for one in said.choices]
        chat.say(WHO, "取消")
    assert WORDS not in filed(chat)


@pytest.mark.parametrize("word", ["提交", "确认提交", "1 提交", "1提交", "提交吧", "是的", "1"])
def test_what_was_added_to_is_shown_before_it_is_submitted(chat: Chat, word: str) -> None:
    for said in ("", WORDS, "补充"):
        shown = chat.say(WHO, said, kind=Kind.TEXT if said else Kind.SCAN, scene="" if said else SCENE)
    shown = chat.say(WHO, word)
    assert WORDS in shown.text
    assert "还没有可以提交的内容" not in shown.text
    assert "已提交" in chat.say(WHO, "提交").text
    assert filed(chat)[-1] == WORDS


@pytest.mark.parametrize("word", ["提交", "确认", "确定", "确认提交", "我要提交", "1 提交", "1提交", "1", "１"])
def test_they_submit_what_there_is(chat: Chat, word: str) -> None:
    chat.say(WHO, kind=Kind.SCAN, scene=SCENE)
    chat.say(WHO, WORDS)
    assert "已提交" in chat.say(WHO, word).text
    assert filed(chat)[-1] == WORDS


@pytest.mark.parametrize("word", RESERVED)
def test_by_text_they_are_no_content(chat: Chat, word: str) -> None:
    known = filed(chat)
    for before in ("A7Q3", f"A7Q3 {word}", ""):
        if before:
            texts(chat, before)
        for text in (word, "1", word):
            texts(chat, text)
        with chat.store.reading() as tx:
            said = tx.connection.scalar(select(contacts.c.session).where(contacts.c.address == PHONE))
        here = Session.load(Session.load(said or "").texted).here
        assert not (here and here.data.get("words")), (before, word)
        texts(chat, "0")
    assert filed(chat) == known


def test_by_text_they_are_not_added_to_what_was_written(chat: Chat) -> None:
    texts(chat, f"A7Q3 {WORDS}")
    for word in ("是", "好", "对", "行", "可以", "修改", "3"):
        texts(chat, word)
    texts(chat, "A7Q3 提交")
    texts(chat, "1")
    assert filed(chat)[-1] == WORDS


@pytest.mark.parametrize("tap", ["0", "101", "", "1000000001"])
def test_submitted_once_more_it_says_so_with_the_number(chat: Chat, tap: str) -> None:
    """Each of these is a message of its own, as a second tap is: another MsgId, whatever became of the tap's id."""
    chat.say(WHO, kind=Kind.SCAN, scene=SCENE)
    chat.say(WHO, WORDS)
    assert "已提交" in chat.say(WHO, "提交", tap=tap if tap in ("0", "101", "") else "").text
    known = filed(chat)
    for word in ("提交", "匿名提交", "1", "1 提交", "确认", "提交"):
        said = chat.say(WHO, word, tap=tap if "提交" in word else "").text
        assert "已经提交过了，编号 0002" in said, word
    for polite in ("好", "好的", "是", "谢谢", "对"):
        assert chat.say(WHO, polite).text == "不客气！有事随时写给我。"
    assert "已经提交过了，编号 0002" in chat.say(WHO, "1").text
    assert filed(chat) == known


def test_by_text_too(chat: Chat) -> None:
    texts(chat, f"A7Q3 {WORDS}")
    for word in ("1", "1", "提交", "确认", "1 提交", "好", "1"):
        texts(chat, word)
    with chat.store.reading() as tx:
        assert tx.connection.scalar(select(func.count()).select_from(complaints)) == 2
        answers = [row for row in tx.outbox.listed() if row.template == "re_filed"]
    assert len(answers) == 6


def test_whoever_asks_to_file_goes_on_with_what_has_no_estate_yet(chat: Chat) -> None:
    chat.say(WHO, WORDS)
    for word in ("我要反映", "反映"):
        assert "是哪个小区的事" in chat.say(WHO, word).text
    assert WORDS in chat.say(WHO, "万和世家").text
    assert "已提交" in chat.say(WHO, "提交").text
    assert filed(chat)[-1] == WORDS
