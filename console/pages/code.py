"""A code as a page draws it, without a picture to fetch and without a style the policy would forbid."""

from itertools import groupby
from typing import NamedTuple

from bot.posters.code import QUIET, matrix


class Drawn(NamedTuple):
    """An SVG path in a square of `size`, the white edge included: one unit is a module."""

    path: str
    size: int


def drawn(url: str) -> Drawn:
    """The code that holds `url`."""
    rows = matrix(url)
    strokes = [stroke for y, row in enumerate(rows) for stroke in _strokes(row, y)]
    return Drawn("".join(strokes), len(rows) + 2 * QUIET)


def _strokes(row: tuple[bool, ...], y: int) -> list[str]:
    """The dark runs of a row, each a bar."""
    x, strokes = QUIET, []
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            strokes.append(f"M{x} {y + QUIET}h{length}v1h-{length}z")
        x += length
    return strokes
