"""By which way a notice leaves, and what becomes of the row: the table of fates, over both databases."""

from datetime import timedelta
from typing import Any

import pytest

from bot.messages import Receipt
from bot.notify.channels import Fate, Outcome, Route
from bot.notify.receipts import apply_receipt
from bot.notify.settle import LONGEST_WAIT, TRIES, backoff
from bot.session import Asked
from core.store.contacts import WINDOW
from core.store.outbox import LEASE, Sending
from core.store.tables import contacts
from tests.notify.worker_kit import MINUTE, OPENID, SECOND, House, outcome, question

BUSY = outcome(Fate.RETRY, "unreachable")
DOUBTFUL = outcome(Fate.RETRY, "timeout", doubtful=True)
TIMEOUT = outcome(Fate.UNKNOWN, "timeout")
CLOSED = outcome(Fate.CLOSED, "window_closed")
REFUSED = outcome(Fate.FAILED, "not_following")


def test_what_wechat_is_handed(house: House) -> None:
    house.open_window(house.owner)
    house.put(house.news("n"))
    assert house.drain() == 1
    (letter,) = house.wechat.letters
    assert (letter.address, letter.key, letter.template) == (OPENID, "n", "accepted")
    assert (letter.say.text, letter.fields, letter.route) == ("已接收", {"thing1": "万和世家"}, Route.WINDOW)
    row = house.rows()["n"]
    assert (row.state, row.attempts, row.sent_at) == ("sent", 1, house.now)


def test_what_a_phone_is_handed(house: House) -> None:
    house.put(house.news("n", "sms"))
    house.drain()
    (letter,) = house.sms.letters
    assert (letter.address, letter.fields) == ("+8613900000003", {"number": house.told(), "state": "n"})
    assert house.states() == {"n": ("sent", "")}


def test_the_window_is_used_up_then_templates(house: House) -> None:
    house.open_window(house.owner, left=2)
    house.put(*(house.news(f"n{at}") for at in range(3)))
    house.drain()
    assert house.wechat.routes == [Route.WINDOW, Route.WINDOW, Route.TEMPLATE]
    assert house.get(contacts, house.owner).message_left == 0


def test_a_window_from_long_ago_is_none(house: House) -> None:
    house.open_window(house.owner, at=house.now - WINDOW)
    house.put(house.news("n"))
    house.drain()
    assert house.wechat.routes == [Route.TEMPLATE]


def test_a_window_wechat_calls_closed_is_closed_and_a_template_goes_at_once(house: House) -> None:
    house.open_window(house.owner)
    house.wechat.answers = [CLOSED]
    house.put(house.news("n"), house.news("n2"))
    house.drain()
    assert house.wechat.keys == ["n", "n", "n2"]
    assert house.wechat.routes == [Route.WINDOW, Route.TEMPLATE, Route.TEMPLATE]
    assert house.states() == {"n": ("sent", ""), "n2": ("sent", "")}


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([REFUSED], ("failed", "not_following")),
        ([CLOSED, CLOSED], ("failed", "window_closed")),
        ([CLOSED, outcome(Fate.FAILED, "template_missing")], ("failed", "template_missing")),
    ],
)
def test_a_certain_failure_goes_by_sms_once(house: House, answers: list[Any], state: tuple[str, str]) -> None:
    house.open_window(house.owner)
    house.wechat.answers = list(answers)
    house.put(house.news("n", fallback="sms"))
    house.drain()
    assert house.states() == {"n": state, "n:sms": ("sent", "")}
    (letter,) = house.sms.letters
    assert (letter.address, letter.key, letter.fields) == (
        "+8613900000003",
        "n:sms",
        {"number": house.told(), "state": "n"},
    )
    copy = house.rows()["n:sms"]
    assert (copy.lane, copy.complaint_id, copy.fallback) == ("c1", house.complaint.id, "")


def test_without_another_channel_a_failure_is_the_end(house: House) -> None:
    house.wechat.answers = [REFUSED]
    house.put(house.news("n"))
    house.drain()
    assert house.states() == {"n": ("failed", "not_following")}
    assert house.sms.letters == []


