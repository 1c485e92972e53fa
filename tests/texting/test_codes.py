"""The digits that confirm, and wrong numbers: counted, over each database, by whoever is fastest."""

from datetime import timedelta

from sqlalchemy import select

from core.store.tables import contacts, wrong_codes
from tests.support.together import together
from tests.texting.kit import MANAGER, PHONES, RESIDENT, Forger

HOUR = timedelta(hours=1)


def other_than(digits: str) -> str:
    return "000000" if digits != "000000" else "111111"


def test_digits_are_taken_once(forger: Forger) -> None:
    forger.forges(MANAGER, f"接收 {forger.told(MANAGER)}")
    digits = forger.digits()
    assert forger.forges(MANAGER, digits) == "re_taken"
    assert forger.forges(MANAGER, digits) == "re_digits"


def test_ten_minutes_long(forger: Forger) -> None:
    forger.forges(RESIDENT, "撤销")
    forger.now += timedelta(minutes=10)
    assert forger.forges(RESIDENT, forger.digits()) == "re_digits"
    assert (forger.state(), forger.wrong()) == ("PENDING", 0), "whoever is late guesses nothing"


def test_of_this_phone_alone(forger: Forger) -> None:
    forger.forges(RESIDENT, "撤销")
    assert forger.forges(MANAGER, forger.digits()) == "re_digits"
    assert forger.state() == "PENDING"


def test_three_wrong_and_it_is_to_be_begun_anew(forger: Forger) -> None:
    forger.forges(RESIDENT, "撤销")
    digits = forger.digits()
    for _ in range(3):
        assert forger.forges(RESIDENT, other_than(digits)) == "re_digits"
    assert forger.forges(RESIDENT, digits) == "re_digits"
    assert (forger.state(), forger.wrong()) == ("PENDING", 3)


def test_asked_again_the_earlier_digits_are_void(forger: Forger) -> None:
    forger.forges(RESIDENT, "撤销")
    first = forger.digits()
    while forger.digits() == first:
        forger.forges(RESIDENT, "撤销")
    assert forger.forges(RESIDENT, first) == "re_digits"
    assert forger.forges(RESIDENT, forger.digits()) == "re_withdrawn"


def test_they_are_kept_as_a_keyed_hash(forger: Forger) -> None:
    forger.forges(RESIDENT, "撤销")
    (waiting,) = forger.by_text(RESIDENT).unsure
    assert len(waiting.code_ix) == 40
    with forger.store.reading() as tx:
        sessions = [one or "" for one in tx.connection.scalars(select(contacts.c.session))]
    assert len(forger.digits()) == 6
    assert not any(f'"{forger.digits()}"' in one for one in sessions)


def test_five_wrong_in_an_hour_ten_in_a_day(forger: Forger) -> None:
    right = forger.told(MANAGER)
    wrong = "9999"
    for hour in range(3):
        for _ in range(6):
            forger.forges(MANAGER, f"完成 {wrong} 修好了")
        assert forger.wrong() == min(5 * (hour + 1), 10)
        assert forger.forges(MANAGER, f"接收 {right}") == "re_locked"
        forger.now += HOUR
    forger.now += 22 * HOUR
    assert forger.forges(MANAGER, f"接收 {right}") == "re_asked_accept"


def test_ones_own_other_deeds_go_on_meanwhile(forger: Forger) -> None:
    for _ in range(6):
        forger.forges(RESIDENT, "9999 5")
    assert forger.forges(RESIDENT, "撤销") == "re_locked"
    assert [forger.forges(RESIDENT, text) for text in ("查", "催办")] == ["re_state_until", "re_nudged"]


def test_many_at_once_are_counted_one_by_one(forger: Forger) -> None:
    right = forger.told(MANAGER)
    assert right == "0001"
    guesses = iter([f"{one}" for one in range(2000, 2012)])
    together(12, lambda: forger.forges(MANAGER, f"接收 {next(guesses)}"))
    assert forger.wrong() == 5


def test_they_are_forgotten_with_the_texts(forger: Forger) -> None:
    with forger.store.writing() as tx:
        tx.codes.wrong(PHONES[MANAGER], forger.now)
        assert tx.upkeep.drop_texts(forger.now + HOUR) == 1
        assert tx.connection.execute(select(wrong_codes)).all() == []
