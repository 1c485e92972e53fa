"""What somebody is told of a neighbour's complaint: its kind, where, since when; nothing that the neighbour wrote."""

from datetime import datetime, timedelta

import pytest

from bot.messages import Inbound, Kind
from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from tests.support import sqlite_only, town

pytestmark = sqlite_only

SECRET = "，李桂芳501，13800138000"


class Chat:
    """The town's people, who write and tap."""

    def __init__(self, store: Store, settings: Settings, now: datetime) -> None:
        self._now = now
        self._house = House(settings, store, lambda: self._now)
        town.build(store, now)

    def file(self, who: str, words: str, typed: str = "") -> str:
        """What is answered to these words at the estate, and, where something is `typed` then, to that."""
        said = ""
        for text in filter(None, ("scan", words, typed)):
            self._now += timedelta(seconds=1)
            kind, scene = (Kind.SCAN, "scene-万和世家") if text == "scan" else (Kind.TEXT, "")
            inbound = Inbound("wechat", who, f"{who} {self._now}", kind, self._now, text, scene=scene)
            said = self._house.receive(inbound).say.text
        return said


@pytest.fixture
def chat(store: Store, settings: Settings, now: datetime) -> Chat:
    return Chat(store, settings, now)


@pytest.mark.parametrize(
    ("written", "typed", "told"),
    [
        ("三栋电梯坏了关不上门", "提交", "（电梯，3栋），现在待处理"),
        ("3幢2单元电梯坏了关不上门", "提交", "（电梯，3栋），现在待处理"),
        ("电梯坏了关不上门", "提交", "（电梯），现在待处理"),
        ("十三栋电梯坏了关不上门", "提交", "（电梯），现在待处理"),
        ("三栋电梯坏了关不上门", "匿名提交", "（电梯），现在待处理"),
    ],
)
def test_of_a_neighbour_the_kind_the_place_and_the_day(chat: Chat, written: str, typed: str, told: str) -> None:
    assert "已提交" in chat.file("王女士", written + SECRET, typed)
    shown = chat.file("李先生", written).partition("有邻居10月17日反映过类似的问题")[2]
    assert shown.startswith(told)
    assert not any(part in shown for part in ("坏", "关", "李桂芳", "501", "138"))
