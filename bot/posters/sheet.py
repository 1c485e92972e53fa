"""What a printed sheet is made of, in millimetres from its upper left corner; no renderer, no paper."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, combinations, pairwise
from typing import Any, Literal, NamedTuple

from PIL import ImageFont
from pylopdf_fonts_zh_cn import sans_path

Colour = tuple[int, int, int]
Align = Literal["left", "middle", "right"]

BOLD = 0.045
"""How thick the line is, in ems, that makes the font's one weight a bold one."""
MIDDLE = 0.38
"""How far above the baseline the middle of a Chinese character lies, in ems."""
_EM = 1000


class Words(NamedTuple):
    """A line of text: `x` is where `align` says, `y` the baseline, `size` an em."""

    x: float
    y: float
    text: str
    size: float
    ink: Colour
    bold: bool = False
    align: Align = "left"


class Block(NamedTuple):
    """A filled rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    ink: Colour
    radius: float = 0.0


class Code(NamedTuple):
    """A QR code that holds `url`; its quiet zone lies around it."""

    x: float
    y: float
    size: float
    url: str


Item = Words | Block | Code


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page and what is on it, the lowest first."""

    width: float
    height: float
    items: list[Item] = field(default_factory=list)

    def scaled(self, by: float) -> "Sheet":
        """The same sheet, larger or smaller."""
        return Sheet(self.width * by, self.height * by, [_scaled(one, by) for one in self.items])


class Fitted(NamedTuple):
    """Text broken into lines of this size."""

    lines: tuple[str, ...]
    size: float


def width(text: str, size: float = 1.0) -> float:
    """How wide a line is."""
    return _font().getlength(text) / _EM * size


def fitted(text: str, room: float, sizes: Sequence[float]) -> Fitted:
    """The text in as few lines as can be: one line of the first size or down to the second, two lines of that down to
    the third, and so on; in the end what does not fit is cut off."""
    for lines, (most, least) in enumerate(pairwise(sizes), 1):
        broken = _broken(text, lines)
        size = min(most, room / max(width(line) for line in broken))
        if size >= least:
            return Fitted(broken, size)
    while max(width(line) for line in _broken(text + "…", len(sizes) - 1)) * sizes[-1] > room:
        text = text[:-1]
    return Fitted(_broken(text + "…", len(sizes) - 1), sizes[-1])


def _broken(text: str, lines: int) -> tuple[str, ...]:
    """The text in at most so many lines, the longest of them as short as can be."""
    parts = _WHOLE.findall(text)
    up_to = [0.0, *accumulate(map(width, parts))]

    def longest(cut: Sequence[int]) -> float:
        return max(up_to[end] - up_to[start] for start, end in pairwise((0, *cut, len(parts))))

    cut = min(combinations(range(1, len(parts)), min(lines, len(parts)) - 1), key=longest)
    return tuple("".join(parts[start:end]).strip() for start, end in pairwise((0, *cut, len(parts))))


_WHOLE = re.compile(r"[（(][^）)]{1,8}[）)]\s*|[(（《“]*(?:[A-Za-z0-9.'\-]+|.)[)）》”，。、：；！？…·]*\s*", re.DOTALL)
"""What is not broken: something short in brackets, words and numbers, a character with its punctuation."""


def _scaled(one: Item, by: float) -> Item:
    lengths: dict[str, Any] = {name: value * by for name, value in one._asdict().items() if name in _LENGTHS}
    return one._replace(**lengths)


_LENGTHS = {"x", "y", "width", "height", "size", "radius"}


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(sans_path(), _EM, layout_engine=ImageFont.Layout.BASIC)
