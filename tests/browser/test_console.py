"""The pages by hand in a real browser: logging in, each role's work, a phone's width, the keyboard alone."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from core import commands as c
from core.identity import Actor
from core.pagelink import link
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import staff
from tests.pages.kit import Site
from tests.pages.serving import PHONE, WIDE, log_in, opened, served
from tests.support import town
from tests.support.databases import copied

NOW = datetime(2026, 10, 22, 9, 23, tzinfo=UTC)
WORDS = "7栋电梯坏了,三天没人修"
PAGES = {
    "王芳": (
        "complaints",
        "complaints/{number}",
        "estates",
        "estates/1",
        "people",
        "people/1",
        "people/add",
        "reports",
    ),
    "张益达": ("complaints", "complaints/{number}", "estates", "reports"),
    "周敏": ("complaints", "estates", "applications", "reports"),
    "赵敏": (
        "applications",
        "companies",
        "companies/add",
        "officers",
        "officers/add",
        "delivery",
        "settings",
        "record",
    ),
}
BUSINESS = ("people/1/edit", "people/1/leave", "applications", "applications/new/contract", "applications/new/change")


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    settings = Settings(database_url=copied(sqlite_template, tmp_path), data_dir=tmp_path / "var")
    store = Store.from_settings(settings)
    made = Site(store, settings, NOW)
    made.files(words=WORDS)
    yield made
    store.close()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    with served(site) as url:
        yield url


@pytest.fixture
def page(site: Site, address: str, browser: Browser) -> Iterator[Page]:
    """A desk's width; no script, file or rule of the policy fails while a test plays."""
    page = opened(browser, address, WIDE)
    yield page
    assert [fault for fault in page.faults if "422" not in fault] == []  # type: ignore[attr-defined]
    page.context.close()


def test_a_company_reads_adds_and_lets_go(site: Site, page: Page) -> None:
    log_in(page, site, "王芳")
    expect(page.get_by_role("heading", name="需求及建议")).to_be_visible()
    page.get_by_role("link", name=WORDS).click()
    expect(page.get_by_role("heading", name="经过")).to_be_visible()
    page.get_by_role("link", name="人员", exact=True).click()
    page.get_by_role("link", name="添加从业人员").click()
    page.get_by_label("姓名").fill("刘洋")
    page.get_by_label("联系电话").fill("17712340099")
    page.get_by_label("身份证号").fill("110101199003070717")
    page.get_by_label("测试小区一").check()
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("请核对18位身份证号。")
    expect(page.get_by_label("身份证号")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("身份证号").fill("110101199003070716")
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已添加刘洋")
    expect(page.locator("dl")).to_contain_text("177****0099")
    page.get_by_text("查看完整的电话和身份证号").click()
    page.get_by_label("为什么要看").fill("核对实名")
    page.get_by_role("button", name="查看").click()
    expect(page.locator("dl")).to_contain_text("110101199003070716")
    page.get_by_role("link", name="离职").click()
    page.get_by_label("我确认刘洋已离职").check()
    page.get_by_role("button", name="离职").click()
    expect(page.get_by_role("status").first).to_contain_text("刘洋已离职")


def test_files_are_had(site: Site, page: Page) -> None:
    log_in(page, site, "王芳")
    for name, ending in (("Excel 表格", "xlsx"), ("CSV", "csv")):
        with page.expect_download() as taken:
            page.get_by_role("link", name=name).click()
        assert taken.value.suggested_filename == f"需求及建议20261022.{ending}"


def test_a_manager_works_from_the_page(site: Site, page: Page) -> None:
    log_in(page, site, "张益达")
    page.get_by_role("link", name=WORDS).click()
    page.get_by_role("button", name="接收处理").click()
    expect(page.get_by_role("status")).to_contain_text("已接收")
    page.get_by_label("处理结果").fill("换了主板")
    page.get_by_role("button", name="完成处理").click()
    expect(page.get_by_role("status")).to_contain_text("已完成")
    expect(page.locator(".timeline")).to_contain_text("换了主板")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("status")).to_contain_text("您已退出登录")
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", name="登录", exact=True)).to_be_visible()


