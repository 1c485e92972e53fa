"""A full page of long names is one message of WeChat's, with nothing cut off."""

from datetime import datetime, timedelta

import pytest

from bot.messages import Inbound, Kind, Say
from bot.texts.common import MORE
from core.clocks import Clock
from core.identity import MANAGER_POST
from core.lifecycle import State
from core.settings import Settings
from core.store.engine import Store
from tests.company.kit import Firm, firm
from tests.support.rows import add_area, add_complaint, add_staff
from webhooks.wechat_render import content

MANY = 24
LONG = timedelta(days=181, hours=12)


def filled(store: Store, settings: Settings, now: datetime) -> Firm:
    """A company with more of everything than a page holds."""
    at = firm(store, settings, now)
    with store.writing() as tx:
        for number in range(MANY):
            area_id = add_area(tx, now, f"麓湖生态城水镜岸{number:02}期", company_id=at.company)
            phone = f"+86139123400{number:02}"
            more = {"identity": "510107199001191517", "username": "17012345623"}
            add_staff(tx, now, at.company, area_id, name="欧阳文静", phone=phone, post=MANAGER_POST, **more)
            late = {"state": State.FURTHER, "clock": Clock.FURTHER, "deadline": now - LONG}
            add_complaint(tx, now, area_id, **late)
    return at


def said(at: Firm, words: str, tap: str = "") -> Say:
    return at.house.receive(Inbound("wechat", "administrator", words + tap, Kind.TEXT, at.now, text=words, tap=tap)).say


@pytest.mark.parametrize("words", ["小区", "人员", "查询", "查询 超期", "离职", "更换经理", "看不到投诉"])
def test_a_full_page_is_whole(store: Store, settings: Settings, now: datetime, words: str) -> None:
    say = said(filled(store, settings, now), words)
    drawn = content(say)
    assert len(say.choices) > 8
    assert say.text in drawn
    assert drawn.count("<a ") == len(say.choices)


@pytest.mark.parametrize(("words", "pages"), [("小区", 3), ("人员", 4), ("查询", 3), ("离职", 3), ("更换经理", 3)])
def test_the_pages_show_everything_once(
    store: Store, settings: Settings, now: datetime, words: str, pages: int
) -> None:
    at = filled(store, settings, now)
    say, seen = said(at, words), []
    for _ in range(pages):
        seen += [choice.id for choice in say.choices if choice.label != MORE]
        more = [choice.id for choice in say.choices if choice.label == MORE]
        say = said(at, MORE, more[0]) if more else say
    assert more == []
    assert len(seen) == len(set(seen)) >= MANY
