"""Operators read Chinese, and a page's file is of what the page shows."""

from core.identity import Actor
from core.reports import Month
from core.store.outbox import News
from tests.pages.kit import Site

COMPANY, OPERATOR = "王芳", "赵敏"


def test_the_workbook_is_of_the_month_that_is_shown(site: Site) -> None:
    last = str(Month.of(site.now).back(1))
    visitor = site.enter(COMPANY)
    visitor.opens("/console/reports", query_string={"month": last}).sees(f'href="/console/reports.xlsx?month={last}"')


def test_the_record_and_the_delivery_board_are_in_words(site: Site) -> None:
    with site.store.writing() as tx:
        tx.audit.write(Actor(channel="sms"), "opt_out", "contact:5", site.now, channel="sms")
        tx.outbox.add([News("k", "k", "sms", "accepted", "owner", "{}", site.now)], site.now)
    visitor = site.enter(OPERATOR)
    visitor.opens("/console/record").sees("退订短信", "联系人 5", "方式 短信").misses("contact:5")
    visitor.opens("/console/delivery").sees("项目经理已接收", "<code>accepted</code>")
