"""Complaints in from the platform's own list, and out again as a list, one by one, with what was told of them."""

from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import pytest

from core.clocks import Clock
from core.commands import Accept
from core.complaint import Complaint
from core.identity import Actor
from core.lifecycle import State
from tests.console.kit import Cli
from tests.support.rows import add_area, add_company, add_complaint, add_contact, add_staff

COMPANY = "金太阳物业服务有限公司"
THIRTEEN = ("序号", "物业管理区域名称", "行政区划", "街道", "内容", "物业服务企业", "处理状态", "剩余处理时间")
THIRTEEN += ("提交时间", "编号")
NUMBER = "0040202410170020001"


def row(
    content: str = "不在不在租期",
    state: str = "待处理",
    left: str = "4天23小时56分",
    submitted: str = "2024-10-17 17:23:00",
    number: str = NUMBER,
    area: str = "万和世家",
    district: str = "高新区",
) -> tuple[str, ...]:
    return ("1", area, district, "桂溪街道", content, COMPANY, state, left, submitted, number)


@pytest.fixture
def with_area(cli: Cli) -> Cli:
    with cli.store.writing() as tx:
        add_area(tx, cli.now)
    return cli


def kept(cli: Cli, number: str = NUMBER) -> Complaint:
    with cli.store.reading() as tx:
        complaint = tx.complaints.by_number(number)
    assert complaint is not None
    return complaint


def test_the_list_of_question_13_comes_in_and_out(with_area: Cli) -> None:
    cli = with_area
    report = cli.import_rows("complaints", THIRTEEN, row())
    assert (report["added"], report["refused"], report["warnings"]) == (1, [], [])
    assert report["changes"] == [{"row": 2, "change": "added", "what": f"{NUMBER} 万和世家 待处理", "fields": []}]
    listed = {
        "number": NUMBER,
        "area": "万和世家",
        "district": "高新区",
        "street": "桂溪街道",
        "content": "不在不在租期",
        "company": None,
        "state": "待处理",
        "remaining": "4天23小时56分",
        "submitted_at": "2024-10-17T17:23:00+08:00",
        "kind": "其他",
    }
    assert cli.json("complaints") == [listed]
    whole = cli.json("complaint", NUMBER)
    assert {name: whole[name] for name in listed} == listed
    assert [(one["act"], one["who"], one["state"]) for one in whole["timeline"]] == [
        ("submit", "owner", "待处理"),
        ("import", "system", "待处理"),
    ]
    assert whole["timeline"][0]["at"] == "2024-10-17T17:23:00+08:00"
    assert whole["notifications"] == []
    assert cli.import_rows("complaints", THIRTEEN, row(state="已结束"))["unchanged"] == 1
    assert len(cli.json("complaints", "--all")) == 1


@pytest.mark.parametrize(
    ("state", "left", "becomes", "clock", "remaining"),
    [
        ("待处理", "4天23小时56分", State.PENDING, Clock.PENDING, "4天23小时56分"),
        ("待处理", "-", State.PENDING, Clock.PENDING, "4天0小时0分"),
        ("处理中", "-", State.HANDLING, None, "-"),
        ("待进一步处理", "超期181天12小时...", State.FURTHER, Clock.FURTHER, "超期181天12小时0分"),
        ("待补充处理", "1天2小时3分", State.SUPPLEMENT, Clock.SUPPLEMENT, "1天2小时3分"),
        ("街道/区局指导", "", State.GUIDANCE, Clock.GUIDANCE, "4天0小时0分"),
        ("街道指导", "3分", State.GUIDANCE, Clock.GUIDANCE, "0天0小时3分"),
        ("待评价", "-", State.RATING, Clock.RATING, "-"),
        ("已结束", "-", State.CLOSED, None, "-"),
        ("已撤销", "-", State.WITHDRAWN, None, "-"),
        ("handling", "", State.HANDLING, None, "-"),
    ],
)
def test_states_and_deadlines(
    with_area: Cli, state: str, left: str, becomes: State, clock: Clock | None, remaining: str
) -> None:
    report = with_area.import_rows("complaints", THIRTEEN, row(state=state, left=left, submitted="2024-10-16 17:23"))
    assert report["warnings"] == []
    complaint = kept(with_area)
    assert (complaint.state, complaint.clock) == (becomes, clock)
    assert with_area.json("complaints")[0]["remaining"] == remaining


