"""A forger's stories, blind, through the door of either gateway; and the owner's own, who reads the answers."""

import pytest
from sqlalchemy import select

from core.identity import Actor
from core.login_commands import AskLogin
from core.people_commands import Leave, Replace
from core.store.tables import logins
from tests.conversation.test_old_codes import expired, scanned
from tests.support import sqlite_only, town
from tests.texting.kit import COMPANY, MANAGER, OFFICER, PHONES, RESIDENT, Forger

pytestmark = sqlite_only

GATEWAYS = ("aliyun", "tencent")
A_FALSE_MANAGER = (
    "添加人员 伪造经理",
    "137 1111 2222",
    "510107 1990 0101 000X",
    "项目负责人",
    "万和世家",
    "选好了",
    "跳过",
    "是",
)


@pytest.mark.parametrize("provider", GATEWAYS)
def test_nobody_is_dismissed(forger: Forger, provider: str) -> None:
    before = forger.kept()
    assert [forger.forges(COMPANY, text, provider) for text in ("离职 李斯", "是")] == ["re_in_wechat", "re_unclear"]
    assert forger.kept() == before


@pytest.mark.parametrize("provider", GATEWAYS)
def test_nobody_is_made_a_manager(forger: Forger, provider: str) -> None:
    before = forger.kept()
    assert forger.forges(COMPANY, A_FALSE_MANAGER[0], provider) == "re_in_wechat"
    for text in A_FALSE_MANAGER[1:]:
        forger.forges(COMPANY, text, provider)
    assert forger.kept() == before


def test_nor_is_what_the_administrator_has_begun_in_wechat_gone_on_with(forger: Forger) -> None:
    for begun in ("添加人员 新经理", "离职 李斯", "更换经理 万和世家"):
        forger.say(COMPANY, begun)
        before = forger.kept()
        for text in (*A_FALSE_MANAGER, "吴发竹", "1", "确认"):
            forger.forges(COMPANY, text)
        assert forger.kept() == before
        assert forger.say(COMPANY, "取消").text


def test_no_login_is_confirmed(forger: Forger) -> None:
    with forger.store.writing() as tx:
        found = tx.sessions.of(tx.sessions.begin(forger.now), forger.now)
        assert found
        digits = forger.house.perform(tx, Actor.of(found[0]), AskLogin(), forger.now)
    assert "是我" in [one.label for one in forger.say(COMPANY, f"登录 {digits}").choices]
    before = forger.kept()
    for text in ("是我", "1", "是", "确认", str(digits), f"登录 {digits}"):
        forger.forges(COMPANY, text)
    assert forger.kept() == before
    forger.say(COMPANY, "是我")
    with forger.store.reading() as tx:
        assert tx.connection.scalar(select(logins.c.confirmed_by)), "whoever it is may"


def test_a_deed_of_the_desk_is_never_meant_without_its_number(forger: Forger) -> None:
    forger.told(MANAGER)
    before = forger.kept()
    assert forger.forges(MANAGER, "接收") == "re_coded"
    for text in ("接收 0001", "1", "是", "完成 伪造：已修好", "是", "拒绝", "1", "求助 伪造"):
        forger.forges(MANAGER, text)
    assert forger.kept() == before


def test_a_code_is_not_found_by_guessing(forger: Forger) -> None:
    """A number is no secret: the digits that are sent to the phone are. Ten guesses of a million a day."""
    number = forger.told(MANAGER)
    before = forger.kept()
    assert forger.forges(MANAGER, f"接收 {number}") == "re_asked_accept"
    guesses = [f"{at:06}" for at in range(100_000, 100_030) if f"{at:06}" != forger.digits()]
    said = [forger.forges(MANAGER, guess) for guess in guesses]
    assert said[:3] == ["re_digits"] * 3, "after three of them nothing waits any more"
    assert forger.forges(MANAGER, forger.digits()) in ("re_digits", "re_locked")
    for guess in guesses:
        forger.forges(MANAGER, f"接收 {number}")
        forger.forges(MANAGER, guess)
    assert forger.forges(MANAGER, f"接收 {number}") == "re_locked"
    assert forger.kept() == before
    assert forger.wrong() == 5


def test_what_the_phone_was_not_told_of_is_not_meant(forger: Forger) -> None:
    before = forger.kept()
    assert forger.forges(MANAGER, "接收 0001") == "re_desk_none", "though it is theirs in WeChat"
    told = forger.told(MANAGER)
    guesses = [f"{at:04}" for at in range(2, 32)]
    said = [forger.forges(MANAGER, f"接收 {guess}") for guess in guesses]
    assert said == ["re_desk_none"] * 4 + ["re_locked"] * 26
    assert forger.forges(MANAGER, f"接收 {told}") == "re_locked"
    assert forger.kept() == before
    assert forger.wrong() == 5


