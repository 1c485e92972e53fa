"""`complaints` and `complaint NUMBER`."""

from datetime import datetime
from typing import Any

import click

from bot.texts.reasons import told
from console import words
from console.commands.areas import one_area
from console.commands.base import Mistake, Misuse, as_json, command, cut, house, local, say_json, say_table, shown
from console.commands.notifications import notice_words, plain_notice
from core.complaint import Entry
from core.kinds import LABELS, Kind, kind_named
from core.lifecycle import State
from core.queries import (
    PAGE,
    ComplaintLine,
    complaint_line,
    complaint_lines,
    notice_lines,
    numbers_ending,
    states_named,
)
from core.store.engine import Tx

HEADINGS = (
    "编号",
    "物业管理区域名称",
    "行政区划",
    "街道",
    "内容",
    "物业服务企业",
    "处理状态",
    "剩余处理时间",
    "提交时间",
    "类别",
)


@command("complaints", help=f"列出需求及建议，新的在前，每页 {PAGE} 件")
@click.option("--state", help="处理状态；处理中 包括待进一步处理、待补充处理、街道/区局指导")
@click.option("--area", "area_name", help="物业管理区域名称；同名的写成 行政区划/名称")
@click.option("--kind", "kind_name", help=f"类别：{'、'.join(LABELS.values())}")
@click.option("--page", type=click.IntRange(min=1), help="第几页")
@click.option("--all", "everything", is_flag=True, help="不分页")
@as_json
def complaints(
    state: str | None, area_name: str | None, kind_name: str | None, page: int | None, everything: bool, as_json: bool
) -> None:
    """The platform's list."""
    if page and everything:
        raise Misuse("--page 和 --all 只能用一个")
    states = _states(state) if state is not None else ()
    kind = _kind(kind_name) if kind_name is not None else None
    here, skip, take = house(), ((page or 1) - 1) * PAGE, 0 if everything else PAGE
    with here.store.reading() as tx:
        area_id = one_area(tx, area_name).id if area_name is not None else None
        lines, total = complaint_lines(tx, states, area_id, skip, take, here.now(), kind)
    if as_json:
        say_json([_plain(line) for line in lines])
        return
    say_table(HEADINGS, [_row(line) for line in lines])
    click.echo(f"共 {total} 件" if everything else f"共 {total} 件，第 {page or 1} 页，共 {-(-total // PAGE)} 页")


@command("complaint", help="一件需求及建议的详情、经过和通知")
@click.argument("number", metavar="编号或末几位")
@as_json
def complaint(number: str, as_json: bool) -> None:
    """One complaint by its number, or what it ends with, with its timeline and its notifications."""
    here = house()
    with here.store.reading() as tx:
        line = _one(tx, number, here.now())
        entries, notices = tx.complaints.timeline(line.id), notice_lines(tx, line.id)
    if as_json:
        more = {"timeline": [_entry(one) for one in entries], "notifications": [plain_notice(one) for one in notices]}
        say_json(_plain(line) | more)
        return
    for heading, value in zip(HEADINGS, _row(line, whole=True), strict=True):
        click.echo(f"{heading}：{value}")
    say_table(("时间", "动作", "谁", "状态", "说明"), [_entry_row(one) for one in entries])
    say_table(
        ("通知", "给谁", "内容", "渠道", "结果", "原因"),
        [(one.id, *notice_words(one), told(one.reason) or "-") for one in notices],
    )


def _one(tx: Tx, number: str, now: datetime) -> ComplaintLine:
    if line := complaint_line(tx, number, now):
        return line
    found = [line for one in numbers_ending(tx, number) if (line := complaint_line(tx, one, now))]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Mistake(f"没有编号为 {number} 的需求及建议")
    several = "、".join(f"{one.number}（{one.area}，{one.state.value}）" for one in found)
    raise Mistake(f"不止一件的编号以 {number} 结尾，请写全：{several}{'……' if len(found) == PAGE else ''}")


def _states(name: str) -> tuple[State, ...]:
    if states := states_named(name):
        return states
    raise Mistake(f"没有这种处理状态：{name}；可用：{'、'.join(state.value for state in State)}")


def _kind(name: str) -> Kind:
    if kind := kind_named(name):
        return kind
    raise Mistake(f"没有这种类别：{name}；可用：{'、'.join(LABELS.values())}")


def _plain(line: ComplaintLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "area": line.area,
        "district": line.district,
        "street": line.street,
        "content": line.content,
        "company": line.company,
        "state": line.state.value,
        "remaining": line.remaining,
        "submitted_at": local(line.submitted_at),
        "kind": LABELS[line.kind],
    }


def _row(line: ComplaintLine, whole: bool = False) -> tuple[object, ...]:
    content = line.content if whole else cut(line.content)
    where = line.number, line.area, line.district, line.street, content, line.company or "-"
    return *where, line.state.value, line.remaining, shown(line.submitted_at), LABELS[line.kind]


def _entry(entry: Entry) -> dict[str, Any]:
    what = {"at": entry.at, "act": entry.act, "who": entry.who, "state": entry.state.value}
    return what | {"round": entry.round, "text": entry.text, "channel": entry.channel, "details": entry.details}


def _entry_row(entry: Entry) -> tuple[object, ...]:
    return (
        shown(entry.at),
        words.act(entry),
        words.WHO.get(entry.who, entry.who),
        entry.state.value,
        cut(entry.text, 40),
    )
