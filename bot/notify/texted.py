"""The SMS templates: their texts, the variables in them in order, which of them speaks for one that is not there yet,
and values fitted to what a gateway allows.

A value that is too long is never just cut off: a number keeps its end, by which people name it; a state has a shorter
word; somebody's words go on in the next of their variables; only names and words lose their end, with a mark that they
did.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from bot.notify.catalogue import NOTICES, By
from bot.texts import brief, notices
from bot.texts.stages import FIRST, GENERAL, IN_SHORT, SECOND
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
STAGES = 3

_VARIABLE = re.compile(r"\{(\w+)\}")
_END = r"\.(?:com|cn|net|org|top|cc|vip)\b"
_ADDRESS = re.compile(rf"(?:https?://|www\.)\S*|(?<![\w.-])(?:(?!{_END})[\w.-])++{_END}\S*", re.IGNORECASE | re.ASCII)
_UNFIT = re.compile(r"[\x00-\x1f\x7f【】]+")
_NUMBERS = re.compile(r"\d+")
_STOPS = "，。；、,.;!！?？ "


class Worded(NamedTuple):
    """A text as it leaves: the gateway's `code`, the `name` of the template that it is, and its values in order."""

    code: str
    name: str
    values: dict[str, str]


@cache
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


@cache
def lead(name: str) -> str:
    """The name by which a template is called: the first of those that have this text."""
    return next((one for one in names() if text(one) == text(name)), name)


@cache
def leads() -> list[str]:
    """Every template once."""
    return [name for name in names() if lead(name) == name]


@cache
def stage(name: str) -> int:
    """In which of the three stages the template of this name is applied for."""
    given = [{lead(one) for one in stage} for stage in (FIRST, SECOND)]
    return next((at for at, leads in enumerate(given, 1) if lead(name) in leads), STAGES)


def lacking(templates: Mapping[str, str], upto: int = STAGES) -> list[str]:
    """The templates of the stages up to this one that have no code yet."""
    there = {lead(name) for name in templates}
    return [name for name in leads() if stage(name) <= upto and name not in there]


def reached(templates: Mapping[str, str]) -> int:
    """The last stage of which everything is there; 0 before the first."""
    return next((upto - 1 for upto in range(1, STAGES + 1) if lacking(templates, upto)), STAGES)


@cache
def generals(name: str) -> tuple[str, ...]:
    """The name and those that may speak for it, the most particular first."""
    found = [name]
    while found[-1] in GENERAL:
        found.append(GENERAL[found[-1]])
    return tuple(found)


def speaker(name: str, templates: Mapping[str, str]) -> str | None:
    """Which name's code this one is sent by: its own, one of the same text, or a more general one's."""
    for one in generals(name):
        if one in templates:
            return one
        if same := next((other for other in templates if text(other) == text(one) and other in names()), None):
            return same
    return None


def wanted(name: str) -> set[str]:
    """The variables that this name, or whoever speaks for it, may want."""
    return {variable for one in generals(name) for variable in variables(one)}


def worded(name: str, fields: Mapping[str, str], templates: Mapping[str, str], limit: int) -> Worded | None:
    """A text as it leaves, by its own template or a more general one; None where there is neither. A value that was
    not given is left out."""
    by = speaker(name, templates)
    if by is None:
        return None
    own = text(by) == text(name)
    given = {"brief": brief.STATES.get(name, ""), **fields}
    if name in IN_SHORT and not (own and fields.get("state")):
        given["state"] = IN_SHORT[name]
    return Worded(templates[by], by, {one: value for one, value in fitted(by, given, limit).items() if value})


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
