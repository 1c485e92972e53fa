"""Logging in by scanning, the whole way: the code on one screen, a phone beside it, the page that goes on by itself."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Installation
from tests.pages.serving import PHONE, opened
from tests.support.browser import Hand
from tests.support.processes import PATIENCE


@pytest.fixture
def screen(installation: Installation, browser: Browser) -> Iterator[Page]:
    screen = opened(browser, installation.url)
    yield screen
    assert screen.faults == []  # type: ignore[attr-defined]
    screen.context.close()


def _shown(screen: Page) -> Locator:
    """Ask for a code until the worker has some."""
    code = screen.get_by_role("img", name="登录二维码")
    for _ in range(int(PATIENCE / 10)):
        screen.goto("/console/login")
        screen.get_by_role("button", name="用微信登录").click()
        expect(screen.locator(".say")).to_be_visible()
        if code.count():
            break
        screen.wait_for_timeout(10_000)
    return code


def _code(screen: Page) -> str:
    """What the code holds, read from the screen as a phone would."""
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(_shown(screen).screenshot())))
    return found.text


def test_a_scan_lets_the_waiting_page_in_by_itself(screen: Page, company: Hand) -> None:
    link = _code(screen)
    digits = screen.locator(".say").inner_text().removeprefix("登录 ")
    expect(screen.locator(".link")).to_have_text(link)
    company.scans_link(link)
    company.sees("有人要用您的身份登录网页，是您吗", digits)
    company.taps("是我")
    company.sees("马上打开")
    expect(screen.get_by_role("heading", name="需求及建议")).to_be_visible(timeout=20_000)
    company.scans_link(link)
    company.sees("这次没有登录")


def test_who_is_not_known_is_asked_who_they_are(screen: Page, neighbour: Hand) -> None:
    neighbour.scans_link(_code(screen))
    neighbour.sees("先认一下您是谁")
    neighbour.writes("取消")
    neighbour.sees("已取消")
    expect(screen.locator(".say")).to_have_text(re.compile(r"登录 \d{6}"))


def test_the_code_is_fit_for_everybody(screen: Page, installation: Installation, browser: Browser) -> None:
    """Labels, contrast, sizes to tap, nothing wider than the window."""
    faults = (Path(__file__).parent / "faults.js").read_text("utf-8").partition("\n")[2]
    small = opened(browser, installation.url, PHONE)
    for page in (screen, small):
        expect(_shown(page)).to_be_visible()
        assert page.evaluate(faults) == []
    small.context.close()
