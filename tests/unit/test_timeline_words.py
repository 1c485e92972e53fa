"""Every line that a timeline may hold has Chinese words, in chat, on the pages, on the command line and in a copy."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.texts.mine import ACTS
from bot.wording import history
from console.words import act
from core.complaint import Entry
from core.lifecycle import Act, State, Who
from core.reminders import Word

SERVICES = Path("core/services")
_LETTERS = re.compile(r"[A-Za-z_]")
_RATED = {Act.SATISFIED, Act.UNSATISFIED}
"""Written as one act, 评价."""


def _kept() -> set[str]:
    """The acts that the services write by name, read from their calls of `keep`."""
    found = set()
    for path in SERVICES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "keep":
                found |= {str(one.value) for one in node.args[4:5] if isinstance(one, ast.Constant)}
    return found


KEPT = _kept()
EVERY = sorted({*KEPT, *map(str, Word), *map(str, set(Act) - _RATED)})


def test_the_services_are_read() -> None:
    assert {"submit", "rate", "nudge", "note", "extend", "hand_over", "undo", "lead", "add_words"} <= KEPT


@pytest.mark.parametrize("name", EVERY)
def test_no_english_word(name: str) -> None:
    details = {"undone": 0} if name == "undo" else {"days": 3} if name == "extend" else {}
    entry = Entry(datetime(2026, 11, 27, tzinfo=UTC), name, Who.SYSTEM, State.PENDING, 0, details=details)
    shown = (act(entry), history([entry]), ACTS[name].format(days=3, taker="张三"))
    assert shown[0]
    assert not any(_LETTERS.search(text) for text in shown), shown