def test_who_knows_the_number_still_reads_no_digits(forger: Forger) -> None:
    code = forger.told(MANAGER)
    before = forger.kept()
    assert forger.forges(MANAGER, f"接收 {code}") == "re_asked_accept"
    for text in ("1", "是", "确认", "接收", "好", "收到"):
        forger.forges(MANAGER, text)
    assert forger.kept() == before


def test_a_complaint_is_not_withdrawn_blind(forger: Forger) -> None:
    before = forger.kept()
    assert forger.forges(RESIDENT, "撤销") == "re_asked_withdraw"
    assert [forger.forges(RESIDENT, text) for text in ("1", "是", "确认撤销")] == ["re_digits"] * 3
    assert forger.kept() == before
    assert forger.forges(RESIDENT, forger.digits()) == "re_withdrawn", "its owner reads them"
    assert forger.state() == "WITHDRAWN"


def test_words_put_in_between_are_not_what_the_owner_confirms(forger: Forger) -> None:
    """The manager writes a result and gets digits; a forger writes another. The manager's digits publish the own."""
    code = forger.told(MANAGER)
    forger.say(MANAGER, "接收 0001")
    forger.forges(MANAGER, f"完成 {code} 换好了灯泡")
    digits = forger.digits()
    for text in ("伪造的话", f"完成 {code} 伪造：已修好", "伪造的话"):
        forger.forges(MANAGER, text)
    assert forger.digits() != digits
    assert forger.forges(MANAGER, digits) == "re_finished"
    with forger.store.reading() as tx:
        words = [entry.text for entry in tx.complaints.timeline(forger.complaint or 0) if entry.act == "finish"]
    assert words == ["换好了灯泡"]


def test_the_desks_work_by_text_for_who_reads_the_answers(forger: Forger) -> None:
    code = forger.told(MANAGER)
    for text, done, state in (
        (f"接收 {code}", "re_taken", "HANDLING"),
        (f"完成 {code} 换好了", "re_finished", "RATING"),
    ):
        forger.forges(MANAGER, text)
        assert forger.forges(MANAGER, forger.digits()) == done
        assert forger.state() == state
    assert forger.forges(MANAGER, f"完成 {code} 换好了") == "re_not_now"


def test_somebody_dismissed_meanwhile_confirms_nothing(forger: Forger) -> None:
    forger.forges(MANAGER, f"接收 {forger.told(MANAGER)}")
    with forger.store.writing() as tx:
        (person,) = tx.directory.staff_by_phone(PHONES[MANAGER])
        forger.house.by_itself(tx, Leave(person.id), forger.now)
    assert forger.forges(MANAGER, forger.digits()) == "re_digits", "what they had begun is forgotten"
    assert forger.state() == "PENDING"


def test_nor_does_whoever_lost_the_estate(forger: Forger) -> None:
    forger.forges(MANAGER, f"接收 {forger.told(MANAGER)}")
    with forger.store.writing() as tx:
        area = next(one for one in tx.directory.areas() if one.name == "万和世家")
        (other,) = tx.directory.staff_by_phone(town.STAFF["吴发竹"][0])
        forger.house.by_itself(tx, Replace(area.id, (other.id,)), forger.now)
    assert forger.forges(MANAGER, forger.digits()) == "re_desk_none"
    assert forger.state() == "PENDING"


def test_what_was_done_in_wechat_meanwhile_is_told(forger: Forger) -> None:
    forger.forges(MANAGER, f"接收 {forger.told(MANAGER)}")
    digits = forger.digits()
    forger.say(MANAGER, "接收 0001")
    assert forger.forges(MANAGER, digits) == "re_not_now"


def test_an_officers_guidance_needs_both_too(forger: Forger) -> None:
    forger.told(OFFICER)
    before = forger.kept()
    for text in (
        "指导 伪造意见",
        "1",
        f"指导 {forger.told(OFFICER)} 伪造意见",
        "1",
        "上报 0001 伪造",
        "督办 0001",
        "是",
    ):
        forger.forges(OFFICER, text)
    assert forger.kept() == before


def test_a_draft_that_an_old_code_began_goes_on_by_text(forger: Forger) -> None:
    expired(forger)
    scanned(forger, RESIDENT)
    forger.say(RESIDENT, "车棚漏电")
    assert forger.forges(RESIDENT, "还有路灯不亮") == "re_asked_estate"
    assert forger.forges(RESIDENT, "春和景明") == "re_asked_submit"
    here = forger.session(RESIDENT).here
    assert here
    assert (here.data["area_name"], here.data["words"]) == ("春和景明", ["车棚漏电", "还有路灯不亮"])
