"""Nobody keeps a person from logging in by asking for codes to their number: on a browser that proved it there is
always one, on another it is said how else to come in."""

from datetime import timedelta

import pytest

from console.pages.devices import COOKIE
from core.limits import LIMITS, What
from tests.pages.kit import Site, Visitor, phone
from tests.support import town

PERSON = "张益达"
IDENTITY = "110101199003070716"


def asks(visitor: Visitor, who: str = "") -> Visitor:
    """For a code."""
    return visitor.opens("/console/login").sends("/console/login", who=who or phone(PERSON))


def leaves(visitor: Visitor) -> Visitor:
    """Logs out, and closes the browser: what is kept for the session is gone."""
    visitor.sends("/console/logout")
    visitor.client.delete_cookie("msb", path="/console")
    return visitor


def beset(site: Site, span: timedelta, every: timedelta, who: str = "") -> int:
    """Strangers, each from an address of their own, ask for codes all the time; how many were sent."""
    before, until = site.codes(), site.now + span
    while site.now < until:
        site.let_pass(every)
        asks(site.visitor(), who)
    return site.codes() - before


def test_on_a_known_device_the_owner_gets_a_code_after_a_day_of_strangers(site: Site) -> None:
    victim = leaves(site.enter(PERSON))
    sent = beset(site, timedelta(days=1), timedelta(minutes=10))
    assert sent == LIMITS[What.CODE_PAGES][1].most
    site.let_pass(timedelta(minutes=1))
    before = site.codes()
    victim.logs_in(phone(PERSON))
    victim.sees("需求及建议", PERSON)
    assert site.codes() == before + 1


def test_and_within_the_hour_of_one_request_a_minute(site: Site) -> None:
    victim = leaves(site.enter(PERSON))
    site.let_pass(timedelta(hours=1))
    beset(site, timedelta(minutes=30), timedelta(minutes=1))
    site.let_pass(timedelta(minutes=1))
    victim.logs_in(phone(PERSON))


def test_strangers_in_chat_and_at_the_pages_together_leave_one_too(site: Site) -> None:
    victim = leaves(site.enter(PERSON))
    site.let_pass(timedelta(days=1))
    for at in range(24 * 4):
        site.let_pass(timedelta(minutes=8))
        asks(site.visitor())
        site.let_pass(timedelta(minutes=7))
        site.chat(f"stranger {at}", f"绑定 {phone(PERSON)}")
    site.let_pass(timedelta(minutes=1))
    victim.logs_in(phone(PERSON))


def test_the_owner_is_told_when_to_ask_where_a_stranger_was_a_moment_faster(site: Site) -> None:
    victim = leaves(site.enter(PERSON))
    site.let_pass(timedelta(hours=1))
    asks(site.visitor())
    asks(victim).sees("一分钟后再要", "微信登录")
    site.let_pass(timedelta(minutes=1))
    victim.logs_in(phone(PERSON))


def test_on_an_unknown_device_it_is_said_that_wechat_is_open_and_it_is(site: Site) -> None:
    town.bind(site.store, PERSON, "zhang", site.now)
    beset(site, timedelta(hours=5), timedelta(minutes=10))
    visitor = asks(site.visitor())
    asks(visitor).sees("微信登录")
    visitor.sends("/console/login/wechat")
    digits = next(word for word in visitor.text.split() if word.isdigit())
    site.chat("zhang", f"登录 {digits}")
    site.chat("zhang", "是我")
    visitor.sends("/console/login/wechat/done").sees(PERSON, "需求及建议")


@pytest.mark.parametrize("first", [phone(PERSON), IDENTITY])
def test_a_device_knows_what_was_typed_and_the_phone(site: Site, first: str) -> None:
    with site.store.writing() as tx:
        (found,) = tx.directory.staff_by_phone(town.STAFF[PERSON][0])
        tx.registry.change_staff(found.id, {"identity": IDENTITY})
    victim = site.visitor()
    victim.logs_in(first)
    leaves(victim)
    beset(site, timedelta(hours=5), timedelta(minutes=10), first)
    for who in {first, phone(PERSON)}:
        site.let_pass(timedelta(hours=1))
        victim.logs_in(who)
        leaves(victim)


def test_a_device_that_came_in_by_wechat_is_known_too(site: Site) -> None:
    town.bind(site.store, PERSON, "zhang", site.now)
    link = next(word for word in site.chat("zhang", "登录网页").split() if "/console/in/" in word)
    victim = site.visitor().opens(link[link.index("/console") :])
    victim.sends(victim.path).sees(PERSON)
    leaves(victim)
    beset(site, timedelta(hours=5), timedelta(minutes=10))
    site.let_pass(timedelta(minutes=1))
    victim.logs_in(phone(PERSON))


def test_the_cookie_holds_no_number_and_helps_with_no_other(site: Site) -> None:
    victim = leaves(site.enter(PERSON))
    kept = victim.client.get_cookie(COOKIE, path="/console/login")
    assert kept
    assert (kept.http_only, kept.path) == (True, "/console/login")
    assert phone(PERSON) not in kept.decoded_value
    site.let_pass(timedelta(hours=1))
    other = phone("吴发竹")
    beset(site, timedelta(hours=5), timedelta(minutes=10), other)
    before = site.codes()
    asks(victim, other)
    assert site.codes() == before


@pytest.mark.parametrize("forged", ["", "W10.x.y", "W10.aV9xYg.AAAA"])
def test_a_cookie_nobody_signed_is_none(site: Site, forged: str) -> None:
    beset(site, timedelta(hours=5), timedelta(minutes=10))
    thief = site.visitor()
    thief.client.set_cookie(COOKIE, forged, path="/console/login")
    before = site.codes()
    asks(thief)
    assert site.codes() == before


def test_strangers_are_told_the_same_of_a_number_nobody_knows(site: Site) -> None:
    def said(who: str) -> list[str]:
        shown = []
        for _ in range(2):
            shown.append(asks(site.visitor(), who).page.partition("<main")[2].replace(who, ""))
        return [one.split("csrf_token")[0] + one.partition("</form>")[2].split("csrf_token")[0] for one in shown]

    assert said(phone(PERSON)) == said("13800138000")


def test_where_the_days_codes_are_spent_wechat_is_named(site: Site) -> None:
    site.house.settings = site.settings.model_copy(update={"code_daily_budget": 1})
    victim = leaves(site.enter(PERSON))
    asks(site.visitor(), phone("吴发竹")).sees("验证码已经用完", "微信登录")
    asks(site.visitor(), "13800138000").sees("验证码已经用完", "微信登录")
    site.let_pass(timedelta(minutes=1))
    asks(victim).sees("验证码已经用完")
