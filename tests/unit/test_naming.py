"""A complaint is named by the end of its number, and by more of it only where two end alike."""

import pytest

from core.naming import apart, dayed, means, short

NUMBER, SAME_END, OTHER = "0040202611270000020", "0040202611260000020", "0040202611270000021"


def test_the_end_of_a_number() -> None:
    assert (short(NUMBER), dayed(NUMBER)) == ("0020", "270020")


@pytest.mark.parametrize(
    ("others", "name"),
    [
        ((), "0020"),
        ((NUMBER, OTHER), "0020"),
        ((SAME_END,), "270020"),
        (("0040202610270000020",), NUMBER),
        (("0040202611270010020",), NUMBER),
    ],
)
def test_the_shortest_that_tells_it_from_others(others: tuple[str, ...], name: str) -> None:
    assert apart(NUMBER, others) == name


@pytest.mark.parametrize("name", ["0020", "00020", "0000020", "270020", NUMBER])
def test_what_means_it(name: str) -> None:
    assert means(name, NUMBER)


@pytest.mark.parametrize("name", ["0021", "260020", "27020", "0027"])
def test_what_does_not(name: str) -> None:
    assert not means(name, NUMBER)
