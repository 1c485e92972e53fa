"""A message has one effect and one answer, however often and however close together it is delivered."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from core.store.engine import Store
from core.store.inbox import MESSAGE, NEITHER, TAP, Duplicate
from core.store.tables import contacts, counters
from tests.support.together import together


def answer_once(store: Store, key: str, now: datetime, address: str = "oA") -> str:
    """One delivery: what was answered before, or a new answer that counts the effects."""
    try:
        return _answer(store, key, now, address)
    except Duplicate:
        return _answer(store, key, now, address)


def _answer(store: Store, key: str, now: datetime, address: str) -> str:
    with store.writing() as tx:
        contact, kept = tx.inbox.claim("wechat", address, key, now)
        if kept:
            return kept.answer
        number = tx.complaints.next_number("", now)
        contact.session = f"after {number}"
        tx.inbox.save(contact, key, number, now, MESSAGE)
        return number


def test_a_new_contact_is_made_and_found_again(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        first, kept = tx.inbox.claim("wechat", "oA", "k1", now)
        assert kept is None
        assert (first.channel, first.session, first.asked, first.phone) == ("wechat", "", "", "")
        first.session, first.following = "半句话", True
        tx.inbox.save(first, "k1", "好的", now, NEITHER)
    with store.writing() as tx:
        again, _ = tx.inbox.claim("wechat", "oA", "k2", now)
        other, _ = tx.inbox.claim("sms", "oA", "k2", now)
    assert (again.id, again.session, again.following) == (first.id, "半句话", True)
    assert other.id != first.id


def test_the_same_message_gets_the_same_answer_and_its_time(store: Store, now: datetime) -> None:
    assert answer_once(store, "k1", now) == answer_once(store, "k1", now + timedelta(minutes=1))
    with store.writing() as tx:
        contact, kept = tx.inbox.claim("wechat", "oA", "k1", now + timedelta(minutes=2))
    assert kept is not None
    assert kept.at == now
    assert contact.session == f"after {kept.answer}"


def test_two_deliveries_at_once_have_one_effect(store: Store, now: datetime) -> None:
    answer_once(store, "k0", now)
    answers = together(6, lambda: answer_once(store, "k1", now))
    assert len(set(answers)) == 1
    with store.reading() as tx:
        assert tx.connection.scalar(select(counters.c.value)) == 2


def test_two_first_deliveries_at_once_make_one_contact(store: Store, now: datetime) -> None:
    answers = together(6, lambda: answer_once(store, "k1", now))
    assert len(set(answers)) == 1
    with store.reading() as tx:
        assert tx.contacts.count() == 1
        assert tx.connection.scalar(select(counters.c.value)) == 1


def test_different_messages_at_once_each_see_the_one_before(store: Store, now: datetime) -> None:
    answer_once(store, "k0", now)
    keys = iter([f"k{n}" for n in range(1, 7)])

    def one_more_star() -> None:
        with store.writing() as tx:
            contact, _ = tx.inbox.claim("wechat", "oA", key := next(keys), now)
            contact.session += "*"
            tx.inbox.save(contact, key, "", now, MESSAGE)

    together(6, one_more_star)
    with store.writing() as tx:
        assert tx.inbox.claim("wechat", "oA", "k7", now)[0].session.endswith("1******")


def test_an_answer_is_never_written_over(store: Store, now: datetime) -> None:
    answer_once(store, "k1", now)
    with pytest.raises(Duplicate):
        _steal(store, "k1", now)
    with store.writing() as tx:
        _, kept = tx.inbox.claim("wechat", "oA", "k1", now)
        assert kept is not None
        assert kept.answer != "stolen"


def _steal(store: Store, key: str, now: datetime) -> None:
    with store.writing() as tx:
        contact, _ = tx.inbox.claim("wechat", "oB", "another", now)
        tx.inbox.save(contact, key, "stolen", now, MESSAGE)


def _break_off(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        contact, _ = tx.inbox.claim("wechat", "oA", "k1", now)
        tx.inbox.save(contact, "k1", "好的", now, MESSAGE)
        raise ZeroDivisionError


def test_what_raises_leaves_nothing(store: Store, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError):
        _break_off(store, now)
    with store.reading() as tx:
        assert tx.contacts.count() == 0


@pytest.mark.parametrize(
    ("window", "later", "allowed"),
    [
        (MESSAGE, timedelta(hours=47, minutes=59), 5),
        (MESSAGE, timedelta(hours=48), 0),
        (TAP, timedelta(seconds=59), 3),
        (TAP, timedelta(seconds=60), 0),
        (NEITHER, timedelta(0), 0),
    ],
)
def test_what_wechat_allows_is_counted(
    store: Store, now: datetime, window: str, later: timedelta, allowed: int
) -> None:
    with store.writing() as tx:
        contact, _ = tx.inbox.claim("wechat", "oA", "k1", now)
        tx.inbox.save(contact, "k1", "", now, window)
        taken = [tx.contacts.take_window(contact.id, now + later) for _ in range(6)]
    assert taken == [True] * allowed + [False] * (6 - allowed)


def test_a_closed_window_stays_closed_until_the_next_message(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        contact, _ = tx.inbox.claim("wechat", "oA", "k1", now)
        tx.inbox.save(contact, "k1", "", now, MESSAGE)
        tx.contacts.close_window(contact.id)
        assert not tx.contacts.take_window(contact.id, now)
        tx.inbox.save(contact, "k2", "", now, MESSAGE)
        assert tx.contacts.take_window(contact.id, now)


def test_the_address_is_found_by_a_blind_index_only(store: Store, now: datetime) -> None:
    answer_once(store, "k1", now, "oSecretPerson")
    with store.reading() as tx:
        assert "oSecret" not in str(tx.connection.scalar(select(contacts.c.address_ix)))
        assert tx.contacts.address(1) == ("wechat", "oSecretPerson")
