"""What people write, made plain before anything reads it, whichever way it came in."""

import re
from typing import Final

LONGEST: Final = 1_000
"""Characters that are kept: twice what a complaint may have, so that whoever wrote more is told of it."""
KEPT: Final = 64
"""Texts of which it is remembered what they say by themselves: a few more than are on their way at once."""

_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\ud800-\udfff\ufffe\uffff]"
)
"""Control characters, what turns the direction of others' words, and what nobody sees. What joins emoji stays."""
_BLANK_LINES = re.compile(r"\n{3,}")


def plain(text: str) -> str:
    """`text` without unseen characters and outer blanks, each run of blanks one, at most one blank line between two
    others, no longer than LONGEST."""
    lines = (" ".join(line.split()) for line in _UNSEEN.sub("", text).splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()[:LONGEST].rstrip()


def whole(text: str, digits: int = 15) -> int | None:
    """The number that an id, a round or a page may be; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
