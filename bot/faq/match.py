"""Which of the eighteen questions a text asks.

A text and each known way of asking are weighed by what they speak of: a meaning counts the more, the fewer of the
questions speak of it (the idf of TF-IDF), and a character that means nothing to us counts against every question.
The nearest known way of asking decides, and what is said to us that is none of the questions (`strays.txt`) is known
too.
"""

import math
import re
from collections import Counter, defaultdict
from functools import cache
from threading import Lock
from typing import NamedTuple

from bot.faq.questions import Question, questions
from bot.faq.words import FOREIGN, HERE, LONGEST, OURS, Lexicon, Term

STRAY = 0
ANSWERED, OFFERED = 0.6, 0.45
"""How near (of 1) a text must be to be answered, and to be offered as one that may be meant."""
AHEAD, AHEAD_OF_STRAYS = 0.03, 0.06
"""How much nearer than the next question, and than any stray, an answer must be."""
CLAUSE, SURE = 4, 0.75
"""Characters of a clause that may ask by itself, and how near it must be."""
MOST = 3
LITTLE = 0.35
"""Weight of a meaning that tells nothing by itself."""
LEAST = 0.1
"""Weight of what nearly every question speaks of."""
UNKNOWN = 0.6
"""Weight of a character that means nothing to us."""
ELSEWHERE = 1.2
"""Weight of a word of somebody else's matters, or of an estate's troubles."""
UNMET = 0.5
"""What is left of the nearness of a question whose needs are not met, or where somebody else's matters are named."""
AGAINST = 0.8
"""What is left where something speaks against the question, or against the text being a known stray."""
_CLAUSES = re.compile(r"[\s,，。.;；:：?？!！]+")
Vector = dict[str, float]


class Near(NamedTuple):
    """A question, how near it is, and the known way of asking that is nearest."""

    id: int
    score: float
    like: str


class _Said(NamedTuple):
    """A known way of asking, weighed: its question or STRAY, its length as a vector, the meanings in it, and what of
    it is not ours."""

    of: int
    text: str
    length: float
    names: frozenset[str]
    odd: frozenset[str]


class Match(NamedTuple):
    """What a text asks: `id` where that is clear, and the `candidates` in order, the nearest first; `trouble` where it
    names one of an estate's troubles."""

    id: int | None
    candidates: tuple[int, ...]
    near: tuple[Near, ...]
    trouble: bool = False


