"""In chat too, another company's looks like none, nobody else gets to see or change anything, and buttons die with the
right to press them."""

from datetime import datetime
from typing import Any

import pytest

from bot.messages import Inbound, Kind
from core.identity import Actor
from core.people_commands import Leave, Unassign
from core.settings import Settings
from core.store.engine import Store
from tests.company.kit import Firm, firm
from tests.company.test_people import everything
from tests.support.rows import add_complaint

ESTATES = ("estates:{area}", "replace_manager:{area}", "replace_manager:{area}::{staff}", "add_staff:{area}")
PEOPLE = (
    "people:{staff}",
    "edit_staff:{staff}::post",
    "edit_staff:{staff}::phone",
    "edit_staff:{staff}::username",
    "edit_staff:{staff}::areas",
    "edit_staff:{staff}::identity",
    "staff_leaves:{staff}",
    "no_complaints:{staff}",
)
WORDS = ("小区", "人员", "添加人员", "离职", "更换经理", "查询", "报表", "看不到投诉", "我的身份", "实名核对", "帮助")
OPENING = ("staff_leaves:{staff}", "replace_manager:{area}::{second}", "edit_staff:{staff}::post")
SECRETS = ("吴发竹", "孙七", "177****1006", "177****1005", "春熙里", "银月")
STRANGE = "9999"


@pytest.fixture
def place(store: Store, settings: Settings, now: datetime) -> Firm:
    made = firm(store, settings, now)
    with store.writing() as tx:
        add_complaint(tx, now, made.area)
        add_complaint(tx, now, made.their_area)
    return made


def said(at: Firm, who: str, words: str = "", tap: str = "") -> str:
    """What the bot answers to it, with the choices."""
    at.kept.append(words or tap)
    inbound = Inbound("wechat", who, f"message {len(at.kept)}", Kind.TEXT, at.now, text=words or "x", tap=tap)
    say = at.house.receive(inbound).say
    return "\n".join([say.text, *(choice.label for choice in say.choices)])


def table(store: Store) -> list[Any]:
    """The directory; not the contacts, whose conversations go on, nor the record, which holds questions too."""
    return everything(store)[:4]


@pytest.mark.parametrize("tap", [*ESTATES[:3], *PEOPLE])
def test_an_administrator_is_answered_as_if_it_did_not_exist(place: Firm, tap: str) -> None:
    before = table(place.store)
    theirs = said(place, "administrator", tap=tap.format(area=place.their_area, staff=place.their_staff))
    none = said(place, "administrator", tap=tap.format(area=STRANGE, staff=STRANGE))
    assert theirs == none
    assert not any(secret in theirs for secret in SECRETS)
    assert table(place.store) == before


@pytest.mark.parametrize("name", ["春熙里", "孙七"])
@pytest.mark.parametrize("word", ["小区", "人员", "离职", "更换经理", "看不到投诉", "查询"])
def test_by_name_neither(place: Firm, word: str, name: str) -> None:
    theirs = said(place, "administrator", f"{word} {name}")
    none = said(place, "administrator", f"{word} 某某某")
    assert theirs.replace(name, "某某某") == none


@pytest.mark.parametrize("who", ["manager", "cleaner", "officer", "owner", "gone", "operator", "stranger"])
def test_nobody_else_sees_or_changes_anything(place: Firm, who: str) -> None:
    before = table(place.store)
    own = {"area": place.area, "staff": place.second}
    answers = [said(place, who, tap=tap.format(**own)) for tap in (*ESTATES, *PEOPLE)]
    answers += [said(place, who, word) for word in WORDS]
    secrets = SECRETS[:1] + SECRETS[2:3] if who in ("stranger", "officer") else SECRETS
    assert not [(secret, one) for one in answers for secret in secrets if secret in one]
    assert table(place.store) == before


def test_who_searches_finds_their_own_alone(place: Firm) -> None:
    for who, theirs in (("administrator", True), ("manager", True), ("stranger", False)):
        found = said(place, who, "查询")
        assert ("万和世家" in found) is theirs
        assert ("春熙里" in found) is not theirs
    assert "电梯坏了" not in said(place, "administrator", tap="search:2")
    assert said(place, "administrator", tap="search:2") == said(place, "administrator", tap="search:999")


@pytest.mark.parametrize(
    "opens", ["staff_leaves:{staff}", "replace_manager:{area}::{second}", "edit_staff:{staff}::post"]
)
def test_a_departed_administrators_buttons_die(place: Firm, opens: str) -> None:
    ids = {"staff": place.staff, "area": place.area, "second": place.second}
    said(place, "administrator", tap=opens.format(**ids))
    with place.store.writing() as tx:
        place.house.by_itself(tx, Leave(place.administrator.staff_id or 0), place.now)
    before = table(place.store)
    answers = [said(place, "administrator", typed) for typed in ("没离职", "1", "确认", "1")]
    answers += [said(place, "administrator", word) for word in WORDS]
    assert not [(secret, one) for one in answers[4:] for secret in SECRETS if secret in one]
    assert table(place.store) == before


def test_one_whose_company_lost_the_estate_meanwhile_changes_nothing(place: Firm) -> None:
    said(place, "administrator", tap=f"replace_manager:{place.area}::{place.second}")
    said(place, "administrator", "没离职")
    with place.store.writing() as tx:
        tx.registry.change_area(place.area, {"company_id": None})
    before = table(place.store)
    assert "没有找到这个小区" in said(place, "administrator", "确认")
    assert table(place.store) == before


def test_the_manager_was_changed_by_somebody_else_meanwhile(place: Firm) -> None:
    said(place, "administrator", tap=f"replace_manager:{place.area}::{place.second}")
    said(place, "administrator", "没离职")
    with place.store.writing() as tx:
        place.house.by_itself(tx, Unassign(place.staff, place.area), place.now)
    before = table(place.store)
    assert "刚刚换过了" in said(place, "administrator", "确认")
    assert table(place.store) == before


def test_somebody_elses_employee_is_refused_without_a_word_about_the_other_company(place: Firm) -> None:
    before = table(place.store)
    phone = place.phones["stranger"].removeprefix("+86")
    for words in ("添加人员 赵六", phone, "510107199001057465", "客服", "选好了", "先不填"):
        asked = said(place, "administrator", words)
        assert not any(secret in asked for secret in SECRETS[1:])
    refused = said(place, "administrator", "确认")
    assert "还登记在别处" in refused
    assert "改电话" in refused
    assert not any(secret in refused for secret in SECRETS[1:])
    assert table(place.store) == before
    said(place, "administrator", "改电话")
    said(place, "administrator", "13912340001")
    assert "已添加赵六（客服）" in said(place, "administrator", "确认")


def test_the_system_alone_needs_no_company(place: Firm) -> None:
    assert place.tried(Actor(place.administrator.contact_id), Leave(place.staff)) == "not_yours"
