"""The templates the simulated clouds have approved: WeChat's fields and their limits, and the texts of the SMS."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

# --- WeChat -----------------------------------------------------------------------------------------------------

FIELDS = {
    "thing1": "小区",
    "character_string2": "受理编号",
    "thing3": "办理状态",
    "time4": "时间",
    "thing5": "温馨提示",
}
OPTIONAL = frozenset({"thing5"})
TITLES = {
    "new_complaint": "新的需求及建议",
    "accepted": "受理通知",
    "refused": "办理结果通知",
    "finished": "办理结果通知",
    "sent_back": "业主反馈通知",
}
TITLE = "办理进度提醒"

_TIME = r"\d{1,2}:\d{2}(:\d{2})?"
_DATE = r"\d{4}(年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})"


def _pattern(pattern: str) -> Callable[[str], bool]:
    whole = re.compile(pattern)
    return lambda value: whole.fullmatch(value) is not None


# WeChat, template and subscription messages: what a value of each kind may be.
KINDS: Mapping[str, Callable[[str], bool]] = {
    "thing": _pattern(r"(?s).{1,20}"),
    "number": _pattern(r"(?=.{1,32}$)\d+(\.\d+)?"),
    "letter": _pattern(r"[A-Za-z]{1,32}"),
    "symbol": _pattern(r"[^\w\s]{1,5}"),
    "character_string": _pattern(r"[!-~ ]{1,32}"),
    "time": _pattern(rf"({_DATE} ?)?{_TIME}( ?~ ?({_DATE} ?)?{_TIME})?"),
    "date": _pattern(rf"{_DATE}( ?{_TIME})?( ?~ ?{_DATE}( ?{_TIME})?)?"),
    "amount": _pattern(r"[^\d\s]?\d{1,10}(\.\d+)?元?"),
    "phone_number": _pattern(r"[\d+*()#-]{1,17}"),
    "car_number": _pattern(r"\S{1,8}"),
    "name": _pattern(r"[\u4e00-\u9fff·*]{1,10}|[^\u4e00-\u9fff]{1,20}"),
    "phrase": _pattern(r"[\u4e00-\u9fff]{1,5}"),
}


def title(name: str) -> str:
    return TITLES.get(name, TITLE)


def content(fields: Mapping[str, str] = FIELDS) -> str:
    """As get_all_private_template lists it: `小区:{{thing1.DATA}}`, one field a line."""
    return "".join(f"{label}:{{{{{name}.DATA}}}}\n" for name, label in fields.items())


def breach(data: Mapping[str, object]) -> str:
    """The end of WeChat's 47003 for the first field that is wrong (`data.thing1.value invalid`), or nothing."""
    for name in FIELDS:
        value = _value(data.get(name))
        if not value and name in OPTIONAL:
            continue
        if not value:
            return f"data.{name}.value is empty"
        if not KINDS[name.rstrip("0123456789")](value):
            return f"data.{name}.value invalid"
    unknown = [name for name in data if name not in FIELDS]
    return f"data.{unknown[0]} is not in the template" if unknown else ""


def rows(data: Mapping[str, object]) -> list[dict[str, str]]:
    """What the card shows, in the template's order."""
    return [{"label": label, "value": _value(data[name])} for name, label in FIELDS.items() if _value(data.get(name))]


def _value(entry: object) -> str:
    return str(entry.get("value") or "") if isinstance(entry, Mapping) else ""


# --- SMS --------------------------------------------------------------------------------------------------------

APPLIED = Path(__file__).parents[1] / "docs" / "sms-templates.md"
"""The page the operator applies by: what stands there is what the clouds have approved."""


def _approved(page: str) -> dict[str, str]:
    """name → text, as Alibaba wants it."""
    texts = dict(re.findall(r"^### 模板(\d+)（.*?）\n\n- 阿里云：`(.+?)`$", page, re.MULTILINE))
    return {name: texts[number] for name, number in re.findall(r"^\| `(\w+)` \| (\d+) \|", page, re.MULTILINE)}


SMS_TEXTS = _approved(APPLIED.read_text(encoding="utf-8"))
OTHER_SMS = "${area}反映${number}：${state}。"  # any name that was not applied for
VERIFICATION = frozenset({"code"})
VARIABLE_LIMIT = 35  # characters (Alibaba Cloud)
TENCENT_LIMIT = 6  # characters (Tencent Cloud, accounts opened after 2024-01-25)
_VARIABLE = re.compile(r"\$\{(\w+)}")


def variables(name: str) -> list[str]:
    """The variables of a text, in the order in which they stand in it: Tencent numbers them so."""
    return list(dict.fromkeys(_VARIABLE.findall(SMS_TEXTS.get(name, OTHER_SMS))))


def content_of(name: str) -> str:
    """The text as Alibaba has it: `${area}`."""
    return SMS_TEXTS.get(name, OTHER_SMS)


def numbered(name: str) -> str:
    """The text as Tencent has it: `{1}`."""
    order = variables(name)
    return _VARIABLE.sub(lambda match: f"{{{order.index(match[1]) + 1}}}", content_of(name))


def missing(name: str, values: Mapping[str, str]) -> list[str]:
    """The variables of the text that were not given; a text that is not listed needs none."""
    return [variable for variable in _VARIABLE.findall(SMS_TEXTS.get(name, "")) if not values.get(variable)]


def sms_text(name: str, values: Mapping[str, str]) -> str:
    """The text as it arrives, without 【签名】; one not listed that has other variables shows their values."""
    text = SMS_TEXTS.get(name, OTHER_SMS)
    if any(variable not in values for variable in _VARIABLE.findall(text)):
        return ",".join(values.values()) + "。"
    return _VARIABLE.sub(lambda match: values[match[1]], text)


def numbered_text(name: str, values: Sequence[str]) -> str:
    """The text with as many values as it has variables."""
    return sms_text(name, dict(zip(variables(name), values, strict=True)))
