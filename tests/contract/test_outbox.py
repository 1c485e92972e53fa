"""Rows leave in order within a lane, side by side across lanes, each with one worker at a time."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.store.engine import Store, Tx
from core.store.outbox import LEASE, News, Sending, Told
from tests.support.together import together

SECOND = timedelta(seconds=1)


def news(key: str, lane: str, due: datetime, **more: Any) -> News:
    values = {"channel": "wechat", "template": "accepted", "audience": "owner", "payload": "{}"}
    return News(key, lane, due_at=due, **values | more)


def put(store: Store, now: datetime, *rows: News) -> None:
    with store.writing() as tx:
        tx.outbox.add(rows, now)


def claim(store: Store, now: datetime, take: int = 64, *channels: str) -> list[Any]:
    with store.writing() as tx:
        return tx.outbox.claim(now, take, channels)


def keys(rows: list[Any]) -> list[str]:
    return [row.key for row in rows]


def finish(store: Store, row: Any, state: Sending, now: datetime, **more: str) -> None:
    with store.writing() as tx:
        tx.outbox.finish(row.id, state, now, **more)


def test_the_same_news_is_kept_once(store: Store, now: datetime) -> None:
    put(store, now, news("1:accepted:owner", "contact:1", now))
    put(store, now, news("1:accepted:owner", "contact:1", now, payload="changed"))
    put(store, now)
    with store.reading() as tx:
        assert [row.payload for row in tx.outbox.listed()] == ["{}"]


def test_only_the_head_of_a_lane_is_taken(store: Store, now: datetime) -> None:
    put(store, now, news("a1", "a", now), news("a2", "a", now), news("b1", "b", now))
    rows = claim(store, now)
    assert sorted(keys(rows)) == ["a1", "b1"]
    assert {(row.state, row.attempts) for row in rows} == {(Sending.SENDING, 1)}
    assert claim(store, now) == []
    finish(store, rows[0], Sending.SENT, now)
    assert keys(claim(store, now)) == ["a2"]


@pytest.mark.parametrize("state", [one for one in Sending if one not in (Sending.QUEUED, Sending.SENDING)])
def test_every_end_lets_the_next_go(store: Store, now: datetime, state: Sending) -> None:
    put(store, now, news("a1", "a", now), news("a2", "a", now))
    finish(store, claim(store, now)[0], state, now)
    assert keys(claim(store, now)) == ["a2"]


def test_a_row_put_back_is_taken_again_at_its_time(store: Store, now: datetime) -> None:
    put(store, now, news("a1", "a", now))
    row = claim(store, now)[0]
    with store.writing() as tx:
        tx.outbox.postpone(row.id, now + 30 * SECOND, "busy")
    assert claim(store, now + 29 * SECOND) == []
    again = claim(store, now + 30 * SECOND)
    assert [(row.key, row.attempts, row.reason) for row in again] == [("a1", 2, "busy")]


@pytest.mark.parametrize("reason", ["", "busy", "quota", "quiet_hours"])
def test_a_row_due_later_holds_up_none_that_is_due_now(store: Store, now: datetime, reason: str) -> None:
    if reason:
        put(store, now, news("a0", "a", now))
        with store.writing() as tx:
            tx.outbox.postpone(tx.outbox.claim(now, 1)[0].id, now + 30 * SECOND, reason)
    put(store, now, news("a1", "a", now + timedelta(days=13)), news("a2", "a", now), news("a3", "a", now))
    first = claim(store, now)
    assert keys(first) == ["a2"]
    finish(store, first[0], Sending.SENT, now)
    assert keys(claim(store, now)) == ["a3"], "what is due stays in order"


def test_channels_of_one_person_do_not_wait_for_each_other(store: Store, now: datetime) -> None:
    put(store, now, news("w", "a", now), news("s", "a", now, channel="sms"))
    assert keys(claim(store, now, 64, "sms")) == ["s"]
    assert keys(claim(store, now)) == ["w"]


def test_nothing_is_taken_before_its_time_and_no_more_than_asked(store: Store, now: datetime) -> None:
    put(store, now, *(news(f"n{at}", f"lane {at}", now + at * SECOND) for at in range(4)))
    assert keys(claim(store, now + 2 * SECOND, 2)) == ["n0", "n1"]
    assert keys(claim(store, now + 2 * SECOND, 2)) == ["n2"]


def test_a_dead_workers_row_is_taken_again_when_its_lease_ends(store: Store, now: datetime) -> None:
    put(store, now, news("a1", "a", now), news("a2", "a", now))
    claim(store, now)
    assert claim(store, now + LEASE - SECOND) == []
    assert [(row.key, row.attempts) for row in claim(store, now + LEASE)] == [("a1", 2)]


def test_two_workers_never_hold_the_same_row(store: Store, now: datetime) -> None:
    put(store, now, *(news(f"{lane}:{n}", f"lane {lane}", now) for lane in range(20) for n in range(3)))

    def work() -> list[str]:
        mine: list[str] = []
        while rows := claim(store, now, 4):
            mine += keys(rows)
            for row in rows:
                finish(store, row, Sending.SENT, now)
        return mine

    taken = [key for mine in together(4, work) for key in mine]
    assert Counter(taken).most_common(1)[0][1] == 1
    while rows := claim(store, now):
        taken += keys(rows)
        for row in rows:
            finish(store, row, Sending.SENT, now)
    assert sorted(taken) == sorted(f"{lane}:{n}" for lane in range(20) for n in range(3))


def test_one_lane_is_in_order_whoever_works(store: Store, now: datetime) -> None:
    put(store, now, *(news(f"{n:02}", "only", now) for n in range(30)))
    sent: list[str] = []

    def work() -> None:
        while len(sent) < 30:
            for row in claim(store, now, 2):
                sent.append(row.key)
                finish(store, row, Sending.SENT, now)

    together(3, work)
    assert sent == [f"{n:02}" for n in range(30)]


def told_of(tx: Tx, *ids: str) -> Any:
    found = tx.outbox.told_of(*ids)
    assert found is not None
    return found


def test_receipts(store: Store, now: datetime) -> None:
    put(store, now, news("a", "a", now), news("b", "b", now))
    for row in claim(store, now):
        finish(store, row, Sending.SENT, now, provider_id=f"id of {row.key}")
    with store.writing() as tx:
        assert tx.outbox.told_of("unknown") is None
        tx.outbox.receipt(told_of(tx, "id of a"), True, "", now + SECOND)
        assert tx.outbox.told_of("id of a") is None
        tx.outbox.receipt(told_of(tx, "id of b"), False, "user block", now)
        a, b = tx.outbox.listed()
    assert (a.state, a.sent_at, a.delivered_at) == (Sending.DELIVERED, now, now + SECOND)
    assert (b.state, b.reason, b.delivered_at) == (Sending.FAILED, "user block", None)


def test_a_receipt_finds_by_its_key_what_never_got_an_id(store: Store, now: datetime) -> None:
    put(store, now, news("a", "a", now), news("b", "b", now))
    first, _ = claim(store, now)
    finish(store, first, Sending.UNKNOWN, now, reason="timeout")
    with store.writing() as tx:
        tx.outbox.receipt(told_of(tx, "id of a", "a"), True, "", now)
        assert tx.outbox.told_of("id of b", "b") is None
        a, b = tx.outbox.listed()
    assert (a.state, a.reason, a.delivered_at) == (Sending.DELIVERED, "", now)
    assert b.state == Sending.SENDING


def test_a_parked_receipt_waits_until_its_row_is_no_longer_being_sent(store: Store, now: datetime) -> None:
    put(store, now, news("a", "a", now))
    (row,) = claim(store, now)
    with store.writing() as tx:
        tx.outbox.park(Told("id of a", True, "", "a"), now)
        tx.outbox.park(Told("id of a", True, "", "a"), now)
        assert tx.outbox.parked() == []
    finish(store, row, Sending.UNKNOWN, now, reason="timeout")
    with store.writing() as tx:
        assert tx.outbox.parked() == [Told("id of a", True, "", "a")]
        assert tx.outbox.parked() == []
