"""A poster that still hangs when its estate's code was renewed."""

from datetime import datetime, timedelta

from bot.messages import Kind
from core.settings import Settings
from core.store.engine import Store
from core.store.scenes import STILL_GOOD
from tests.conversation.kit import Chat

OLD = "scene-春和景明"


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
