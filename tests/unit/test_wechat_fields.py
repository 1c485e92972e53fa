"""Values made to fit WeChat's fields: one row a kind, and the simulator's judge over anything at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.notify.channels.wechat_fields import KINDS, data, fit
from simulator.templates import KINDS as JUDGE


@pytest.mark.parametrize(
    ("name", "value", "fitted"),
    [
        ("thing1", "万" * 20, "万" * 20),
        ("thing1", "万" * 21, "万" * 19 + "…"),
        ("thing2", " 一\n二 ", "一 二"),
        ("thing3", "", "无"),
        ("number4", "共12件", "12"),
        ("number4", "1" * 40, "1" * 32),
        ("letter5", "a1b2", "ab"),
        ("symbol6", "!!!!!!", "!!!!!"),
        ("character_string7", "0040-2024汉字", "0040-2024"),
        ("character_string7", "汉字", "-"),
        ("phrase8", "待进一步处理", "待进一步处"),
        ("phrase8", "ok", "无"),
        ("name9", "张三李四王五赵六钱七周", "张三李四王五赵六钱七"),
        ("name9", "Zhang San" * 3, "Zhang SanZhang SanZh"),
        ("phone_number10", "+86 177-1234-1234", "+86177-1234-1234"),
        ("car_number11", "川A12345678", "川A123456"),
        ("time12", "2024年10月17日 17:23", "2024年10月17日 17:23"),
        ("keyword1", "万" * 30, "万" * 19 + "…"),
    ],
)
def test_a_value_fits(name: str, value: str, fitted: str) -> None:
    assert fit(name, value) == fitted


def test_the_shape_of_a_send() -> None:
    assert data({"thing1": "一", "phrase2": "二"}) == {"thing1": {"value": "一"}, "phrase2": {"value": "二"}}


def test_every_kind_of_the_judge_is_known() -> None:
    assert set(KINDS) == set(JUDGE)


@pytest.mark.parametrize("kind", ["thing", "character_string", "phrase", "name"])
@given(value=st.text(max_size=60))
def test_whatever_is_said_these_fields_take_it(kind: str, value: str) -> None:
    assert JUDGE[kind](fit(f"{kind}1", value))
