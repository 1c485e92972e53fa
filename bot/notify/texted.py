"""The SMS templates: their texts, the variables in them in order, and values fitted to what a gateway allows.

A value that is too long is never just cut off: a number keeps its end, by which people name it; a state has a shorter
word; only a name loses its end, with a mark that it did.
"""

import re
from collections.abc import Mapping

from bot.notify.catalogue import NOTICES, By
from bot.texts import brief, notices
from bot.texts.texting import BETWEEN, REPLIES
from core.store.codes import PATTERN

CODE = "code"
MARK = "…"

_VARIABLE = re.compile(r"\{(\w+)\}")
_END = r"\.(?:com|cn|net|org|top|cc|vip)\b"
_ADDRESS = re.compile(rf"(?:https?://|www\.)\S*|(?<![\w.-])(?:(?!{_END})[\w.-])++{_END}\S*", re.IGNORECASE | re.ASCII)
_UNFIT = re.compile(r"[\x00-\x1f\x7f【】]+")


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
    """The values in at most `limit` characters each, without what gateways refuse: addresses of pages, line breaks,
    the brackets of signatures."""
    return {variable: _fit(name, variable, _cleaned(value), limit) for variable, value in fields.items()}


def _cleaned(value: str) -> str:
    return " ".join(_UNFIT.sub(" ", _ADDRESS.sub("", value)).split())


def _fit(name: str, variable: str, value: str, limit: int) -> str:
    if len(value) <= limit:
        return value
    if variable in ("number", "full"):
        return value[-limit:]
    if variable == "list":
        return _codes(value, limit)
    if variable == "state" and name in brief.STATES:
        return brief.STATES[name]
    return value[: limit - 1] + MARK


def _codes(value: str, limit: int) -> str:
    """A list without its states: as many codes as there is room for, so that at least those can be asked for."""
    found = PATTERN.findall(value)
    for most in range(len(found), 0, -1):
        shown = BETWEEN.join(found[:most]) + (MARK if most < len(found) else "")
        if len(shown) <= limit:
            return shown
    return value[: limit - 1] + MARK
