"""Which question is asked: floors over sentences that the index does not hold, and what must never be answered."""

import time

import pytest

from bot.faq import asked
from bot.faq.questions import questions
from tests.faq.kit import LISTS, NONE, judge, sentences

TOP1 = {"tuning": 0.99, "voices": 0.98, "untouched": 0.95}
STRAYS = {"tuning": 0, "voices": 0, "untouched": 1}
SLOWEST = 0.004
"""Seconds a sentence may take on average, on a busy machine; on a quiet one it is under one thousandth."""


@pytest.mark.parametrize("name", LISTS)
def test_understanding_does_not_fall(name: str) -> None:
    judged = judge(name)
    assert judged.top1 >= TOP1[name]
    assert judged.strays_answered <= STRAYS[name]


def test_the_lists_share_nothing() -> None:
    tuning, voices, untouched = ({words for _, words in sentences(name)} for name in LISTS)
    assert not tuning & voices
    assert not (tuning | voices) & untouched
    assert not (voices | untouched) & {text for one in questions().values() for text in one.asked}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("登陆不上", 1),
        ("请问企业怎么实名认证？谢谢！", 2),
        ("授权管理员注册不了", 3),
        ("怎么看企业实名过了没有", 4),
        ("注册项目经理", 5),
        ("当前身份未实名认证", 6),
        ("公司名下有哪些小区", 7),
        ("怎么关联小区", 8),
        ("ｄａｙｉｎ码上办", 9),
        ("换项目经理", 10),
        ("业务被退回了", 11),
        ("收到投诉怎么处理", 12),
        ("在哪里查投诉", 13),
        ("首頁信用分不顯示", 14),
        ("怎么是游客", 15),
        ("没填街道信息", 16),
        ("经理看不到投诉", 17),
        ("没有从业记录", 18),
    ],
)
def test_each_question(text: str, number: int) -> None:
    assert asked(text).id == number


def test_close_ones_are_offered_not_guessed() -> None:
    found = asked("经理离职注册新经理账号")
    assert found.id is None
    assert sorted(found.candidates) == [5, 10]


def test_the_clause_that_asks_is_heard() -> None:
    assert asked("我们是上个月才搬到这边来的，授权管理员注册不了，烦请指教").id == 3
    assert asked("路灯不亮，授权管理员注册不了").id is None


@pytest.mark.parametrize(
    "text", ["3栋电梯坏了", "投诉你们", "怎么登录微信", "怎么更换手机号", "打印合同", "", "。", "谢谢"]
)
def test_strays(text: str) -> None:
    assert asked(text).id is None


def test_it_says_why() -> None:
    near = asked("怎么登路平台").near[0]
    assert near.id == 1
    assert near.like in (questions()[1].title, *questions()[1].asked)


@pytest.mark.parametrize("filling", ["登" * 5000, "从业记" * 3000, "a" * 10000, "zenme" * 2000, "\x00鲲" * 4000])
def test_hostile_words_cost_no_more(filling: str) -> None:
    asked("")
    start = time.perf_counter()
    asked(filling)
    assert time.perf_counter() - start < 0.1


def test_it_is_quick() -> None:
    known = [words for name in LISTS for _, words in sentences(name)]
    asked("")
    start = time.process_time()
    for words in known:
        asked(words)
    assert (time.process_time() - start) / len(known) < SLOWEST


def test_strays_are_a_good_part_of_each_list() -> None:
    for name in LISTS:
        numbers = [number for number, _ in sentences(name)]
        assert numbers.count(NONE) >= 80
        assert all(numbers.count(str(number)) >= 6 for number in questions())
