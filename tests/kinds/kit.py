"""Lists of sentences with the kinds a person gave them."""

from pathlib import Path
from typing import Final

from core.kinds import LABELS, proposed

UNTOUCHED: Final = Path(__file__).with_name("untouched.tsv")
"""Sentences that are neither examples nor looked at when the signs or examples change."""


def lines(path: Path) -> list[tuple[str, str]]:
    """Each sentence, behind its kind's label."""
    return [(kind, words) for kind, words in (line.split("\t") for line in path.read_text("utf-8").splitlines())]


def share(path: Path) -> float:
    """How many of a list's sentences are proposed the kind a person gave them."""
    found = lines(path)
    return sum(LABELS[proposed(words)] == kind for kind, words in found) / len(found)
