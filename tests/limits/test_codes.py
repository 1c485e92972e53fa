"""Codes cost money and reach strangers' phones: so many by one person, to one number, and in a day for all."""

from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from core.identity import Actor, mobile
from core.limits import LIMITS, STRANGERS, What
from core.login_commands import SendLoginCode
from core.settings import Settings
from core.store.engine import Store
from tests.limits.kit import DAY, HOUR, MINUTE, Crowd, refusals
from tests.support import town

OWN = "13800138001"
ZHANG = town.STAFF["张益达"][0].removeprefix("+86")


def number(at: int) -> str:
    return f"1380013{8000 + at}"


def test_strangers_together_leave_something_of_a_number_to_its_owner() -> None:
    for at, limit in enumerate(LIMITS[What.CODE][1:]):
        taken = sum(LIMITS[what][at].most for what in STRANGERS.values())
        assert taken < limit.most


def test_one_person_has_codes_sent_to_few_numbers(crowd: Crowd) -> None:
    before = refusals("too_many_codes")
    for at in range(40):
        said = crowd.says("pump", f"绑定 {number(at)}")
    assert crowd.sent() == 3
    assert "一小时后再要" in said
    assert refusals("too_many_codes") == before + 37


def test_one_person_has_few_codes_a_day(crowd: Crowd) -> None:
    for at in range(60):
        crowd.says("pump", f"绑定 {number(at)}")
        crowd.now += 25 * MINUTE
        if crowd.sent() == 10:
            break
    assert "明天再要" in crowd.says("pump", f"绑定 {number(99)}")
    assert crowd.sent() == 10


def test_a_days_codes_for_all_keep_the_last_part_for_those_who_are_known(
    store: Store, settings: Settings, now: datetime
) -> None:
    crowd = Crowd(store, settings, now, code_daily_budget=20)
    town.bind(store, "吴发竹", "wu", now)
    with capture_logs() as logs:
        for at in range(30):
            said = crowd.says(f"bot {at}", f"绑定 {number(at)}")
        assert crowd.sent() == 16
        assert "今天的短信验证码已经用完" in said
        assert "验证码已发到" in crowd.says("zhang", f"绑定 {ZHANG}")
        others = (phone for phone, *_ in (town.STAFF | town.OFFICERS).values() if not phone.endswith(ZHANG))
        for phone in others:
            crowd.says(f"other {phone}", f"绑定 {phone.removeprefix('+86')}")
        assert crowd.sent() == 18
        for _ in range(3):
            crowd.says("wu", f"绑定 {town.STAFF['吴发竹'][0].removeprefix('+86')}")
            crowd.now += MINUTE
    assert crowd.sent() == 20
    alarms = [(one["spent"], one["budget"]) for one in logs if one["event"] == "code_budget"]
    assert alarms == [(16, 20), (20, 20)]
    crowd.now += DAY
    assert "验证码已发到" in crowd.says("bot 77", f"绑定 {number(77)}")


def test_a_budget_of_nothing_is_no_limit(store: Store, settings: Settings, now: datetime) -> None:
    crowd = Crowd(store, settings, now, code_daily_budget=0)
    for at in range(5):
        crowd.says(f"one {at}", f"绑定 {number(at)}")
    assert crowd.sent() == 5


def test_strangers_do_not_use_up_a_number_its_owner_binds_again(crowd: Crowd) -> None:
    town.bind(crowd.store, "张益达", "zhang", crowd.now)
    for at in range(24 * 6):
        said = crowd.says(f"stranger {at}", f"绑定 {ZHANG}")
        crowd.now += 10 * MINUTE
    assert crowd.sent() == LIMITS[What.CODE_CHAT][1].most
    assert "明天再要" in said
    assert "验证码已发到" in crowd.says("zhang", f"绑定 {ZHANG}")


@pytest.mark.parametrize("typed", [OWN, "110101199003070716"])
def test_asking_at_the_pages_for_a_number_nobody_knows_uses_none_of_it_up(crowd: Crowd, typed: str) -> None:
    """Nothing is sent, so nothing is counted: a resident may bind it."""
    for _ in range(12):
        with crowd.store.writing() as tx:
            browser = tx.sessions.of(tx.sessions.begin(crowd.now), crowd.now)
            assert browser
            crowd.house.perform(tx, Actor.of(browser[0]), SendLoginCode(mobile(typed) or typed), crowd.now)
    assert crowd.sent() == 0
    assert "验证码已发到" in crowd.says("resident", f"绑定 {OWN}")


def test_a_second_asker_is_told_when(crowd: Crowd) -> None:
    crowd.says("one", f"绑定 {OWN}")
    assert "一分钟后再要" in crowd.says("other", f"绑定 {OWN}")
    crowd.now += MINUTE
    assert "验证码已发到" in crowd.says("other", f"绑定 {OWN}")
    crowd.now += timedelta(minutes=2)
    assert "一小时后再要" in crowd.says("third", f"绑定 {OWN}")
    crowd.now += HOUR
    assert "验证码已发到" in crowd.says("third", f"绑定 {OWN}")
