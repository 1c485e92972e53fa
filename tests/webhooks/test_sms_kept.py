"""What the SMS gateways post, kept in the database: receipts find their notices, texts are heard, each once; over both
databases."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from prometheus_client import REGISTRY
from pydantic import SecretStr
from sqlalchemy import func, select, update

from bot.notify.receipts import match_parked
from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from core.store.outbox import News, Sending
from core.store.tables import contacts, inbox, outbox, receipts
from tests.notify.worker_kit import until
from tests.support.rows import add_contact
from tests.support.together import together
from tests.webhooks.sms_kit import PHONE, SECRET, Gateway, reply, report, status, up
from webhooks import create_app

WITHIN = 0.7
STRANGER = "17712349999"


class Town:
    """The whole door with a database behind it, and the gateway before it."""

    def __init__(self, store: Store, settings: Settings, now: datetime) -> None:
        self.store, self.now = store, now
        settings = settings.model_copy(update={"sms_callback_secret": (SecretStr(SECRET),)})
        self.rings = 0
        house = House(settings, store, lambda: now)
        house.bell.listen(self._ring)
        self.cloud = Gateway(house, create_app(house).test_client())  # type: ignore[arg-type]

    def _ring(self) -> None:
        self.rings += 1

    def sent(self, key: str, provider_id: str = "", **more: Any) -> None:
        """A notice that has left to PHONE; without an id its gateway gave no answer."""
        state = Sending.SENT if provider_id else Sending.UNKNOWN
        with self.store.writing() as tx:
            owner = add_contact(tx, self.now)
            tx.contacts.verified_phone(owner, PHONE, self.now)
            tx.outbox.add(
                [News(key, key, "sms", "accepted", "owner", "{}", self.now, contact_id=owner, **more)], self.now
            )
            (row,) = tx.outbox.claim(self.now, 1)
            tx.outbox.finish(row.id, state, self.now, "" if provider_id else "timeout", provider_id)

    def states(self) -> dict[str, tuple[str, str]]:
        with self.store.reading() as tx:
            return {row.key: (row.state, row.reason) for row in tx.outbox.listed()}

    def count(self, table: Any) -> int:
        with self.store.reading() as tx:
            return tx.connection.scalar(select(func.count()).select_from(table)) or 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Somebody else writes, and takes their time: the whole of SQLite, the rows in question of PostgreSQL."""
        begun, over = threading.Event(), threading.Event()

        def write() -> None:
            with self.store.writing() as tx:
                for table in (contacts, outbox):
                    tx.connection.execute(update(table).values(id=table.c.id))
                begun.set()
                over.wait(20)

        thread = threading.Thread(target=write)
        thread.start()
        begun.wait(10)
        try:
            yield
        finally:
            over.set()
            thread.join()


@pytest.fixture
def town(store: Store, settings: Settings, now: datetime) -> Town:
    return Town(store, settings, now)


def test_receipts_find_their_notices(town: Town) -> None:
    town.sent("a", "1^0")
    town.sent("b", "2^0", fallback="wechat")
    town.sent("c", "3")
    town.cloud.post("aliyun/report", [report(biz_id="1^0"), report(biz_id="2^0", success=False, err_code="MK:1")])
    town.cloud.post("tencent/status", [status(sid="3")])
    assert town.states() == {
        "a": ("delivered", ""),
        "b": ("failed", "MK:1"),
        "c": ("delivered", ""),
        "b:wechat": ("queued", ""),
    }
    assert town.rings == 1, "there is something to send again"
    assert town.count(contacts) == 1


def test_told_again_they_change_nothing(town: Town) -> None:
    town.sent("a", "1^0", fallback="wechat")
    for item in (report(biz_id="1^0", success=False), report(biz_id="1^0", success=False), report(biz_id="1^0")):
        assert town.cloud.post("aliyun/report", [item, item]).status_code == 200
    assert town.states() == {"a": ("failed", "DELIVERED"), "a:wechat": ("queued", "")}
    with town.store.writing() as tx:
        match_parked(tx, town.now)
    assert town.states()["a"] == ("failed", "DELIVERED")
    assert town.count(receipts) == 0


@pytest.mark.parametrize(
    ("place", "item"),
    [("aliyun/report", [report(biz_id="1^0")]), ("tencent/status", [status(sid="1^0")])],
)
def test_ten_repeats_of_a_receipt_have_one_effect(town: Town, place: str, item: Any) -> None:
    town.sent("a", "1^0")
    for _ in range(11):
        assert town.cloud.post(place, item).status_code == 200
    assert town.count(receipts) <= 1, "what is told again is parked once"
    with town.store.writing() as tx:
        match_parked(tx, town.now)
    assert (town.states(), town.count(receipts)) == ({"a": ("delivered", "")}, 0)


