"""How well and how fast the eighteen questions are understood: the lists of `tests/faq`, and the first answer."""

import subprocess
import sys
import time
from typing import NamedTuple

from bot.faq import asked
from tests.faq.kit import LISTS, Judged, judge, sentences

TOP1 = 0.95
"""Questions of a list answered rightly, and no stray answered: what is aimed at."""
SLOWEST = 0.002
"""Seconds of computing for a message."""
_FIRST = "from bot.faq import asked; asked('怎么登录')"


class Understood(NamedTuple):
    """A list, and what a sentence of it took."""

    name: str
    judged: Judged
    seconds: float


def measure() -> list[Understood]:
    """All lists, once the index is made."""
    asked("")
    return [_list(name) for name in LISTS]


def first() -> float:
    """Seconds that a process of its own takes from its start to its first answer."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-W", "ignore", "-c", _FIRST], check=True)
    return time.perf_counter() - start


def _list(name: str) -> Understood:
    many = len(list(sentences(name)))
    start = time.process_time()
    judged = judge(name)
    return Understood(name, judged, (time.process_time() - start) / many)
