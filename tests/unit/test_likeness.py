"""What counts as the same trouble told by two people: examples a manager could correct."""

import pytest

from core.likeness import alike, likest, ready

SAME = [
    ("电梯坏了", "电梯坏了三天没人修"),
    ("7栋楼道灯坏了", "七栋楼道的灯不亮了"),
    ("路灯不亮", "小区路灯坏了"),
    ("7栋负一楼排水沟堵了，车位上全是水", "负一楼排水沟又堵了，车位都是水"),
    ("垃圾没收", "垃圾好几天没人收了"),
    ("３栋电梯异响", "3栋电梯有异响！"),
    ("门禁坏了", "大门门禁坏了"),
    ("地下车库漏水", "地下车库一直漏水，请尽快处理"),
    ("3栋电梯又坏了", "3栋2单元电梯坏了，我家501老人下不了楼"),
    ("广场舞太吵", "晚上广场舞声音太吵了"),
]
DIFFERENT = [
    ("电梯坏了", "路灯坏了"),
    ("3栋电梯坏了", "7栋电梯坏了"),
    ("7栋楼道灯坏了", "7栋电梯坏了"),
    ("垃圾没收", "门禁坏了"),
    ("水管漏水", "草坪枯了"),
    ("保安在岗亭睡觉", "保安不登记外来车"),
    ("我们小区坏了", "我们小区的"),
    ("请处理", "请尽快处理一下"),
    ("", "电梯坏了"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_trouble(one: str, other: str) -> None:
    assert alike(ready(one), ready(other))
    assert alike(ready(one), ready(other)) == alike(ready(other), ready(one))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_troubles(one: str, other: str) -> None:
    assert not alike(ready(one), ready(other))


def test_the_likest_and_among_equals_the_first() -> None:
    said = ["路灯坏了", "地下车库漏水了好多", "地下车库漏水", "地下车库漏水"]
    others = [(number, ready(words)) for number, words in enumerate(said, 1)]
    assert likest("地下车库漏水", others) == 3
    assert likest("楼上装修太吵", others) is None
    assert likest("楼上装修太吵", []) is None
