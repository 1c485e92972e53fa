"""docs/security.md: whatever it calls a proof is there."""

import re
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
PAGE = (HOME / "docs" / "security.md").read_text("utf-8")
PROOFS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::([\w:]+)`", PAGE)))
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| \d+ \|", line)]


@pytest.mark.parametrize(("file", "name"), PROOFS)
def test_a_test_that_is_named_is_there(file: str, name: str) -> None:
    *classes, function = name.split("::")
    text = (HOME / file).read_text("utf-8")
    for one in classes:
        assert re.search(rf"^class {one}\b", text, re.MULTILINE)
    assert re.search(rf"^\s*def {function}\(", text, re.MULTILINE)


def test_every_line_is_whole_and_numbered() -> None:
    assert [len(re.split(r"(?<!\\)\|", row)) for row in ROWS] == [7] * len(ROWS)
    assert [int(row.split("|")[1]) for row in ROWS] == [*range(1, 17), *range(1, 17)]
    assert [row for row in ROWS if "`tests/" not in row.split("|")[4]] == []


def test_nothing_else_that_looks_like_a_test_is_named() -> None:
    assert PAGE.count("tests/") == len(re.findall(r"`tests/[\w/]+\.py::[\w:]+`", PAGE)) + PAGE.count("tests/…")
