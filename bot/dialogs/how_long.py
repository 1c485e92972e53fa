"""A number of days, as people write it: 3, 三天, 延期3天, 一周."""

import re
import unicodedata
from typing import NamedTuple

_FIGURES = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_UNITS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}
_SPAN = re.compile(
    rf"(?:再?(?:延期|延长|延|要)\s*+)?(?P<figure>\d{{1,3}}|[{''.join(_FIGURES)}])\s*+个?\s*+"
    rf"(?P<unit>{'|'.join(_UNITS)})?(?P<rest>.*)",
    re.DOTALL,
)
_APART = " ,，.。、;；:：!！\n"


class Span(NamedTuple):
    """`days`, and the words that came after them."""

    days: int
    rest: str = ""


def span(words: str) -> Span | None:
    """What the words say of a time; None where they begin with something else."""
    found = _SPAN.fullmatch(unicodedata.normalize("NFKC", words).strip())
    if found is None:
        return None
    figure, unit, rest = found["figure"], found["unit"], found["rest"]
    if rest.strip(_APART) and (not unit or rest[0] not in _APART):
        return None
    many = _FIGURES.get(figure) or int(figure)
    return Span(many * _UNITS[unit or "天"], rest.strip(_APART))