def test_a_contract_goes_to_an_operator_and_back(site: Site, page: Page, browser: Browser, address: str) -> None:
    log_in(page, site, "王芳")
    page.get_by_role("link", name="业务").click()
    page.get_by_role("link", name="合同备案").click()
    page.get_by_label("小区", exact=True).select_option(label="测试小区一")
    page.get_by_role("button", name="选这个小区").click()
    page.get_by_label("合同类型").select_option("物业服务合同抄报")
    page.get_by_label("合同对方").fill("业主委员会")
    page.get_by_label("合同开始").fill("2026-01-01")
    page.get_by_label("合同结束").fill("2029-01-01")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("status")).to_contain_text("已提交")
    desk = opened(browser, address)
    log_in(desk, site, "赵敏")
    desk.get_by_role("link", name=re.compile("合同备案")).click()
    desk.get_by_text("退回修改").click()
    desk.locator("#reason-party").fill("请写全称")
    desk.get_by_role("button", name="退回").click()
    expect(desk.get_by_role("status")).to_contain_text("已退回")
    page.reload()
    expect(page.get_by_text("退回理由：请写全称")).to_be_visible()
    page.get_by_role("link", name="修改后重新提交").click()
    page.get_by_label("合同对方").fill("万和世家业主委员会")
    page.get_by_role("button", name="重新提交").click()
    desk.reload()
    desk.get_by_role("button", name="通过").click()
    expect(desk.get_by_role("status")).to_contain_text("已通过")
    desk.context.close()


def test_wechat_lets_the_waiting_page_in_by_itself(site: Site, page: Page) -> None:
    town.bind(site.store, "王芳", "wangfang", site.now)
    page.goto("/console")
    page.get_by_role("button", name="用微信登录").click()
    said = page.locator(".say").inner_text()
    assert "是您吗" in site.chat("wangfang", said)
    site.chat("wangfang", "是我")
    expect(page.get_by_role("heading", name="需求及建议")).to_be_visible(timeout=20_000)


def test_by_keyboard_alone(site: Site, page: Page) -> None:
    page.goto("/console/login")
    page.keyboard.type("17712340007")
    page.keyboard.press("Enter")
    expect(page.get_by_label("短信验证码")).to_be_focused()
    page.keyboard.type(site.code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="需求及建议")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            "() => { const one = document.activeElement, style = getComputedStyle(one);"
            " return [one.id || one.innerText, style.outlineStyle !== 'none' && style.outlineWidth !== '0px',"
            " one.matches(':focus-visible')] }"
        )
        reached.append(shown[0])
        if shown[2]:
            assert shown[1], shown
        if shown[0] == WORDS:
            break
    assert WORDS in reached
    assert {"退出", "f-state", "f-overdue", "查询"} <= set(reached)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="经过")).to_be_visible()


_FAULTS = (Path(__file__).parent / "faults.js").read_text("utf-8").partition("\n")[2]


@pytest.mark.parametrize("size", [PHONE, WIDE, (320, 640)], ids=["phone", "desk", "narrow"])
def test_every_page_is_fit_for_everybody(site: Site, address: str, browser: Browser, size: tuple[int, int]) -> None:
    """Labels, names, one heading, scopes, contrast, sizes to tap, nothing wider than the window."""
    with site.store.reading() as tx:
        number = tx.complaints.listed((), None, 0, 1)[0][0].number
        people = {row.name: row.id for row in tx.connection.execute(select(staff.c.id, staff.c.name))}
        one = tx.complaints.by_number(number)
    assert one
    site.perform(Actor(staff_id=people["张益达"], channel="wechat"), c.Accept(one.id))
    faults = {}
    stranger = opened(browser, address, size)
    own = link(site.settings, one.id, one.contact_id or 0, site.now).partition("8000")[2]
    for path in ("/console/login", "/console/in/x", "/console/c/x", own, "/console/nothing"):
        stranger.goto(path)
        faults[path] = stranger.evaluate(_FAULTS)
    stranger.context.close()
    for who, paths in PAGES.items():
        page = opened(browser, address, size)
        log_in(page, site, who)
        for path in (*paths, *(BUSINESS if who == "王芳" else ())):
            page.goto("/console/" + path.format(number=number))
            faults[path] = page.evaluate(_FAULTS)
            assert page.faults == []  # type: ignore[attr-defined]
        page.context.close()
    assert {path: found for path, found in faults.items() if found} == {}
