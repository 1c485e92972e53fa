"""Kinds of complaint, and the one that words speak of; the person who files may choose another.

Proposed is the kind for which two things weigh most together: the signs in the words (`core.kind_signs`), and how much
the words read like the sentences people gave that kind (`kind_examples.tsv`, by `core.examples`). A sign with a blank
in it is there where all its parts are. No words are too long or too odd for either.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from core.examples import Examples
from core.kind_signs import SIGNS
from core.plain import KEPT


class Kind(StrEnum):
    """What a complaint is about. Where two weigh the same, the earlier one is proposed."""

    LIFT = "lift"
    FIRE = "fire"
    BUILDING = "building"
    LEAK = "leak"
    CHARGES = "charges"
    PARKING = "parking"
    NOISE = "noise"
    GREENERY = "greenery"
    HYGIENE = "hygiene"
    SECURITY = "security"
    ATTITUDE = "attitude"
    FACILITIES = "facilities"
    OTHER = "other"


LABELS: Final[Mapping[Kind, str]] = {
    Kind.LIFT: "电梯",
    Kind.PARKING: "停车",
    Kind.HYGIENE: "卫生",
    Kind.SECURITY: "安保",
    Kind.NOISE: "噪音",
    Kind.BUILDING: "违建",
    Kind.CHARGES: "收费",
    Kind.GREENERY: "绿化",
    Kind.LEAK: "漏水",
    Kind.FIRE: "消防",
    Kind.FACILITIES: "设施",
    Kind.ATTITUDE: "服务态度",
    Kind.OTHER: "其他",
}
"""What people call them, in the order in which they are offered."""


_Sign = tuple[Kind, tuple[str, ...], int]


def _signs() -> Iterator[_Sign]:
    for kind, lines in SIGNS.items():
        for line in lines.strip().splitlines():
            weight, _, signs = line.strip().partition(" ")
            for sign in signs.casefold().split("、"):
                yield Kind(kind), tuple(sign.split()), int(weight)


MOST: Final = 1_000
"""Characters that are looked at: twice what a complaint may have."""
ALIKE: Final = 0.4
"""What likeness to the examples weighs beside the signs. Letters and their pairs say the same thing twice."""
HEAD_START: Final = 4
"""Likeness that OTHER has beforehand: it has no signs."""
EXAMPLES: Final = Path(__file__).with_name("kind_examples.tsv")
_OF_LABEL: Final = {label: kind for kind, label in LABELS.items()}


def _table() -> dict[str, list[_Sign]]:
    table: dict[str, list[_Sign]] = {}
    for one in _signs():
        table.setdefault(one[1][0][0], []).append(one)
    return table


_TABLE: Final = _table()
"""The signs by the character they begin with: most are not even there to be looked for."""


@lru_cache(KEPT)
def proposed(words: str) -> Kind:
    """The kind these words speak of; OTHER where nothing in them tells."""
    signs, likeness = weighed(words), _examples().likeness(plain(words))
    likeness[Kind.OTHER] += HEAD_START
    return max(Kind, key=lambda kind: signs.get(kind, 0) + ALIKE * likeness[kind])


def weighed(words: str) -> Mapping[Kind, int]:
    """What the signs in the words weigh together, for each kind that has any."""
    heard = "".join(plain(words).split())
    weights: Counter[Kind] = Counter()
    for first in set(heard):
        for kind, sign, weight in _TABLE.get(first, ()):
            if all(part in heard for part in sign):
                weights[kind] += weight
    return weights


@cache
def _examples() -> Examples[Kind]:
    """Read when first asked for. The file: a label, a tab, a sentence."""
    lines = EXAMPLES.read_text("utf-8").splitlines()
    return Examples((_OF_LABEL[label], plain(words)) for label, words in (line.split("\t") for line in lines))


def plain(words: str) -> str:
    """The beginning of the words as signs are looked for in them: full-width made half-width, capitals small."""
    return unicodedata.normalize("NFKC", words[:MOST]).casefold()[:MOST]


def kind_named(name: str) -> Kind | None:
    """The kind of this Chinese or English name; None for a name that is none."""
    wanted = name.strip().casefold()
    return next((kind for kind in Kind if wanted in (kind, LABELS[kind])), None)
