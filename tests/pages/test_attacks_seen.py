"""What strangers and insiders try at the pages and in chat shows: as figures, and in the record where it concerns
somebody of the directory."""

import re
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from core import commands as c
from core import watch
from core.complaint import Refusal
from core.identity import SYSTEM, Actor
from core.watch import Watch, recorded
from tests.pages.kit import Site, phone
from tests.support import town


@pytest.fixture
def seen(site: Site, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """A watch that keeps this site's record; a test ends its minutes."""
    mine = Watch(minute=3600)
    mine.keep(recorded(site.store, lambda: site.now))
    monkeypatch.setattr(watch, "THIS_PROCESS", mine)
    return mine


def count(what: str) -> float:
    return REGISTRY.get_sample_value("refused_total", {"what": what}) or 0


def lines(site: Site, *acts: str) -> list[tuple[str, str]]:
    """What the record says of these acts, without its last minute."""
    with site.store.reading() as tx:
        return [(line.act, line.subject) for line in tx.audit.lines("", None, 0) if line.act in acts]


def asks(site: Site, who: str) -> None:
    """A browser asks for a code."""
    site.let_pass(timedelta(minutes=1))
    site.visitor().opens("/console/login").sends("/console/login", who=who)


def test_wrong_codes_at_the_pages_are_in_the_record_under_whose_they_were(site: Site, seen: Watch) -> None:
    failed, locked = count("login_failed"), count("code_locked")
    visitor = site.visitor().opens("/console/login")
    visitor.sends("/console/login", who=phone("张益达"))
    wrong = "000000" if site.code() != "000000" else "111111"
    for _ in range(5):
        visitor.sends("/console/login/code", code=wrong)
    [manager] = {subject for _, subject in lines(site, "login_failed")}
    assert manager.startswith("staff:")
    assert lines(site, "login_failed", "code_locked") == [("login_failed", manager)] * 4 + [("code_locked", manager)]
    assert (count("login_failed") - failed, count("code_locked") - locked) == (4, 1)
    visitor = site.enter("赵敏")
    visitor.opens("/console/record").sees("登录时验证码不对", "验证码错五次作废", "还可以试 4")


def test_a_stranger_who_fails_writes_no_line_of_his_own(site: Site, seen: Watch) -> None:
    failed = count("login_failed")
    for number in range(3):
        asks(site, f"1380013800{number}")
    assert count("login_failed") - failed == 3
    assert lines(site, "login_failed", "refused") == []
    seen.tell()
    assert lines(site, "refused") == [("refused", "door:login_failed")]
    site.enter("赵敏").opens("/console/record").sees("拒绝了可疑的请求", "来路不明", "登录失败", "次数 3")


def test_a_number_that_is_asked_for_too_often(site: Site, seen: Watch) -> None:
    before = count("too_many_codes")
    for _ in range(6):
        asks(site, phone("张益达"))
    assert site.codes() < 6
    assert count("too_many_codes") - before == 6 - site.codes()


def test_not_me_ends_the_login_and_is_in_the_record(site: Site, seen: Watch) -> None:
    before = count("login_denied")
    town.bind(site.store, "王芳", "wangfang", site.now)
    visitor = site.visitor().opens("/console/login")
    visitor.sends("/console/login/wechat")
    digits = re.findall(r"登录 (\d{6})", visitor.page)[0]
    site.chat("wangfang", f"登录 {digits}")
    site.chat("wangfang", "不是我")
    assert visitor.client.get("/console/login/wechat/state").json == {"state": "over"}
    [(_, subject)] = lines(site, "login_denied")
    assert subject.startswith("contact:")
    assert count("login_denied") - before == 1
    site.chat("wangfang", f"登录 {digits}")
    assert "这次没有登录" in site.chat("wangfang", "是我")


def test_ids_of_others_are_seen_under_who_tried_them(site: Site, seen: Watch) -> None:
    theirs = site.files("春和景明")
    visitor, before = site.enter("张益达"), count("foreign_id")
    for _ in range(3):
        assert visitor.opens(f"/console/complaints/{theirs.number}").status == 404
    assert visitor.opens("/console/nothing-at-all").status == 404
    assert count("foreign_id") - before == 3
    seen.tell()
    [(_, subject)] = lines(site, "refused")
    assert subject.startswith("staff:")
    site.enter("赵敏").opens("/console/record").sees("看或办不归自己的内容", "次数 3")


def test_a_tap_on_what_is_not_ones_own_is_seen(site: Site, seen: Watch) -> None:
    theirs, before = site.files("春和景明"), count("foreign_id")
    town.bind(site.store, "张益达", "zhangyida", site.now)
    site.chat("zhangyida", "", f"accept:{theirs.id}:{theirs.round}:")
    assert count("foreign_id") - before == 1


def test_an_act_on_what_is_not_ones_own_is_seen_and_the_systems_are_not(site: Site, seen: Watch) -> None:
    theirs, before = site.files("春和景明"), count("foreign_id")
    manager = Actor(town.bind(site.store, "张益达", "zhangyida", site.now), staff_id=1, channel="wechat")
    for who in (manager, SYSTEM):
        with pytest.raises(Refusal):
            site.perform(who, c.Accept(theirs.id))
    assert count("foreign_id") - before == 1


def test_a_first_visit_to_a_page_that_is_gone_is_no_attack(site: Site, seen: Watch) -> None:
    before = count("foreign_id")
    site.visitor().opens("/console/complaints/00400000000000000")
    assert count("foreign_id") == before
