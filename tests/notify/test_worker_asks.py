"""A text whose gateway gave no answer: it is asked, at last everybody knows what became of it, and no text goes out
twice but what the gateway certainly never took, once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.messages import Receipt
from bot.notify.ask import BOOKS, LATER
from bot.notify.channels import Fate, Outcome
from bot.notify.receipts import apply_receipt
from core.queries import notice_lines
from core.store.outbox import FIRST_QUESTION, LEASE, Sending
from core.store.tables import companies
from tests.notify.worker_kit import SECOND, House, Scripted, outcome

OWNER = "+8613900000003"
TIMEOUT = outcome(Fate.UNKNOWN, "timeout")
DELIVERED, WAITING = outcome(Fate.SENT, "delivered"), outcome(Fate.SENT, "waiting")
UNDELIVERED, NOWHERE = outcome(Fate.FAILED, "undelivered"), outcome(Fate.RETRY, "not_found")
NO_ANSWER = outcome(Fate.UNKNOWN, "no_answer")


@dataclass
class Gateway(Scripted):
    """Can be asked: it answers with `says`, the last of which it repeats."""

    says: list[Outcome] = field(default_factory=list)
    asked: list[tuple[str, str, datetime]] = field(default_factory=list)

    def query(self, key: str, phone: str, sent_at: datetime) -> Outcome:
        self.asked.append((key, phone, sent_at))
        return self.says.pop(0) if len(self.says) > 1 else self.says[0]


@pytest.fixture
def gateway(house: House) -> Gateway:
    house.sms = gateway = Gateway("sms", answers=[TIMEOUT])
    house.put(house.news("n", "sms"))
    house.drain()
    assert house.states() == {"n": ("unknown", "timeout")}
    return gateway


def days(house: House, count: float = 2) -> None:
    """Let time pass, and the worker look whenever there may be something to do."""
    end = house.now + timedelta(days=count)
    while times := [at for row in house.rows().values() for at in _due(row) if at <= end]:
        house.now = max(house.now, min(times))
        house.drain()
    house.now = end
    assert house.drain() == 0


def _due(row: Any) -> list[datetime]:
    waits = [row.due_at] if row.state == Sending.QUEUED else []
    return [*waits, *([row.ask_at] if row.ask_at else [])]


@pytest.mark.parametrize(
    ("says", "ends"),
    [
        (DELIVERED, ("delivered", "")),
        (WAITING, ("sent", "")),
        (UNDELIVERED, ("failed", "undelivered")),
    ],
)
def test_it_is_asked_after_two_minutes(house: House, gateway: Gateway, says: Outcome, ends: tuple[str, str]) -> None:
    gateway.says = [says]
    begun = house.now
    house.drain(begun + FIRST_QUESTION - SECOND)
    assert gateway.asked == []
    house.drain(begun + FIRST_QUESTION)
    assert gateway.asked == [("n", OWNER, begun)]
    assert house.states() == {"n": ends}
    house.drain(begun + timedelta(days=2))
    assert (len(gateway.asked), len(gateway.letters)) == (1, 1)
    row = house.rows()["n"]
    assert row.sent_at == (None if says.fate is Fate.FAILED else begun)
    assert row.delivered_at == (begun + FIRST_QUESTION if says is DELIVERED else None)


def test_what_did_not_arrive_goes_by_the_other_channel(house: House) -> None:
    house.sms = gateway = Gateway("sms", answers=[TIMEOUT], says=[UNDELIVERED])
    house.put(house.news("n", "sms", fallback="wechat"))
    house.drain()
    house.drain(house.now + FIRST_QUESTION)
    assert house.states() == {"n": ("failed", "undelivered"), "n:wechat": ("sent", "")}
    assert len(gateway.letters) == 1


def test_what_the_gateway_never_took_is_sent_again_once_and_marked(house: House, gateway: Gateway) -> None:
    gateway.says, begun = [NOWHERE], house.now
    while house.now < begun + BOOKS - SECOND:
        house.now += 10 * SECOND
        if house.now < begun + BOOKS:
            house.drain()
            assert house.states() == {"n": ("unknown", "timeout")}, "their books may lag"
    days(house, 0.1)
    assert gateway.keys == ["n", "n"]
    assert house.states() == {"n": ("sent", "resent")}
    with house.store.reading() as tx:
        (line,) = notice_lines(tx)
    assert (line.reason, line.attempts) == ("resent", 2)


def test_and_not_a_second_time(house: House, gateway: Gateway) -> None:
    gateway.says, gateway.answers = [NOWHERE], [TIMEOUT]
    days(house)
    assert gateway.keys == ["n", "n"]
    assert house.states() == {"n": ("failed", "not_found")}


def test_sent_again_and_unclear_again_it_is_asked_again(house: House, gateway: Gateway) -> None:
    gateway.says, gateway.answers = [NOWHERE, NOWHERE, NOWHERE, DELIVERED], [TIMEOUT]
    days(house)
    assert gateway.keys == ["n", "n"]
    assert house.states() == {"n": ("delivered", "resent")}


def test_ten_questions_in_a_day_and_then_it_stays_unknown(house: House, gateway: Gateway) -> None:
    gateway.says, begun = [NO_ANSWER], house.now
    days(house)
    assert len(gateway.asked) == len(LATER) + 1 == 10
    assert begun + timedelta(days=1) > begun + FIRST_QUESTION + sum(LATER, timedelta(0))
    assert house.states() == {"n": ("unknown", "no_answer")}
    assert gateway.keys == ["n"]
    with house.store.writing() as tx:
        apply_receipt(tx, Receipt("1^0", True, "", "n", OWNER), house.now)
    assert house.states() == {"n": ("delivered", "")}, "a receipt is never too late"


def test_a_receipt_ends_the_questions(house: House, gateway: Gateway) -> None:
    gateway.says = [NO_ANSWER]
    with house.store.writing() as tx:
        apply_receipt(tx, Receipt("1^0", False, "MK:1", "n", OWNER), house.now)
    days(house, 0.1)
    assert (house.states(), gateway.asked) == ({"n": ("failed", "MK:1")}, [])


def test_a_receipt_that_comes_while_it_is_asked_is_right(house: House, gateway: Gateway) -> None:
    def told() -> Outcome:
        with house.store.writing() as tx:
            apply_receipt(tx, Receipt("1^0", True, "", "n", OWNER), house.now)
        return NOWHERE

    gateway.query = lambda *_: told()  # type: ignore[method-assign]
    house.now += BOOKS
    house.drain()
    assert house.states() == {"n": ("delivered", "")}
    days(house, 0.1)
    assert gateway.keys == ["n"]


def test_a_receipt_calls_off_what_waits_to_be_sent_again(house: House, gateway: Gateway) -> None:
    gateway.says = [NOWHERE]
    house.settings = house.settings.model_copy(update={"quiet_hours": "17:30-08:00"})
    house.now += BOOKS
    house.drain()
    assert house.states() == {"n": ("queued", "quiet_hours")}
    with house.store.writing() as tx:
        apply_receipt(tx, Receipt("1^0", True, "", "n", OWNER), house.now)
    days(house, 1)
    assert (house.states(), gateway.keys) == ({"n": ("delivered", "resent")}, ["n"])


def test_whose_phone_is_not_known_any_more_cannot_be_asked_about(house: House) -> None:
    house.sms = gateway = Gateway("sms", answers=[TIMEOUT], says=[DELIVERED])
    house.put(house.news("n", "sms", contact_id=None, company_id=house.company))
    house.drain()
    house.change(companies, house.company, phone=None)
    days(house, 0.1)
    assert (house.states(), gateway.asked) == ({"n": ("unknown", "no_phone")}, [])


def test_a_worker_that_died_while_asking_is_followed_by_another(house: House, gateway: Gateway) -> None:
    gateway.says = [DELIVERED]
    at = house.now + FIRST_QUESTION
    with house.store.writing() as tx:
        assert len(tx.unclear.claim(at, 8)) == 1
        assert tx.unclear.claim(at, 8) == []
    house.drain(at + LEASE - SECOND)
    assert gateway.asked == []
    house.drain(at + LEASE)
    assert house.states() == {"n": ("delivered", "")}


def test_wechat_and_gateways_that_cannot_be_asked_are_left_alone(house: House) -> None:
    house.wechat.answers = [TIMEOUT]
    house.sms.answers = [TIMEOUT]
    house.put(house.news("w"), house.news("n", "sms"))
    house.drain()
    assert all(house.drain(house.now + timedelta(hours=hours)) == 0 for hours in range(1, 30))
    assert house.states() == {"w": ("unknown", "timeout"), "n": ("unknown", "timeout")}
    assert (len(house.wechat.letters), len(house.sms.letters)) == (1, 1)


def test_an_operator_who_tries_again_begins_anew(house: House, gateway: Gateway) -> None:
    gateway.says, gateway.answers = [NOWHERE], [TIMEOUT, TIMEOUT]
    days(house, 1)
    assert house.states() == {"n": ("failed", "not_found")}
    with house.store.writing() as tx:
        tx.outbox.revive(house.rows()["n"].id, house.now)
    gateway.says = [WAITING]
    days(house, 1)
    assert house.states() == {"n": ("sent", "")}
