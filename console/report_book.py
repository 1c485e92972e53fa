"""Figures as a workbook: numbers stay numbers, words stay words, whatever they look like."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from core.clocks import in_shanghai
from core.commands import REFUSAL_CATEGORIES
from core.reports import By, Figures

_FORMULA = "=+-@＝＋－＠"
"""How a cell begins that a spreadsheet may take for a formula when it is typed or read from text again."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_MOST = 32_767
"""Characters a cell holds."""

NAMES: dict[By, tuple[str, ...]] = {
    By.TOTAL: (),
    By.AREA: ("物业管理区域名称", "街道", "行政区划"),
    By.COMPANY: ("物业服务企业",),
    By.STREET: ("街道", "行政区划"),
    By.DISTRICT: ("行政区划",),
    By.MONTH: ("月份",),
    By.KIND: ("类别",),
}
SHEETS = {
    By.AREA: "按小区",
    By.COMPANY: "按企业",
    By.STREET: "按街道",
    By.DISTRICT: "按行政区划",
    By.MONTH: "按月",
    By.KIND: "按类别",
}
UNNAMED = "（未登记）"
TOTAL = "合计"
HEADINGS = (
    *("收到", "在办", "超期", "已结束", "已撤销"),
    *("应答复", "按时答复", "响应率", "已评价", "已解决", "解决率", "满意", "满意率"),
    *("说了日子", "按日办好", "过了日子"),
    *(f"拒绝：{name}" for name in REFUSAL_CATEGORIES),
    *("答复用时（小时，中位数）", "办结用时（小时，中位数）"),
)
NOTES = (
    "每件需求及建议按提交时间（北京时间）计入一个月，只算一次；小区按现在的街道和物业服务企业归类。",
    "超期：还没办结，且现在这一步的期限已过；等业主评价的不算。",
    "响应率 = 按时答复 ÷ 应答复。按时答复：在待处理期限内接收或拒绝。应答复：已经答复的，加上过了期限还没答复的；"
    "还在期限内的、期限内撤销的、导入时已不在待处理的，都不算。",
    "解决率 = 已解决 ÷ 已评价；部分解决不算已解决。满意率 = 满意 ÷ 已评价；未解决或 1、2 分的不算满意。",
    "说了日子：项目经理接收后说了哪天办好的件。按日办好：在那天结束前完成。过了日子：那天过了才完成，或还没完成；"
    "过了以后再改日子的，仍算过了。没到日子的、到日子前撤销的，两样都不算。",
    "一件经过几次评价的，按最近一次办结后的评价算；没有评价的，不算进解决率和满意率。",
    "类别由反映人提交时确认；导入时没有写类别的，按内容推算。",
    "用时从提交起算，按自然时间，取中位数；撤销的不算办结。空格表示还没有可算的。",
)


class Page(NamedTuple):
    """One sheet: its name, what its lines are about, the lines, and the line under them."""

    name: str
    by: By
    lines: Sequence[Figures]
    total: Figures


def book(pages: Iterable[Page], at: datetime) -> bytes:
    """The workbook (xlsx), with a last sheet that says how the figures are counted; `at` is as of when."""
    made = Workbook(write_only=True)
    for page in pages:
        _page(made.create_sheet(page.name), page)
    notes = made.create_sheet("说明")
    notes.column_dimensions["A"].width = 110
    for text in (f"截至 {in_shanghai(at):%Y-%m-%d %H:%M}（北京时间）", *NOTES):
        notes.append([_words(notes, text, wrap=True)])
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def names(line: Figures, by: By) -> tuple[str, ...]:
    """What a line is about, under the headings NAMES."""
    known = {By.AREA: (line.name, line.street, line.district), By.STREET: (line.name, line.district)}
    return () if by is By.TOTAL else tuple(one or UNNAMED for one in known.get(by, (line.name,)))


def numbers(line: Figures) -> tuple[int | float | None, ...]:
    """A line's figures, under HEADINGS; None for what cannot be told yet."""
    return (
        *(line.filed, line.open, line.overdue, line.closed, line.withdrawn),
        *(line.answers_due, line.answered_in_time, line.answer_rate),
        *(line.rated, line.solved, line.solved_rate, line.satisfied, line.satisfied_rate),
        *(line.promised, line.promises_kept, line.promises_missed),
        *(line.refused[name] for name in REFUSAL_CATEGORIES),
        *(_hours(line.answer_median), _hours(line.close_median)),
    )


def _hours(seconds: int | None) -> float | None:
    return None if seconds is None else round(seconds / 3600, 2)


def plain(text: str) -> str:
    """Words as they may stand in a cell: no control characters, and nothing at the start that begins a formula."""
    told = _CONTROL.sub(" ", text)[: _MOST - 1]
    return f"'{told}" if told.lstrip().startswith(tuple(_FORMULA)) else told


def _page(sheet: Any, page: Page) -> None:
    headings = (*NAMES[page.by], *HEADINGS)
    sheet.freeze_panes = f"{get_column_letter(len(NAMES[page.by]) + 1)}2"
    for at, heading in enumerate(headings, 1):
        width = 28 if at == 1 else 14 if at <= len(NAMES[page.by]) else max(len(heading) * 2, 8) + 2
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.append([_words(sheet, heading, bold=True) for heading in headings])
    for line in page.lines:
        sheet.append(_row(sheet, names(line, page.by), line))
    total = (TOTAL, *("" for _ in NAMES[page.by][1:]))
    sheet.append(_row(sheet, total, page.total))


def _row(sheet: Any, words: Sequence[str], line: Figures) -> list[Any]:
    figures = (_number(sheet, *one) for one in zip(HEADINGS, numbers(line), strict=True))
    return [*(_words(sheet, text) for text in words), *figures]


def _words(sheet: Any, text: str, bold: bool = False, wrap: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, plain(text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _number(sheet: Any, heading: str, value: float | None) -> Any:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, float):
        cell.number_format = "0.0%" if heading.endswith("率") else "0.0"
    return cell
