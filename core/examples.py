"""How much words read like each kind of a list of examples: naive Bayes over their letters and pairs of letters.

A letter (or pair) that is in many examples of a kind and in few of the others speaks for that kind; what no example
holds says nothing. To see why something was proposed, look for its letters in the examples.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import log
from typing import Final, Generic, TypeVar

KindT = TypeVar("KindT")

UNSEEN: Final = 0.002
"""In what share of a kind's examples a letter is taken to be that is in none: what is rare is not impossible."""


class Examples(Generic[KindT]):
    """Examples with their kinds, counted once: what is asked later takes time by the words, hardly by the examples."""

    def __init__(self, examples: Iterable[tuple[KindT, str]]) -> None:
        self._kinds: Counter[KindT] = Counter()
        found: defaultdict[str, Counter[KindT]] = defaultdict(Counter)
        for kind, words in examples:
            self._kinds[kind] += 1
            for piece in _pieces(words):
                found[piece][kind] += 1
        self._speaks = {piece: list(self._weights(counts)) for piece, counts in found.items()}

    def _weights(self, counts: Counter[KindT]) -> Iterator[tuple[KindT, float]]:
        for kind, count in counts.items():
            yield kind, log(1 + count / self._kinds[kind] / UNSEEN)

    def likeness(self, words: str) -> dict[KindT, float]:
        """How much the words speak for each kind; 0 where nothing in them does."""
        likeness = dict.fromkeys(self._kinds, 0.0)
        for piece in _pieces(words):
            for kind, weight in self._speaks.get(piece, ()):
                likeness[kind] += weight
        return likeness


def _pieces(words: str) -> Iterable[str]:
    """The letters and digits of the words, and the pairs that stand side by side, each once, in their order."""
    letters = "".join(filter(str.isalnum, words))
    return dict.fromkeys((*letters, *map("".join, pairwise(letters))))
