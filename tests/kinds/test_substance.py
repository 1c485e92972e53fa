"""Words that say nothing are asked about; words that say something never are."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kinds import EXAMPLES, plain, weighed
from core.substance import says_something
from tests.kinds.kit import UNTOUCHED, lines

EMPTY = """
    wewe 测试 111111 ？？？ 啊啊啊 投诉投诉 我要投诉 test asdfgh 123 。。。 😀😀 哈哈哈哈 嗯 你好 在吗 有人吗 测试测试
    test123 我要反映问题 反映一下 投诉物业 6666 aaaa 的的的 abc 好的好的 呵呵 1 ， 我我我 测试一下看看 问题 qqqqq ok
    试试 我想投诉一下 急急急 没什么 !!!! 无 嗯嗯嗯 1+1 dfgdf hhhhhh 233333 喂喂喂 １１１ ＴＥＳＴ 13栋
"""
SHORT = """
    漏水 太吵 好臭 停电 没水 灯坏 门坏 保安 垃圾 井盖 楼上 邻居打架 wifi没了 物业不管事 7-2-301没网 3幢臭 电梯
    测试漏水 啊啊啊漏水了 投诉噪音 您好，门禁坏了
"""
FOREIGN = ("elevator broken again", "dianti huaile", "the lift is stuck", "车道 blocked", "шум ночью")


@pytest.mark.parametrize("words", EMPTY.split())
def test_words_that_say_nothing(words: str) -> None:
    assert not says_something(words)


@pytest.mark.parametrize("words", [*SHORT.split(), *FOREIGN])
def test_short_words_that_say_something(words: str) -> None:
    assert says_something(words)


def test_no_complaint_of_the_lists_is_asked_about() -> None:
    sentences = [words for one in (EXAMPLES, UNTOUCHED) for _, words in lines(one)]
    assert len(sentences) > 300
    assert [one for one in sentences if not says_something(one)] == []


@given(st.text(max_size=60), st.sampled_from(SHORT.split()))
def test_nothing_around_a_matter_hides_it(around: str, matter: str) -> None:
    if weighed(matter):
        assert says_something(f"{around} {matter}") or weighed(f"{around} {matter}") == {}


SIGNS = st.characters(categories=("P", "S", "Z", "N", "Cc")).filter(lambda one: not any(map(str.isalpha, plain(one))))


@given(st.text(alphabet=SIGNS, max_size=60))
def test_signs_and_digits_alone_say_nothing(words: str) -> None:
    assert not says_something(words)


@pytest.mark.parametrize("unit", ["a", "啊", "测试", "投诉投", "ab ", "电", "㍿", "1", "？", "我要投", "\u202e"])
def test_ten_thousand_odd_characters_take_no_time(unit: str) -> None:
    words = (unit * 10_000)[:10_000]
    begun = time.perf_counter()
    says_something(words)
    assert time.perf_counter() - begun < 0.05
