"""Sheets as one PDF: everything is drawn as lines and letters, the font embedded with the letters used."""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from pylopdf_fonts_zh_cn import sans_path

from bot.posters.code import matrix
from bot.posters.sheet import BOLD, Block, Code, Sheet, Words, width

if TYPE_CHECKING:
    from fpdf import FPDF

_POINT = 25.4 / 72
_FONT = "sans"


def pdf(sheets: Iterable[Sheet], title: str) -> bytes:
    """A page for each sheet, of its size."""
    from fpdf import FPDF  # it takes half a second to import

    book = FPDF(unit="mm")
    book.set_auto_page_break(False)
    book.set_title(title)
    book.set_lang("zh-CN")
    book.add_font(_FONT, fname=sans_path())
    for sheet in sheets:
        book.add_page(format=(sheet.width, sheet.height))
        for one in sheet.items:
            match one:
                case Words():
                    _write(book, one)
                case Block():
                    _fill(book, one)
                case Code():
                    _code(book, one)
    return bytes(book.output())


def _write(book: "FPDF", one: Words) -> None:
    book.set_font(_FONT, size=one.size / _POINT)
    share = {"left": 0.0, "middle": 0.5, "right": 1.0}[one.align]
    mode = "FILL_STROKE" if one.bold else "FILL"
    line = one.size * BOLD / _POINT  # written as it stands, in the page's own unit
    with book.local_context(text_mode=mode, line_width=line, text_color=one.ink, draw_color=one.ink):
        book.text(one.x - share * width(one.text, one.size), one.y, one.text)


def _fill(book: "FPDF", one: Block) -> None:
    book.set_fill_color(*one.ink)
    radius = min(one.radius, min(one.width, one.height) / 2 * 0.999)  # fpdf2 takes a whole half for a share
    book.rect(one.x, one.y, one.width, one.height, "F", round_corners=radius > 0, corner_radius=radius)


def _code(book: "FPDF", one: Code) -> None:
    """Each run of dark modules in a row is one bar."""
    rows = matrix(one.url)
    side = one.size / len(rows)
    book.set_fill_color(0, 0, 0)
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            long = len(list(run))
            if dark:
                book.rect(one.x + x * side, one.y + y * side, long * side, side, "F")
            x += long
