"""The SMS templates: their texts, the variables in them in order, and values fitted to what a gateway allows.

A value that is too long is never just cut off: a number keeps its end, by which people name it; a state has a shorter
word; somebody's words go on in the next of their variables; only names and words lose their end, with a mark that they
did.
"""

import re
from collections.abc import Iterator, Mapping

from bot.notify.catalogue import NOTICES, By
from bot.texts import brief, notices
from bot.texts.texting import BETWEEN, REPLIES

CODE = "code"
MARK = "…"
WORDS = "words"
"""The value that holds somebody's words: no variable has this name."""
SAID = ("said", "more", "rest")
"""The variables that words go into, one after the other; what stands there otherwise is their own value."""
LISTED = ("one", "two", "three")
"""Values that begin with a number, and are understood without their end."""
ROOM = 20
"""Characters of a variable from which a state has room for words."""

_VARIABLE = re.compile(r"\{(\w+)\}")
_END = r"\.(?:com|cn|net|org|top|cc|vip)\b"
_ADDRESS = re.compile(rf"(?:https?://|www\.)\S*|(?<![\w.-])(?:(?!{_END})[\w.-])++{_END}\S*", re.IGNORECASE | re.ASCII)
_UNFIT = re.compile(r"[\x00-\x1f\x7f【】]+")
_NUMBERS = re.compile(r"\d+")
_STOPS = "，。；、,.;!！?？ "


def names() -> list[str]:
    """The names of SMS_TEMPLATES: the code, whatever may leave as a text, and the answers to texts."""
    tells = (tell for told in NOTICES.values() for tell in told)
    return [CODE, *dict.fromkeys(tell.template for tell in tells if tell.by is not By.WECHAT), *REPLIES]


def text(name: str) -> str:
    """A template's text, with `{variable}`."""
    return notices.SMS.get(name, notices.OTHER_SMS)


def variables(name: str) -> tuple[str, ...]:
    """Its variables, in the order in which they stand in the text: the order of Tencent's list."""
    return tuple(dict.fromkeys(_VARIABLE.findall(text(name))))


def aliyun_text(name: str) -> str:
    """The text as Alibaba wants it: `${area}`."""
    return _VARIABLE.sub(r"${\1}", text(name))


def tencent_text(name: str) -> str:
    """The text as Tencent wants it: `{1}`, by the order of `variables`."""
    order = variables(name)
    return _VARIABLE.sub(lambda found: f"{{{order.index(found[1]) + 1}}}", text(name))


def fitted(name: str, fields: Mapping[str, str], limit: int) -> dict[str, str]:
    """The values of a template's variables in at most `limit` characters each, without what gateways refuse: addresses
    of pages, line breaks, the brackets of signatures."""
    given = {variable: _cleaned(value) for variable, value in fields.items()}
    order = variables(name)
    places = [variable for variable in SAID if variable in order]
    if words := given.get(WORDS):
        given |= dict(zip(places, pieces(words, limit, len(places)), strict=False))
        if "opening" in given and limit >= ROOM:
            given["state"] = _cut(given["opening"] + words, limit)
    return {variable: _fit(name, variable, given, limit) for variable in order if variable in given}


def wordless(fields: Mapping[str, str]) -> dict[str, str]:
    """The values without anybody's words."""
    return {variable: value for variable, value in fields.items() if variable != WORDS}


def pieces(words: str, limit: int, most: int) -> Iterator[str]:
    """Words in at most `most` pieces, each at the end of a clause where one ends in its second half; the last with a
    mark where there is more."""
    for at in range(most):
        if len(words) <= limit or at == most - 1:
            yield from [_cut(words, limit)] if words else []
            return
        end = max(words.rfind(stop, limit // 2, limit + 1) for stop in _STOPS)
        end = end if end > 0 else limit
        yield words[:end]
        words = words[end:].lstrip(_STOPS)


def _cleaned(value: str) -> str:
    return " ".join(_UNFIT.sub(" ", _ADDRESS.sub("", value)).split())


def _fit(name: str, variable: str, given: Mapping[str, str], limit: int) -> str:
    value = given[variable]
    if len(value) <= limit:
        return value
    if variable in ("number", "full"):
        return value[-limit:]
    if variable in LISTED:
        return value[:limit]
    if variable == "list":
        return _numbers(value, limit)
    if variable == "state" and (shorter := given.get("brief") or brief.STATES.get(name)):
        return shorter
    return _cut(value, limit)


def _cut(value: str, limit: int) -> str:
    return value if len(value) <= limit else value[: limit - 1].rstrip(_STOPS) + MARK


def _numbers(value: str, limit: int) -> str:
    """As many numbers of a list as there is room for, so that at least those can be asked for."""
    found = _NUMBERS.findall(value)
    for most in range(len(found), 0, -1):
        shown = BETWEEN.join(found[:most]) + (MARK if most < len(found) else "")
        if len(shown) <= limit:
            return shown
    return _cut(value, limit)