def test_a_retry_comes_later_and_later_then_is_dead_and_goes_by_sms(house: House) -> None:
    house.wechat.answers = [BUSY] * TRIES
    house.put(house.news("n", fallback="sms"))
    at, waits = house.now, []
    while house.states()["n"][0] == "queued":
        house.drain(at)
        row = house.rows()["n"]
        waits.append((row.due_at - at).total_seconds())
        at = max(at, row.due_at)
    assert len(house.wechat.letters) == TRIES
    assert all(2**n * 0.75 <= wait <= 2**n for n, wait in enumerate(waits[:-1])), waits
    assert house.states() == {"n": ("dead", "unreachable"), "n:sms": ("sent", "")}
    assert house.rows()["n"].attempts == TRIES


def test_no_wait_is_longer_than_five_minutes() -> None:
    assert all(backoff(n) <= timedelta(seconds=LONGEST_WAIT) for n in range(1, 100))
    assert backoff(100) >= timedelta(seconds=LONGEST_WAIT * 0.75)


def test_a_channels_pause_is_kept_and_counts_as_no_try(house: House) -> None:
    tomorrow = house.now + timedelta(days=1)
    house.wechat.answers = [outcome(Fate.RETRY, "quota", until=tomorrow)] * 2
    house.put(house.news("n"))
    house.drain()
    row = house.rows()["n"]
    assert (row.state, row.reason, row.due_at, row.attempts) == ("queued", "quota", tomorrow, 0)
    assert house.drain(tomorrow - SECOND) == 0
    house.drain(tomorrow)
    house.drain(tomorrow + SECOND)
    assert house.states() == {"n": ("sent", "")}


def test_a_pause_without_end_is_dead_after_three_days(house: House) -> None:
    house.wechat.answers = [outcome(Fate.RETRY, "quota", until=house.now + timedelta(days=4))] * 2
    house.put(house.news("n"))
    house.drain()
    house.drain(house.now + timedelta(days=4))
    assert house.states() == {"n": ("dead", "quota")}


@pytest.mark.parametrize("channel", ["wechat", "sms"])
def test_what_may_have_been_taken_is_never_sent_again(house: House, channel: str) -> None:
    house.open_window(house.owner)
    getattr(house, channel).answers = [TIMEOUT]
    house.put(house.news("n", channel, fallback="sms" if channel == "wechat" else ""))
    house.drain()
    house.drain(house.now + timedelta(hours=1))
    assert house.states() == {"n": ("unknown", "timeout")}
    assert len(getattr(house, channel).letters) == 1


def test_a_doubtful_template_is_repeated_as_a_template_even_if_the_window_opens(house: House) -> None:
    house.wechat.answers = [DOUBTFUL]
    house.put(house.news("n"))
    house.drain()
    house.open_window(house.owner)
    house.drain(house.now + MINUTE)
    assert house.wechat.routes == [Route.TEMPLATE, Route.TEMPLATE]
    assert len(set(house.wechat.keys)) == 1
    assert house.states() == {"n": ("sent", "")}


def test_a_template_certainly_not_taken_may_use_a_window_that_opens(house: House) -> None:
    house.wechat.answers = [BUSY]
    house.put(house.news("n"))
    house.drain()
    house.open_window(house.owner)
    house.drain(house.now + MINUTE)
    assert house.wechat.routes == [Route.TEMPLATE, Route.WINDOW]


def test_a_doubtful_template_is_not_repeated_once_wechat_has_forgotten_its_id(house: House) -> None:
    house.wechat.answers = [DOUBTFUL]
    house.put(house.news("n"))
    house.drain()
    house.drain(house.now + timedelta(minutes=11))
    assert house.states() == {"n": ("unknown", "worker_died")}
    assert len(house.wechat.letters) == 1


def test_an_idempotent_channel_is_asked_again(house: House) -> None:
    house.sms.idempotent = True
    house.sms.answers = [TIMEOUT]
    house.put(house.news("n", "sms"))
    house.drain()
    house.drain(house.now + MINUTE)
    assert house.states() == {"n": ("sent", "")}


def test_a_channel_that_raises_after_all_is_not_asked_again(house: House) -> None:
    def broken() -> Outcome:
        raise RuntimeError("boom")

    house.sms.answers = [broken]
    house.put(house.news("n", "sms"))
    house.drain()
    assert house.states() == {"n": ("unknown", "fault")}


@pytest.mark.parametrize("channel", ["wechat", "sms"])
def test_a_question_put_is_remembered(house: House, channel: str) -> None:
    asked = question(house.complaint.id, house.complaint.round)
    house.put(house.news("n", channel, asked))
    house.drain()
    kept = Asked.load(house.get(contacts, house.owner).asked)
    assert kept == Asked(asked.choices, house.now)


