"""Whether words name an estate, or say what is wrong there."""

import re
from collections.abc import Sequence
from functools import reduce

from bot.dialogs.base import Heard
from bot.wording import heard_as
from core.directory import Area
from core.kinds import weighed
from core.substance import says_something

LONGEST_NAME = 30
_SENTENCE = re.compile(r"[,，。;；!！?？]|了")
"""What no estate is called."""


def called(heard: Heard) -> Area | None:
    """The one estate that is called what was said."""
    said = heard_as(heard.words)
    found = heard.look.estates_like(heard.words) if len(said) <= LONGEST_NAME and not _SENTENCE.search(said) else []
    same = [one for one in found if heard_as(one.name) == said]
    return same[0] if len(same) == 1 else None


def says_more(words: str, found: Sequence[Area]) -> bool:
    """Whether words that may name an estate say besides what is wrong there."""
    if any(words in area.name for area in found):
        return False
    rest = reduce(lambda left, area: left.replace(area.name, ""), found, words)
    return bool(weighed(rest) or _SENTENCE.search(rest)) or (rest != words and says_something(rest))
