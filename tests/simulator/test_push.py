"""WeChat's pushing side: what is delivered, how often, and what the phone shows of the answer."""

from collections.abc import Callable
from typing import Any

import pytest

from simulator import Simulator, crypto, messages, wechat_push
from simulator.person import NotFollowing, Person
from simulator.replies import OUT_OF_ORDER, parts
from tests.simulator.conftest import AES_KEY
from tests.simulator.echo_bot import EchoBot


@pytest.fixture
def resident(sim: Simulator) -> Person:
    person = sim.person("sim_resident_1")
    person.follows()
    return person


def test_a_text_is_answered(resident: Person) -> None:
    assert resident.says("水沟堵了 & <b>") == "听到:水沟堵了 & <b>"
    assert [bubble["side"] for bubble in resident.bubbles][-2:] == ["me", "account"]


def test_following_comes_first(sim: Simulator) -> None:
    with pytest.raises(NotFollowing):
        sim.person("sim_resident_2").says("你好")


def test_the_first_scan_follows_and_the_next_scans(sim: Simulator) -> None:
    person = sim.person("sim_resident_1")
    assert person.scans("万和世家") == "听到:event:subscribe_scan"
    assert person.scans("a1b2c3") == "听到:event:scan"
    assert person.scans(sim.account.url_of("a1b2c3")) == "听到:event:scan"


@pytest.mark.parametrize(
    ("act", "heard"),
    [
        (lambda p: p.sends_picture(b"jpeg"), "image:"),
        (lambda p: p.sends_voice("水管爆了"), "voice:"),
        (lambda p: p.sends_video(b"mp4"), "video:"),
        (lambda p: p.sends_place(30.5, 104.0, "7栋"), "location:"),
        (lambda p: p.sends_link("题", "述", "http://a.cn"), "link:"),
        (lambda p: p.clicks("menu:mine"), "event:click"),
        (lambda p: p.push(messages.template_finished(7)).text, "event:templatesendjobfinish"),
    ],
)
def test_every_kind_reaches_the_bot(resident: Person, act: Callable[[Person], str], heard: str) -> None:
    assert act(resident) == f"听到:{heard}"


@pytest.mark.parametrize(
    ("quirks", "came"),
    [
        ({}, "7"),
        ({"taps": "zero"}, "0"),
        ({"taps": "numbered"}, "101"),
        ({"taps": "none"}, ""),
        ({"msgid": False}, "7"),
    ],
)
def test_a_tap_carries_the_label_and_what_the_account_makes_of_the_id(
    sim: Simulator, resident: Person, bot: EchoBot, quirks: dict[str, Any], came: str
) -> None:
    sim.quirks.switch(**quirks)
    assert resident.says("接收", "7") == "听到:接收"
    inner = opened(bot)
    assert ("<bizmsgmenuid>" in inner, f"<![CDATA[{came}]]></bizmsgmenuid>" in inner) == (bool(came), bool(came))
    assert ("<MsgId>" in inner) == quirks.get("msgid", True)


@pytest.mark.parametrize("tap", ["accept:1", str(2**31), "1.5"])
def test_an_id_that_is_no_number_of_31_bits_is_not_kept(resident: Person, bot: EchoBot, tap: str) -> None:
    resident.says("接收", tap)
    assert "<bizmsgmenuid><![CDATA[101]]></bizmsgmenuid>" in opened(bot)


def opened(bot: EchoBot) -> str:
    """The newest push, opened."""
    sealed = bot.bodies[-1].decode().split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    return crypto.decrypt(AES_KEY, "wx0000000000000000", sealed).decode()


def test_silence_shows_nothing(resident: Person) -> None:
    before = len(resident.bubbles)
    assert resident.says("沉默") == ""
    assert len(resident.bubbles) == before + 1


@pytest.mark.parametrize(("words", "tries"), [("坏", 1), ("明文", 1), ("破 ]]> 字", 1), ("错", 3)])
def test_a_bad_answer_shows_the_fault_line(resident: Person, words: str, tries: int) -> None:
    resident.says(words)
    assert resident.last.problem
    assert resident.last.tries == tries
    assert resident.bubbles[-1]["text"] == OUT_OF_ORDER


def test_a_late_answer_is_asked_for_again_with_the_same_bytes(resident: Person, bot: EchoBot) -> None:
    bot.bodies.clear()
    assert resident.says("慢") == "听到:慢"
    assert resident.last.tries == 3
    assert len(bot.bodies) == 3
    assert len(set(bot.bodies)) == 1


def test_a_doubled_delivery_shows_one_answer(sim: Simulator, resident: Person, bot: EchoBot) -> None:
    bot.bodies.clear()
    sim.network.doubled = True
    before = len(resident.words)
    resident.says("双")
    assert len(bot.bodies) == 2
    assert len(resident.words) == before + 1


def test_a_lost_answer_is_asked_for_again(sim: Simulator, resident: Person) -> None:
    sim.network.lost = 1
    assert resident.says("再来") == "听到:再来"
    assert sim.pushes[-1]["tries"] == 2


def test_a_dead_bot_shows_the_fault_line(sim: Simulator, resident: Person) -> None:
    dead = wechat_push.Push("http://127.0.0.1:9/wechat", b"", "x")
    assert "Connection" in wechat_push.deliver(sim.config, dead, sim.network).problem


def test_only_one_article_is_shown(resident: Person) -> None:
    resident.says("图文")
    assert resident.bubbles[-1]["kind"] == "news"
    assert resident.bubbles[-1]["title"] == "一"


def test_links_are_split_out() -> None:
    text = (
        "看 <a href=\"weixin://bizmsgmenu?msgmenucontent=A B&amp;msgmenuid=x:1\">一</a>或<a href='http://b.cn'>二</a>"
    )
    assert parts(text) == [
        {"text": "看 "},
        {"text": "一", "tap": "x:1", "label": "A B"},
        {"text": "或"},
        {"text": "二", "href": "http://b.cn"},
    ]


def test_plain_and_compat_modes_carry_the_message_in_the_clear(sim: Simulator) -> None:
    plain = wechat_push.seal(sim.config, "o1", messages.text("你好"), mode="plain")
    compat = wechat_push.seal(sim.config, "o1", messages.text("你好"), mode="compat")
    assert "你好" in plain.body.decode()
    assert "msg_signature" not in plain.url
    assert "你好" in compat.body.decode()
    assert "encrypt_type=aes" in compat.url
