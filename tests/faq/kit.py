"""How well the questions are understood: sentences with what they ask, in three lists.

`tuning.tsv`, and `voices.tsv` of people who write otherwise (they search, ramble, dictate, mistype), may be looked at
while words, ways of asking and thresholds are bettered; `untouched.tsv` is only counted.
A line holds the question's number, or `-` for what is none of them, a tab, and what somebody says.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.faq import asked

LISTS = ("tuning", "voices", "untouched")
NONE = "-"


class Judged(NamedTuple):
    """Counts over a list: the questions, those answered rightly, those wrongly, those whose question was at least
    offered; the strays, and those that were answered."""

    questions: int
    right: int
    wrong: int
    offered: int
    strays: int
    strays_answered: int

    @property
    def top1(self) -> float:
        """Questions answered rightly, of 1."""
        return self.right / self.questions


def sentences(name: str) -> Iterator[tuple[str, str]]:
    """(number or NONE, words) of a list."""
    for line in Path(__file__).with_name(f"{name}.tsv").read_text("utf-8").splitlines():
        number, words = line.split("\t")
        yield number, words


def judge(name: str) -> Judged:
    """A list, understood as chat would."""
    right = wrong = offered = answered = 0
    known = list(sentences(name))
    for number, words in known:
        found = asked(words)
        if number == NONE:
            answered += found.id is not None
            continue
        right += found.id == int(number)
        wrong += found.id not in (None, int(number))
        offered += int(number) in found.candidates
    strays = sum(number == NONE for number, _ in known)
    return Judged(len(known) - strays, right, wrong, offered, strays, answered)
