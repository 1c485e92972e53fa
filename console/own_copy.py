"""The copy of what is kept of one person, as a workbook: themselves, what they filed and what became of it, what they
were told. Only what they may see: nothing that is for staff's eyes alone."""

import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from openpyxl import Workbook

from bot.texts import mine
from console.commands.base import shown
from console.delivery_words import channel
from console.report_book import plain
from core.complaint import Complaint
from core.directory import Area
from core.identity import Contact
from core.kinds import LABELS
from core.lifecycle import Who
from core.store.engine import Tx

MOST = 100_000
"""Complaints in one copy: more than anybody files."""
WHO = {Who.OWNER: "您", Who.MANAGER: "项目经理", Who.OFFICER: "街道/区局", Who.SYSTEM: "系统"}
FILED = ("编号", "小区", "类别", "内容", "位置", "匿名", "状态", "解决", "评分", "提交时间", "结束时间")
COURSE = ("编号", "时间", "谁", "做了什么", "说明", "渠道")
TOLD = ("时间", "编号", "渠道", "结果", "内容")
SOLVED = {"solved": "已解决", "partly": "部分解决", "unsolved": "未解决"}


def own_copy(tx: Tx, contact: Contact, now: datetime) -> bytes:
    """The workbook (xlsx) of everything that is kept of the contact."""
    filed, _ = tx.complaints.mine(contact.id, 0, MOST)
    areas = tx.directory.areas_by_id({one.area_id for one in filed})
    told = tx.own_data.told(contact.id)
    made = Workbook(write_only=True)
    _sheet(made, "我的信息", ("项目", "内容"), _person(tx, contact, now))
    _sheet(made, "反映", FILED, (_complaint(one, areas) for one in filed))
    _sheet(made, "经过", COURSE, (line for one in filed for line in _course(tx, one)))
    _sheet(made, "通知", TOLD, ((shown(one.at), one.complaint, channel(one.channel), *one[3:]) for one in told))
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def _person(tx: Tx, contact: Contact, now: datetime) -> Iterator[tuple[object, ...]]:
    held = tx.own_data.held(contact.id)
    yield "手机号", contact.phone.removeprefix("+86")
    yield "联系渠道", channel(contact.channel)
    yield "第一次来", shown(held.since)
    yield "同意使用信息", shown(held.consent_at)
    for name, at in tx.own_data.scans(contact.id):
        yield "扫过的小区", f"{name}（{shown(at)}）"
    yield "反映件数", held.filed
    yield "副本截至", shown(now)


def _complaint(one: Complaint, areas: dict[int, Area]) -> tuple[object, ...]:
    about = one.number, areas[one.area_id].name, LABELS[one.kind], one.content, one.place or ""
    rated = SOLVED.get(one.solved or "", ""), one.stars or ""
    anonymous = "是" if one.anonymous else "否"
    return *about, anonymous, one.state.value, *rated, shown(one.submitted_at), shown(one.closed_at)


def _course(tx: Tx, complaint: Complaint) -> Iterator[tuple[object, ...]]:
    for one in tx.complaints.timeline(complaint.id):
        if not one.internal:
            act = mine.ACTS[one.act].format(days=one.details.get("days", ""), taker="")
            who = WHO[Who(one.who)]
            yield complaint.number, shown(one.at), who, act, one.text, channel(one.channel)


def _sheet(made: Workbook, name: str, headings: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
    page = made.create_sheet(name)
    page.append(list(headings))
    for row in rows:
        page.append([plain(cell) if isinstance(cell, str) else cell for cell in row])
