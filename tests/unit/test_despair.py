"""Despair is known by what somebody says of their own life, and by nothing said of a lift, a neighbour or a price."""

import pytest

from bot.despair import despairing

DESPAIR = [
    "我想自杀",
    "想自杀",
    "自杀",
    "我不想活了",
    "不想活了",
    "真的活不下去了",
    "我活不下去了",
    "我想死",
    "好想死",
    "想去死",
    "我要跳楼",
    "我想从楼上跳下去",
    "我准备割腕",
    "我想轻生",
    "我打算结束自己",
    "活着没意思",
    "活着没有意义",
    "死了算了",
    "不如死了",
    "我已经写好遗书",
    "我活够了",
    "我想一死了之",
    "我想上吊",
    "电梯坏了三天，我不想活了",
    "物业不管，我想自杀",
    "邻居欺负我，我活不下去了",
    "我已经吃安眠药了",
    "再不处理我就去跳楼",
    "生不如死",
    "我刚割腕了",
    "我想离开这个世界",
    "楼上的事让我不想活了",
]
OTHERWISE = [
    "我要气死了",
    "电梯要死人了",
    "水管爆了要命",
    "楼上有人要跳楼",
    "有人想自杀",
    "隔壁老人说不想活了",
    "他想自杀",
    "我妈不想活了",
    "孩子要跳楼",
    "热死了",
    "吵死了",
    "臭得想死",
    "楼上吵得我想死",
    "噪音吵得人活不下去",
    "装修吵得我都活不下去了",
    "想死你了",
    "店里跳楼价吵死人",
    "天台要装防跳楼护栏",
    "树都活不下去了",
    "鱼活不下去",
    "流浪猫活不下去",
    "电脑总想死机",
    "我不想死",
    "蟑螂死了一地",
    "电梯急死人",
    "车库淹死了",
    "垃圾臭死了",
    "笑死我了",
    "我没想自杀",
    "小区昨天有人自杀",
    "有租客割腕了",
    "跳广场舞太吵",
    "电梯吓得我半死",
    "物业不作为",
    "活动室没意思",
    "想投诉物业",
    "3栋电梯坏了",
    "邻居家要上吊灯",
]


@pytest.mark.parametrize("words", [*DESPAIR, "我想 自 杀", "我 不想活了！"])
def test_despair(words: str) -> None:
    assert despairing(words)


@pytest.mark.parametrize("words", OTHERWISE)
def test_otherwise(words: str) -> None:
    assert not despairing(words)


def test_there_are_enough() -> None:
    assert min(len(DESPAIR), len(OTHERWISE)) >= 20
