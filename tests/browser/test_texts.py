"""A resident without WeChat: everything by text, on the phones page, over real processes and the played gateway."""

import re

from playwright.sync_api import expect

from tests.support.browser import Hand

POSTED_AGAIN = 100_000
"""Milliseconds: what a busy house does not keep in time, the gateway posts again after a minute."""
DIGITS = re.compile(r"回复(\d{6})撤销")
NUMBER = re.compile(r"说(\d{4,6})即可")


def test_filed_answered_and_rated_by_text(neighbour: Hand, manager: Hand) -> None:
    estate = neighbour.phone.locator(".codes [data-code]").first.locator("small").inner_text()
    neighbour.texts("3栋电梯坏了", estate)
    neighbour.sees_sms("回复1提交", POSTED_AGAIN)
    neighbour.texts("1")
    number = NUMBER.search(neighbour.sees_sms("已提交"))
    assert number
    neighbour.texts(f"查 {number[1]}")
    neighbour.sees_sms(f"反映{number[1]}现在是“待处理”")
    neighbour.texts("退订")
    neighbour.sees_sms("已停发")
    neighbour.texts(f"撤销{number[1]}")
    digits = DIGITS.search(neighbour.sees_sms("后不能恢复"))
    assert digits
    neighbour.texts(digits[1])
    neighbour.sees_sms("已撤销")
    sides = neighbour.phone.locator(".texts .row").evaluate_all("(rows) => rows.map((row) => row.dataset.side)")
    assert sides.count("me") == 6
    expect(neighbour.phone.locator(".texts .bubble").last).to_contain_text("【码上办】")
