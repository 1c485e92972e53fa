"""`faq ask`: one line a text, from the arguments or from standard input."""

import json

from tests.console.kit import Cli
from tests.support import sqlite_only

pytestmark = sqlite_only


def test_one_line_of_json_a_text(cli: Cli) -> None:
    lines = [json.loads(line) for line in cli.text("faq", "ask", "怎么登录", "3栋电梯坏了", "--json").splitlines()]
    assert lines == [{"id": 1, "candidates": [1]}, {"id": None, "candidates": []}]


def test_from_standard_input(cli: Cli) -> None:
    result = cli.run("faq", "ask", "没有从业记录", "-", "--json", given="打印二维码\n\n谢谢\n")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [18, 9, None, None]


def test_text_for_people(cli: Cli) -> None:
    told = cli.text("faq", "ask", "授权管理员注册不了", "经理离职注册新经理账号", "今天天气怎么样")
    assert "85256650" in told
    assert "可能是：" in told
    assert told.endswith("不是常见问题\n")


def test_nothing_to_ask_is_a_mistake(cli: Cli) -> None:
    assert "标准输入" in cli.mistake("faq", "ask")
