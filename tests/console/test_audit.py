"""The record from the command line: who did what, when, from which channel; and whether it is whole."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from core.identity import SYSTEM
from core.people_commands import Leave
from core.store.tables import audit
from tests.console.kit import Cli
from tests.support.rows import add_area, add_company, add_staff


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
    assert "staff_leave" not in shown


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


def test_a_whole_record(recorded: Cli) -> None:
    assert recorded.text("audit", "check") == "共 3 条，完整，没有被改动\n"
    assert recorded.json("audit", "check") == {"rows": 3, "broken": None}


def test_an_edited_row_is_named(recorded: Cli) -> None:
    with recorded.store.writing() as tx:
        ids = list(tx.connection.scalars(select(audit.c.id).order_by(audit.c.id)))
        tx.connection.execute(update(audit).where(audit.c.id == ids[1]).values(subject="table:staff"))
    assert recorded.mistake("audit", "check") == (
        f"第 {ids[1]} 条（2024-10-17 17:23:00 import table:staff）与当时写下的不符，或它前面缺了记录"
    )
    result = recorded.run("audit", "check", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, {"rows": 3, "broken": ids[1]})


def test_a_row_taken_out_shows_at_the_next(recorded: Cli) -> None:
    with recorded.store.writing() as tx:
        ids = list(tx.connection.scalars(select(audit.c.id).order_by(audit.c.id)))
        tx.connection.execute(delete(audit).where(audit.c.id == ids[0]))
    assert f"第 {ids[1]} 条" in recorded.mistake("audit", "check")
