"""What may leave by SMS: opting out, a phone's and a day's limits, the same again; and SMS where WeChat is held up."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.notify.catalogue import By
from bot.notify.channels import Fate
from bot.notify.legs import legs
from bot.notify.payload import Payload
from core.clocks import SHANGHAI
from core.store.tables import complaints
from tests.notify.worker_kit import MINUTE, SECOND, House, outcome

OWNER = "+8613900000003"
TOMORROW = datetime(2024, 10, 18, 0, 0, tzinfo=SHANGHAI)
MORNING = TOMORROW + timedelta(hours=8)


def sms(house: House, key: str, **more: Any) -> None:
    house.put(house.news(key, "sms", **more))


def limit(house: House, **limits: int) -> None:
    house.settings = house.settings.model_copy(update=limits)


def test_who_opted_out_gets_what_they_ask_for_alone(house: House) -> None:
    with house.store.writing() as tx:
        tx.texts.opt_out(OWNER, house.now)
    sms(house, "notice")
    house.put(house.news("code", "sms", template="code", complaint_id=None))
    with house.store.writing() as tx:
        tx.outbox.add([replaced(house, "answer")], house.now)
    house.drain()
    assert house.states() == {"notice": ("skipped", "opted_out"), "code": ("sent", ""), "answer": ("sent", "")}


def replaced(house: House, key: str) -> Any:
    """An answer to a text."""
    news = house.news(key, "sms", template="re_help", payload=Payload("帮助"), complaint_id=None)
    return type(news)(**{name: getattr(news, name) for name in news.__dataclass_fields__} | {"audience": "writer"})


def test_answers_do_not_wait_for_the_morning(house: House) -> None:
    house.put(replaced(house, "answer"))
    house.drain(datetime(2024, 10, 17, 22, 0, tzinfo=SHANGHAI))
    assert house.states() == {"answer": ("sent", "")}


def test_a_phone_gets_so_many_a_day(house: House) -> None:
    limit(house, sms_phone_daily=2)
    for key in ("a", "b", "c"):
        sms(house, key)
    sms(house, "reminder", payload=Payload("提醒", sms={"state": "快到期"}, waits=True))
    house.drain()
    assert house.states() == {
        "a": ("sent", ""),
        "b": ("sent", ""),
        "c": ("queued", "phone_limit"),
        "reminder": ("skipped", "phone_limit"),
    }
    house.put(house.news("code", "sms", template="code", complaint_id=None), replaced(house, "answer"))
    house.drain()
    assert {house.states()[key] for key in ("code", "answer")} == {("sent", "")}
    assert house.rows()["c"].due_at == TOMORROW
    house.drain(TOMORROW)
    house.drain(MORNING)
    assert house.states()["c"] == ("sent", "")


def test_answers_have_a_limit_of_their_own(house: House) -> None:
    limit(house, sms_replies_daily=2)
    for at in range(3):
        house.put(replaced(house, f"r{at}"))
    sms(house, "notice")
    house.drain()
    assert [house.states()[f"r{at}"] for at in range(3)] == [("sent", ""), ("sent", ""), ("skipped", "phone_limit")]
    assert house.states()["notice"] == ("sent", "")


def test_the_same_again_waits_half_a_minute(house: House) -> None:
    same = Payload("好了", sms={"state": "已完成"})
    sms(house, "a", payload=same)
    sms(house, "b", payload=same)
    house.drain()
    assert house.states()["b"] == ("queued", "same_content")
    house.drain(house.now + 29 * SECOND)
    assert house.states()["b"] == ("queued", "same_content")
    house.drain(house.now + 30 * SECOND)
    assert house.states()["b"] == ("sent", "")


def test_a_days_budget_is_kept_and_told_of_once(house: House) -> None:
    limit(house, sms_daily_budget=5)
    with capture_logs() as logs:
        for at in range(7):
            sms(house, f"n{at}")
        house.drain()
    assert [one["spent"] for one in logs if one["event"] == "sms_budget"] == [4]
    assert [house.states()[f"n{at}"] for at in (4, 5)] == [("sent", ""), ("queued", "budget")]
    house.put(house.news("code", "sms", template="code", complaint_id=None), replaced(house, "answer"))
    house.drain()
    assert house.states()["code"] == ("sent", "")
    assert house.states()["answer"] == ("skipped", "budget")


def test_what_a_gateway_may_have_taken_is_counted_and_what_it_refused_is_not(house: House) -> None:
    house.sms.answers = [outcome(Fate.UNKNOWN, "timeout"), outcome(Fate.FAILED, "bad_phone")]
    for key in ("a", "b"):
        sms(house, key)
    house.drain()
    with house.store.reading() as tx:
        assert tx.texts.spent(house.now) == 1


class TestPressing:
    """WeChat is held up: after a while, or where the clock is about to end, it goes by SMS."""

    def held_up(self, house: House, reason: str = "quota", fallback: str = "sms") -> None:
        until = house.now + timedelta(hours=12)
        house.wechat.answers = [outcome(Fate.RETRY, reason, until=until)] * 9
        house.put(house.news("n", fallback=fallback))
        house.drain()
        assert house.states() == {"n": ("queued", reason)}

    def test_after_ten_minutes(self, house: House) -> None:
        self.held_up(house)
        house.worker().sweep(house.now + 10 * MINUTE - SECOND)
        assert house.states() == {"n": ("queued", "quota")}
        house.worker().sweep(house.now + 11 * MINUTE)
        house.drain(house.now + 11 * MINUTE)
        assert house.states() == {"n": ("failed", "pressing"), "n:sms": ("sent", "")}
        assert len(house.sms.letters) == 1

    def test_at_once_where_the_clock_is_about_to_end(self, house: House) -> None:
        house.change(complaints, house.complaint.id, deadline=house.now + timedelta(minutes=59))
        self.held_up(house)
        house.worker().sweep(house.now + SECOND)
        assert house.states()["n"] == ("failed", "pressing")

    def test_not_without_another_channel(self, house: House) -> None:
        self.held_up(house, fallback="")
        house.worker().sweep(house.now + 11 * MINUTE)
        assert house.states() == {"n": ("queued", "quota")}

    def test_not_what_may_have_reached_the_person(self, house: House) -> None:
        doubtful = outcome(Fate.RETRY, "busy", until=house.now + timedelta(hours=12), doubtful=True)
        house.wechat.answers = [doubtful]
        house.put(house.news("n", fallback="sms"))
        house.drain()
        house.worker().sweep(house.now + 11 * MINUTE)
        assert house.states() == {"n": ("queued", "busy")}

    def test_not_what_waits_for_the_morning(self, house: House) -> None:
        night = datetime(2024, 10, 17, 22, 0, tzinfo=SHANGHAI)
        house.put(house.news("n", payload=Payload("晚点说", waits=True), fallback="sms"))
        house.drain(night)
        house.worker().sweep(night + 11 * MINUTE)
        assert house.states() == {"n": ("queued", "quiet_hours")}


@pytest.mark.parametrize(
    ("by", "bound", "phone", "chosen", "told"),
    [
        (By.BOTH, True, True, "", ["wechat", "sms"]),
        (By.BOTH, True, True, "wechat", ["wechat>sms", "sms:chosen_wechat"]),
        (By.BOTH, True, True, "sms", ["wechat:chosen_sms", "sms>wechat"]),
        (By.BOTH, True, True, "both", ["wechat", "sms"]),
        (By.BOTH, True, False, "", ["wechat", "sms:no_phone"]),
        (By.BOTH, False, True, "", ["wechat:not_bound", "sms"]),
        (By.WECHAT_OR_SMS, True, True, "", ["wechat>sms"]),
        (By.WECHAT_OR_SMS, True, True, "wechat", ["wechat>sms"]),
        (By.WECHAT_OR_SMS, True, True, "sms", ["wechat:chosen_sms", "sms>wechat"]),
        (By.WECHAT_OR_SMS, True, True, "both", ["wechat", "sms"]),
        (By.WECHAT_OR_SMS, True, False, "sms", ["wechat>sms"]),
        (By.WECHAT_OR_SMS, False, True, "", ["sms"]),
        (By.WECHAT_OR_SMS, False, False, "", ["sms:no_phone"]),
        (By.SMS, True, True, "wechat", ["sms"]),
        (By.WECHAT, True, True, "sms", ["wechat"]),
    ],
)
def test_channels_by_catalogue_and_choice(by: By, bound: bool, phone: bool, chosen: str, told: list[str]) -> None:
    shown = [
        one.channel + (f">{one.fallback}" if one.fallback else "") + (f":{one.reason}" if one.reason else "")
        for one in legs(by, bound, phone, chosen)
    ]
    assert shown == told