def test_a_rating_runs_from_the_import(with_area: Cli) -> None:
    with_area.import_rows("complaints", THIRTEEN, row(state="待评价", submitted="2023-11-30 15:06..."))
    assert kept(with_area).deadline == with_area.now + timedelta(days=7)


def test_an_imported_complaint_goes_on_along_the_lifecycle(with_area: Cli) -> None:
    cli = with_area
    cli.import_rows("complaints", THIRTEEN, row())
    with cli.store.writing() as tx:
        manager = add_staff(tx, cli.now, add_company(tx, cli.now), kept(cli).area_id)
    with cli.store.writing() as tx:
        cli.house.perform(tx, Actor(staff_id=manager), Accept(kept(cli).id), cli.now)
    assert cli.json("complaints")[0]["state"] == "处理中"


def test_rows_of_complaints_that_cannot_be_taken(with_area: Cli) -> None:
    with with_area.store.writing() as tx:
        add_area(tx, with_area.now, "春和景明", scene="a1")
        add_area(tx, with_area.now, "春和景明", scene="a2", district="锦江区")
    report = with_area.import_rows(
        "complaints",
        THIRTEEN,
        row(number="004020241017002..."),
        row(number=""),
        row(submitted="昨天"),
        row(state="办理中"),
        row(content="\x00\u200b"),
        row(area="春和康研2"),
        row(area="春和景明", district=""),
        row(left="很久", content="=1+1\u202e\x07"),
    )
    reasons = [
        "编号004020241017002...不完整",
        "没有编号",
        "提交时间看不懂：昨天",
        "没有这种处理状态：办理中",
        "没有内容",
        "没有名为春和康研2的物业管理区域(高新区)",
        "不止一个名为春和景明的物业管理区域，请填行政区划",
    ]
    assert report["refused"] == [{"row": at, "reason": reason} for at, reason in enumerate(reasons, 2)]
    assert report["warnings"] == [{"row": 9, "reason": "剩余处理时间看不懂，已按提交时间计算"}]
    assert with_area.json("complaints")[0]["content"] == "=1+1"


def test_numbers_given_here_come_after_imported_ones(with_area: Cli, now: datetime) -> None:
    with_area.import_rows("complaints", THIRTEEN, row(), row(number="0040202410170019999"), row(number="1" * 19))
    with with_area.store.writing() as tx:
        assert tx.complaints.next_number("0040", now) == "0040202410170020002"


def test_a_long_file(with_area: Cli) -> None:
    rows = [row(number=f"004020241017{n:07}") for n in range(230)]
    assert with_area.import_rows("complaints", THIRTEEN, *rows)["added"] == 230
    assert len(with_area.json("complaints", "--all")) == 230


@pytest.fixture
def full(cli: Cli) -> Cli:
    """23 complaints, one an hour, of every state in turn; every fourth in another estate."""
    with cli.store.writing() as tx:
        company = add_company(tx, cli.now)
        wanhe, chunhe = (add_area(tx, cli.now, name, company_id=company) for name in ("万和世家", "春和景明"))
        owner = add_contact(tx, cli.now)
        for n in range(23):
            state = list(State)[n % len(State)]
            add_complaint(tx, cli.now + timedelta(hours=n), chunhe if n % 4 == 0 else wanhe, owner, state=state)
    return cli


def numbers(lines: list[dict[str, Any]]) -> list[int]:
    return [int(line["number"][-7:]) for line in lines]


def test_ten_a_page_the_newest_first(full: Cli) -> None:
    everything = full.json("complaints", "--all")
    times = [line["submitted_at"] for line in everything]
    assert (len(everything), times) == (23, sorted(times, reverse=True))
    pages = [full.json("complaints", "--page", str(page)) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 3, 0]
    assert list(chain(*pages)) == everything
    assert full.json("complaints") == pages[0]
    assert everything[0]["company"] == COMPANY


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("待处理", {"待处理"}),
        ("PENDING", {"待处理"}),
        ("rating", {"待评价"}),
        ("处理中", {"处理中", "待进一步处理", "待补充处理", "街道/区局指导"}),
        ("handling", {"处理中", "待进一步处理", "待补充处理", "街道/区局指导"}),
        ("街道/区局指导", {"街道/区局指导"}),
    ],
)
def test_filter_by_state(full: Cli, state: str, found: set[str]) -> None:
    assert {line["state"] for line in full.json("complaints", "--all", "--state", state)} == found


