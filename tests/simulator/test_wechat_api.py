"""WeChat's API side: tokens, the customer-service window, templates and their limits, consents, menus, tags."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from simulator import Simulator
from simulator.account import Account
from simulator.person import Person
from simulator.tokens import Tokens
from tests.simulator.conftest import Clock
from tests.simulator.echo_bot import EchoBot

Api = Callable[..., dict[str, Any]]
GOOD = {
    "thing1": {"value": "万和世家"},
    "character_string2": {"value": "004020241017002"},
    "thing3": {"value": "处理中"},
    "time4": {"value": "2024年10月17日 17:23"},
}


@pytest.fixture
def resident(sim: Simulator) -> Person:
    person = sim.person("sim_resident_1")
    person.follows()
    return person


def say(api: Api, text: str = "您好") -> int:
    answer = api("message/custom/send", touser="sim_resident_1", msgtype="text", text={"content": text})
    return int(answer["errcode"])


def template(api: Api, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    return api("message/template/send", touser="sim_resident_1", template_id="TPL_ACCEPTED", data=data, **more)


def test_a_token_lasts_ends_and_is_replaced(clock: Clock) -> None:
    tokens = Tokens(clock, 7200)
    first, seconds = tokens.stable()
    assert seconds == 7200
    assert tokens.stable()[0] == first
    clock.now += 6950
    second = tokens.stable()[0]
    assert second != first
    assert tokens.check(first) == tokens.check(second) == 0
    clock.now += 300
    assert tokens.check(first) == 42001
    assert (tokens.check(""), tokens.check("nonsense")) == (41001, 40001)


def test_a_forced_refresh_ends_the_old_token_at_most_every_half_minute(clock: Clock) -> None:
    tokens = Tokens(clock, 7200)
    first = tokens.stable()[0]
    second = tokens.stable(force=True)[0]
    assert tokens.check(first) == 40001
    assert tokens.stable(force=True)[0] == second
    for _ in range(19):
        clock.now += 31
        assert tokens.stable(force=True)
    clock.now += 31
    assert tokens.stable(force=True) is None


def test_the_token_door_checks_the_secret(sim: Simulator) -> None:
    url = f"{sim.base_url}/cgi-bin/stable_token"
    asked = {"grant_type": "client_credential", "appid": sim.config.app_id, "secret": "wrong"}
    assert requests.post(url, json=asked, timeout=5).json()["errcode"] == 40125
    granted = requests.post(url, json=asked | {"secret": "app-secret"}, timeout=5).json()
    assert sim.tokens.check(granted["access_token"]) == 0
    assert "secret" not in str(sim.calls)


def test_three_after_a_follow_within_a_minute(resident: Person, api: Api, clock: Clock) -> None:
    assert [say(api) for _ in range(4)] == [0, 0, 0, 45047]
    resident.clicks("menu:mine")
    clock.now += 61
    assert say(api) == 45015


def test_five_after_a_message_within_two_days(resident: Person, api: Api, clock: Clock) -> None:
    clock.now += 61
    resident.says("你好")
    assert [say(api) for _ in range(6)] == [0] * 5 + [45047]
    resident.says("还在吗")
    clock.now += 48 * 3600 - 1
    assert say(api) == 0
    clock.now += 1
    assert say(api) == 45015


def test_strangers_and_leavers_get_nothing(resident: Person, api: Api) -> None:
    resident.unfollows()
    assert say(api) == 43004
    answer = api("message/custom/send", touser="nobody", msgtype="text", text={"content": "x"})
    assert answer["errcode"] == 40003
    assert "rid: " in answer["errmsg"]


def test_a_menu_message_can_be_tapped(resident: Person, api: Api) -> None:
    choices = [{"id": "rate:5", "content": "满意"}]
    menu = {"head_content": "服务如何?", "list": choices, "tail_content": "谢谢"}
    assert api("message/custom/send", touser=resident.openid, msgtype="msgmenu", msgmenu=menu)["errcode"] == 0
    assert resident.taps("满意") == "听到:满意"


def test_escapes_in_a_customer_message_are_shown_as_they_stand(sim: Simulator, resident: Person) -> None:
    url = f"{sim.base_url}/cgi-bin/message/custom/send?access_token={sim.tokens.stable()[0]}"
    requests.post(url, json={"touser": resident.openid, "msgtype": "text", "text": {"content": "好"}}, timeout=5)
    assert resident.words[-1] == "\\u597d"


def test_a_template_arrives_as_a_card_and_its_end_is_reported(resident: Person, api: Api, sim: Simulator) -> None:
    followed = resident.last
    assert template(api, GOOD)["errcode"] == 0
    card = resident.waits_for("受理通知")
    assert card["rows"][0] == {"label": "小区", "value": "万和世家"}
    ended = sim.wait(lambda: [p for p in sim.pushes if p["type"] == "TEMPLATESENDJOBFINISH"] or None, 5, "no event")
    assert ended[0]["problem"] == ""
    assert resident.last is followed


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("thing1", "一二三四五六七八九十一二三四五六七八九十多"),
        ("character_string2", "编号1"),
        ("character_string2", "9" * 33),
        ("time4", "明天"),
        ("thing3", ""),
    ],
)
def test_a_value_beyond_its_limit_names_the_field(resident: Person, api: Api, field: str, value: str) -> None:
    answer = template(api, GOOD | {field: {"value": value}})
    assert answer["errcode"] == 47003
    assert f"data.{field}.value" in answer["errmsg"]


def test_unknown_fields_and_templates_are_refused(resident: Person, api: Api) -> None:
    assert template(api, GOOD | {"first": {"value": "您好"}})["errcode"] == 47003
    assert api("message/template/send", touser=resident.openid, template_id="T", data=GOOD)["errcode"] == 40037


def test_a_client_msg_id_sends_once_in_ten_minutes(resident: Person, api: Api, clock: Clock) -> None:
    first = template(api, GOOD, client_msg_id="n1")
    assert template(api, GOOD, client_msg_id="n1")["msgid"] == first["msgid"]
    assert sum(bubble["kind"] == "template" for bubble in resident.bubbles) == 1
    clock.now += 601
    assert template(api, GOOD, client_msg_id="n1")["msgid"] != first["msgid"]


@pytest.mark.parametrize("status", ["accept", "acceptWithAlert", "acceptWithAudio", "acceptWithForcePush"])
def test_one_consent_is_one_subscription_message(resident: Person, api: Api, bot: EchoBot, status: str) -> None:
    def send() -> int:
        answer = api("message/subscribe/bizsend", touser=resident.openid, template_id="TPL_ACCEPTED", data=GOOD)
        return int(answer["errcode"])

    assert send() == 43101
    resident.answers_consent(["TPL_ACCEPTED"], status)
    assert [send(), send()] == [0, 43101]


def test_menus_follow_the_tag(sim: Simulator, resident: Person, api: Api) -> None:
    button = [{"type": "click", "name": "待办", "key": "menu:todo"}]
    assert api("menu/get")["errcode"] == 46003
    assert api("menu/create", button=[{"type": "click", "name": "我的", "key": "menu:mine"}])["errcode"] == 0
    tag = api("tags/create", tag={"name": "经理"})["tag"]["id"]
    number = api("menu/addconditional", button=button, matchrule={"tag_id": str(tag)})["menuid"]
    assert api("tags/members/batchtagging", openid_list=[resident.openid], tagid=tag)["errcode"] == 0
    assert sim.account.menu_for(resident.tags) == button
    assert api("menu/get")["conditionalmenu"][0]["matchrule"] == {"tag_id": str(tag)}
    assert api("get_current_selfmenu_info")["selfmenu_info"]["button"][0]["name"] == "我的"
    assert api("menu/delconditional", menuid=number)["errcode"] == 0
    assert sim.account.menu_for(resident.tags)[0]["name"] == "我的"
    assert api("menu/create", button=[{"type": "click", "name": "太长了的一个按钮", "key": "k"}])["errcode"] == 40018


def test_codes_media_and_the_template_list(sim: Simulator, resident: Person, api: Api) -> None:
    code = api("qrcode/create", action_name="QR_LIMIT_STR_SCENE", action_info={"scene": {"scene_str": "s1"}})
    assert sim.account.scene_of(code["url"]) == "s1"
    again = Account(sim.config)
    assert again.scene_of(code["url"]) == ""
    assert again.scene_of(code["url"], ["s0", "s1"]) == "s1"
    brief = api(
        "qrcode/create", action_name="QR_STR_SCENE", expire_seconds=90, action_info={"scene": {"scene_str": "b"}}
    )
    assert (brief["expire_seconds"], again.scene_of(brief["url"])) == (90, "b")
    assert [again.scene_of(other) for other in (brief["url"] + "A", "x~", "x~é", "a~b")] == [""] * 4
    token = sim.tokens.stable()[0]
    sent = requests.post(
        f"{sim.base_url}/cgi-bin/media/upload?access_token={token}&type=image",
        files={"media": ("a.jpg", b"picture", "image/jpeg")},
        timeout=5,
    ).json()
    get = f"{sim.base_url}/cgi-bin/media/get?access_token={token}&media_id="
    got = requests.get(get + sent["media_id"], timeout=5)
    assert (got.content, got.headers["Content-Type"]) == (b"picture", "image/jpeg")
    assert requests.get(get + "none", timeout=5).json()["errcode"] == 40007
    assert "{{thing1.DATA}}" in api("template/get_all_private_template")["template_list"][0]["content"]
    assert api("nonsense")["errcode"] == 40066


def test_ordered_faults_strike_as_often_as_ordered(sim: Simulator, resident: Person, api: Api) -> None:
    sim.faults.order("/cgi-bin/message/custom/send", code=-1, times=2)
    assert [say(api) for _ in range(3)] == [-1, -1, 0]
    sim.faults.order("/cgi-bin/message/custom/send", code=45011, to="somebody_else")
    assert say(api) == 0
    sim.faults.clear()
    sim.faults.order("/cgi-bin/message/template/send", body="<html>", accept=True)
    url = f"{sim.base_url}/cgi-bin/message/template/send?access_token={sim.tokens.stable()[0]}"
    body = {"touser": resident.openid, "template_id": "TPL_ACCEPTED", "data": GOOD}
    assert requests.post(url, json=body, timeout=5).text == "<html>"
    assert resident.waits_for("受理通知")
    sim.tokens.expire()
    assert api("menu/get", token="x")["errcode"] == 40001


def test_a_dripping_answer_comes_byte_by_byte(sim: Simulator) -> None:
    sim.faults.order("/cgi-bin/menu/get", drip=1000)
    answer = requests.get(f"{sim.base_url}/cgi-bin/menu/get?access_token={sim.tokens.stable()[0]}", timeout=5)
    assert answer.json()["errcode"] == 46003
    assert answer.elapsed.total_seconds() < 1
