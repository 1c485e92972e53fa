"""Each poster's code is read from each of its forms, and holds exactly its link."""

from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image

from bot.posters import Poster, Size
from tests.posters.kit import POSTERS, URL, page, photographed, picture, read, smaller

Form = Callable[[Poster, Size], Image.Image]
forms = pytest.mark.parametrize("form", [picture, page], ids=["png", "pdf"])
sizes = pytest.mark.parametrize("size", list(Size))
names = pytest.mark.parametrize("name", list(POSTERS))


@names
@sizes
@forms
def test_the_code_is_read(form: Form, size: Size, name: str) -> None:
    image = form(POSTERS[name], size)
    assert read(image) == [URL]
    assert read(smaller(image)) == [URL]


@pytest.mark.parametrize("seed", range(3))
@sizes
@forms
def test_the_code_is_read_from_a_bad_photograph(form: Form, size: Size, seed: int) -> None:
    assert read(photographed(form(POSTERS["long"], size), seed)) == [URL]


@sizes
@forms
def test_the_code_is_read_where_a_corner_is_torn_off(form: Form, size: Size) -> None:
    """High error correction: a seventh of the code's area is gone."""
    image = form(POSTERS["short"], size)
    left, right, bottom = _place(image)
    torn = round((right - left) * 0.37)
    image.paste("white", (right - torn, bottom - torn, right, bottom))
    assert read(image) == [URL]


def _place(image: Image.Image) -> tuple[int, int, int]:
    """Where the code lies, in pixels: its left, right and lower edge."""
    spot = zxingcpp.read_barcodes(image)[0].position
    return spot.top_left.x, spot.bottom_right.x, spot.bottom_right.y
