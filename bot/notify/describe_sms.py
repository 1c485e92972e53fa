"""docs/sms-templates.md: every SMS template as it has to be applied for, made from the tables themselves."""

import json
from functools import cache

from bot.notify import texted
from bot.notify.describe_lifecycle import table
from bot.texts import brief, notices
from bot.texts import describing_sms as texts
from bot.texts.stages import IN_SHORT

ALIYUN, TENCENT = 35, 6
"""Characters of one variable."""


def sms_page() -> str:
    """Each text once, with its variables and samples; which names use it; and the setting to fill in."""
    return texts.PAGE.format(
        aliyun=ALIYUN,
        tencent=TENCENT,
        stages="\n".join(_stage(at) for at in texts.STAGES),
        variables=table(texts.VARIABLE_HEADINGS, [_variable(one) for one in _variables()]),
        templates="".join(
            texts.STAGE.format(stage=at, templates="".join(_template(name) for name in _of(at))) for at in texts.STAGES
        ),
        names=table(texts.NAME_HEADINGS, [_name(name) for name in texted.names()]),
        json=json.dumps({name: f"模板{number(name)}" for name in ordered()}, ensure_ascii=False),
    )


@cache
def ordered() -> list[str]:
    """The templates in the order in which they are applied for."""
    return sorted(texted.leads(), key=texted.stage)


def number(name: str) -> int:
    """The number of a name's template on the page."""
    return ordered().index(texted.lead(name)) + 1


def rule(name: str) -> dict[str, str]:
    """Alibaba's attribute of each variable of a template. Raises KeyError for a variable nobody has described."""
    return {variable: texts.ATTRIBUTES[variable] for variable in texted.variables(name)}


def _of(stage: int) -> list[str]:
    return [name for name in ordered() if texted.stage(name) == stage]


def _stage(at: int) -> str:
    upto = sum(texted.stage(name) <= at for name in ordered())
    return f"| {at} | {len(_of(at))} 个，共 {upto} 个 | {texts.STAGES[at]} |"


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
    most = texts.CODE_MOST if variable == texted.CODE else texts.MOST.format(aliyun=ALIYUN, tencent=TENCENT)
    return f"`{variable}`", meaning, texts.KINDS[texts.ATTRIBUTES[variable]], most, *shown


def _template(name: str) -> str:
    order = texted.variables(name)
    general = next((one for one in texted.generals(name) if texted.text(one) != texted.text(name)), None)
    rules = "，".join(texts.RULE.format(variable=one, kind=texts.KINDS[kind]) for one, kind in rule(name).items())
    return texts.TEMPLATE.format(
        number=number(name),
        kind=texts.VERIFICATION if name == texted.CODE else texts.NOTICE,
        aliyun=texted.aliyun_text(name),
        tencent=texted.tencent_text(name),
        order=texts.ORDER.format(names="、".join(f"`{one}`" for one in order)) if order else "",
        rules=rules or texts.NO_STATE,
        general=texts.GENERAL.format(number=number(general)) if general else texts.NO_GENERAL,
        aliyun_sample=texted.text(name).format_map(sample(name, ALIYUN)),
        tencent_sample=texted.text(name).format_map(sample(name, TENCENT)),
    )


def _name(name: str) -> tuple[str, ...]:
    stated = "state" in texted.variables(name)
    return (
        f"`{name}`",
        str(number(name)),
        _state(name) if stated else texts.NO_STATE,
        brief.STATES.get(name, texts.NO_STATE).format_map(texts.STATE_VALUES) if stated else texts.NO_STATE,
    )


def _state(name: str) -> str:
    return notices.STATES.get(name, IN_SHORT.get(name, texts.REPLY_STATE)).format_map(texts.STATE_VALUES)
