"""The pages of a `Site` on a port of this machine, for a real browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.pages.kit import Site, phone


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing."""


WIDE, PHONE = (1280, 900), (390, 844)


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The address, while the block lasts."""
    server = make_server("127.0.0.1", 0, site.app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def opened(browser: Browser, url: str, size: tuple[int, int] = WIDE) -> Page:
    """A page with cookies of its own, on which nothing may fail: no script, no file, no rule of the policy."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, base_url=url, locale="zh-CN")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.faults = faults  # type: ignore[attr-defined]
    return page


def log_in(page: Page, site: Site, name: str, account: str = "") -> None:
    """By the hands of somebody of the town."""
    site.let_pass(timedelta(minutes=1))
    page.goto("/console")
    page.get_by_label("身份证号或手机号").fill(phone(name))
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_label("短信验证码").fill(site.code())
    page.get_by_role("button", name="登录").click()
    if account:
        page.get_by_role("button", name=account).click()
