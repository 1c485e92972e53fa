"""The eighteen answers: whole, short, and with the facts of the platform's own list."""

import re

import pytest

from bot.faq import asked
from bot.faq.questions import questions
from bot.routes import BY_VERB
from bot.texts.questions import OFFERS

MOST = 350
"""Characters of an answer: one chat message, read on a phone."""
FACTS = {
    1: ("短信登录", "身份证号", "全部系统", "绑定此账号进入", "开发商", "物业企业", "项目经理", "业委会", "社区"),
    2: ("已有个人实名账号", "个人注册", "天府市民云", "962535 转 4", "我已认真阅读并了解相关政策", "我已知晓，去注册"),
    3: ("85256650",),
    4: ("统一社会信用代码", "未查询到符合条件的数据", "没有提交过", "还没有审核通过"),
    5: ("从业人员管理", "项目负责人", "从业人员注册", "立即前往", "一致"),
    6: ("企业账号", "项目经理账号", "业委会账号", "从业人员注册"),
    7: ("综合查询", "物业管理区域综合查询"),
    8: ("物业服务合同管理", "前期物业服务合同", "物业服务合同抄报", "开发商"),
    9: ("综合查询", "打印码上办", "1. ", "2. ", "3. ", "项目负责人", "登录过"),
    10: ("从业人员管理", "离职", "编辑", "物业管理区域"),
    11: ("退回", "理由", "提交", "终止任务", "名称"),
    12: ("待办", "接收处理", "完成处理", "拒绝处理", "短信", "评价"),
    13: ("需求及建议管理", "待处理", "处理中", "待评价", "已结束", "已撤销", "剩余处理时间"),
    14: ("信用信息公示管理平台", "289800975"),
    15: ("企业账号", "项目经理账号", "业委会账号", "街道办"),
    16: ("物业管理区域信息变更", "开发商", "区局"),
    17: ("关联", "在管物业管理区域", "用户名", "离职", "运维"),
    18: ("岗位", "项目负责人"),
}


def test_there_are_eighteen() -> None:
    assert list(questions()) == list(range(1, 19))


@pytest.mark.parametrize("number", FACTS)
def test_an_answer_is_short_and_has_its_facts(number: int) -> None:
    answer = questions()[number].answer
    assert len(answer) <= MOST
    assert [fact for fact in FACTS[number] if fact not in answer] == []


@pytest.mark.parametrize("number", FACTS)
def test_an_answer_refers_to_questions_there_are(number: int) -> None:
    assert all(int(other) in questions() for other in re.findall(r"第(\d+)题", questions()[number].answer))


@pytest.mark.parametrize("number", FACTS)
def test_a_question_is_found_by_its_own_title(number: int) -> None:
    assert asked(questions()[number].title).id == number


@pytest.mark.parametrize("number", FACTS)
def test_what_is_offered_can_be_done(number: int) -> None:
    for verb in questions()[number].offers:
        assert verb in BY_VERB
        assert OFFERS[verb]
