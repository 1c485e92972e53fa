"""docs/sms-templates.md: every SMS template as it has to be applied for, made from the tables themselves."""

import json

from bot.notify import texted
from bot.notify.describe_lifecycle import table
from bot.texts import brief, notices
from bot.texts import describing_sms as texts

ALIYUN, TENCENT = 35, 6
"""Characters of one variable."""


def sms_page() -> str:
    """Each text once, with its variables and samples; which names use it; and the setting to fill in."""
    wordings = list(dict.fromkeys(texted.text(name) for name in texted.names()))
    number = {name: wordings.index(texted.text(name)) + 1 for name in texted.names()}
    first = {at: name for name, at in reversed(number.items())}
    return texts.PAGE.format(
        aliyun=ALIYUN,
        tencent=TENCENT,
        variables=table(texts.VARIABLE_HEADINGS, [_variable(one) for one in _variables()]),
        templates="".join(_template(first[at], at) for at in sorted(first)),
        names=table(texts.NAME_HEADINGS, [_name(name, number[name]) for name in texted.names()]),
        json=json.dumps({name: f"模板{number[name]}" for name in texted.names()}, ensure_ascii=False),
    )


def sample(name: str, limit: int) -> dict[str, str]:
    """A value for each variable of a template, fitted. Raises KeyError for a variable nobody has described."""
    values = {variable: texts.VALUES[variable][1] for variable in texted.variables(name)}
    if "state" in values:
        values |= {"state": _state(name), "brief": brief.STATES.get(name, "").format_map(texts.STATE_VALUES)}
    return texted.fitted(name, values, limit)


def _variables() -> list[str]:
    return list(dict.fromkeys(variable for name in texted.names() for variable in texted.variables(name)))


def _variable(variable: str) -> tuple[str, ...]:
    meaning, value = texts.VALUES[variable]
    name = next(name for name in ("accepted", *texted.names()) if variable in texted.variables(name))
    shown = (texted.fitted(name, {variable: value}, limit)[variable] for limit in (ALIYUN, TENCENT))
    return f"`{variable}`", meaning, *shown


def _template(name: str, number: int) -> str:
    order = texted.variables(name)
    return texts.TEMPLATE.format(
        number=number,
        kind=texts.VERIFICATION if name == texted.CODE else texts.NOTICE,
        aliyun=texted.aliyun_text(name),
        tencent=texted.tencent_text(name),
        order=texts.ORDER.format(names="、".join(f"`{one}`" for one in order)) if order else "",
        aliyun_sample=texted.text(name).format_map(sample(name, ALIYUN)),
        tencent_sample=texted.text(name).format_map(sample(name, TENCENT)),
    )


def _name(name: str, number: int) -> tuple[str, ...]:
    stated = "state" in texted.variables(name)
    return (
        f"`{name}`",
        str(number),
        _state(name) if stated else texts.NO_STATE,
        brief.STATES.get(name, texts.NO_STATE).format_map(texts.STATE_VALUES) if stated else texts.NO_STATE,
    )


def _state(name: str) -> str:
    return notices.STATES.get(name, texts.REPLY_STATE).format_map(texts.STATE_VALUES)