class Index:
    """All known ways of asking, weighed once."""

    def __init__(self, lexicon: Lexicon, asked: dict[int, Question], strays: tuple[str, ...]) -> None:
        self._lexicon = lexicon
        self._asked = asked
        said = [(one.id, text) for one in asked.values() for text in (one.title, *one.asked)]
        said += [(STRAY, text) for text in strays]
        terms = [lexicon.terms(text) for _, text in said]
        self._weights = _weights([(of, spoken) for (of, _), spoken in zip(said, terms, strict=True)])
        self._said: list[_Said] = []
        self._holding: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for (of, text), spoken in zip(said, terms, strict=True):
            vector, odd = self._vector(spoken), frozenset(one.name for one in spoken if one.kind != OURS)
            if of == STRAY and not odd and len(self._telling(spoken)) < 2:
                continue  # so may any question begin
            for name, weight in vector.items():
                self._holding[name].append((len(self._said), weight))
            self._said.append(_Said(of, text, _length(vector), frozenset(vector), odd))

    def match(self, text: str) -> Match:
        """What `text` asks, if it is one of the questions: as a whole, or by the one clause that asks something."""
        if self._lexicon.troubled(text):  # most of what is said to us: told at once, without mending
            return Match(None, (), (), True)
        whole = self._judged(text)
        clauses = [one for one in _CLAUSES.split(text[:LONGEST]) if len(one) >= CLAUSE]
        if whole.id or len(clauses) < 2 or any(one.kind == FOREIGN for one in self._lexicon.terms(text)):
            return whole
        asked = [one for one in map(self._judged, clauses) if one.id and one.near[0].score >= SURE]
        return asked[0] if len({one.id for one in asked}) == 1 else whole

    def _judged(self, text: str) -> Match:
        terms = self._lexicon.terms(text)
        near = tuple(self._near(terms))
        stray = next((one.score for one in near if one.id == STRAY), 0.0)
        ours = [one for one in near if one.id != STRAY and one.score >= OFFERED]
        if not ours or stray >= ours[0].score:
            return Match(None, (), near)
        best, second = ours[0].score, ours[1].score if len(ours) > 1 else 0.0
        clear = best >= ANSWERED and best - second >= AHEAD and best - stray >= AHEAD_OF_STRAYS
        clear = clear and not self._thin(terms)
        return Match(ours[0].id if clear else None, tuple(one.id for one in ours[:MOST]), near)

    def _thin(self, terms: list[Term]) -> bool:
        """Whether a text speaks of one thing of ours, and else of what we do not know."""
        return len(self._telling(terms)) < 2 and any(one.kind != OURS for one in terms)

    def _near(self, terms: list[Term]) -> list[Near]:
        """The questions (and STRAY) by how near they are."""
        vector = self._vector(terms)
        length = _length(vector)
        if not length:
            return []
        products: dict[int, float] = defaultdict(float)
        for name, weight in vector.items():
            for at, other in self._holding.get(name, ()):
                products[at] += weight * other
        telling, fits = self._telling(terms), {of: self._fits(of, terms) for of in self._asked}
        best: dict[int, Near] = {}
        for at, product in products.items():
            said = self._said[at]
            score = product / (length * said.length)
            score *= fits[said.of] if said.of != STRAY else _strays(said, vector, telling)
            if said.of not in best or score > best[said.of].score:
                best[said.of] = Near(said.of, score, said.text)
        return sorted(best.values(), key=lambda one: (-one.score, one.id))

    def _fits(self, of: int, terms: list[Term]) -> float:
        """What is left of a question's nearness by what it needs and what speaks against it."""
        question, ours = self._asked[of], {one.name for one in terms if one.kind == OURS}
        if any(one.kind == FOREIGN for one in terms) or not all(group & ours for group in question.needs):
            return UNMET
        return AGAINST if question.against & ours else 1.0

    def _telling(self, terms: list[Term]) -> set[str]:
        """The meanings of ours in a text that tell something by themselves."""
        return {one.name for one in terms if one.kind == OURS and self._weights.get(one.name, 0) > LITTLE}

    def _vector(self, terms: list[Term]) -> Vector:
        vector: Vector = {}
        for one in terms:
            usual = ELSEWHERE if one.kind == FOREIGN else UNKNOWN
            weight = self._weights.get(one.name, usual) * one.sure
            vector[one.name] = max(vector.get(one.name, 0.0), weight)
        return vector


def _strays(said: _Said, vector: Vector, telling: set[str]) -> float:
    """What is left of a stray's nearness: less where the text has nothing of what makes it one, or tells more."""
    apart = said.odd and said.odd.isdisjoint(vector)
    return AGAINST if apart or not telling <= said.names else 1.0


def _weights(said: list[tuple[int, list[Term]]]) -> Vector:
    """How much each meaning of ours tells one question from the others; the rest weighs the same everywhere."""
    spoken: dict[str, Counter[int]] = defaultdict(Counter)
    many = Counter(of for of, _ in said)
    for of, terms in said:
        for name in {term.name for term in terms if term.kind == OURS}:
            spoken[name][of] += 1
    weights = {}
    for name, of_each in spoken.items():
        spread = sum(min(1.0, 3 * times / many[of]) for of, times in of_each.items() if of != STRAY)
        weights[name] = max(LEAST, math.log(len(many) / (spread + 1)) / math.log(len(many)))
    return weights


def _length(vector: Vector) -> float:
    return math.sqrt(sum(weight * weight for weight in vector.values()))


_MAKING = Lock()


def index() -> Index:
    """The index of the questions and strays that the project keeps; made once, in a fraction of a second, for which
    everybody waits who comes meanwhile."""
    with _MAKING:
        return _made()


@cache
def _made() -> Index:
    lines = (HERE / "strays.txt").read_text("utf-8").splitlines()
    strays = tuple(line for line in lines if line and not line.startswith("#"))
    return Index(Lexicon(), questions(), strays)
