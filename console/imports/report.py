"""What became of an import."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


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


@dataclass
class Report:
    """How many rows were taken, which were not and why, and which were taken with something left out."""

    counts: dict[Change, int] = field(default_factory=lambda: dict.fromkeys(Change, 0))
    refused: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        named = {"refused": self.refused, "warnings": self.warnings}
        return {str(change): count for change, count in self.counts.items()} | {
            name: [note._asdict() for note in notes] for name, notes in named.items()
        }

    def as_text(self) -> str:
        """A few lines for people."""
        words = (("新增", Change.ADDED), ("更新", Change.UPDATED), ("未变", Change.UNCHANGED))
        first = "，".join(f"{word} {self.counts[change]}" for word, change in words)
        lines = [f"{first}，未导入 {len(self.refused)}"]
        lines += [f"第 {row} 行未导入：{reason}" for row, reason in self.refused]
        return "\n".join(lines + [f"第 {row} 行请留意：{reason}" for row, reason in self.warnings])
