"""Kinds of complaint, and the one that words speak of, by a table of signs with weights (`core.kind_signs`).

The kind whose signs weigh most in the words is proposed; the person who files may choose another. A sign with a blank
in it is there where all its parts are. A negative weight takes back what another sign says too easily (电梯口 is no
lift). Signs are looked for as they stand, so no words are too long or too odd for it.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from core.kind_signs import SIGNS


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


def _table() -> dict[str, list[_Sign]]:
    table: dict[str, list[_Sign]] = {}
    for one in _signs():
        table.setdefault(one[1][0][0], []).append(one)
    return table


_TABLE: Final = _table()
"""The signs by the character they begin with: most are not even there to be looked for."""


def proposed(words: str) -> Kind:
    """The kind these words speak of; OTHER where nothing in them tells."""
    weights = weighed(words)
    return max(weights, key=lambda kind: weights[kind]) if weights else Kind.OTHER


def weighed(words: str) -> dict[Kind, int]:
    """What the signs in the words weigh together, for each kind that has any weight at all."""
    heard = "".join(plain(words).split())
    weights = dict.fromkeys(Kind, 0)
    for first in set(heard):
        for kind, sign, weight in _TABLE.get(first, ()):
            if all(part in heard for part in sign):
                weights[kind] += weight
    return {kind: weight for kind, weight in weights.items() if weight > 0}


def plain(words: str) -> str:
    """The beginning of the words as signs are looked for in them: full-width made half-width, capitals small."""
    return unicodedata.normalize("NFKC", words[:MOST]).casefold()[:MOST]


def kind_named(name: str) -> Kind | None:
    """The kind of this Chinese or English name; None for a name that is none."""
    wanted = name.strip().casefold()
    return next((kind for kind in Kind if wanted in (kind, LABELS[kind])), None)
