"""A sheet as a PNG picture."""

import io
import threading
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from bot.posters.code import matrix
from bot.posters.sheet import BOLD, Block, Code, Sheet, Words

PRINT = 300
"""Dots an inch, for paper."""
_INCH = 25.4
_ANCHOR = {"left": "ls", "middle": "ms", "right": "rs"}
_one_at_a_time = threading.Lock()
"""A font is not drawn with by two threads."""


def png(sheet: Sheet, dpi: int = PRINT) -> bytes:
    """The picture."""
    scale = dpi / _INCH
    image = Image.new("RGB", (round(sheet.width * scale), round(sheet.height * scale)), "white")
    pen = ImageDraw.Draw(image)
    with _one_at_a_time:
        for one in sheet.items:
            match one:
                case Words():
                    _write(pen, one, scale)
                case Block():
                    _fill(pen, one, scale)
                case Code():
                    _code(pen, one, scale)
    drawn = io.BytesIO()
    image.save(drawn, "PNG", dpi=(dpi, dpi), compress_level=6)
    return drawn.getvalue()


def _write(pen: ImageDraw.ImageDraw, one: Words, scale: float) -> None:
    font = _font(round(one.size * scale, 2))
    stroke = one.size * scale * BOLD / 2 if one.bold else 0
    place = (one.x * scale, one.y * scale)
    pen.text(place, one.text, one.ink, font, _ANCHOR[one.align], stroke_width=stroke, stroke_fill=one.ink)


def _fill(pen: ImageDraw.ImageDraw, one: Block, scale: float) -> None:
    left, top = round(one.x * scale), round(one.y * scale)
    right, bottom = round((one.x + one.width) * scale) - 1, round((one.y + one.height) * scale) - 1
    pen.rounded_rectangle((left, top, max(right, left), max(bottom, top)), one.radius * scale, one.ink)


def _code(pen: ImageDraw.ImageDraw, one: Code, scale: float) -> None:
    """Modules of whole pixels, so that each edge is sharp."""
    rows = matrix(one.url)
    side = max(int(one.size * scale / len(rows)), 1)
    inset = (one.size * scale - side * len(rows)) / 2
    left, top = round(one.x * scale + inset), round(one.y * scale + inset)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                place = left + x * side, top + y * side
                pen.rectangle((*place, place[0] + side - 1, place[1] + side - 1), "black")


@lru_cache(maxsize=32)
def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(sans_path(), size, layout_engine=ImageFont.Layout.BASIC)
