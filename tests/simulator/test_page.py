"""The phones page in a real browser: what is done there reaches the bot, and what comes back is seen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from simulator import Simulator
from simulator.person import menu_bubble, text_bubble
from tests.support.browser import new_page


@pytest.fixture
def page(browser: Browser, sim: Simulator) -> Iterator[Page]:
    page, complaints = new_page(browser), list[str]()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(sim.base_url)
    page.wait_for_selector("body[data-ready]")
    yield page
    page.close()
    assert complaints == []


@pytest.fixture
def phone(page: Page) -> Locator:
    phone = page.locator('section.phone[data-person="sim_resident_1"]')
    phone.locator(".dock [data-act=scan]").click()
    phone.locator('[data-estate="万和世家"]').click()
    expect(phone.locator(".chat .bubble").last).to_have_text("听到:event:subscribe_scan")
    return phone


def test_words_taps_and_menu(phone: Locator) -> None:
    phone.locator(".wechat textarea").fill("选")
    phone.locator(".wechat textarea").press("Enter")
    phone.locator('.tap[data-tap="accept:1"]').click()
    expect(phone.locator(".bubble[data-side=me]").last).to_have_text("接收")
    expect(phone.locator(".bubble[data-side=account]").last).to_have_text("听到:接收")
    phone.locator('[data-menu-key="menu:mine"]').click()
    expect(phone.locator(".bubble[data-side=account]").last).to_have_text("听到:event:click")


def test_an_address_in_plain_words_can_be_opened(phone: Locator) -> None:
    phone.locator(".wechat textarea").fill("表格：\nhttp://127.0.0.1:9/r/a-b_c\n（24小时内有效）")
    phone.locator(".wechat textarea").press("Enter")
    link = phone.locator(".bubble[data-side=me] a")
    expect(link).to_have_text("http://127.0.0.1:9/r/a-b_c")
    expect(link).to_have_attribute("href", "http://127.0.0.1:9/r/a-b_c")
    expect(phone.locator(".bubble[data-side=me]").last).to_contain_text("（24小时内有效）")


def test_a_text_to_a_number_of_nobody_here_is_shown_and_put_away(page: Page, sim: Simulator) -> None:
    sim.sms.take("+8617712340008", "code", {"code": "482913"}, "")
    note = page.locator("#elsewhere li")
    expect(note).to_contain_text("17712340008")
    expect(note).to_contain_text("您的验证码是482913")
    note.get_by_label("收起").click()
    expect(note).to_have_count(0)


def test_pictures_places_and_voice(phone: Locator, sim: Simulator) -> None:
    phone.locator("[data-act=more]").click()
    phone.locator("[data-act=sample-0]").click()
    expect(phone.locator('.bubble[data-kind="image"] img')).to_be_visible()
    phone.locator("[data-act=more]").click()
    picture = {"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    phone.locator("input[data-act=picture]").set_input_files([picture])
    expect(phone.locator('.bubble[data-kind="image"]')).to_have_count(2)
    phone.locator("[data-act=more]").click()
    phone.locator("[data-act=place]").click()
    phone.locator("[data-place]").first.click()
    expect(phone.locator('.bubble[data-kind="location"]')).to_be_visible()
    phone.locator("[data-act=voice]").click()
    phone.locator("[data-field=voice]").fill("灯坏了")
    phone.locator("[data-act=send-voice]").click()
    expect(phone.locator('.bubble[data-kind="voice"]')).to_contain_text("灯坏了")
    expect(phone.locator(".bubble[data-side=account]").last).to_have_text("听到:voice:")


def test_texts_cards_and_menus_arrive(phone: Locator, sim: Simulator) -> None:
    sim.sms.take("+8613800138001", "code", {"code": "482913"}, "")
    expect(phone.locator(".banner")).to_contain_text("482913")
    expect(phone.locator(".dock [data-act=sms] .badge")).to_have_text("1")
    phone.locator(".dock [data-act=sms]").click()
    expect(phone.locator(".texts .bubble")).to_contain_text("【码上办】您的验证码是482913")
    phone.locator(".sms textarea").fill("1")
    phone.locator("[data-act=send-sms]").click()
    expect(phone.locator(".texts .bubble")).to_have_count(2)
    person = sim.person("sim_resident_1")
    person.hears(text_bubble('请看 <a href="weixin://bizmsgmenu?msgmenucontent=a&msgmenuid=b">详情</a>'))
    expect(phone.locator(".banner p")).to_have_text("请看 详情")
    phone.locator(".dock [data-act=wechat]").click()
    expect(phone.locator(".banner")).to_be_hidden()
    rows = [{"label": "小区", "value": "万和世家"}]
    person.hears({"kind": "template", "title": "受理通知", "rows": rows, "href": ""})
    expect(phone.locator(".card")).to_contain_text("万和世家")
    person.hears(menu_bubble("满意吗?", [{"id": "rate:5", "content": "满意"}], ""))
    phone.locator('.tap[data-tap="rate:5"]').click()
    expect(phone.locator(".bubble[data-side=account]").last).to_have_text("听到:满意")


def test_words_are_never_markup(phone: Locator, sim: Simulator) -> None:
    phone.locator(".wechat textarea").fill("<img src=x onerror=alert(1)>")
    phone.locator("[data-act=send]").click()
    expect(phone.locator(".bubble[data-side=account]").last).to_have_text("听到:<img src=x onerror=alert(1)>")
    expect(phone.locator(".bubble img")).to_have_count(0)


def test_switches_and_faults(page: Page, phone: Locator, sim: Simulator) -> None:
    page.locator("#fault").select_option("window")
    page.locator("[data-act=order-fault]").click()
    expect(page.locator("#ordered li")).to_contain_text("45015")
    sim.faults.take("/cgi-bin/message/custom/send")
    expect(page.locator("#ordered li")).to_have_count(0)
    page.locator("[data-switch=doubled]").check(force=True)
    expect(page.locator("[data-switch=doubled]")).to_be_checked()
    phone.locator(".wechat textarea").fill("错")
    phone.locator("[data-act=send]").click()
    expect(phone.locator(".note[data-fault]")).to_have_text("该公众号提供的服务出现故障，请稍后再试")
    assert sim.network.doubled
    phone.locator("[data-act=follow]").click()
    expect(phone.locator(".stranger")).to_be_visible()
