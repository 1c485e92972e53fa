"""The eighteen questions as their files in `bot/texts/faq/` keep them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parents[1] / "texts" / "faq"


class Question(NamedTuple):
    """A question of the platform's list, by its number there. `offers` are the verbs of `bot/routes.py` that do
    something about it; `needs` are groups of meanings, of each of which one must be spoken of, `against` meanings
    that speak against it; `asked` is how people ask it."""

    id: int
    title: str
    answer: str
    offers: tuple[str, ...]
    needs: tuple[frozenset[str], ...]
    against: frozenset[str]
    asked: tuple[str, ...]


@cache
def questions() -> dict[int, Question]:
    """All of them by number, in order."""
    kept = [_read(tomllib.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.toml"))]
    return {one.id: one for one in sorted(kept)}


def _read(kept: dict[str, Any]) -> Question:
    return Question(
        kept["id"],
        kept["title"],
        kept["answer"].strip(),
        tuple(kept["offers"]),
        tuple(frozenset(group.split()) for group in kept["needs"]),
        frozenset(kept.get("against", "").split()),
        tuple(kept["asked"].split("\n")[:-1]),
    )
