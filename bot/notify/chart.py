"""The picture of a report: the three rates of this month and the last, what came in month by month, and where.

Drawn for a telephone: 900 pixels wide, no letter smaller than a thirtieth of that, every bar with its number.
"""

import io
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from bot.texts import reports as texts
from core.reports import Figures

WIDTH = 900
MARGIN = 44
LABEL = 250
"""How wide the names before horizontal bars may be."""
MOST_GROUPS = 8
BIG, NORMAL, SMALL = 46, 34, 30
INK, FAINT, PAPER, LINE = "#1f2933", "#52606d", "#ffffff", "#d9e2ec"
BLUE, GREY, RED = "#2563a8", "#b4c0cc", "#c2410c"


class Chart(NamedTuple):
    """What to draw. `months` are the last ones, this month last; `groups` are this month's, `what` they are."""

    title: str
    when: str
    months: Sequence[Figures]
    groups: Sequence[Figures] = ()
    what: str = ""


def draw(chart: Chart) -> bytes:
    """The chart as PNG."""
    sheet = _Sheet(Image.new("RGB", (WIDTH, 4000), PAPER))
    sheet.words(sheet.fitted(texts.CHART_TITLE.format(title=chart.title), BIG, WIDTH - 2 * MARGIN), BIG, INK)
    sheet.words(texts.CHART_WHEN.format(when=chart.when), SMALL, FAINT)
    _rates(sheet, chart.months[-1], chart.months[-2])
    _months(sheet, chart.months)
    if len(chart.groups) > 1:
        _groups(sheet, chart.groups, chart.what)
    drawn = io.BytesIO()
    picture = sheet.image.crop((0, 0, WIDTH, sheet.y + MARGIN))
    picture.quantize(64).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


class _Sheet:
    """A picture that is filled from top to bottom; `y` is how far."""

    def __init__(self, image: Image.Image) -> None:
        self.image, self.y = image, MARGIN
        self._pen = ImageDraw.Draw(image)

    def words(self, text: str, size: int, ink: str) -> None:
        """A line of text of its own."""
        self.write(MARGIN, self.y, text, size, ink)
        self.y += round(size * 1.5)

    def write(self, x: float, y: float, text: str, size: int, ink: str, anchor: str = "la") -> None:
        """Words at a place; `anchor` as Pillow's."""
        self._pen.text((x, y), text, fill=ink, font=_font(size), anchor=anchor)

    def fitted(self, text: str, size: int, width: float) -> str:
        """The beginning of the text that is no wider than this."""
        if _font(size).getlength(text) <= width:
            return text
        while text and _font(size).getlength(text + "…") > width:
            text = text[:-1]
        return text + "…"

    def bar(self, x: float, y: float, width: float, height: float, ink: str) -> None:
        """A bar; one of nothing is not drawn."""
        if width >= 1 and height >= 1:
            self._pen.rectangle((x, y, x + width - 1, y + height - 1), fill=ink)

    def heading(self, text: str, *legend: tuple[str, str]) -> None:
        """A panel's name under a line, and what the colours (ink, meaning) stand for."""
        self.y += 26
        self._pen.line((MARGIN, self.y, WIDTH - MARGIN, self.y), fill=LINE, width=2)
        self.y += 26
        self.words(text, NORMAL, INK)
        x: float = MARGIN
        for ink, meaning in legend:
            self.bar(x, self.y + 4, SMALL, SMALL, ink)
            self.write(x + SMALL + 10, self.y, meaning, SMALL, FAINT)
            x += SMALL + 10 + _font(SMALL).getlength(meaning) + 40
        self.y += round(SMALL * 1.8)


def _rates(sheet: _Sheet, this: Figures, last: Figures) -> None:
    sheet.heading(texts.RATES, (BLUE, texts.THIS), (GREY, texts.LAST))
    left, height = MARGIN + 130, 40
    room = WIDTH - MARGIN - left - 250
    for label, one, before in zip(texts.RATE_LABELS, _rated(this), _rated(last), strict=True):
        sheet.write(MARGIN, sheet.y + height, label, NORMAL, INK, "lm")
        for (rate, part, whole), ink in ((one, BLUE), (before, GREY)):
            width = room * rate if rate is not None else 0
            told = texts.NO_RATE if rate is None else f"{rate:.0%} {part}/{whole}"
            sheet.bar(left, sheet.y + 2, width, height - 4, ink)
            sheet.write(left + width + 12, sheet.y + height / 2, told, SMALL, INK if ink == BLUE else FAINT, "lm")
            sheet.y += height
        sheet.y += 18


def _rated(one: Figures) -> tuple[tuple[float | None, int, int], ...]:
    return (
        (one.answer_rate, one.answered_in_time, one.answers_due),
        (one.solved_rate, one.solved, one.rated),
        (one.satisfied_rate, one.satisfied, one.rated),
    )


def _months(sheet: _Sheet, months: Sequence[Figures]) -> None:
    sheet.heading(texts.FILED_MONTHS.format(count=len(months)), (RED, texts.OVERDUE), (BLUE, texts.NOT_OVERDUE))
    tall, step = 260, (WIDTH - 2 * MARGIN) / len(months)
    most = max(*(one.filed for one in months), 1)
    floor = sheet.y + NORMAL + tall
    for at, one in enumerate(months):
        x, width = MARGIN + at * step + step * 0.2, step * 0.6
        late, rest = (tall * count / most for count in (one.overdue, one.filed - one.overdue))
        sheet.bar(x, floor - late, width, late, RED)
        sheet.bar(x, floor - late - rest, width, rest, BLUE)
        sheet.write(x + width / 2, floor - late - rest - 8, _count(one), SMALL, INK, "ms")
        sheet.write(x + width / 2, floor + 12, texts.MONTH_LABEL.format(month=int(one.name[5:])), SMALL, FAINT, "ma")
    sheet.bar(MARGIN, floor, WIDTH - 2 * MARGIN, 2, LINE)
    sheet.y = floor + 12 + round(SMALL * 1.4)


def _groups(sheet: _Sheet, groups: Sequence[Figures], what: str) -> None:
    sheet.heading(texts.FILED_GROUPS.format(what=what), (RED, texts.OVERDUE), (BLUE, texts.NOT_OVERDUE))
    shown = sorted(groups, key=lambda one: (-one.filed, one.name))[:MOST_GROUPS]
    left, height = MARGIN + LABEL + 16, 48
    room = WIDTH - MARGIN - left - 150
    for one in shown:
        middle = sheet.y + height / 2
        name = sheet.fitted(one.name or texts.UNNAMED, SMALL, LABEL)
        sheet.write(MARGIN, middle, name, SMALL, INK, "lm")
        late, rest = (room * count / shown[0].filed for count in (one.overdue, one.filed - one.overdue))
        sheet.bar(left, sheet.y + 5, late, height - 10, RED)
        sheet.bar(left + late, sheet.y + 5, rest, height - 10, BLUE)
        sheet.write(left + late + rest + 12, middle, _count(one), SMALL, INK, "lm")
        sheet.y += height
    if len(groups) > len(shown):
        sheet.y += 10
        sheet.words(texts.MORE_GROUPS.format(count=len(groups) - len(shown), what=what), SMALL, FAINT)


def _count(one: Figures) -> str:
    return f"{one.filed}({one.overdue})" if one.overdue else str(one.filed)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(sans_path(), size)