def test_filter_by_estate(full: Cli) -> None:
    lines = full.json("complaints", "--all", "--area", "春和景明")
    assert len(lines) == 6
    assert {line["area"] for line in lines} == {"春和景明"}
    both = full.json("complaints", "--all", "--area", "高新区/万和世家", "--state", "已撤销")
    assert {(line["area"], line["state"]) for line in both} == {("万和世家", "已撤销")}


def test_for_people(full: Cli) -> None:
    text = full.text("complaints", "--page", "2")
    assert text.startswith("编号  ")
    assert text.endswith("共 23 件，第 2 页，共 3 页\n")
    number = full.json("complaints")[0]["number"]
    assert f"编号：{number}\n" in full.text("complaint", number)


def test_what_was_told(full: Cli) -> None:
    pending = full.json("complaints", "--all", "--state", "待处理")[-1]
    with full.store.writing() as tx:
        complaint = tx.complaints.by_number(pending["number"])
        assert complaint is not None
        manager = add_staff(tx, full.now, 1, complaint.area_id)
    with full.store.writing() as tx:
        full.house.perform(tx, Actor(staff_id=manager), Accept(complaint.id), full.now)
    notices = full.json("notifications")
    assert notices
    names = ["id", "complaint", "audience", "template", "channel", "state", "reason", "attempts"]
    names += ["created_at", "sent_at"]
    assert all(list(one) == names for one in notices)
    assert {(one["complaint"], one["audience"], one["template"]) for one in notices} == {
        (pending["number"], "owner", "accepted")
    }
    assert notices[0]["created_at"] == "2024-10-17T17:23:00+08:00"
    assert notices[0]["sent_at"] is None
    whole = full.json("complaint", pending["number"])
    assert (whole["state"], whole["remaining"], whole["notifications"]) == ("处理中", "-", notices)
    assert whole["timeline"][-1]["act"] == "accept"
    assert "项目经理已接收" in full.text("notifications")


def test_mistakes(full: Cli) -> None:
    assert full.mistake("complaint", "9999") == "没有编号为 9999 的需求及建议"
    assert full.mistake("complaint", "%") == "没有编号为 % 的需求及建议"
    assert full.mistake("complaints", "--state", "乱").startswith("没有这种处理状态：乱；可用：待处理、")
    assert full.mistake("complaints", "--area", "野雅") == "没有名为 野雅 的物业管理区域"
    assert full.mistake("complaints", "--page", "1", "--all") == "--page 和 --all 只能用一个"
    assert "--page" in full.mistake("complaints", "--page", "0")


def test_a_complaint_by_the_last_digits_of_its_number(cli: Cli) -> None:
    with cli.store.writing() as tx:
        area = add_area(tx, cli.now)
        first, second = (add_complaint(tx, cli.now, area).number for _ in range(2))
        third = add_complaint(tx, cli.now - timedelta(days=1), area).number
    assert cli.json("complaint", "0002")["number"] == second
    assert cli.json("complaint", "2")["number"] == second
    assert cli.mistake("complaint", "0001") == (
        f"不止一件的编号以 0001 结尾，请写全：{third}（万和世家，待处理）、{first}（万和世家，待处理）"
    )
    assert cli.json("complaint", third[-8:])["number"] == third


def test_kinds_come_in_are_read_from_the_words_and_filter_the_list(with_area: Cli) -> None:
    cli = with_area
    report = cli.import_rows(
        "complaints",
        (*THIRTEEN, "类别"),
        (*row("楼上漏水", number=NUMBER), "设施"),
        (*row("楼上漏水", number=NUMBER[:-1] + "2"), ""),
        (*row("电梯坏了", number=NUMBER[:-1] + "3"), "升降"),
    )
    assert [(note["row"], note["reason"]) for note in report["warnings"]] == [(4, "没有这种类别：升降，已按内容推算")]
    kinds = {one["number"][-1]: one["kind"] for one in cli.json("complaints")}
    assert kinds == {"1": "设施", "2": "漏水", "3": "电梯"}
    assert [one["number"][-1] for one in cli.json("complaints", "--kind", "漏水")] == ["2"]
    assert [one["number"][-1] for one in cli.json("complaints", "--kind", "lift")] == ["3"]
    assert cli.json("complaint", NUMBER)["kind"] == "设施"
    lines = cli.json("report", "--by", "kind")["lines"]
    assert [(line["name"], line["filed"]) for line in lines] == [("漏水", 1), ("电梯", 1), ("设施", 1)]
    assert cli.mistake("complaints", "--kind", "升降").startswith("没有这种类别：升降；可用：电梯、停车")
