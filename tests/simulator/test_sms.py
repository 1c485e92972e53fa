"""Alibaba's door, met by Alibaba's own SDK: signatures, limits, the ledger, receipts."""

import json
import time
from collections.abc import Callable

import pytest
from alibabacloud_dysmsapi20170525.client import Client
from alibabacloud_dysmsapi20170525.models import QuerySendDetailsRequest, SendSmsRequest, SendSmsResponseBody
from alibabacloud_tea_openapi.exceptions import ClientException
from alibabacloud_tea_openapi.utils_models import Config as SdkConfig

from simulator import Simulator, acs3
from simulator.sms_posts import clock_text
from tests.simulator.conftest import Clock
from tests.simulator.echo_bot import EchoBot

PHONE = "13800138001"
Send = Callable[..., SendSmsResponseBody]


def sdk(sim: Simulator, secret: str = "key-secret") -> Client:
    endpoint = sim.base_url.removeprefix("http://")
    return Client(SdkConfig("key-id", secret, endpoint=endpoint, protocol="http", region_id="cn-hangzhou"))


@pytest.fixture
def real_time(sim: Simulator, clock: Clock) -> None:
    clock.now = time.time()


@pytest.fixture
def send(sim: Simulator, real_time: None) -> Send:
    client = sdk(sim)

    def send(template: str = "SMS_1", phone: str = PHONE, **values: str) -> SendSmsResponseBody:
        request = SendSmsRequest(
            phone_numbers=phone,
            sign_name="码上办",
            template_code=template,
            template_param=json.dumps(values, ensure_ascii=False),
            out_id="notice 1+2/中*~",
        )
        return client.send_sms(request).body

    return send


def test_the_sdk_sends_and_the_phone_receives(sim: Simulator, send: Send) -> None:
    body = send(code="482913")
    assert body.code == "OK"
    sms = sim.sms.listed(PHONE)[0]
    assert sms["text"] == "【码上办】您的验证码是482913，10分钟内有效，请勿告诉他人。"
    assert (sms["biz_id"], sms["out_id"]) == (body.biz_id, "notice 1+2/中*~")


def test_a_wrong_secret_is_refused(sim: Simulator, real_time: None) -> None:
    request = SendSmsRequest(phone_numbers=PHONE, sign_name="码上办", template_code="SMS_1", template_param="{}")
    with pytest.raises(ClientException) as refused:
        sdk(sim, "another").send_sms(request)
    assert refused.value.code == "SignatureDoesNotMatch"
    assert sim.sms.listed() == []


def test_a_changed_query_breaks_the_signature() -> None:
    headers = {"host": "h", "x-acs-action": "SendSms", "x-acs-date": "d"}
    signed = acs3.sign(acs3.canonical("POST", "/", "A=1&B=%E4%B8%AD", headers, "p"), "s")
    assert signed == acs3.sign(acs3.canonical("POST", "/", "B=%E4%B8%AD&A=1", headers, "p"), "s")
    assert signed != acs3.sign(acs3.canonical("POST", "/", "A=2&B=%E4%B8%AD", headers, "p"), "s")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"template": "SMS_2", "area": "万和世家"}, "isv.TEMPLATE_MISSING_PARAMETERS"),
        ({"template": "SMS_1", "code": "9" * 36}, "isv.PARAM_LENGTH_LIMIT"),
        ({"template": "SMS_9", "code": "1"}, "isv.SMS_TEMPLATE_ILLEGAL"),
        ({"phone": "02887654321", "code": "1"}, "isv.MOBILE_NUMBER_ILLEGAL"),
    ],
)
def test_business_errors(sim: Simulator, send: Send, asked: dict[str, str], code: str) -> None:
    assert send(**asked).code == code
    assert sim.sms.listed() == []


def test_a_template_without_a_text_of_its_own_is_shown(sim: Simulator, send: Send) -> None:
    assert send("SMS_3", area="万和世家", number="0001", state="业主催办").code == "OK"
    assert send("SMS_3", place="7栋").code == "OK"
    texts = [sms["text"] for sms in sim.sms.listed(PHONE)]
    assert texts == ["【码上办】万和世家反映0001：业主催办。", "【码上办】7栋。"]


def test_one_code_a_minute(send: Send) -> None:
    assert send(code="111111").code == "OK"
    second = send(code="222222")
    assert (second.code, second.message) == ("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1")
    assert send(phone="+8613800138002", code="333333").code == "OK"


def test_details_are_found_by_out_id(sim: Simulator, send: Send, clock: Clock) -> None:
    send(code="482913")
    day = clock_text(clock.now)[:10].replace("-", "")
    asked = QuerySendDetailsRequest(phone_number=PHONE, send_date=day, page_size=10, current_page=1)
    details = sdk(sim).query_send_details(asked).body
    assert details.code == "OK"
    assert details.sms_send_detail_dtos.sms_send_detail_dto[0].out_id == "notice 1+2/中*~"


@pytest.mark.parametrize("undelivered", [False, True])
def test_a_receipt_is_posted(sim: Simulator, send: Send, bot: EchoBot, undelivered: bool) -> None:
    if undelivered:
        sim.faults.order("sms-delivery", code="MK:0001")
    biz_id = send(code="482913").biz_id
    path, payload = sim.wait(lambda: bot.posts[0] if bot.posts else None, 5, "no receipt")
    assert path == "sms/aliyun/path-secret/report"
    assert payload[0]["success"] is not undelivered
    assert payload[0]["biz_id"] == biz_id
    assert payload[0]["err_code"] == ("MK:0001" if undelivered else "DELIVERED")


def test_a_text_back_is_posted(sim: Simulator, bot: EchoBot) -> None:
    sim.person("sim_resident_1").texts("A7 5")
    path, payload = sim.wait(lambda: bot.posts[0] if bot.posts else None, 5, "no uplink")
    assert (path, payload[0]["content"], payload[0]["phone_number"]) == ("sms/aliyun/path-secret/up", "A7 5", PHONE)


def test_ordered_sms_faults(sim: Simulator, send: Send) -> None:
    sim.faults.order("sms", code="isv.OUT_OF_SERVICE")
    assert send(code="1").code == "isv.OUT_OF_SERVICE"
    sim.faults.order("sms", code="isp.SYSTEM_ERROR", accept=True)
    assert send(code="2").code == "isp.SYSTEM_ERROR"
    assert len(sim.sms.listed(PHONE)) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("您的反映${number}已办。拒收请回复R", "拒收请回复"),
        ("${area}${number}已办", "变量相邻"),
        ("反映${number}请打13800138000", "联系方式"),
    ],
)
def test_the_played_reviewer_refuses_what_the_real_one_does(sim: Simulator, content: str, why: str) -> None:
    rule = {"number": "other_number2"} | ({"area": "others"} if "area" in content else {})
    one = sim.sms_books.apply("试", content, False, rule, "aliyun")
    assert (one.standing, why in one.reason) == ("refused", True)


def test_a_cloud_may_post_ten_times_more_what_was_answered_well(sim: Simulator, bot: EchoBot, send: Send) -> None:
    sim.quirks.switch(repeats=10)
    send(code="482913")
    posts = sim.wait(lambda: bot.posts if len(bot.posts) > 10 else None, 5, "no repeats")
    assert (len(posts), len({json.dumps(one) for one in posts})) == (11, 1)
