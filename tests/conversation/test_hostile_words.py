"""Words made to take long: no message holds anybody up, and what depends on words alone is read before the database's
lock is taken."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from bot import faq
from bot.faq import asked
from bot.messages import Inbound, Kind, Say
from bot.wiring import House
from core.kinds import proposed
from core.likeness import ready
from core.settings import Settings
from core.store.engine import Store, Tx
from core.substance import says_something
from tests.support import sqlite_only, town

pytestmark = sqlite_only

LENGTH = 10_000
LIMIT = 0.05
"""Seconds of the processor for one message, all of it."""
CHANCE = random.Random(7)
PIECES = (" ", "\n", "　", "1", "７", "一二三", "接收", "绑定 ", "拒绝 0001,", "A1", "a.", "o", "怎么办？")
PIECES += ("e\u0301\u0323", "ﷺ", "👨\u200d", "\u202e", "电梯坏了", "3栋", "&lt;", "是", "denglu", "不")
HEADS = ("绑定", "早报", "退回", "拒绝", "查企业", "打印码上办", "查询", "A7", "小区")
HOSTILE = [piece * (LENGTH // len(piece)) for piece in PIECES]
HOSTILE += [head + blank * LENGTH + "x" for head in HEADS for blank in (" ", "\n")]
HOSTILE += ["".join(chr(CHANCE.randrange(0x4E00, 0x9FA5)) for _ in range(LENGTH))]
HOSTILE += ["".join(CHANCE.choice("登录陆二维码denglu经理人员1一") for _ in range(LENGTH))]
PEOPLE = ("路人", "王女士", "张益达", "周敏", "王芳", "赵敏", "+8613800138001", "+8617712340001")
READINGS = (asked, says_something, proposed, ready)


class Watched(Store):
    """Remembers what of the words was read while somebody could have waited for the database."""

    read = 0

    @contextmanager
    def writing(self) -> Iterator[Tx]:
        with super().writing() as tx:
            before = _read()
            yield tx
            self.read += _read() - before


def _read() -> int:
    return sum(one.cache_info().misses for one in READINGS)


@pytest.fixture
def watched(store: Store) -> Watched:
    return Watched(store.engine, store.cipher)


@pytest.fixture
def house(watched: Watched, settings: Settings, now: datetime) -> House:
    faq.asked("")
    town.build(watched, now)
    for who in ("张益达", "周敏", "王芳", "赵敏"):
        town.bind(watched, who, who, now)
    return House(settings, watched, lambda: now)


def says(house: House, who: str, text: str, now: datetime, channel: str = "wechat", **more: str) -> Say:
    """What is answered."""
    kind = Kind.SCAN if more else Kind.TEXT
    return house.receive(Inbound(channel, who, f"{who} {now} {kind}", kind, now, text=text, **more)).say


@pytest.mark.parametrize("who", PEOPLE)
def test_ten_thousand_characters_take_no_time(house: House, who: str, now: datetime) -> None:
    channel = "sms" if who.startswith("+") else "wechat"
    if who == "王女士":
        says(house, who, "", now, scene="scene-万和世家")
    slow = []
    for at, text in enumerate(HOSTILE):
        took = []
        while len(took) < 3 and (not took or min(took) > LIMIT):
            now += timedelta(seconds=1)
            fresh = text[: at + 1] + text[at + 1 + len(took) :]  # not known from the time before
            begun = time.thread_time()
            says(house, who, fresh, now, channel)
            took.append(time.thread_time() - begun)
        if min(took) > LIMIT:
            slow.append((text[:20], min(took)))
    assert not slow


def test_words_are_read_before_the_lock(house: House, watched: Watched, now: datetime) -> None:
    for words in ("3栋电梯坏了三天没人修", "怎么登录网页", HOSTILE[-1], "字" * 700):
        who = f"who {words[:9]}"
        says(house, who, "", now, scene="scene-万和世家")
        for one in READINGS:
            one.cache_clear()
        says(house, who, words, now)
        says(house, who, "1", now + timedelta(seconds=1))
        assert _read() > 0
        assert watched.read == 0


def test_who_wrote_more_than_a_complaint_holds_is_told(house: House, now: datetime) -> None:
    says(house, "王女士", "", now, scene="scene-万和世家")
    assert says(house, "王女士", "电梯坏了" * 2_500, now).text.startswith("文字最多500个字，后面的没有收进来。")
