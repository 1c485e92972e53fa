"""Tencent's own side of the channel: codes, signatures, values in their order, and asking later what became of it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.notify.channels import Fate
from bot.notify.channels.tencent import TencentChannel
from bot.notify.channels.tencent_errors import outcome
from simulator import Simulator
from tests.contract.channel_kit import OVERALL, PHONE, TEXT, Way, tencent, upstream, ways


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with upstream() as sim:
        yield sim


@pytest.fixture
def sms(sim: Simulator) -> Way:
    return ways(sim)["tencent"]


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize(
    ("code", "fate", "reason", "alarm"),
    [
        ("LimitExceeded.PhoneNumberThirtySecondLimit", Fate.RETRY, "thirty_seconds", False),
        ("LimitExceeded.PhoneNumberOneHourLimit", Fate.RETRY, "hour_limit", False),
        ("LimitExceeded.PhoneNumberDailyLimit", Fate.FAILED, "limited", False),
        ("LimitExceeded.PhoneNumberSameContentDailyLimit", Fate.FAILED, "limited", False),
        ("LimitExceeded.SomethingNew", Fate.FAILED, "declined", False),
        ("RequestLimitExceeded", Fate.RETRY, "throttled", False),
        ("RequestLimitExceeded.UinLimitExceeded", Fate.RETRY, "throttled", False),
        ("FailedOperation.PhoneNumberInBlacklist", Fate.FAILED, "do_not_disturb", False),
        ("FailedOperation.MarketingSendTimeConstraint", Fate.RETRY, "marketing_hours", True),
        ("FailedOperation.ContainSensitiveWord", Fate.FAILED, "blocked_words", False),
        ("FailedOperation.InsufficientBalanceInSmsPackage", Fate.FAILED, "no_balance", True),
        ("FailedOperation.SignatureIncorrectOrUnapproved", Fate.FAILED, "bad_sign", True),
        ("FailedOperation.NotEnterpriseCertification", Fate.FAILED, "no_permission", True),
        ("InvalidParameterValue.TemplateWithDirtyWords", Fate.FAILED, "content_refused", True),
        ("LimitExceeded.GlobalSmsSendingRateLimit", Fate.RETRY, "throttled", False),
        ("FailedOperation.TemplateUnapprovedOrNotExist", Fate.FAILED, "template_missing", True),
        ("FailedOperation.TemplateParamSetNotMatchApprovedTemplate", Fate.FAILED, "bad_field", True),
        ("InvalidParameterValue.TemplateParameterLengthLimit", Fate.FAILED, "bad_field", True),
        ("InvalidParameterValue.ProhibitedUseUrlInTemplateParameter", Fate.FAILED, "bad_field", True),
        ("InvalidParameterValue.IncorrectPhoneNumber", Fate.FAILED, "bad_phone", False),
        ("UnauthorizedOperation.RequestIpNotInWhitelist", Fate.RETRY, "ip_not_allowed", True),
        ("UnauthorizedOperation.SmsSdkAppIdVerifyFail", Fate.FAILED, "no_permission", True),
        ("AuthFailure.SignatureExpire", Fate.FAILED, "clock", True),
        ("AuthFailure.TokenFailure", Fate.FAILED, "credentials", True),
        ("InternalError.Timeout", Fate.UNKNOWN, "busy", False),
        ("InternalError", Fate.UNKNOWN, "busy", False),
        ("NeverHeardOf", Fate.FAILED, "declined", False),
    ],
)
def test_the_table_of_codes(sms: Way, code: str, fate: Fate, reason: str, alarm: bool) -> None:
    sms.fault(code=code)
    with capture_logs() as logs:
        outcome = sms.send()
    assert (outcome.fate, outcome.reason, outcome.detail) == (fate, reason, code)
    assert bool(outcome.until) is (fate is Fate.RETRY)
    assert [line["log_level"] for line in logs] == ["error"] * alarm
    assert sms.arrived() == 0


def test_advertising_waits_for_the_morning_in_china() -> None:
    code = "FailedOperation.MarketingSendTimeConstraint"
    evening, night = datetime(2024, 10, 17, 14, 30, tzinfo=UTC), datetime(2024, 10, 17, 23, 59, tzinfo=UTC)
    assert outcome(code, evening).until == datetime(2024, 10, 18, 0, 0, tzinfo=UTC)
    assert outcome(code, night).until == datetime(2024, 10, 18, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize("change", [{"secret": "another-key"}, {"app_id": "1400000002"}])
def test_wrong_credentials_are_told_and_not_shown(sim: Simulator, change: dict[str, str]) -> None:
    outcome = tencent(sim, **change).send(ways(sim)["tencent"].letter)
    assert (outcome.fate, outcome.reason) == (Fate.FAILED, "credentials")
    assert "another-key" not in repr(outcome)
    assert sim.sms.listed() == []


@pytest.mark.parametrize(
    "answer",
    [
        {"Error": {"Code": "AuthFailure.SecretIdNotFound", "Message": "x"}, "RequestId": "1"},
        {"SendStatusSet": [{"Code": "FailedOperation.PhoneNumberInBlacklist", "SerialNo": None}], "RequestId": "1"},
    ],
)
def test_an_error_is_an_error_whatever_its_content_type(sms: Way, answer: dict[str, Any]) -> None:
    """The SDK takes one for an answer unless its Content-Type is exactly application/json."""
    sms.fault(body=json.dumps({"Response": answer}))
    assert sms.send().fate is Fate.FAILED


@pytest.mark.parametrize("body", ['{"Response":{}}', '{"Response":{"SendStatusSet":null}}', '{"Response":[]}'])
def test_an_answer_that_says_nothing_is_no_success(sms: Way, body: str) -> None:
    sms.fault(body=body)
    assert (sms.send().fate, sms.arrived()) == (Fate.UNKNOWN, 0)


@pytest.mark.parametrize("status", [None, {}, {"Code": None}, "Ok"])
@pytest.mark.parametrize("many", [1, 2])
def test_an_answer_that_says_nothing_of_the_phone_is_no_success(sms: Way, status: Any, many: int) -> None:
    sms.fault(body=json.dumps({"Response": {"SendStatusSet": [status] * many}}))
    assert sms.send().fate in (Fate.UNKNOWN, Fate.FAILED)


def test_values_in_the_order_of_the_text_and_fitted(sms: Way, sim: Simulator) -> None:
    sent = sms.send(fields={"state": "项目经理已接收，正在处理", "number": "00402024", "area": "万和世家二期东区"})
    taken = sim.sms.listed(PHONE)[0]
    assert taken["text"] == "【码上办】您在万和世家二…的反映402024：已接收。查进度回复“查”加编号。"
    assert (taken["out_id"], taken["biz_id"]) == ("n1:sms", sent.provider_id)


def test_a_value_that_is_missing_is_not_sent(sms: Way) -> None:
    outcome = sms.send(fields={"area": "万和世家", "number": "1"})
    assert (outcome.fate, outcome.reason, outcome.detail) == (Fate.FAILED, "bad_field", "state")
    assert sms.arrived() == 0


def test_a_code(sms: Way, sim: Simulator) -> None:
    sms.send(template="code", fields={"code": "123456"})
    assert sim.sms.listed(PHONE)[0]["text"] == "【码上办】您的验证码是123456，10分钟内有效，请勿告诉他人。"


def test_it_is_sent_once_even_where_the_answer_is_late(sms: Way, sim: Simulator) -> None:
    """The SDK could repeat a request by itself; it must not."""
    sms.fault(hang=OVERALL * 2, accept=True)
    assert sms.send().fate is Fate.UNKNOWN
    sim.wait(lambda: sim.calls or None, 5, "no call")
    assert [call["action"] for call in sim.calls] == ["SendSms"]


class TestAskedLater:
    def test_delivered(self, sms: Way, sim: Simulator) -> None:
        channel = _channel(sms)
        sms.fault(hang=OVERALL * 2, accept=True)
        assert sms.send().fate is Fate.UNKNOWN
        sim.wait(lambda: sim.sms.listed(PHONE)[0]["status"] == "delivered" or None, 5, "no receipt")
        assert channel.query("n1:sms", PHONE, now()) == channel.query("n1:sms", PHONE, now() - timedelta(days=3))
        assert channel.query("n1:sms", PHONE, now()).reason == "delivered"

    def test_not_delivered(self, sms: Way, sim: Simulator) -> None:
        sim.faults.order("sms-delivery", code="UNDELIV")
        sms.send()
        sim.wait(lambda: sim.sms.listed(PHONE)[0]["status"] == "failed" or None, 5, "no receipt")
        told = _channel(sms).query("n1:sms", PHONE, now())
        assert (told.fate, told.reason) == (Fate.FAILED, "undelivered")

    def test_no_report_is_no_proof_that_it_was_not_taken(self, sms: Way) -> None:
        told = _channel(sms).query("n1:sms", PHONE, now())
        assert (told.fate, told.reason) == (Fate.UNKNOWN, "no_report")

    def test_longer_ago_than_they_tell(self, sms: Way) -> None:
        assert _channel(sms).query("n1:sms", PHONE, now() - timedelta(days=30)).reason == "no_report"

    @pytest.mark.parametrize("fault", [{"hang": OVERALL * 2}, {"code": "InternalError"}, {"body": "<html>"}])
    def test_no_answer(self, sms: Way, fault: dict[str, object]) -> None:
        sms.fault(**fault)
        told = _channel(sms).query("n1:sms", PHONE, now())
        assert (told.fate, told.reason) == (Fate.UNKNOWN, "no_answer")


def _channel(way: Way) -> TencentChannel:
    assert isinstance(way.channel, TencentChannel)
    return way.channel


def test_the_texts_are_what_the_simulator_has_approved(sms: Way, sim: Simulator) -> None:
    sms.send(fields=TEXT)
    assert sim.sms.listed(PHONE)[0]["params"] == TEXT | {"number": "017002"}
