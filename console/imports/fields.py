"""Reading what the platform writes into its cells."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Table

from console.imports.report import Untaken
from core.clocks import SHANGHAI

NONE = ("-", "--", "—", "——", "无", "/")
"""How the platform's tables write that there is nothing (seed, question 17: `-`)."""

_REMAINING = re.compile(r"(超期)?(?:(\d{1,5})天)?(?:(\d{1,2})小时)?(?:(\d{1,2})分)?")
_TIME = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?[ T]*(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


class Cells:
    """One row's cells. What is wrong with each is kept, so that a row that cannot be taken tells all its faults."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self._faults: list[str] = []

    def __contains__(self, name: str) -> bool:
        return name in self._cells

    def written(self, name: str) -> str:
        """The cell's text, even where it says that there is nothing."""
        return self._cells.get(name, "")

    def given(self, name: str) -> str:
        """The cell's text; empty where there is none or it says there is none."""
        text = self.written(name)
        return "" if text in NONE else text

    def needed(self, name: str) -> str:
        """The cell's text; a fault where there is none."""
        text = self.given(name)
        if not text:
            self.fault(f"没有{name}")
        return text

    def fault(self, why: str) -> None:
        """Something because of which the row cannot be taken."""
        if why not in self._faults:
            self._faults.append(why)

    def fitting(self, table: Table, values: Mapping[str, object], names: Mapping[str, str]) -> None:
        """A fault where a text is longer than its column; `names` are the headings, by column."""
        for column, value in values.items():
            most = getattr(table.c[column].type, "length", None)
            if most and isinstance(value, str) and len(value) > most:
                self.fault(f"{names.get(column, column)}超过 {most} 个字")

    def check(self) -> None:
        """Raises Untaken with all that was wrong so far."""
        if self._faults:
            raise Untaken("；".join(self._faults))


def moment(text: str) -> datetime | None:
    """A moment in Shanghai as the platform writes it, its end perhaps cut off (`2024-10-17 17:23...`); or None."""
    if not (found := _TIME.match(text)):
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups()), tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]
    except ValueError:
        return None


def time_left(text: str) -> timedelta | None:
    """剩余处理时间 as it is written (`4天23小时56分`, `超期181天12小时...`), negative where overdue; or None."""
    found = _REMAINING.match(text)
    if not found or not any(found.groups()[1:]):
        return None
    days, hours, minutes = (int(part or 0) for part in found.groups()[1:])
    left = timedelta(days=days, hours=hours, minutes=minutes)
    return -left if found[1] else left
