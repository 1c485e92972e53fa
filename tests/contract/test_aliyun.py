"""Alibaba's own side of the channel: codes, signatures, values, and asking later what became of a text."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.notify.channels import Fate
from bot.notify.channels import aliyun as aliyun_channel
from bot.notify.channels.aliyun import PAGE, AliyunChannel
from simulator import Simulator
from tests.contract.channel_kit import KEY_SECRET, OVERALL, PHONE, TEXT, Way, aliyun, upstream, ways


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with upstream() as sim:
        yield sim


@pytest.fixture
def sms(sim: Simulator) -> Way:
    return ways(sim)["sms"]


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize(
    ("code", "fate", "reason", "alarm"),
    [
        ("isv.BUSINESS_LIMIT_CONTROL", Fate.FAILED, "limited", False),
        ("isv.DAY_LIMIT_CONTROL", Fate.FAILED, "limited", False),
        ("isv.MOBILE_NUMBER_ILLEGAL", Fate.FAILED, "bad_phone", False),
        ("isv.BLACK_KEY_CONTROL_LIMIT", Fate.FAILED, "blocked_words", False),
        ("isv.OUT_OF_SERVICE", Fate.FAILED, "no_balance", True),
        ("isv.AMOUNT_NOT_ENOUGH", Fate.FAILED, "no_balance", True),
        ("isv.TEMPLATE_MISSING_PARAMETERS", Fate.FAILED, "bad_field", True),
        ("isv.PARAM_LENGTH_LIMIT", Fate.FAILED, "bad_field", True),
        ("isv.SMS_SIGNATURE_ILLEGAL", Fate.FAILED, "bad_sign", True),
        ("isv.SMS_SIGNATURE_SCENE_ILLEGAL", Fate.FAILED, "sign_scene", True),
        ("isv.SMS_SIGN_ILLEGAL", Fate.FAILED, "sign_banned", True),
        ("isv.SMS_CONTENT_ILLEGAL", Fate.FAILED, "content_refused", True),
        ("isv.EXTEND_CODE_ERROR", Fate.FAILED, "extend_code", True),
        ("isv.DENY_IP_RANGE", Fate.FAILED, "ip_abroad", True),
        ("isp.RAM_PERMISSION_DENY", Fate.FAILED, "no_permission", True),
        ("isp.SYSTEM_ERROR", Fate.UNKNOWN, "busy", False),
        ("isv.NEVER_HEARD_OF", Fate.FAILED, "declined", False),
        ("ServiceUnavailable", Fate.UNKNOWN, "bad_answer", False),
        ("Throttling.User", Fate.RETRY, "throttled", False),
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


def test_a_wrong_key_is_told_and_not_shown(sim: Simulator) -> None:
    outcome = aliyun(sim, secret="another").send(ways(sim)["sms"].letter)
    assert (outcome.fate, outcome.reason) == (Fate.FAILED, "credentials")
    assert "another" not in repr(outcome)


def test_values_and_the_receipt_number(sms: Way, sim: Simulator) -> None:
    outcome = sms.send(fields=TEXT | {"area": "万" * 40})
    taken = sim.sms.listed(PHONE)[0]
    assert taken["params"] == TEXT | {"area": "万" * 34 + "…"}
    assert (taken["out_id"], taken["biz_id"]) == ("n1:sms", outcome.provider_id)


def test_what_became_of_it(sms: Way, sim: Simulator) -> None:
    channel = sms.channel
    assert isinstance(channel, AliyunChannel)
    sms.fault(hang=OVERALL * 2, accept=True)
    assert sms.send().fate is Fate.UNKNOWN
    asked = channel.query("n1:sms", PHONE, now())
    assert asked.fate is Fate.SENT
    assert asked.reason in ("waiting", "delivered")
    assert channel.query("n2:sms", PHONE, now()).reason == "not_found"
    assert channel.query("n1:sms", PHONE, now() - timedelta(days=1)).fate is Fate.RETRY


def test_about_midnight_both_days_are_looked_through(sms: Way, sim: Simulator) -> None:
    """Their clock decides on which day it was sent."""
    channel = sms.channel
    assert isinstance(channel, AliyunChannel)
    midnight = datetime(2024, 10, 17, 16, 0, tzinfo=UTC)
    sim.sms.take(PHONE, "accepted", TEXT, "n1:sms")
    sim.sms._taken[-1]["sent_at"] = (midnight + timedelta(seconds=90)).timestamp()
    assert channel.query("n1:sms", PHONE, midnight - timedelta(seconds=1)).fate is Fate.SENT
    assert channel.query("n1:sms", PHONE, midnight - timedelta(hours=1)).reason == "not_found"


def test_what_was_not_delivered(sms: Way, sim: Simulator) -> None:
    channel = sms.channel
    assert isinstance(channel, AliyunChannel)
    sim.faults.order("sms-delivery", code="MOBILE_SEND_LIMIT")
    assert sms.send().fate is Fate.SENT
    sim.wait(lambda: sim.sms.listed(PHONE)[0]["status"] == "failed" or None, 5, "no receipt")
    assert channel.query("n1:sms", PHONE, now()).reason == "undelivered"


def test_looking_through_all_pages(sms: Way, sim: Simulator) -> None:
    channel = sms.channel
    assert isinstance(channel, AliyunChannel)
    sms.send()
    for number in range(PAGE + 1):
        sim.sms.take(PHONE, "accepted", TEXT, f"other-{number}")
    assert channel.query("n1:sms", PHONE, now()).fate is Fate.SENT


def test_more_than_can_be_looked_through_is_no_proof(sms: Way, sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = sms.channel
    assert isinstance(channel, AliyunChannel)
    monkeypatch.setattr(aliyun_channel, "PAGES", 1)
    for number in range(PAGE):
        sim.sms.take(PHONE, "accepted", TEXT, f"other-{number}")
    assert channel.query("n1:sms", PHONE, now()).fate is Fate.UNKNOWN


@pytest.mark.parametrize("fault", [{"hang": OVERALL * 2}, {"code": "isv.UNKNOWN"}, {"body": "<html>"}])
def test_no_answer_to_the_question(sms: Way, fault: dict[str, object]) -> None:
    channel = sms.channel
    assert isinstance(channel, AliyunChannel)
    sms.fault(**fault)
    assert channel.query("n1:sms", PHONE, now()).fate is Fate.UNKNOWN


def test_the_sdk_logs_no_phone(sms: Way, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "sdk")
    with caplog.at_level(logging.INFO):
        assert sms.send().fate is Fate.SENT
    shown = "".join(record.getMessage() for record in caplog.records if record.name.startswith("dara"))
    assert PHONE[3:] not in shown
    assert KEY_SECRET not in shown
