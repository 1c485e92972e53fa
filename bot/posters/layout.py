"""Where everything stands on the poster: one page for paper of the A sizes, one for the square sticker."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from bot.posters.code import QUIET, matrix
from bot.posters.facts import Poster
from bot.posters.sheet import MIDDLE, Block, Code, Colour, Sheet, Words, fitted, width
from bot.texts import posters as texts

INK: Colour = (23, 32, 42)
SOFT: Colour = (84, 97, 110)
LINE: Colour = (214, 221, 228)
PAPER: Colour = (255, 255, 255)
ACCENT: Colour = (13, 71, 140)
"""Deep enough to stay dark, with white on it, where a printer knows only grey."""

SHEET = (210.0, 297.0)
HALF = (148.0, 210.0)
LABEL = 100.0


class Size(StrEnum):
    """What a poster is printed on: paper of the A sizes, or a label of 100 millimetres."""

    A4 = "a4"
    A5 = "a5"
    STICKER = "sticker"


def laid_out(poster: Poster, size: Size) -> Sheet:
    """The poster for this size."""
    return _LAYOUTS[size](poster)


def page(poster: Poster) -> Sheet:
    """A4: what to do above, the code in the middle, the promise and the numbers below."""
    sheet = Sheet(*SHEET)
    put = sheet.items.append
    left, right, middle = 20.0, 190.0, 105.0
    put(Words(left, 27, texts.BRAND, 8, ACCENT, bold=True))
    place = fitted(poster.place, 130, (5, 3))
    put(Words(right, 27, place.lines[0], place.size, SOFT, align="right"))
    headline = fitted(texts.HEADLINE, right - left, (30, 10))
    put(Words(middle, 55, texts.HEADLINE, headline.size, INK, bold=True, align="middle"))
    put(Block(left, 68, right - left, 151, ACCENT, 5))
    _lines(sheet, poster.name, middle, 82.5, 154, (14, 9, 7, 5), PAPER)
    _code(sheet, poster.url, middle, 149, 106, 4)
    put(Words(middle, 210.5 + 5.2 * MIDDLE, texts.CAPTION, 5.2, PAPER, align="middle"))
    _steps(sheet, poster, 233)
    put(Block(left, 264, right - left, 0.3, LINE))
    _foot(sheet, poster, left, right, 274, 4.5)
    return sheet


def sticker(poster: Poster) -> Sheet:
    """A label of 100 millimetres, for a lift or a gate."""
    sheet = Sheet(LABEL, LABEL)
    put = sheet.items.append
    put(Block(0, 0, LABEL, LABEL, ACCENT))
    _lines(sheet, poster.name, 50, 10.5, 90, (9.5, 6, 5, 3.6), PAPER)
    put(Block(4, 21, 92, 75, PAPER, 3))
    _code(sheet, poster.url, 37, 50, 58, 0)
    for at, words in enumerate(texts.HEADLINE_STICKER):
        put(Words(81, 33 + at * 11.2, words, 9.8, ACCENT if at < 2 else INK, bold=True, align="middle"))
    put(Words(81, 75.6, texts.BRAND, 5.4, SOFT, align="middle"))
    lower = 0.0 if poster.sms_number else 2.0
    promise = texts.PROMISE.format(within=poster.within)
    put(Words(50, 82.8 + lower, promise, fitted(promise, 84, (3.9, 1)).size, INK, bold=True, align="middle"))
    _foot(sheet, poster, 8, 92, 89 + lower, 2.7)
    return sheet


def _lines(
    sheet: Sheet,
    text: str,
    x: float,
    y: float,
    room: float,
    sizes: Sequence[float],
    ink: Colour,
) -> None:
    """Bold text in as many lines as it needs, its middle at (x, y)."""
    found = fitted(text, room, sizes)
    step = found.size * 1.25
    first = y - step * (len(found.lines) - 1) / 2 + found.size * MIDDLE
    for at, line in enumerate(found.lines):
        sheet.items.append(Words(x, first + at * step, line, found.size, ink, bold=True, align="middle"))


def _code(sheet: Sheet, url: str, x: float, y: float, room: float, radius: float) -> None:
    """The code with its quiet zone, on white, its middle at (x, y)."""
    sheet.items.append(Block(x - room / 2, y - room / 2, room, room, PAPER, radius))
    modules = len(matrix(url))
    size = room * modules / (modules + 2 * QUIET)
    sheet.items.append(Code(x - size / 2, y - size / 2, size, url))


def _steps(sheet: Sheet, poster: Poster, y: float) -> None:
    put = sheet.items.append
    for at, (name, words) in enumerate(texts.STEPS):
        x = 20 + at * 59.0
        put(Block(x, y - 4.5, 9, 9, ACCENT, 4.5))
        put(Words(x + 4.5, y + 5.4 * MIDDLE, str(at + 1), 5.4, PAPER, bold=True, align="middle"))
        put(Words(x + 12, y + 7 * MIDDLE, name, 7, INK, bold=True))
        for line, text in enumerate(words.format(within=poster.within).split("\n")):
            put(Words(x, y + 12.5 + line * 6.4, text, 4.5, SOFT))


def _foot(sheet: Sheet, poster: Poster, left: float, right: float, y: float, size: float) -> None:
    """Who is in charge, whom to call first, and the way without WeChat."""
    _run(sheet, left, y, [Part(texts.MANAGER, size, SOFT), Part(poster.manager, size, INK)])
    parts = [Part(texts.DANGER, size, SOFT, 0.6)]
    for number, what in texts.CALLS:
        parts += [Part(number, size * 1.2, INK, 0.2), Part(what, size, SOFT, 0.75)]
    _run(sheet, right - _length(parts), y, parts)
    if poster.sms_number:
        told = texts.SMS.format(code=poster.code, number=poster.sms_number)
        _run(sheet, left, y + size * 1.9, [Part(texts.BY_SMS, size, SOFT), Part(told, size, INK)])


class Part(NamedTuple):
    """Words within a line, and the gap after them in ems; what is in INK is bold."""

    text: str
    size: float
    ink: Colour
    gap: float = 0.45

    @property
    def step(self) -> float:
        """From its beginning to that of the next."""
        return width(self.text, self.size) + self.gap * self.size


def _run(sheet: Sheet, x: float, y: float, parts: Sequence[Part]) -> None:
    for one in parts:
        sheet.items.append(Words(x, y, one.text, one.size, one.ink, bold=one.ink == INK))
        x += one.step


def _length(parts: Sequence[Part]) -> float:
    return sum(one.step for one in parts) - parts[-1].gap * parts[-1].size


_LAYOUTS: dict[Size, Callable[[Poster], Sheet]] = {
    Size.A4: page,
    Size.A5: lambda poster: Sheet(*HALF, page(poster).scaled(HALF[0] / SHEET[0]).items),
    Size.STICKER: sticker,
}
