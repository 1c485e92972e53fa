"""需求及建议: the table of question 13, for the complaints that are with the platform already."""

import re
from datetime import datetime

from console.imports.fields import Cells, moment, time_left
from console.imports.report import Change, Note, Report, Taken
from core.clocks import Clock, Durations
from core.complaint import Complaint, Entry
from core.kinds import Kind, kind_named, proposed
from core.lifecycle import State, Who
from core.store.engine import Tx

AREA, DISTRICT, CONTENT, STATE = "物业管理区域名称", "行政区划", "内容", "处理状态"
LEFT, SUBMITTED, NUMBER, KIND = "剩余处理时间", "提交时间", "编号", "类别"
KNOWN = {AREA, DISTRICT, CONTENT, STATE, LEFT, SUBMITTED, NUMBER, KIND}
WANTED = "、".join((NUMBER, AREA, CONTENT, STATE, SUBMITTED))

CLOCKS = {
    State.PENDING: Clock.PENDING,
    State.FURTHER: Clock.FURTHER,
    State.SUPPLEMENT: Clock.SUPPLEMENT,
    State.GUIDANCE: Clock.GUIDANCE,
    State.RATING: Clock.RATING,
}
_WHOLE_NUMBER = re.compile(r"\d{12,32}")
_SENT_BACK = (State.FURTHER, State.GUIDANCE, State.SUPPLEMENT)


def headings(row: list[str]) -> dict[int, str] | None:
    """The columns of the table."""
    if not {NUMBER, AREA, CONTENT, STATE, SUBMITTED} <= set(row):
        return None
    return {at: name for at, name in enumerate(row) if name in KNOWN}


class Complaints:
    """Takes rows of complaints within one transaction. One whose number is known is left as it is here."""

    def __init__(self, tx: Tx, now: datetime, report: Report, durations: Durations, prefix: str) -> None:
        self._tx = tx
        self._now = now
        self._report = report
        self._durations = durations
        self._prefix = prefix

    def take(self, number: int, cells: Cells) -> Taken:
        """Add one complaint, its owner unknown. Raises Untaken."""
        complaint = self._read(number, cells)
        what = f"{complaint.number} {cells.given(AREA)} {complaint.state.value}"
        if self._tx.complaints.by_number(complaint.number):
            return Taken(Change.UNCHANGED, what)
        self._tx.complaints.number_taken(complaint.number, self._prefix)
        first = Entry(complaint.submitted_at, "submit", Who.OWNER, State.PENDING, 1, complaint.content, "import")
        taken = Entry(self._now, "import", Who.SYSTEM, complaint.state, 1, channel="cli")
        self._tx.complaints.write(complaint, first, taken)
        return Taken(Change.ADDED, what)

    def end(self) -> None:
        """Nothing follows from all the rows together."""

    def _read(self, number: int, cells: Cells) -> Complaint:
        whole, content = cells.needed(NUMBER), cells.needed(CONTENT)
        if whole and not _WHOLE_NUMBER.fullmatch(whole):
            cells.fault(f"{NUMBER}{whole}不完整")
        submitted = moment(cells.needed(SUBMITTED)) or self._now
        if cells.given(SUBMITTED) and not moment(cells.given(SUBMITTED)):
            cells.fault(f"{SUBMITTED}看不懂：{cells.given(SUBMITTED)}")
        state, area_id = _state(cells), self._area(cells)
        cells.check()
        complaint = Complaint(0, whole, area_id, None, content, submitted, state)
        complaint.kind = self._kind(number, cells) or proposed(content)
        complaint.dissatisfied = int(state in _SENT_BACK)
        complaint.guided = state is State.SUPPLEMENT
        if state in CLOCKS:
            complaint.clock = CLOCKS[state]
            complaint.deadline = self._deadline(number, cells, complaint.clock, submitted)
        complaint.schedule(self._now, self._durations)
        return complaint

    def _deadline(self, number: int, cells: Cells, clock: Clock, submitted: datetime) -> datetime:
        """From the remaining time where it can be read; else as if the stage had begun when it was submitted. A
        rating, which the platform shows no time for, runs from now."""
        left = time_left(cells.given(LEFT))
        if left is not None and clock is not Clock.RATING:
            return self._now + left
        if cells.given(LEFT) and clock is not Clock.RATING:
            self._report.warnings.append(Note(number, f"{LEFT}看不懂，已按{SUBMITTED}计算"))
        return self._durations.deadline(clock, self._now if clock is Clock.RATING else submitted)

    def _kind(self, number: int, cells: Cells) -> Kind | None:
        name = cells.given(KIND)
        kind = kind_named(name)
        if name and kind is None:
            self._report.warnings.append(Note(number, f"没有这种{KIND}：{name}，已按{CONTENT}推算"))
        return kind

    def _area(self, cells: Cells) -> int:
        name, district = cells.needed(AREA), cells.given(DISTRICT)
        ids = self._tx.registry.area_ids(name, district) if name else []
        if len(ids) == 1:
            return ids[0]
        if ids:
            cells.fault(f"不止一个名为{name}的物业管理区域，请填{DISTRICT}")
        elif name:
            cells.fault(f"没有名为{name}的物业管理区域" + (f"({district})" if district else ""))
        return 0


def _state(cells: Cells) -> State:
    """The state of this Chinese or English name; here 处理中 is the one state, not the group of a filter."""
    name = cells.needed(STATE)
    for state in State:
        if name.upper() in (state.name, state.value):
            return state
    if name in ("街道指导", "区局指导"):
        return State.GUIDANCE
    if name:
        cells.fault(f"没有这种{STATE}：{name}")
    return State.PENDING
