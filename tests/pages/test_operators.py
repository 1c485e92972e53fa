"""Operators dismiss each other on a page: never the last one, and nobody by mistake."""

import pytest
from sqlalchemy import select

from core.complaint import Refusal
from core.console_commands import AddOperator, EndOperator
from core.identity import CLI, Actor
from core.store.tables import operators
from tests.pages.kit import Site
from tests.support import sqlite_only
from tests.support.together import together


def add(site: Site, name: str, phone: str) -> int:
    key: int = site.perform(CLI, AddOperator(name, phone))
    return key


def left(site: Site) -> list[int]:
    """The ids of those who have."""
    with site.store.reading() as tx:
        return list(tx.connection.scalars(select(operators.c.id).where(operators.c.left_at.is_not(None))))


@sqlite_only
def test_one_dismisses_another_once_sure(site: Site) -> None:
    other = add(site, "钱进", "+8617712340020")
    visitor, theirs = site.enter("赵敏"), site.visitor()
    theirs.logs_in("17712340020")
    visitor.opens("/console/operators").sees("赵敏", "（您）", "钱进", "177****0020").misses("17712340020")
    visitor.opens(f"/console/operators/{other}/leave").sends(f"/console/operators/{other}/leave")
    assert (visitor.status, left(site)) == (422, [])
    visitor.sends(f"/console/operators/{other}/leave", sure="y").sees("钱进的权限已经停止")
    assert left(site) == [other]
    assert theirs.opens("/console/operators").path == "/console/login"
    assert visitor.opens(f"/console/operators/{other}/leave").status == 404


@sqlite_only
def test_the_last_one_stays(site: Site) -> None:
    visitor = site.enter("赵敏")
    visitor.opens("/console/operators/1/leave").sees("这是您自己")
    visitor.sends("/console/operators/1/leave", sure="y").sees("这是最后一位运维人员")
    assert (visitor.status, left(site)) == (422, [])
    site.perform(CLI, EndOperator(1))
    assert left(site) == [1]


@sqlite_only
def test_whoever_dismisses_themselves_is_out(site: Site) -> None:
    add(site, "钱进", "+8617712340020")
    visitor = site.enter("赵敏")
    visitor.opens("/console/operators/1/leave").sends("/console/operators/1/leave", sure="y")
    assert (visitor.path, left(site)) == ("/console/login", [1])
    visitor.sees("赵敏的权限已经停止")


def test_of_two_who_dismiss_each_other_at_once_one_stays(site: Site) -> None:
    other = add(site, "钱进", "+8617712340020")
    waiting = iter([(1, other), (other, 1)])

    def act() -> str:
        who, whom = next(waiting)
        try:
            site.perform(Actor(1, operator_id=who, channel="console"), EndOperator(whom))
        except Refusal as refusal:
            return refusal.reason
        return "done"

    assert sorted(together(2, act)) == ["done", "not_yours"]
    assert len(left(site)) == 1


@sqlite_only
def test_nobody_lets_in_an_operator_but_the_command_line(site: Site) -> None:
    for who in (Actor(1, operator_id=1, channel="console"), Actor(1, staff_id=1, channel="wechat")):
        with pytest.raises(Refusal, match="not_yours"):
            site.perform(who, AddOperator("外人", "+8617712340021"))


@sqlite_only
def test_a_place_without_estates_is_asked_about_once(site: Site) -> None:
    visitor, form = site.enter("赵敏"), {"name": "何晓", "phone": "17712340022", "street": ""}
    visitor.opens("/console/officers/add").sends("/console/officers/add", district="高新", **form)
    visitor.sees("目录里的小区没有写“高新”的。是不是：高新区？")
    assert visitor.status == 422
    visitor.sends("/console/officers/add", district="锦江区", new="y", **form).sees("已添加何晓")
