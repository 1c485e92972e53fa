"""Values as WeChat's templates take them: a breach of a field's kind fails the whole send with 47003.

Kinds and limits: WeChat, "subscription message parameters"; the kind is the field's name without its number.
"""

import re
from collections.abc import Callable, Mapping

NOTHING = "无"
"""What stands in a field that may not be empty."""

DEFAULT_LIMIT = 20
"""Characters of a value whose kind is not known; template values are cut there."""

_SPACE = re.compile(r"\s+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NO_NAME = re.compile(r"[^\u4e00-\u9fff·*]")


def data(fields: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The `data` of a send: each value within what its field may hold."""
    return {name: {"value": fit(name, value)} for name, value in fields.items()}


def fit(name: str, value: str) -> str:
    """`value` as the field `name` (such as `thing3`) may hold it, shortened where it is too long."""
    kind = name.rstrip("0123456789")
    return KINDS.get(kind, _words(DEFAULT_LIMIT))(_SPACE.sub(" ", value).strip())


def _words(limit: int) -> Callable[[str], str]:
    return lambda value: value if len(value) <= limit else value[: limit - 1] + "…"


def _required(fit_words: Callable[[str], str]) -> Callable[[str], str]:
    return lambda value: fit_words(value) or NOTHING


def _only(pattern: str, limit: int) -> Callable[[str], str]:
    """Keep the characters of `pattern`, at most `limit` of them."""
    other = re.compile(f"[^{pattern}]")
    return lambda value: other.sub("", value)[:limit]


def _as_is(value: str) -> str:
    return value


def _name(value: str) -> str:
    """10 characters where any is Chinese, else 20. WeChat takes no mixture: Chinese wins."""
    if _CHINESE.search(value):
        return _NO_NAME.sub("", value)[:10]
    return value[:20]


_ascii = _only("!-~ ", 32)

KINDS: dict[str, Callable[[str], str]] = {
    "thing": _required(_words(20)),
    "number": _only("0-9.", 32),
    "letter": _only("A-Za-z", 32),
    "symbol": lambda value: value[:5],
    "character_string": lambda value: _ascii(value) or "-",
    "phrase": _required(_only(r"\u4e00-\u9fff", 5)),
    "name": _required(_name),
    "phone_number": _only(r"0-9+*()#\-", 17),
    "car_number": lambda value: value[:8],
    "amount": _as_is,
    "time": _as_is,
    "date": _as_is,
}
