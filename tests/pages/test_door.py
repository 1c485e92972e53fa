"""Logging in: by SMS, by WeChat, by a link from chat; what ends a session; and that nothing is told to strangers."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from core.identity import SYSTEM
from core.people_commands import Leave
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import contacts, logins, outbox, staff
from tests.pages.kit import Site, Visitor, phone
from tests.support import town

NOW = datetime(2024, 10, 17, 9, 23, tzinfo=UTC)
LINK = re.compile(r"/console/in/[\w-]{32}")


def staff_id(site: Site, name: str) -> int:
    with site.store.reading() as tx:
        return next(one.id for one in tx.connection.execute(select(staff.c.id, staff.c.name)) if one.name == name)


def test_a_manager_comes_in_by_phone_and_code(site: Site) -> None:
    site.files()
    visitor = site.enter("张益达")
    visitor.sees("需求及建议", "7栋电梯坏了", "张益达")
    assert visitor.path == "/console/complaints"


def test_by_identity_number(site: Site) -> None:
    number = "110101199003070716"
    with site.store.writing() as tx:
        tx.registry.change_staff(staff_id(site, "张益达"), {"identity": number})
    visitor = site.visitor()
    visitor.logs_in(number)
    visitor.sees("张益达", "需求及建议")


def test_nobody_learns_who_exists(site: Site) -> None:
    def said(who: str) -> list[str]:
        visitor = site.visitor()
        visitor.opens("/console/login").sends("/console/login", who=who)
        shown = [visitor.page.partition("<main")[2]]
        for code in ("000001", "000002"):
            shown.append(visitor.sends("/console/login/code", code=code).page.partition("<main")[2])
        return [re.sub(r'value="[^"]+"', "", one) for one in shown]

    known, unknown = said(phone("张益达")), said("13800138000")
    assert known == unknown
    assert said("110101199003070716") == known
    assert "还可以试4次" in known[1]
    assert site.codes() == 1


def test_a_cleaner_gets_no_code(site: Site) -> None:
    visitor = site.visitor()
    visitor.opens("/console/login").sends("/console/login", who=phone("李斯")).sees("输入验证码")
    assert site.codes() == 0


@pytest.mark.parametrize("who", ["", "123", "张益达", "110101199003070717", "1" * 4000, "<script>"])
def test_what_is_no_number_is_said_to_be_none(site: Site, who: str) -> None:
    visitor = site.visitor().opens("/console/login").sends("/console/login", who=who)
    assert visitor.status == 422
    visitor.sees("请输入18位身份证号，或11位手机号")


def test_five_wrong_tries_spend_a_code(site: Site) -> None:
    visitor = site.visitor()
    visitor.opens("/console/login").sends("/console/login", who=phone("张益达"))
    right = site.code()
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        visitor.sends("/console/login/code", code=wrong)
    visitor.sees("作废")
    visitor.sends("/console/login/code", code=right).sees("作废")


def test_a_second_code_within_the_minute_is_refused(site: Site) -> None:
    for _ in range(2):
        visitor = site.visitor().opens("/console/login").sends("/console/login", who=phone("张益达"))
    visitor.sees("一分钟后再要", "微信登录")
    assert (visitor.status, site.codes()) == (422, 1)


def test_an_address_that_knocks_too_often_is_told_to_wait(site: Site) -> None:
    visitor = site.visitor()
    for count in range(7):
        visitor.opens("/console/login").sends("/console/login", who=f"1380013{count:04}")
    assert visitor.status == 429
    visitor.sees("操作太频繁")


def test_whoever_leaves_is_out_with_the_next_click(site: Site) -> None:
    visitor = site.enter("张益达")
    site.perform(SYSTEM, Leave(staff_id(site, "张益达")))
    assert visitor.opens("/console/complaints").path == "/console/login"


def test_who_is_no_manager_any_more_is_out_too(site: Site) -> None:
    visitor = site.enter("张益达")
    with site.store.writing() as tx:
        tx.registry.change_staff(staff_id(site, "张益达"), {"post": "保洁"})
    assert visitor.opens("/console/complaints").path == "/console/login"


def test_a_session_ends_unused_and_ends_at_last(site: Site) -> None:
    visitor = site.enter("张益达")
    for _ in range(25):
        site.now += timedelta(minutes=28)
        assert visitor.opens("/console/complaints").path == "/console/complaints"
    site.now += timedelta(minutes=28)
    assert visitor.opens("/console/complaints").path == "/console/login"
    other = site.enter("吴发竹")
    site.now += timedelta(minutes=30)
    assert other.opens("/console/complaints").path == "/console/login"


def test_logging_out_forgets_the_session_even_for_a_copied_cookie(site: Site) -> None:
    visitor = site.enter("张益达")
    cookie = visitor.client.get_cookie("msb", path="/console")
    assert cookie
    visitor.sends("/console/logout").sees("您已退出登录")
    thief = site.visitor()
    thief.client.set_cookie("msb", cookie.value, path="/console")
    assert thief.opens("/console/complaints").path == "/console/login"


def test_a_session_from_before_the_login_is_worth_nothing_after_it(site: Site) -> None:
    visitor = site.visitor()
    visitor.opens("/console/login").sends("/console/login", who=phone("张益达"))
    before = visitor.client.get_cookie("msb", path="/console")
    assert before
    visitor.sends("/console/login/code", code=site.code()).sees("需求及建议")
    thief = site.visitor()
    thief.client.set_cookie("msb", before.value, path="/console")
    assert thief.opens("/console/accounts").path == "/console/login"
    assert thief.opens("/console/complaints").path == "/console/login"


def test_the_cookie(site: Site) -> None:
    site.enter("张益达")
    answer = site.visitor().opens("/console/login").last
    assert answer
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/console" in cookie


def test_over_https_the_cookie_is_for_https_alone_and_forms_work(store: Store, settings: Settings) -> None:
    there = Site(store, settings.model_copy(update={"public_url": "https://msb.example"}), NOW)
    client = there.app.test_client()
    first = client.get("/console/login", base_url="https://msb.example")
    assert "Secure" in first.headers["Set-Cookie"]
    assert first.headers["Strict-Transport-Security"] == "max-age=31536000"
    token = re.search(r'name="csrf_token" value="([^"]+)"', first.text)
    assert token
    sent = {"who": phone("张益达"), "csrf_token": token[1]}
    assert client.post("/console/login", data=sent, base_url="https://msb.example").status_code == 302


def test_who_has_several_accounts_chooses_one_and_may_change(site: Site) -> None:
    with site.store.writing() as tx:
        tx.registry.change_staff(staff_id(site, "张益达"), {"administers": True})
        tx.registry.add_operator("张益达", town.STAFF["张益达"][0], site.now)
    visitor = site.enter("张益达", "项目负责人")
    visitor.sees("需求及建议", "切换账号").opens("/console/accounts").sees("物业企业", "平台运维")
    visitor.chooses("物业企业")
    visitor.sees("需求及建议")
    visitor.opens("/console/accounts").sends("/console/accounts", account="officer:1")
    assert visitor.status == 404


def test_a_link_from_chat_opens_once_within_five_minutes(site: Site) -> None:
    town.bind(site.store, "王芳", "wangfang", site.now)
    link = LINK.search(site.chat("wangfang", "登录网页"))
    assert link
    looker, visitor, late = site.visitor(), site.visitor(), site.visitor()
    looker.opens(link[0])
    visitor.opens(link[0]).sees("进入").sends(link[0])
    visitor.sees("王芳", "需求及建议")
    assert late.opens(link[0]).sends(link[0]).path == "/console/login"
    late.sees("已经用过")
    link = LINK.search(site.chat("wangfang", "登录网页"))
    assert link
    site.now += timedelta(minutes=5)
    assert late.opens(link[0]).sends(link[0]).path == "/console/login"


def test_digits_confirmed_in_chat_let_the_browser_in(site: Site) -> None:
    town.bind(site.store, "王芳", "wangfang", site.now)
    visitor = site.visitor()
    digits = _digits(visitor)
    assert visitor.client.get("/console/login/wechat/state").json == {"state": "waiting"}
    assert "是您吗" in site.chat("wangfang", f"登录 {digits}")
    visitor.sends("/console/login/wechat/done").sees(digits)
    assert "马上打开" in site.chat("wangfang", "是我")
    assert visitor.client.get("/console/login/wechat/state").json == {"state": "confirmed"}
    visitor.sends("/console/login/wechat/done").sees("王芳", "需求及建议")
    assert "这次没有登录" in site.chat("wangfang", f"登录 {digits}") or "这次没有登录" in site.chat("wangfang", "是我")


def test_digits_that_are_over_or_denied_let_nobody_in(site: Site) -> None:
    town.bind(site.store, "王芳", "wangfang", site.now)
    visitor = site.visitor()
    digits = _digits(visitor)
    site.chat("wangfang", f"登录 {digits}")
    assert "没有让任何人登录" in site.chat("wangfang", "不是我")
    site.chat("wangfang", f"登录 {digits}")
    site.now += timedelta(minutes=5)
    assert "这次没有登录" in site.chat("wangfang", "是我")
    assert visitor.client.get("/console/login/wechat/state").json == {"state": "over"}
    visitor.sends("/console/login/wechat/done")
    assert visitor.opens("/console/complaints").path == "/console/login"


def test_chat_opens_nothing_for_who_is_bound_to_nobody(site: Site) -> None:
    town.bind(site.store, "王芳", "wangfang", site.now)
    with site.store.writing() as tx:
        tx.connection.execute(update(contacts).values(staff_id=None))
    assert "还认不出您" in site.chat("wangfang", "登录网页")
    assert "还认不出您" in site.chat("stranger", "登录")
    digits = _digits(site.visitor())
    site.chat("wangfang", f"登录 {digits}")
    assert "这次没有登录" in site.chat("wangfang", "是我")


def test_browsers_are_sent_nothing(site: Site) -> None:
    site.enter("王芳")
    site.enter("张益达")
    site.files()
    with site.store.reading() as tx:
        browsers = set(tx.connection.scalars(select(contacts.c.id).where(contacts.c.channel == "console")))
        rows = tx.connection.execute(select(outbox.c.template, outbox.c.contact_id)).all()
    assert browsers
    assert {row.template for row in rows if row.contact_id in browsers} <= {"code"}
    assert "new_complaint" in {row.template for row in rows}


def test_a_form_without_its_token_is_refused(site: Site) -> None:
    visitor = site.enter("张益达")
    for path in ("/console/login", "/console/logout", "/console/accounts", "/console/login/wechat"):
        answer = visitor.client.post(path, data={"who": phone("吴发竹")})
        assert answer.status_code == 400, path
    assert visitor.opens("/console/complaints").path == "/console/complaints"


@pytest.mark.parametrize("to", ["//evil.example/console/", "https://evil.example/console/", "/console/\\evil", "/r/x"])
def test_nobody_is_led_elsewhere(site: Site, to: str) -> None:
    visitor = site.visitor()
    visitor.opens("/console/login", query_string={"next": to})
    visitor.sends("/console/login", who=phone("张益达")).sends("/console/login/code", code=site.code())
    assert visitor.path == "/console/complaints"


def test_one_is_led_to_where_one_wanted(site: Site) -> None:
    found = site.files()
    visitor = site.visitor()
    visitor.opens(f"/console/complaints/{found.number}")
    assert visitor.path == "/console/login"
    visitor.sends("/console/login", who=phone("张益达")).sends("/console/login/code", code=site.code())
    assert visitor.path == f"/console/complaints/{found.number}"


def _digits(visitor: Visitor) -> str:
    visitor.opens("/console/login").sends("/console/login/wechat")
    found = re.search(r"登录 (\d{6})", visitor.page)
    assert found
    return found[1]


def test_browsers_that_never_came_in_are_forgotten_and_so_are_old_links(site: Site) -> None:
    town.bind(site.store, "王芳", "wangfang", site.now)
    site.enter("张益达")
    _digits(site.visitor())
    site.chat("wangfang", "登录网页")

    def kept() -> tuple[int, int]:
        with site.store.reading() as tx:
            browsers = tx.connection.scalars(select(contacts.c.id).where(contacts.c.channel == "console")).all()
            return len(browsers), len(tx.connection.scalars(select(logins.c.id)).all())

    assert kept() == (2, 2)
    later = site.now + timedelta(days=8)
    with site.store.writing() as tx:
        assert tx.upkeep.drop_sessions(later - timedelta(days=7)) == 0
        assert tx.upkeep.drop_logins(later - timedelta(days=2)) == 2
        assert tx.upkeep.drop_sessions(later - timedelta(days=7)) == 1
    assert kept() == (1, 0)
