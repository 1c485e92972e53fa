"""The distribution's own Chromium, and a person's hand and eyes at one phone of the phones page."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect, sync_playwright

from tests.support.processes import PATIENCE

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
BOUND = "金太阳物业公司已绑定 · 张益达已绑定 · 周敏已绑定"
SEEN_WITHIN = 30_000
"""Milliseconds in which what is expected has come to a phone."""
_FROM_ACCOUNT = '.chat :is(.bubble[data-side="account"], .card)'
_NEW = f"""([openid, after, kind, words]) => {{
    const phone = document.querySelector(`section.phone[data-person="${{openid}}"]`);
    const shown = [...phone.querySelectorAll('{_FROM_ACCOUNT}')];
    const holds = (one) => words.every((each) => one.innerText.includes(each)) && (!kind || one.dataset.kind === kind);
    const found = shown.findLast((one) => Number(one.dataset.id) > after && holds(one));
    return found ? found.dataset.id : null;
}}"""


def chromium() -> str:
    """The path of the browser. Raises RuntimeError where none is installed."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise RuntimeError(f"the browser tests need one of {', '.join(PROGRAMS)}")
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    """The browser while the block lasts. One at a time in a process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGS))
        yield browser
        browser.close()


def new_page(browser: Browser, width: int = 1600, height: int = 900) -> Page:
    """An empty page of this size, with cookies of its own."""
    return browser.new_page(viewport={"width": width, "height": height})


def open_phones(page: Page, url: str) -> None:
    """Load the phones page and wait until the staff have bound themselves."""
    page.goto(f"{url}/phones")
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#bound")).to_have_text(BOUND, timeout=PATIENCE * 1000)


class Hand:
    """What one person does at their phone, and what they see there since their own last act."""

    def __init__(self, page: Page, openid: str) -> None:
        self._page, self._openid = page, openid
        self.phone = page.locator(f'section.phone[data-person="{openid}"]')
        self._mark = 0

    # what they do

    def scans(self, estate: str) -> None:
        self._begin("scan")
        self.phone.locator(".sheet [type=search]").fill(estate)
        self.phone.locator(f'.sheet [data-estate="{estate}"]').click()

    def scans_link(self, link: str) -> None:
        """Scan a code that is on no poster, by what it holds."""
        self._begin("scan")
        self.phone.locator(".sheet [type=search]").fill(link)
        self.phone.locator(".sheet [data-act=scan-link]").click()

    def writes(self, words: str) -> None:
        self._begin("wechat")
        field = self.phone.locator(".wechat textarea")
        field.fill(words)
        field.press("Enter")
        expect(field).to_have_value("")

    def texts(self, words: str, estate: str = "") -> None:
        """Send a text; with `estate`, after the code on that estate's poster."""
        self._begin("sms")
        if estate:
            self.phone.locator(".codes [data-code]").filter(has_text=estate).first.click()
        field = self.phone.locator(".sms textarea")
        field.fill(field.input_value() + words)
        field.press("Enter")
        expect(field).to_have_value("")

    def taps(self, label: str) -> None:
        """Tap the newest choice with this label, behind which the complaint's number may stand."""
        self._look("wechat")
        said = re.compile(rf"^(\d+ )?{re.escape(label)}( \d+)?$")
        choice = self.phone.locator(".chat .tap").filter(has_text=said).last
        expect(choice).to_be_visible(timeout=SEEN_WITHIN)
        self._begin("wechat")
        choice.click()

    def sends_photo(self, sample: int = 0) -> None:
        self._begin("wechat")
        self.phone.locator("[data-act=more]").click()
        self.phone.locator(f"[data-act=sample-{sample}]").click()

    def chooses_menu(self, key: str) -> None:
        self._begin("wechat")
        self.phone.locator(f'.menu [data-menu-key="{key}"]').click()

    def leaves(self) -> None:
        """Stop following the account."""
        self._begin("wechat")
        self.phone.locator("[data-act=follow]").click()
        expect(self.phone).to_have_attribute("data-following", "false")

    def _begin(self, app: str) -> None:
        self._mark = self._newest()
        self._look(app)

    # what they see

    def sees(self, *words: str) -> Locator:
        """One new bubble or card of the account that holds all these words."""
        return self._new("", *words)

    def sees_photo(self) -> None:
        """A new picture of the account's, drawn."""
        picture = self._new("image").locator("img").element_handle()
        drawn = "(picture) => picture.complete && picture.naturalWidth > 0"
        self._page.wait_for_function(drawn, arg=picture, timeout=SEEN_WITHIN)

    def sees_sms(self, words: str, within: int = SEEN_WITHIN) -> str:
        """Look into the messages of the phone until one holds these words; the whole of it. `within`: milliseconds."""
        self._look("sms")
        sms = self.phone.locator(".texts .bubble").filter(has_text=words).last
        expect(sms).to_be_visible(timeout=within)
        return sms.inner_text()

    def _new(self, kind: str, *words: str) -> Locator:
        self._look("wechat")
        wanted = [self._openid, self._mark, kind, list(words)]
        try:
            found = self._page.wait_for_function(_NEW, arg=wanted, timeout=SEEN_WITHIN)
        except TimeoutError:
            there = self.phone.locator(".chat").inner_text()
            raise AssertionError(f"{kind} {words} did not come; there is:\n{there}") from None
        bubble = self.phone.locator(f'.chat [data-id="{found.json_value()}"]')
        expect(bubble).to_be_visible()
        return bubble

    def _look(self, app: str) -> None:
        self.phone.locator(f".dock [data-act={app}]").click()

    def _newest(self) -> int:
        ids = "(all) => Math.max(0, ...all.map((one) => Number(one.dataset.id)))"
        return int(self.phone.locator(".chat [data-id]").evaluate_all(ids))
