"""Our templates against what the gateways publish as refused, and how one speaks for another that is not there yet."""

import re

import pytest

from bot.notify import describe_sms, texted
from bot.notify.channels import aliyun, tencent
from bot.texts import brief, describing_sms, notices
from bot.texts.stages import FIRST, GENERAL, IN_SHORT, SECOND

REFUSED = (
    *("【", "】", "[", "]", "★", "→", "※"),
    *("拒收", "退订", "回复R", "回复TD", "回T", "回N"),
    *("问卷", "装修", "建材", "家私", "调解", "法律维权", "维权", "党政", "贷款", "催款", "中奖", "抽奖", "返现"),
    *("加微信", "加QQ", "加群", "加客服", "邀请好评", "积分兑换", "回复确认收货", "APP下载", "推广", "注册会员"),
    *("中国移动", "联通", "电信", "广电"),
)
"""Alibaba's 通知短信模板规范 and Tencent's 正文模板审核标准."""
ADDRESS = re.compile(r"https?://|www\.|\.(?:com|cn|net)\b|[A-Za-z0-9]\.\{", re.I)
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
CONTACT = re.compile(r"(?<![\d{])(?:1[12]\d|1\d{4}|9[56]\d{3,4}|400\d{7}|0\d{2,3}-?\d{7,8})(?!\d)")
"""What counts as somebody to call."""
BETWEEN = re.compile(r"\}([^{}]*)\{")
VARIABLE = re.compile(r"\{(\w+)\}")


def breaches(text: str, code: bool = False) -> list[str]:
    """What a reviewer would refuse this template for."""
    found = [word for word in REFUSED if word in text]
    found += ["address"] * bool(ADDRESS.search(text)) + ["mobile"] * bool(MOBILE.search(text))
    found += ["contacts"] * (len(set(CONTACT.findall(text))) > 2)
    found += ["adjacent"] * any(not between.strip() for between in BETWEEN.findall(text))
    names = VARIABLE.findall(text)
    found += ["repeated"] * (len(names) != len(set(names))) + ["bare"] * (not re.search(r"\w", VARIABLE.sub("", text)))
    found += ["long"] * (len(text) > 500) + ["no code"] * (code and ("验证码" not in text or len(names) != 1))
    return found


@pytest.mark.parametrize("name", texted.leads())
def test_no_template_is_refused(name: str) -> None:
    assert breaches(texted.text(name), name == texted.CODE) == []


@pytest.mark.parametrize("word", [*notices.STATES.values(), *brief.STATES.values(), *IN_SHORT.values()])
def test_nor_is_what_stands_in_one(word: str) -> None:
    assert [one for one in REFUSED if one in word] == []
    assert not [one for one in (ADDRESS, MOBILE, CONTACT) if one.search(word)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{area}反映：{state}。拒收请回复R", "拒收"),
        ("{area}{state}（申请{number}）", "adjacent"),
        ("{area} {state}已办", "adjacent"),
        ("您在【码上办】的反映{number}", "【"),
        ("请填问卷{number}", "问卷"),
        ("{area}装修问题{number}", "装修"),
        ("打13800138000找经理", "mobile"),
        ("先打110、119、120", "contacts"),
        ("看 https://msb.example.cn/{link}", "address"),
        ("{number}和{number}", "repeated"),
        ("{state}", "bare"),
    ],
)
def test_what_is_refused_is_noticed(text: str, why: str) -> None:
    assert why in breaches(text)


def test_every_variable_has_an_attribute_that_its_values_keep() -> None:
    kept = {
        "numberCaptcha": re.compile(r"\d{4,6}"),
        "other_number2": re.compile(r"[A-Za-z0-9]{1,35}"),
        "others": re.compile(r".{1,35}"),
    }
    for name in texted.leads():
        for variable, value in describe_sms.sample(name, aliyun.LIMIT).items():
            attribute = describe_sms.rule(name)[variable]
            assert attribute in describing_sms.KINDS
            assert kept[attribute].fullmatch(value), (name, variable, value)


def test_the_stages_are_of_names_there_are_and_grow() -> None:
    names = set(texted.names())
    assert {*FIRST, *SECOND, *GENERAL, *GENERAL.values(), *IN_SHORT} <= names
    counts = [sum(texted.stage(name) <= at for name in texted.leads()) for at in (1, 2, 3)]
    assert counts[0] <= 12
    assert counts[0] < counts[1] <= 28 < counts[2] == len(texted.leads())
    assert all(len(word) <= tencent.LIMIT for word in IN_SHORT.values())


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_at_every_stage_everything_can_be_said(stage: int) -> None:
    """With the values that a name brings by itself, or its general's, which the answer brings too."""
    there = {name: f"SMS_{name}" for name in texted.leads() if texted.stage(name) <= stage}
    assert texted.reached(there) == stage
    assert (texted.lacking(there, stage), bool(texted.lacking(there))) == ([], stage < 3)
    for name in texted.names():
        fields = {one: describing_sms.VALUES[one][1] for one in texted.wanted(name)}
        fields["state"] = notices.STATES.get(name, describing_sms.REPLY_STATE).format_map(describing_sms.STATE_VALUES)
        if name in brief.STATES:
            fields["brief"] = brief.STATES[name].format_map(describing_sms.STATE_VALUES)
        if "state" not in texted.variables(name):
            fields["state"] = IN_SHORT.get(name, fields["state"])
        for limit in (aliyun.LIMIT, tencent.LIMIT):
            said = texted.worded(name, fields, there, limit)
            assert said, name
            assert tuple(said.values) == texted.variables(said.name)
            assert all(0 < len(value) <= limit for value in said.values.values())
            assert len("【码上办】" + texted.text(said.name).format_map(said.values)) <= 70


def test_the_nearest_speaks() -> None:
    fields = {"area": "万和世家", "number": "A7", "state": "已处理完成，请评价", "date": "10月27日"}
    assert texted.worded("finished", fields, {"code": "1"}, 35) is None
    assert texted.worded("finished", fields, {"accepted": "2", "code": "1"}, 35) == (
        "2",
        "accepted",
        {"area": "万和世家", "number": "A7", "state": "已处理完成，请评价"},
    )
    near = texted.worded("finished", fields, {"accepted": "2", "rate_reminder": "3"}, 35)
    assert near
    assert near.code == "3"
    assert texted.worded("re_refused", {"number": "A7"}, {"re_finished": "4"}, 35) == (
        "4",
        "re_finished",
        {"number": "A7", "state": "拒绝"},
    )
    unclear = {"re_unclear": "5"}
    assert texted.worded("re_not_now", fields, unclear, 35) == ("5", "re_unclear", {"state": "不能这样办"})
    assert texted.worded("re_unheard_of", fields, unclear, 35) is None


def test_a_stage_is_reached_by_any_name_of_the_same_text() -> None:
    there = {name: "1" for name in texted.names() if texted.stage(name) == 1 and texted.lead(name) != name}
    there |= {name: "1" for name in texted.leads() if texted.stage(name) == 1}
    assert texted.reached(there) == 1
    del there["code"]
    assert (texted.reached(there), texted.lacking(there, 1)) == (0, ["code"])