@pytest.mark.parametrize(
    ("place", "item"), [("aliyun/up", [up(content="帮助")]), ("tencent/reply", reply(text="帮助"))]
)
def test_ten_repeats_of_a_text_have_one_answer(town: Town, place: str, item: Any) -> None:
    for _ in range(11):
        assert town.cloud.post(place, item).status_code == 200
    assert (town.count(inbox), len(town.states())) == (1, 1)


@pytest.mark.parametrize("place", ["aliyun/report", "tencent/status"])
def test_a_notice_whose_gateway_gave_no_answer_is_found_by_our_own_key(town: Town, place: str) -> None:
    town.sent("a")
    item = report(out_id="a") if place.startswith("aliyun") else status(ext="a")
    town.cloud.post(place, [item])
    assert town.states() == {"a": ("delivered", "")}


def test_a_receipt_faster_than_our_own_note_is_matched_later(town: Town) -> None:
    town.cloud.post("aliyun/report", [report(biz_id="1^0")])
    assert town.count(receipts) == 1
    town.sent("a", "1^0")
    with town.store.writing() as tx:
        assert match_parked(tx, town.now) == 1
    assert (town.states(), town.count(receipts)) == ({"a": ("delivered", "")}, 0)


@pytest.mark.parametrize(
    ("place", "by_id", "by_key"),
    [
        ("aliyun/report", {"biz_id": "1^0"}, {"out_id": "a"}),
        ("tencent/status", {"sid": "1^0"}, {"ext": "a"}),
    ],
)
def test_a_receipt_of_a_text_to_another_phone_changes_nothing(
    town: Town, place: str, by_id: dict[str, str], by_key: dict[str, str]
) -> None:
    make, phone = (report, "phone_number") if place.startswith("aliyun") else (status, "mobile")
    town.sent("a", "1^0")
    before = refusals()
    for known in (by_id, by_key):
        assert town.cloud.post(place, [make(**known, **{phone: STRANGER})]).status_code == 200
    assert town.states() == {"a": ("sent", "")}
    assert (town.count(receipts), refusals() - before) == (0, 2)
    town.cloud.post(place, [make(**by_id)])
    assert town.states() == {"a": ("delivered", "")}


def test_one_that_came_first_is_for_another_phone_too(town: Town) -> None:
    town.cloud.post("aliyun/report", [report(biz_id="1^0", phone_number=STRANGER), report(biz_id="1^0")])
    town.sent("a", "1^0")
    with town.store.writing() as tx:
        assert match_parked(tx, town.now) == 1
    assert (town.states(), town.count(receipts)) == ({"a": ("delivered", "")}, 0)


def test_the_same_number_of_two_phones_texts_is_two_texts(town: Town) -> None:
    until(lambda: town.cloud.post("aliyun/up", [up(), up(phone_number=STRANGER)]).status_code == 200)
    assert town.count(inbox) == 2


def refusals() -> float:
    return REGISTRY.get_sample_value("refused_total", {"what": "receipt_phone"}) or 0


def test_a_text_is_heard_once_however_often_it_is_posted(town: Town) -> None:
    together(6, lambda: town.cloud.post("aliyun/up", [up()]))
    for place, item in (("aliyun/up", [up()]), ("tencent/reply", reply()), ("tencent/reply", reply())):
        until(lambda place=place, item=item: town.cloud.post(place, item).status_code == 200)
    assert (town.count(inbox), town.count(contacts)) == (2, 1)
    with town.store.reading() as tx:
        row: Any = tx.connection.execute(select(contacts)).one()
    assert (row.channel, row.address) == ("sms", PHONE)


@pytest.mark.parametrize(("place", "item"), [("aliyun/up", up()), ("tencent/status", status(sid="1"))])
def test_while_the_database_is_held_it_is_answered_in_time_and_kept_later(town: Town, place: str, item: Any) -> None:
    town.sent("a", "1")
    town.cloud.client.get("/healthz")
    with town.store.writing() as tx:
        tx.inbox.claim("sms", PHONE, "before", town.now)
    with town.held():
        begun = time.monotonic()
        assert town.cloud.post(place, item).status_code == 503
        assert time.monotonic() - begun < WITHIN
        assert town.count(inbox) == 0
    assert town.cloud.post(place, item).status_code == 200
    if place.endswith("up"):
        assert town.count(inbox) == 1
    else:
        assert town.states() == {"a": ("delivered", "")}
