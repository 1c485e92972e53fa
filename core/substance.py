"""Whether words say anything that somebody could go and look at.

Asked of the first words of a complaint. What is doubtful passes: a person with a trouble must not be asked twice, while
an empty complaint costs a manager one refusal (无实质内容).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from core.kinds import plain, weighed
from core.plain import KEPT

ENOUGH: Final = 2
"""Different characters (or foreign words) that have to remain once the empty ones are gone."""

_EMPTY_WORDS: Final = """
    我要投诉 我想投诉 我要反映 我想反映 我要举报 投诉 反映 反应 举报 建议 意见 需求 测试一下 测试 试一下 试一试 试试
    看看 随便 没事 没什么 不知道 有问题 问题 情况 你们好 大家好 你好 您好 有人吗 在吗 在不在 谢谢 早上好 下午好 晚上好
    请问 什么 一下 我要 我想 这个 那个 物业 小区 处理 解决 帮忙 麻烦 急急急 救命啊 哈哈 呵呵 嘿嘿 嘻嘻 好的 收到 可以
    不错 真的 内容 文字 标题 无 略
"""
_EMPTY: Final = tuple(_EMPTY_WORDS.split())
"""Words that say that something will be said, or nothing, the longer before those they contain."""
_SOUNDS: Final = frozenset(
    "啊阿呀哦噢喔哎唉诶嗯恩呃额哈嘿呵嘻哼嗨喂吧吗呢么嘛啦了的地得我你他她它您们要想请就是有个这那"
    "一二三四五六七八九十零〇"
)
_FOREIGN: Final = re.compile(r"[a-z]{3,24}")
_VOWELS: Final = frozenset("aeiouy")
_FILLERS: Final = frozenset(("test", "testing", "hello", "abc", "aaa", "asd", "asdf", "qwe", "qwer", "qwerty", "wewe"))


@lru_cache(KEPT)
def says_something(words: str) -> bool:
    """Whether there is a matter in the words. Any sign of a kind of complaint is one."""
    if weighed(words):
        return True
    heard = plain(words)
    return len({*_left(heard), *_foreign(heard)}) >= ENOUGH


def _left(heard: str) -> Iterator[str]:
    """The letters of Chinese (or another script without an alphabet of ours) that are no empty words."""
    for empty in _EMPTY:
        heard = heard.replace(empty, " ")
    return (one for one in heard if one.isalpha() and not one.isascii() and one not in _SOUNDS)


def _foreign(heard: str) -> Iterator[str]:
    """What could be words of the Latin alphabet: vowels among the letters, and not one letter over again."""
    for word in _FOREIGN.findall(heard):
        if word not in _FILLERS and _VOWELS & set(word) and len(set(word)) > ENOUGH:
            yield word
