"""The record from the command line: who did what, when, from which channel; and whether it is whole."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from console import record_words
from core.identity import SYSTEM
from core.people_commands import Leave
from core.store.tables import anchors, audit, timeline
from tests.console.kit import Cli
from tests.support.rows import add_area, add_company, add_staff

ACT = re.compile(r'audit\.write\(\s*[^",]+, "([a-z_]+)", ([^;]*?)\)\n')
DETAIL = re.compile(r"(\w+)=")
LATIN = re.compile("[a-zA-Z]")


@pytest.fixture
def recorded(cli: Cli) -> Cli:
    """An officer added by command, a table imported, and somebody who left a day later."""
    cli.text("officer", "add", "--name", "周敏", "--phone", "17712340002", "--district", "高新区")
    cli.import_rows("areas", ("物业管理区域名称", "行政区划"), ("万和世家", "高新区"))
    cli.import_rows("areas", ("物业管理区域名称", "行政区划"), ("万和世家", "高新区"))
    with cli.store.writing() as tx:
        company_id = add_company(tx, cli.now)
        staff_id = add_staff(tx, cli.now, company_id, add_area(tx, cli.now, "春和景明"))
    cli.now += timedelta(days=1)
    with cli.store.writing() as tx:
        cli.house.by_itself(tx, Leave(staff_id), cli.now)
    return cli


@pytest.fixture
def filed(recorded: Cli) -> Cli:
    """And a complaint that came from the platform."""
    one = ("0040202410160000001", "万和世家", "电梯坏了", "待处理", "2024-10-16 10:00")
    recorded.import_rows("complaints", ("编号", "物业管理区域名称", "内容", "处理状态", "提交时间"), one)
    return recorded


def test_the_record_in_order(recorded: Cli) -> None:
    lines = recorded.json("audit")
    assert [(one["act"], one["subject"].split(":")[0], one["channel"]) for one in lines] == [
        ("officer_add", "officer", "cli"),
        ("import", "table", "cli"),
        ("staff_leave", "staff", "system"),
    ]
    assert lines[1]["details"] == {"added": 1, "updated": 0}
    assert lines[0]["at"] == "2024-10-17T17:23:00+08:00"
    assert [one["id"] for one in lines] == sorted(one["id"] for one in lines)
    assert "17712340002" not in json.dumps(lines)
    shown = recorded.text("audit")
    assert "人员离职" in shown
    assert "新增 1" in shown
    assert "表 物业管理区域" in shown
    assert "行政区划 高新区" in shown
    assert shown.splitlines()[-1] == "共 3 条，新的在最下面"
    assert not LATIN.search(shown), "all of it in words"


def test_every_act_that_is_written_has_a_name() -> None:
    """And so has each detail that goes with it."""
    sources = [path.read_text() for part in ("core", "console") for path in Path(part).rglob("*.py")]
    acts = {found[1] for source in sources for found in ACT.finditer(source)}
    details = {name for source in sources for found in ACT.finditer(source) for name in DETAIL.findall(found[2])}
    assert len(acts) > 25
    assert acts - record_words.RECORDED.keys() == set()
    assert len(details) > 10
    assert details - record_words.DETAILS.keys() == set()


def test_by_subject_and_by_time(recorded: Cli) -> None:
    assert [one["act"] for one in recorded.json("audit", "--subject", "table:areas")] == ["import"]
    assert [one["act"] for one in recorded.json("audit", "--since", "2024-10-18T00:00")] == ["staff_leave"]
    assert recorded.json("audit", "--subject", "staff:999") == []
    assert recorded.mistake("audit", "--since", "昨天") == "不是 ISO 8601 时间：昨天"


def test_the_last_hundred_or_all(cli: Cli) -> None:
    with cli.store.writing() as tx:
        for at in range(120):
            tx.audit.write(SYSTEM, "look", f"staff:{at}", cli.now)
    assert [len(cli.json("audit")), len(cli.json("audit", "--all"))] == [100, 120]
    assert cli.json("audit")[-1]["subject"] == "staff:119"


def test_all_of_it_whole(filed: Cli) -> None:
    found = filed.json("audit", "check")
    end = found.pop("hash")
    assert found == {"rows": 4, "broken": None, "complaints": 1, "lines": 2, "flaws": []}
    told = f"操作记录 4 条，完整；末尾 4:{end}\n反映 1 件，经过 2 行，完整\n"
    assert filed.text("audit", "check") == told


def test_an_edited_row_is_named(recorded: Cli) -> None:
    with recorded.store.writing() as tx:
        tx.connection.execute(update(audit).where(audit.c.id == 2).values(subject="table:staff"))
    assert recorded.mistake("audit", "check") == (
        "操作记录第 2 条（2024-10-17 17:23:00 导入 表 从业人员）与当时写下的不符，或它前面缺了记录"
    )
    result = recorded.run("audit", "check", "--json")
    assert (result.exit_code, json.loads(result.stdout)["broken"]) == (1, 2)


def test_a_row_taken_out_shows_at_the_next(recorded: Cli) -> None:
    with recorded.store.writing() as tx:
        tx.connection.execute(delete(audit).where(audit.c.id == 1))
    assert "操作记录第 2 条" in recorded.mistake("audit", "check")


def test_an_emptied_record_and_a_missing_anchor_show(recorded: Cli) -> None:
    with recorded.store.writing() as tx:
        tx.connection.execute(delete(audit))
    assert recorded.mistake("audit", "check") == "操作记录只剩 0 条，后面的被删掉了"
    with recorded.store.writing() as tx:
        tx.connection.execute(delete(anchors))
    assert "锚点不见了" in recorded.mistake("audit", "check")


def test_an_end_that_was_kept_elsewhere(recorded: Cli) -> None:
    end = f"3:{recorded.json('audit', 'check')['hash']}"
    recorded.text("officer", "add", "--name", "刘洋", "--phone", "17712340003", "--district", "高新区")
    assert recorded.json("audit", "check", "--expect", end)["rows"] == 4
    other = "4" + end[1:]
    assert recorded.mistake("audit", "check", "--expect", other).startswith("操作记录第 4 条与记在别处的不同")
    assert recorded.mistake("audit", "check", "--expect", "9" + end[1:]) == "操作记录只剩 4 条，后面的被删掉了"
    for odd in ("3", "x:y", end[:-1], "0:" + "a" * 40):
        assert recorded.mistake("audit", "check", "--expect", odd) == f"不是 N:HASH：{odd}"


def test_a_complaint_whose_timeline_was_changed_is_named(filed: Cli) -> None:
    with filed.store.writing() as tx:
        tx.connection.execute(update(timeline).where(timeline.c.act == "import").values(who="owner"))
    assert filed.mistake("audit", "check") == (
        "反映 0040202410160000001（经过第 2 行） 与当时写下的不符；用 complaint 编号 看，对照备份和日志"
    )
    found = json.loads(filed.run("audit", "check", "--json").stdout)
    assert found["flaws"] == [{"number": "0040202410160000001", "line": 2}]


def test_a_sweep_says_where_the_record_ends(recorded: Cli) -> None:
    end = recorded.json("audit", "check")["hash"]
    assert recorded.text("sweep").splitlines()[-1] == f"操作记录末尾 3:{end}"
    with recorded.store.writing() as tx:
        tx.connection.execute(delete(audit))
    assert recorded.text("sweep").splitlines()[-1] == "操作记录末尾不对：运行 audit check"
