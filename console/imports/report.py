"""What becomes of an import: before it is written, to be looked at; and afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

SHOWN = 50
"""Rows of one sort that are told one by one."""


class Change(StrEnum):
    """What became of a row that was taken."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Untaken(Exception):
    """A row that cannot be taken; the text says why, in Chinese."""


class Note(NamedTuple):
    """Something to tell of one row."""

    row: int
    reason: str


class Field(NamedTuple):
    """A field that changes: what stood there and what will, personal data hidden."""

    name: str
    before: str
    after: str


class Taken(NamedTuple):
    """What a row does: `what` it is about, personal data hidden."""

    change: Change
    what: str
    fields: Sequence[Field] = ()


class Line(NamedTuple):
    """A row that adds or changes something."""

    row: int
    change: Change
    what: str
    fields: Sequence[Field]


class Loss(NamedTuple):
    """An estate with open complaints that somebody is in charge of no longer."""

    who: str
    area: str
    open: int


@dataclass
class Report:
    """How many rows were taken and what they do, which were not and why, which were taken with something left out, and
    who loses an estate by it."""

    counts: dict[Change, int] = field(default_factory=lambda: dict.fromkeys(Change, 0))
    lines: list[Line] = field(default_factory=list)
    refused: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many rows add or change something."""
        return self.counts[Change.ADDED] + self.counts[Change.UPDATED]

    @property
    def only_adds(self) -> bool:
        """Whether nothing that is there already changes, and nobody loses anything."""
        return not self.counts[Change.UPDATED] and not self.losses

    @property
    def nothing_taken(self) -> bool:
        """Whether there are rows and none of them can be taken."""
        return bool(self.refused) and not any(self.counts.values())

    def take(self, row: int, taken: Taken) -> None:
        """Note what a row does."""
        self.counts[taken.change] += 1
        if taken.change is not Change.UNCHANGED:
            self.lines.append(Line(row, *taken))

    def add(self, other: "Report") -> None:
        """What another part of the same file does, too."""
        for change, count in other.counts.items():
            self.counts[change] += count
        self.lines += other.lines
        self.refused += other.refused
        self.warnings += other.warnings
        self.losses += other.losses

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        changes = [line._asdict() | {"fields": [one._asdict() for one in line.fields]} for line in self.lines]
        named: dict[str, list[Any]] = {"refused": self.refused, "warnings": self.warnings, "losses": self.losses}
        return (
            {str(change): count for change, count in self.counts.items()}
            | {"changes": changes}
            | {name: [note._asdict() for note in notes] for name, notes in named.items()}
        )

    def as_text(self) -> str:
        """Lines for people: the counts, then what is new, what changes, what cannot be taken, who loses what."""
        words = (("新增", Change.ADDED), ("更新", Change.UPDATED), ("未变", Change.UNCHANGED))
        first = "，".join(f"{word} {self.counts[change]}" for word, change in words)
        return "\n".join(
            [
                f"{first}，未导入 {len(self.refused)}",
                *_some([f"第 {one.row} 行新增：{one.what}" for one in self.lines if one.change is Change.ADDED]),
                *_some([_changed(one) for one in self.lines if one.change is Change.UPDATED]),
                *[f"第 {row} 行未导入：{reason}" for row, reason in self.refused],
                *[f"第 {row} 行请留意：{reason}" for row, reason in self.warnings],
                *[f"请留意：{who}不再负责{area}，那里没办完的有 {count} 件" for who, area, count in self.losses],
            ]
        )


def _changed(line: Line) -> str:
    fields = "；".join(f"{name} {before or '（空）'} → {after or '（空）'}" for name, before, after in line.fields)
    return f"第 {line.row} 行更新：{line.what}：{fields}"


def _some(lines: list[str]) -> list[str]:
    more = len(lines) - SHOWN
    return [*lines[:SHOWN], f"……这样的还有 {more} 行，--json 看全部"] if more > 0 else lines