def test_a_question_not_put_is_not_remembered(house: House) -> None:
    house.wechat.answers = [REFUSED]
    house.put(house.news("n", payload=question(house.complaint.id, house.complaint.round)))
    house.drain()
    assert house.get(contacts, house.owner).asked is None


class TestReceipts:
    """What a channel says later."""

    def send(self, house: House, provider_id: str) -> None:
        house.wechat.answers = [outcome(Fate.SENT, provider_id=provider_id)]
        house.put(house.news("n", fallback="sms"))
        house.drain()

    def receive(self, house: House, provider_id: str, delivered: bool, reason: str = "") -> None:
        with house.store.writing() as tx:
            apply_receipt(tx, Receipt(provider_id, delivered, reason), house.now + SECOND)

    def test_delivered(self, house: House) -> None:
        self.send(house, "17")
        self.receive(house, "17", True)
        row = house.rows()["n"]
        assert (row.state, row.delivered_at) == ("delivered", house.now + SECOND)
        assert "n:sms" not in house.rows()

    def test_blocked_goes_by_sms_once(self, house: House) -> None:
        self.send(house, "17")
        self.receive(house, "17", False, "user block")
        self.receive(house, "17", False, "user block")
        house.drain(house.now + SECOND)
        assert house.states() == {"n": ("failed", "user block"), "n:sms": ("sent", "")}
        assert len(house.sms.letters) == 1

    def test_one_faster_than_our_own_note_is_matched_later(self, house: House) -> None:
        self.receive(house, "17", False, "user block")
        self.receive(house, "17", False, "user block")
        self.send(house, "17")
        house.drain(house.now + SECOND)
        assert house.states() == {"n": ("failed", "user block"), "n:sms": ("sent", "")}


class TestWorkerDied:
    """A row whose worker was killed is taken again when its lease ends; what then depends on how far it had come."""

    def abandon(self, house: House, route: str = "") -> None:
        with house.store.writing() as tx:
            (row,) = tx.outbox.claim(house.now, 1)
            if route:
                tx.outbox.trying([row.id], route, house.now)

    @pytest.mark.parametrize(("channel", "route"), [("wechat", Route.WINDOW), ("sms", None)])
    def test_before_it_noted_a_try_it_is_sent_as_usual(self, house: House, channel: str, route: Route | None) -> None:
        house.open_window(house.owner)
        house.put(house.news("n", channel))
        self.abandon(house)
        assert house.drain(house.now + LEASE - SECOND) == 0
        house.drain(house.now + LEASE)
        assert house.states() == {"n": ("sent", "")}
        assert route is None or house.wechat.routes == [route]

    def test_an_sms_is_not_repeated(self, house: House) -> None:
        house.put(house.news("n", "sms"))
        self.abandon(house, "sms")
        house.drain(house.now + LEASE)
        assert house.states() == {"n": ("unknown", "worker_died")}
        assert house.sms.letters == []

    @pytest.mark.parametrize("route", [Route.WINDOW, Route.TEMPLATE])
    def test_wechat_is_repeated_by_template(self, house: House, route: Route) -> None:
        house.open_window(house.owner)
        house.put(house.news("n"))
        self.abandon(house, route)
        house.drain(house.now + LEASE)
        assert house.wechat.routes == [Route.TEMPLATE]
        assert house.states() == {"n": ("sent", "")}

    def test_wechat_without_a_template_is_not_repeated(self, house: House) -> None:
        house.open_window(house.owner)
        house.put(house.news("n", template="withdrawn"))
        self.abandon(house, Route.WINDOW)
        house.drain(house.now + LEASE)
        assert house.states() == {"n": ("unknown", "worker_died")}
        assert house.wechat.letters == []

    def test_what_a_late_worker_brings_is_not_written_over_another_ones(self, house: House) -> None:
        house.put(house.news("n"))
        with house.store.writing() as tx:
            (late,) = tx.outbox.claim(house.now, 1)
        house.drain(house.now + LEASE)
        with house.store.writing() as tx:
            assert not tx.outbox.finish(late.id, Sending.FAILED, house.now, "late", lease=late.lease_until)
        assert house.states() == {"n": ("sent", "")}
