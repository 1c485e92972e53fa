"""Nothing runs over an edge or into its neighbour, whatever the names; the PDF is small, its words selectable."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posters import Poster, Size, laid_out, pdf, poster_of
from bot.posters.sheet import Sheet, Words, fitted, width
from core.clocks import Clock, Durations
from core.directory import Area
from core.queries import AreaLine
from core.workdays import works
from tests.posters.kit import POSTERS, SHORT

sizes = pytest.mark.parametrize("size", list(Size))
LETTERS = st.characters(codec="gb2312", categories=("Lo", "Nd", "Lu", "Po", "Ps", "Pe"))


@sizes
@given(
    name=st.text(LETTERS, min_size=1, max_size=120).filter(str.strip),
    place=st.text(LETTERS, min_size=1, max_size=83).filter(str.strip),
)
def test_words_stay_on_the_sheet_and_apart(size: Size, name: str, place: str) -> None:
    sheet = laid_out(replace(SHORT, name=name, place=place), size)
    lines = [one for one in sheet.items if isinstance(one, Words)]
    boxes = [_box(one) for one in lines]
    margin = sheet.width * 0.03
    assert all(left >= margin and right <= sheet.width - margin for left, _, right, _ in boxes)
    assert all(top >= 0 and bottom <= sheet.height - margin / 2 for _, top, _, bottom in boxes)
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def _box(one: Words) -> tuple[float, float, float, float]:
    """What the characters cover."""
    long = width(one.text, one.size)
    left = one.x - long * {"left": 0.0, "middle": 0.5, "right": 1.0}[one.align]
    return left, one.y - one.size * 0.85, left + long, one.y + one.size * 0.1


@sizes
def test_a_name_is_shown_whole_in_the_fewest_lines(size: Size) -> None:
    def shown(sheet: Sheet) -> str:
        return "".join(one.text for one in sheet.items if isinstance(one, Words))

    assert all(poster.name in shown(laid_out(poster, size)) for poster in POSTERS.values())
    assert fitted("万和世家", 100, (10, 5, 3)).lines == ("万和世家",)
    assert fitted("万和世家二期", 100, (30, 20, 10)).lines == ("万和世", "家二期")
    assert fitted("翡翠城（二期）A12栋", 40, (10, 8, 4)).lines == ("翡翠城", "（二期）A12栋")
    assert fitted("万" * 90, 100, (10, 5, 3)).lines[-1].endswith("…")


@sizes
@pytest.mark.parametrize("name", list(POSTERS))
def test_the_pdf_is_small_its_font_embedded_its_words_selectable(size: Size, name: str) -> None:
    poster = POSTERS[name]
    content = pdf([laid_out(poster, size)], poster.name)
    assert len(content) < 60_000
    assert re.search(rb"/FontFile3", content)
    assert not re.search(rb"/Subtype /Type1\b|/Subtype /TrueType\b", content)
    text = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    words = "".join(text.split())
    assert poster.name in words
    assert "5日内答复" in words
    assert all(number in words for number in ("110", "119", "120"))
    assert ("10690123456：先写A7Q2" in words) == bool(poster.sms_number)


@sizes
def test_pages_have_the_size_they_are_called(size: Size) -> None:
    page = pypdfium2.PdfDocument(pdf([laid_out(SHORT, size)], ""))[0]
    wanted = {Size.A4: (210, 297), Size.A5: (148, 210), Size.STICKER: (100, 100)}[size]
    assert tuple(round(side / 72 * 25.4) for side in page.get_size()) == wanted


AREA = Area(1, "万和世家", "高新区", "桂溪街道", "", "scene", code="A7Q2")
LINE = AreaLine(AREA, ("张益达", "吴发竹"), True, True, True)


@pytest.mark.parametrize(
    ("span", "working", "spelled"),
    [
        (timedelta(days=5), False, "5日内"),
        (timedelta(days=3), True, "3个工作日内"),
        (timedelta(hours=36), False, "36小时内"),
        (timedelta(minutes=90), False, "2小时内"),
    ],
)
def test_the_promise_is_what_the_clock_is_set_to(span: timedelta, working: bool, spelled: str) -> None:
    durations = Durations({Clock.PENDING: span}, works if working else None)
    assert poster_of(LINE, "url", durations).within == spelled


def test_a_poster_masks_the_manager_and_tells_of_texts_only_where_they_are_received() -> None:
    durations = Durations({Clock.PENDING: timedelta(days=5)})
    assert poster_of(LINE, "u", durations) == Poster("u", "万和世家", "高新区 · 桂溪街道", "张*", "5日内", "A7Q2", "")
    assert poster_of(LINE, "u", durations, "1069").sms_number == "1069"
    bare = LINE._replace(area=replace(AREA, code="", street=""))
    assert poster_of(bare, "u", durations, "1069").sms_number == ""
    assert poster_of(bare, "u", durations).place == "高新区"
