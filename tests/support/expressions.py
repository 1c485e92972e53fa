"""Every regular expression that the packages compile, and what is worst for each.

Run as a program it imports all modules of the packages and prints what they compiled meanwhile, as JSON.
"""

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGES = ("core", "bot", "console", "webhooks")
NOT_IMPORTED = "core.store.migrations"
"""What Alembic alone imports."""
LENGTHS = (*range(16, 44, 4), 100, 200, 400, 1_000, 2_500, 10_000)
"""Characters of a pumped string: what is slow shows before it takes for ever."""
LIMIT = 0.05
"""Seconds of the processor."""
_GENERIC = (" ", "\n", "\u3000", "1", "７", "a", "中", "\u0301", "\U0001f600", "*")
_OF_CATEGORY = {
    op.CATEGORY_DIGIT: "1７",
    op.CATEGORY_SPACE: " \n\u3000",
    op.CATEGORY_WORD: "a中1_",
    op.CATEGORY_NOT_DIGIT: "a中 ",
    op.CATEGORY_NOT_SPACE: "a中1",
    op.CATEGORY_NOT_WORD: " -。",
}
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


class Expression(NamedTuple):
    """One that was compiled: its file and line, the pattern and its flags."""

    file: str
    line: int
    pattern: str
    flags: int


def compiled() -> list[Expression]:
    """All that the packages compile while they are imported."""
    done = subprocess.run([sys.executable, __file__], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Expression(*one) for one in json.loads(done.stdout)]


def late(known: list[Expression]) -> list[str]:
    """Where (`file:line`) a pattern is compiled, or given as text, that was not compiled while importing."""
    seen = {(one.file, one.line) for one in known}
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            for call in _calls(ast.parse(path.read_text("utf-8"))):
                lines = range(call.lineno, (call.end_lineno or call.lineno) + 1)
                if not any((name, line) in seen for line in lines):
                    found.append(f"{name}:{call.lineno}")
    return found


def slowest(pattern: re.Pattern[str]) -> tuple[float, str]:
    """The longest that `fullmatch` or `sub` take for a string of 10,000 characters, in seconds, and how the string
    begins; the first that takes too long, however short. `match` and `search` do a part of their work."""
    worst = (0.0, "")
    for length in LENGTHS:
        for text in _pumped(pattern, length):
            took = _timed(pattern, text)
            if took > LIMIT:
                took = min(took, *(_timed(pattern, text) for _ in range(2)))
            worst = max(worst, (took, text[:40]))
            if took > LIMIT:
                return worst
    return worst


def _timed(pattern: re.Pattern[str], text: str) -> float:
    begun = time.thread_time()
    pattern.fullmatch(text)
    between = time.thread_time()
    pattern.sub("", text)
    return max(between - begun, time.thread_time() - between)


def _pumped(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    for before, pump in dict.fromkeys([*_pumps(parsed, ""), *(("", one) for one in _GENERIC)]):
        many = pump * (length // len(pump))
        yield before + many
        yield before + many + "\x00"
        if before:
            yield (before + pump * 20 + "\x00") * (length // (len(before) + 20 * len(pump)) + 1)


def _pumps(items: Any, before: str) -> Iterator[tuple[str, str]]:
    """(what leads there, what may be repeated) for each thing of the pattern that may be repeated, and for what the
    whole begins with."""
    example = before + _example(items)
    if example:
        yield "", example
    for sort, given in items:
        if sort in _REPEATS:
            low, _, inner = given
            yield from ((before, one) for one in _samples(inner))
            yield from _pumps(inner, before)
            yield from _pumps(inner, before + _example(inner) * max(low, 1))
        elif sort is op.SUBPATTERN:
            yield from _pumps(given[3], before)
        elif sort is op.ATOMIC_GROUP:
            yield from _pumps(given, before)
        elif sort in (op.ASSERT, op.ASSERT_NOT):
            yield from _pumps(given[1], before)
        elif sort is op.BRANCH:
            for branch in given[1]:
                yield from _pumps(branch, before)
        elif sort is op.IN:
            yield from ((before, one) for one in _of_set(given))
        before += _example([(sort, given)])


def _samples(inner: Any) -> list[str]:
    if len(inner) == 1:
        sort, given = inner[0]
        if sort is op.IN:
            return _of_set(given)
        if sort is op.SUBPATTERN:
            return _samples(given[3])
        if sort is op.BRANCH:
            return [text for branch in given[1] for text in _samples(branch)]
    return [text] if (text := _example(inner)) else []


def _example(items: Any) -> str:
    """Something that these parts match, or nearly."""
    return "".join(_of_part(sort, given) for sort, given in items)


def _of_part(sort: Any, given: Any) -> str:
    if sort is op.LITERAL:
        return chr(given)
    if sort is op.NOT_LITERAL:
        return "x" if given != ord("x") else "y"
    if sort is op.ANY:
        return "x"
    if sort is op.IN:
        return _of_set(given)[0]
    if sort in _REPEATS:
        return _example(given[2]) * given[0]
    if sort is op.SUBPATTERN:
        return _example(given[3])
    if sort is op.ATOMIC_GROUP:
        return _example(given)
    if sort is op.BRANCH:
        return _example(given[1][0])
    return ""


def _of_set(given: Any) -> list[str]:
    named: list[str] = []
    for sort, one in given:
        if sort is op.LITERAL:
            named.append(chr(one))
        elif sort is op.RANGE:
            named += [chr(one[0]), chr(one[1])]
        elif sort is op.CATEGORY:
            named += _OF_CATEGORY[one]
    if given[0][0] is not op.NEGATE:
        return named
    return [one for one in _GENERIC if one not in named] or ["\x01"]


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of `re` that are given a pattern."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "re":
            raise AssertionError("expressions are to be found: write re.compile")
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re":
            assert isinstance(node, ast.Call)
            if called.attr != "escape":
                yield node


def _collected() -> list[Expression]:
    found: list[Expression] = []
    make = re._compile  # type: ignore[attr-defined]

    def noting(pattern: Any, flags: int) -> Any:
        caller = sys._getframe(2)
        file = Path(caller.f_code.co_filename)
        if isinstance(pattern, str) and ROOT in file.parents and file.relative_to(ROOT).parts[0] in PACKAGES:
            found.append(Expression(str(file.relative_to(ROOT)), caller.f_lineno, pattern, int(flags)))
        return make(pattern, flags)

    re._compile = noting  # type: ignore[attr-defined]
    for package in PACKAGES:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if not module.name.startswith(NOT_IMPORTED):
                importlib.import_module(module.name)
    return found


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    print(json.dumps(_collected()))
