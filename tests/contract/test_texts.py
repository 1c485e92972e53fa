"""What texts stand on, over each database: whose a phone is, what it was told of, what was sent and is not wanted."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from core.clocks import SHANGHAI
from core.store.codes import LIFE
from core.store.engine import Store, Tx
from core.store.joining import join_texts
from core.store.registry import CODE_LETTERS, new_code
from core.store.tables import complaints, contacts, texts
from tests.support.rows import add_area, add_complaint, add_contact
from tests.support.together import together

PHONE, OTHER = "+8613800138001", "+8613800138002"
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
PLACE = select(complaints.c.area_id, complaints.c.contact_id).limit(1)


def texted(tx: Tx, now: datetime, key: str = "k", phone: str = PHONE) -> int:
    """The contact that a text from this phone belongs to."""
    contact, _ = tx.inbox.claim("sms", phone, key, now)
    return contact.id


def complaint_ids(tx: Tx, now: datetime, many: int) -> list[int]:
    area, who = add_area(tx, now), add_contact(tx, now, "owner")
    return [add_complaint(tx, now, area, who).id for _ in range(many)]


class TestWhose:
    """A phone is a contact of its own until somebody proves in WeChat that it is theirs."""

    def test_a_phone_is_its_own_contact_whose_number_is_known(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            first, _ = tx.inbox.claim("sms", PHONE, "a", now)
            again, _ = tx.inbox.claim("sms", PHONE, "b", now)
            assert (first.id, first.phone, first.channel) == (again.id, PHONE, "sms")
            assert texted(tx, now, phone=OTHER) != first.id
            kept = tx.contacts.get(first.id)
            assert kept
            assert kept.phone == PHONE

    def test_a_phone_verified_in_wechat_is_that_contact(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            early, late = add_contact(tx, now, "early"), add_contact(tx, now, "late")
            tx.contacts.verified_phone(early, PHONE, now)
            assert texted(tx, now) == early
            tx.contacts.verified_phone(late, PHONE, now + SECOND)
            assert texted(tx, now) == late
            assert tx.connection.scalar(select(func.count()).where(contacts.c.channel == "sms")) == 0

    def test_a_message_is_answered_once(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            contact, kept = tx.inbox.claim("sms", PHONE, "same", now)
            assert kept is None
            tx.inbox.save(contact, "same", "answer", now, "")
        with store.writing() as tx:
            assert tx.inbox.claim("sms", PHONE, "same", now)[1]

    def test_what_was_done_by_text_becomes_the_contacts(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            area, old = add_area(tx, now), texted(tx, now)
            complaint = add_complaint(tx, now, area, old)
            tx.contacts.scanned(old, area, now)
            tx.contacts.consented(old, now)
            who = add_contact(tx, now, "wang")
            tx.contacts.verified_phone(who, PHONE, now)
            join_texts(tx.connection, tx.cipher, who, PHONE)
            assert tx.connection.scalar(select(complaints.c.contact_id).where(complaints.c.id == complaint.id)) == who
            assert [area_id for area_id, _ in tx.contacts.estates(who)] == [area]
            known = tx.contacts.get(who)
            assert known
            assert (known.area_id, known.consent_at) == (area, now)
            assert texted(tx, now) == who

    def test_its_number_is_known_again_where_the_other_lets_it_go(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            old, who = texted(tx, now), add_contact(tx, now, "wang")
            tx.contacts.verified_phone(who, PHONE, now)
            join_texts(tx.connection, tx.cipher, who, PHONE)
            tx.contacts.verified_phone(who, OTHER, now)
            contact, _ = tx.inbox.claim("sms", PHONE, "later", now)
            assert (contact.id, contact.phone) == (old, PHONE)

    @pytest.mark.parametrize("known", [True, False])
    def test_a_text_and_the_proof_at_once(self, known: bool, store: Store, now: datetime) -> None:
        """Whoever is first, the complaint filed by text ends with the contact."""
        with store.writing() as tx:
            area, who = add_area(tx, now), add_contact(tx, now, "wang")
            if known:
                texted(tx, now, "before")

        def text() -> None:
            with store.writing() as tx:
                contact, _ = tx.inbox.claim("sms", PHONE, "k", now)
                add_complaint(tx, now, area, contact.id)
                tx.inbox.save(contact, "k", "", now, "")

        def prove() -> None:
            with store.writing() as tx:
                tx.contacts.verified_phone(who, PHONE, now)
                join_texts(tx.connection, tx.cipher, who, PHONE)

        acts = [text, prove]
        together(2, lambda: acts.pop()())
        with store.writing() as tx:
            assert tx.connection.scalar(select(complaints.c.contact_id)) == who


class TestNamed:
    """A phone may answer what it was told of; a number is longer only where two end alike."""

    def test_by_the_end_of_the_number(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            ids = complaint_ids(tx, now, 3)
            assert [tx.codes.name(PHONE, one, now) for one in ids] == ["0001", "0002", "0003"]

    def test_two_that_end_alike_are_told_apart(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            (one,) = complaint_ids(tx, now, 1)
            other = add_complaint(tx, now + DAY, *tx.connection.execute(PLACE).one()).id
            day, next_day = (f"{(at).astimezone(SHANGHAI):%d}" for at in (now, now + DAY))
            assert tx.codes.name(PHONE, one, now) == "0001"
            assert tx.codes.name(PHONE, other, now) == f"{next_day}0001"
            assert tx.codes.names(PHONE, [one, other], now) == {one: f"{day}0001", other: f"{next_day}0001"}
            assert tx.codes.name(OTHER, other, now) == "0001", "each phone by itself"

    def test_as_they_are_found(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            (one,) = complaint_ids(tx, now, 1)
            area, who = tx.connection.execute(PLACE).one()
            other = add_complaint(tx, now + DAY, area, who).id
            for number, found in (
                ("0001", {one, other}),
                (f"{now.astimezone(SHANGHAI):%d}0001", {one}),
                ("9999", set()),
            ):
                assert {each.id for each in tx.complaints.ending(number, who, [])} == found
            assert tx.complaints.ending("%001", who, []) == []

    def test_for_a_month_from_the_last_text(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            (one,) = complaint_ids(tx, now, 1)
            tx.codes.name(PHONE, one, now)
            tx.codes.name(PHONE, one, now + LIFE - SECOND)
            assert [each.complaint_id for each in tx.codes.of(PHONE, now + LIFE + DAY)] == [one]
            assert tx.codes.of(PHONE, now + 2 * LIFE) == tx.codes.of(OTHER, now) == []

    def test_what_ended_takes_no_name(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            (one,) = complaint_ids(tx, now, 1)
            tx.codes.name(PHONE, one, now)
            other = add_complaint(tx, now + DAY, *tx.connection.execute(PLACE).one()).id
            assert tx.codes.name(PHONE, other, now + LIFE) == "0001"

    def test_the_last_question_is_kept_with_it(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            (one,) = complaint_ids(tx, now, 1)
            complaint = tx.complaints.get(one)
            assert complaint
            tx.codes.name(PHONE, one, now, "rate", 2)
            tx.codes.name(PHONE, one, now + DAY)
            assert tx.codes.of(PHONE, now) == [(complaint.number, one, "rate", 2, now)]

    def test_two_texts_at_once(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            (one,) = complaint_ids(tx, now, 1)

        def text() -> None:
            with store.writing() as tx:
                tx.codes.name(PHONE, one, now)

        together(4, text)
        with store.reading() as tx:
            assert len(tx.codes.of(PHONE, now)) == 1


class TestCounted:
    """What left is counted a phone and a day."""

    def test_a_phone_and_a_day(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            for at, reply in ((now - DAY, False), (now, False), (now, False), (now, True)):
                tx.texts.note(PHONE, "words", reply, at)
            assert tx.texts.sent_since(PHONE, now, False) == 2
            assert tx.texts.sent_since(PHONE, now - DAY, False) == 3
            assert tx.texts.sent_since(PHONE, now, True) == 1
            assert tx.texts.sent_since(OTHER, now - DAY, False) == 0
            assert (tx.texts.spent(now), tx.texts.spent(now - DAY), tx.texts.spent(now + DAY)) == (3, 1, 0)

    def test_the_same_words(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            tx.texts.note(PHONE, "words", False, now)
            assert tx.texts.last_same(PHONE, "words", now - SECOND) == now
            assert tx.texts.last_same(PHONE, "words", now) is None
            assert tx.texts.last_same(PHONE, "others", now - SECOND) is None

    def test_one_alarm_a_day(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            assert [tx.texts.first_alarm(at) for at in (now, now, now + DAY)] == [True, False, True]

    def test_opting_out_and_in(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            tx.texts.opt_out(PHONE, now)
            tx.texts.opt_out(PHONE, now)
            assert tx.texts.opted_out(PHONE)
            assert not tx.texts.opted_out(OTHER)
            assert [tx.texts.opt_in(PHONE), tx.texts.opt_in(PHONE)] == [True, False]

    def test_old_ones_are_forgotten(self, store: Store, now: datetime) -> None:
        with store.writing() as tx:
            tx.texts.note(PHONE, "words", False, now)
            tx.texts.note(PHONE, "words", False, now + DAY)
            assert tx.upkeep.drop_texts(now + SECOND) == 1
            assert tx.connection.scalar(select(func.count()).select_from(texts)) == 1


def test_an_estates_code_is_neither_a_word_nor_a_number() -> None:
    made = [new_code() for _ in range(5_000)]
    assert all(re.fullmatch(f"[{CODE_LETTERS}]{{4}}", one) for one in made)
    assert not any(one.isdigit() or one.isalpha() for one in made)
