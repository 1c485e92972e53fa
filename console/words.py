"""Sentences of the pages that are not in a template, and how values are shown."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.texts import refusals
from bot.texts.rating import LABELS
from bot.wording import act_words, excerpt, short
from console import delivery_words as delivery
from console import record_words as record
from core import naming
from core.accounts import Kind
from core.applications import Standing
from core.clocks import in_shanghai
from core.complaint import Complaint, Entry, Refusal
from core.identity import masked_identity, masked_name, masked_phone, masked_user
from core.kinds import LABELS as LABELS_OF_KINDS
from core.lifecycle import State
from core.store.media import Medium

ERRORS: dict[int | str, tuple[str, str]] = {
    400: ("这个请求看不懂", "请返回上一页，再试一次。"),
    "form": ("页面放得太久了", "为了安全，这次提交没有生效。请返回上一页，刷新后再提交。"),
    403: ("不能这样做", "请返回上一页。"),
    404: ("没有找到", "这里没有内容，或不归您的账号查看。请检查地址，或回到首页。"),
    405: ("这个请求看不懂", "请返回上一页，再试一次。"),
    408: ("网络太慢，内容没有收全", "没有改动任何内容。请返回上一页，再试一次。"),
    413: ("内容太长了", "请缩短以后再提交。"),
    429: ("操作太频繁", "请过几分钟再试。"),
    503: ("现在访问的人太多", "请过一分钟再试。"),
    500: ("系统出了点问题", "没有改动任何内容。请过一分钟再试；一直这样，请联系平台运维人员。"),
}
CODE_SENT = "如果登记过这个号码，验证码已经用短信发到登记的手机上，10分钟内有效。"
TOO_OFTEN = "这个号码刚要过验证码，请{wait}再要，或用下面的微信登录，不用等。"
CODES_SPENT = "今天的短信验证码已经用完，请用下面的微信登录。"
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

MENUS: dict[Kind, tuple[tuple[str, str], ...]] = {
    Kind.COMPANY: (
        ("pages.complaints", "需求及建议"),
        ("pages.estates", "小区"),
        ("pages.people", "人员"),
        ("pages.applications", "业务"),
        ("pages.reports", "报表"),
    ),
    Kind.MANAGER: (("pages.complaints", "需求及建议"), ("pages.estates", "小区"), ("pages.reports", "报表")),
    Kind.OFFICER: (
        ("pages.complaints", "需求及建议"),
        ("pages.estates", "小区"),
        ("pages.applications", "业务"),
        ("pages.reports", "报表"),
    ),
    Kind.OPERATOR: (
        ("pages.applications", "审核"),
        ("pages.companies", "企业"),
        ("pages.officers", "街道、区局"),
        ("pages.operators", "运维"),
        ("pages.delivery", "通知"),
        ("pages.settings", "设置"),
        ("pages.record", "记录"),
    ),
}
"""The pages of each kind of account, the one it begins with first."""

WHO = {"owner": "业主", "manager": "项目经理", "officer": "街道/区局", "system": "系统"}
STANDINGS = {
    Standing.WAITING: "new",
    Standing.APPROVED: "ask",
    Standing.RETURNED: "bad",
    Standing.ENDED: "off",
}
CAUTIONS = {
    "verified_already": "这个代码的企业已经通过实名认证：{about}",
    "code_of_other": "这个代码在目录里是另一家企业：{about}",
    "name_of_other": "这个名称在目录里有另一个代码：{about}",
    "linked_elsewhere": "小区现在由另一家企业管理：{about}。通过后会转到申请企业",
    "estate_exists": "目录里已经有这个小区：{about}",
    "new_district": "目录里还没有这个行政区划：{about}",
    "contract_over": "合同已经到期：{about}",
    "area_moved": "小区已经不在申请企业名下，现在是：{about}",
}
BY_WHAT = {"applicant": "申请人", "operator": "平台运维", "system": "平台"}
REASON_NEEDED = "请写明为什么要看，再点“查看”。每次查看都会记录。"
TOO_LONG = "最多{most}个字，没有改动任何内容。"
DONE = {
    "Accept": "已接收，业主会收到固定答复。",
    "Finish": "已完成，业主会收到结果并评价。",
    "Refuse": "已拒绝，业主会收到理由并评价。",
    "Guide": "指导已发给项目经理，业主也会知道。",
}
OTHER_REFUSALS = {
    "not_found": "没有找到，或已经不归您处理。没有改动任何内容。",
    "phone_taken": "这个手机号已经登记给别人。没有改动任何内容。",
    "last_operator": "这是最后一位运维人员，停了就没有人能管平台。要停，请先添加另一位，或在服务器上用命令行。",
    "no_such_place": "目录里的小区没有写“{place}”的。{near}确实是新的，请勾选下面的“目录里还没有”再提交。",
    "bad_code": "统一社会信用代码不对，请核对18位。没有改动任何内容。",
    "company_differs": "这个名称或代码已经是另一家企业的。没有改动任何内容。",
    "incomplete": "还有没填的：{field}。",
    "too_long": "太长了：{field}。",
    "bad_party": "合同对方要写对方的全称，不是日期。",
    "bad_dates": "日期不对：合同结束要晚于合同开始。",
    "no_area": "没有找到这个小区。没有改动任何内容。",
    "applied_already": "这件事已经申请过，正在审核，不用再交。",
    "returned_already": "这件事已经申请过，被退回了，请在退回的业务里改。",
    "estate_known": "目录里已经有这个小区，请从列表里选它。",
    "nothing_changed": "没有要改的内容。",
    "fixed_field": "{field}不能修改。要改请先终止任务，再重新填写。",
    "stale_application": "这件业务刚刚有了变化，没有改动任何内容。请看最新的情况。",
    "no_reasons": "请至少给一项写明退回的理由。",
    "verified_already": "这家企业已经通过实名认证。",
    "area_moved": "这个小区已经不在该企业名下。",
}


def refused(refusal: Refusal) -> str:
    """Why something was not done."""
    facts, complaint = dict(refusal.facts), refusal.facts.get("complaint")
    if isinstance(complaint, Complaint):
        facts |= {"short": short(complaint), "state": complaint.state.value}
    if "field" in facts:
        facts["field"] = facts["field"].label
    if "near" in facts:
        facts["near"] = f"是不是：{'、'.join(facts['near'])}？" if facts["near"] else ""
    text = OTHER_REFUSALS.get(refusal.reason) or refusals.TEXTS.get(refusal.reason) or NOT_NOW
    return text.format(**facts)


def stamp(moment: datetime | None) -> str:
    """A moment in Shanghai, to the minute; a dash for none."""
    return f"{in_shanghai(moment):%Y-%m-%d %H:%M}" if moment else "-"


def iso(moment: datetime) -> str:
    """For machines: the same, with its zone."""
    return in_shanghai(moment).isoformat(timespec="seconds")


def act(entry: Entry, name_of: Any = None) -> str:
    """What a line of the timeline says was done."""
    return act_words(entry, name_of or (lambda _: ""))


def came_with(media: Iterable[Medium], entries: Iterable[Entry], act: str) -> list[Medium]:
    """What came with the lines of an act; with the first of them also what came with no line."""
    lines = {None, *(entry.id for entry in entries if entry.act == act)}
    return [one for one in media if one.entry_id in lines]


def rated(entry: Entry) -> str:
    """The rating a line tells, or nothing."""
    if "stars" not in entry.details:
        return ""
    stars = entry.details["stars"]
    return LABELS[entry.details["solved"]] + (f"，{stars}分" if stars else "")


def brief(text: str) -> str:
    """The beginning of somebody's words, on one line."""
    return excerpt(text, 48) or "（无文字）"


def plain_phone(phone: str) -> str:
    """A full number, as people here dial it."""
    return phone.removeprefix("+86")


FILTERS = {
    "standing": STANDINGS.__getitem__,
    "caution": lambda one: CAUTIONS[one.name].format(about=one.about),
    "history": record.HISTORY.get,
    "by_what": BY_WHAT.get,
    "sending": delivery.sending,
    "recorded": lambda name: record.RECORDED.get(name, name),
    "details": record.details,
    "plain_phone": plain_phone,
    "masked_user": masked_user,
    "brief": brief,
    "label": LABELS_OF_KINDS.__getitem__,
    "kind": lambda kind: record.KINDS[Kind(kind)],
    "short": naming.short,
    "came_with": came_with,
    "stamp": stamp,
    "iso": iso,
    "tone": TONES.__getitem__,
    "masked_phone": masked_phone,
    "masked_name": masked_name,
    "masked_identity": masked_identity,
    "act": act,
    "rated": rated,
    "by": WHO.get,
    "channel": delivery.CHANNELS.get,
    "notice": delivery.notice,
    "subject": record.subject,
}
