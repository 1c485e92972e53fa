"""How people name a complaint: by the end of its number, the same for everybody, wherever they say or type it.

Four digits. Somebody who has two that end alike puts the day of the month before them: `270020`. More of the number,
or all of it, is understood as well.
"""

from collections.abc import Iterable

from core.complaint import NUMBER_DIGITS

SHORT = 4
DAY = 2
DAYED = DAY + SHORT


def short(number: str) -> str:
    """The end of a number, by which people name the complaint."""
    return number[-SHORT:]


def dayed(number: str) -> str:
    """The same with the day of the month before it."""
    day = number[-NUMBER_DIGITS - DAY : -NUMBER_DIGITS]
    return day + short(number)


def apart(number: str, others: Iterable[str]) -> str:
    """The shortest name that tells a number from the others."""
    rest = [one for one in others if one != number]
    return next(name for name in (short(number), dayed(number), number) if not any(means(name, one) for one in rest))


def means(name: str, number: str) -> bool:
    """Whether somebody who says this name may mean this number."""
    return number.endswith(name) or (len(name) == DAYED and dayed(number) == name)
