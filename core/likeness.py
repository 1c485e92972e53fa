"""How alike two complaints are by their words: the rule a neighbour's complaint is found by.

Compared is what is left of the words without blanks, punctuation and the words that any complaint may hold (坏了,
我们小区). Two are alike where at least LIKE of a hundred characters are in both, in the same order, or where the
shorter one stands nearly whole (WITHIN of its hundred characters, in their order) in the longer. Words that name
different buildings are never alike: two broken lifts are two things.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from core.plain import KEPT

JOIN_WITHIN = timedelta(days=14)
AGAIN_WITHIN = timedelta(days=90)
"""How old a neighbour's open complaint, and how long closed an own one, may be to be offered."""
LIKE = 60
WITHIN = 85
LEAST = 2
"""Characters that must be left for a comparison."""
LEAST_WITHIN = 4
COMPARED = 60
"""Characters of the beginning: what is wrong is said first."""
READ = 2 * COMPARED
"""Characters of which those are what is left."""

_DIGITS = str.maketrans("一二三四五六七八九两", "1234567892")
_BUILDING = re.compile(r"(?<!\d)(\d++)(?:号楼|栋|幢|座|单元)")
_HOUSE = re.compile(r"(?<![\d十百])(\d{1,3})(?:号楼|栋|幢|座)")
_MANY = r"[一二三四五六七八九十两好几\d]"
_COMMON = re.compile(
    r"我们|咱们|你们|他们|小区|请问|请|麻烦|尽快|赶快|马上|处理|解决|看看|一下|有人|没有|没人|已经|一直|又|了|的|里|很|都|"
    rf"在|是|也|就|还|着|被|把|吗|呢|啊|吧|(?<!{_MANY}){_MANY}*+天|坏掉|坏|不亮|不能用|用不|不|出问题|问题"
)


class Words(NamedTuple):
    """Words made ready to be compared: what is left of them, and the buildings they name."""

    left: str
    buildings: frozenset[str]


@lru_cache(KEPT)
def ready(text: str) -> Words:
    """`text`, made ready once for many comparisons, before anybody waits for them."""
    return compared(text)


def compared(text: str) -> Words:
    """What of `text` is compared."""
    plain = _letters(text)
    left = _COMMON.sub("", plain[:READ]).translate(_DIGITS)[:COMPARED]
    return Words(left, frozenset(_BUILDING.findall(plain.translate(_DIGITS))))


def building(text: str) -> str:
    """The number of the first building the words name; empty where none is, or none of three digits at most."""
    found = _HOUSE.search(_letters(text).translate(_DIGITS))
    return found[1] if found else ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def alike(one: Words, other: Words) -> float:
    """How alike two are, of 100; 0 where they are not."""
    if one.buildings and other.buildings and one.buildings.isdisjoint(other.buildings):
        return 0.0
    shorter = min(len(one.left), len(other.left))
    if shorter < LEAST:
        return 0.0
    whole = fuzz.ratio(one.left, other.left, score_cutoff=LIKE)
    if whole or shorter < LEAST_WITHIN:
        return whole
    within = 100 * LCSseq.similarity(one.left, other.left) / shorter
    return LIKE * within / 100 if within >= WITHIN else 0.0


def likest(text: str, others: Iterable[tuple[int, Words]]) -> int | None:
    """The key of the likest of `others` (key, words); the first where several are, None where none is."""
    mine = ready(text)
    scored = [(alike(mine, words), -at, key) for at, (key, words) in enumerate(others)]
    best = max(scored, default=(0.0, 0, 0))
    return best[2] if best[0] else None
