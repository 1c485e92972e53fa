"""Sentences of the pages that are not in a template, and how values are shown."""

from datetime import datetime
from typing import Any

from bot.texts.mine import ACTS
from bot.texts.rating import LABELS
from bot.wording import excerpt
from core.accounts import Kind
from core.clocks import in_shanghai
from core.complaint import Entry
from core.identity import masked_identity, masked_name, masked_phone
from core.lifecycle import State

ERRORS: dict[int | str, tuple[str, str]] = {
    400: ("这个请求看不懂", "请返回上一页，再试一次。"),
    "form": ("页面放得太久了", "为了安全，这次提交没有生效。请返回上一页，刷新后再提交。"),
    403: ("不能这样做", "请返回上一页。"),
    404: ("没有找到", "这里没有内容，或不归您的账号查看。请检查地址，或回到首页。"),
    405: ("这个请求看不懂", "请返回上一页，再试一次。"),
    413: ("内容太长了", "请缩短以后再提交。"),
    429: ("操作太频繁", "请过几分钟再试。"),
    500: ("系统出了点问题", "没有改动任何内容。请过一分钟再试；一直这样，请联系平台运维人员。"),
}

CODE_SENT = "如果登记过这个号码，验证码已经用短信发到登记的手机上，10分钟内有效。"
TOO_OFTEN = "刚刚要过验证码了：一分钟一次，一小时最多五次。请稍后再试。"
CODE_STATES = {
    "wrong": "验证码不对，还可以试{left}次。",
    "locked": "试错太多，这个验证码作废了，请重新获取。",
    "expired": "验证码已过期，请重新获取。",
}
LINK_OVER = "这个登录链接已经用过，或过了5分钟。请在微信里重新回复“登录网页”。"
NO_ACCOUNT = "没有可以登录的账号：请所在单位核对登记的手机号和岗位。"
LOGGED_OUT = "您已退出登录。"
NOT_NOW = "这件的状态已经变了，没有改动任何内容。请看最新的情况。"

URGENT = (State.PENDING, State.FURTHER, State.SUPPLEMENT, State.GUIDANCE)
TONES = {
    State.PENDING: "new",
    State.HANDLING: "busy",
    State.FURTHER: "busy",
    State.SUPPLEMENT: "busy",
    State.GUIDANCE: "busy",
    State.RATING: "ask",
    State.CLOSED: "done",
    State.WITHDRAWN: "off",
}
"""Which colour a state is shown in; the words say the same."""

KINDS = {
    Kind.COMPANY: "物业企业",
    Kind.MANAGER: "项目负责人",
    Kind.OFFICER: "街道、区局",
    Kind.OPERATOR: "平台运维",
}
MENUS: dict[Kind, tuple[tuple[str, str], ...]] = {
    Kind.COMPANY: (("pages.complaints", "需求及建议"),),
    Kind.MANAGER: (("pages.complaints", "需求及建议"),),
    Kind.OFFICER: (("pages.complaints", "需求及建议"),),
    Kind.OPERATOR: (),
}
"""The pages of each kind of account, the one it begins with first."""

WHO = {"owner": "业主", "manager": "项目经理", "officer": "街道/区局", "system": "系统"}
CHANNELS = {"wechat": "微信", "sms": "短信", "console": "网页"}


def stamp(moment: datetime | None) -> str:
    """A moment in Shanghai, to the minute; a dash for none."""
    return f"{in_shanghai(moment):%Y-%m-%d %H:%M}" if moment else "-"


def iso(moment: datetime) -> str:
    """For machines: the same, with its zone."""
    return in_shanghai(moment).isoformat(timespec="seconds")


def act(entry: Entry, name_of: Any = None) -> str:
    """What a line of the timeline says was done."""
    taker = entry.details.get("to_id")
    shown = name_of(taker) if taker and name_of else ""
    return ACTS.get(entry.act, entry.act).format(taker=shown, days=entry.details.get("days", ""))


def rated(entry: Entry) -> str:
    """The rating a line tells, or nothing."""
    if "stars" not in entry.details:
        return ""
    stars = entry.details["stars"]
    return LABELS[entry.details["solved"]] + (f"，{stars}分" if stars else "")


def brief(text: str) -> str:
    """The beginning of somebody's words, on one line."""
    return excerpt(text, 48) or "（无文字）"


FILTERS = {
    "brief": brief,
    "kind": lambda kind: KINDS[Kind(kind)],
    "stamp": stamp,
    "iso": iso,
    "tone": TONES.__getitem__,
    "masked_phone": masked_phone,
    "masked_name": masked_name,
    "masked_identity": masked_identity,
    "act": act,
    "rated": rated,
    "by": WHO.get,
    "channel": CHANNELS.get,
}
