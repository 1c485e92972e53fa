"""Complaints, people, codes and media, kept the same way by both databases; nothing personal lies in clear."""

import itertools
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import inspect, make_url, select, text, update

from core.clocks import Clock
from core.complaint import Complaint, Entry
from core.identity import MANAGER_POST
from core.lifecycle import Outcome, State
from core.limits import Asker, What
from core.settings import Settings
from core.store.cipher import Unreadable
from core.store.engine import Store
from core.store.tables import complaints, staff, verifications
from tests.support.rows import add_area, add_company, add_complaint, add_contact, add_officer, add_staff
from tests.support.together import together

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PHONE = "+8617712340001"


def test_a_complaint_comes_back_as_it_was_kept(store: Store, now: datetime) -> None:
    full = {
        "state": State.GUIDANCE,
        "round": 7,
        "clock": Clock.GUIDANCE,
        "deadline": now + DAY,
        "anonymous": True,
        "place": "7栋",
        "dissatisfied": 2,
        "guided": True,
        "district": True,
        "outcome": Outcome.UNRATED,
        "answered_at": now + HOUR,
        "closed_at": now + 2 * HOUR,
        "nudged_at": now + 3 * HOUR,
        "reminded_at": now + 4 * HOUR,
    }
    with store.writing() as tx:
        kept = add_complaint(tx, now, add_area(tx, now), add_contact(tx, now), **full)
        bare = add_complaint(tx, now, 1, clock=None, deadline=None)
    with store.writing() as tx:
        for one in (kept, bare):
            assert tx.complaints.get(one.id) == tx.complaints.by_number(one.number) == one
            assert tx.complaints.locked(one.id) == one
        kept.state, kept.clock, kept.deadline = State.CLOSED, None, None
        tx.complaints.save(kept)
        assert tx.complaints.get(kept.id) == kept
        assert tx.complaints.get(bare.id) == bare
        assert tx.complaints.get(99) is None


def test_the_timeline_keeps_its_order(store: Store, now: datetime) -> None:
    entries = [
        Entry(now, "submit", "owner", State.PENDING, 1, "电梯坏了", "wechat", None, None, None, {"photos": 1}),
        Entry(now, "accept", "manager", State.HANDLING, 2),
    ]
    with store.writing() as tx:
        complaint = add_complaint(tx, now, add_area(tx, now))
        ids = [tx.complaints.write(complaint, entry) for entry in entries]
        kept = tx.complaints.timeline(complaint.id)
    assert [entry.id for entry in kept] == ids
    assert [(one.at, one.act, one.text, one.state, one.details) for one in kept] == [
        (one.at, one.act, one.text, one.state, one.details) for one in entries
    ]


def test_numbers_run_on_without_gap_or_double(store: Store, now: datetime) -> None:
    def several() -> list[str]:
        return [_number(store, now) for _ in range(10)]

    numbers = sorted(itertools.chain(*together(4, several)))
    assert numbers == [f"004020241017{n:07}" for n in range(1, 41)]


def _number(store: Store, now: datetime) -> str:
    with store.writing() as tx:
        return tx.complaints.next_number("0040", now)


def test_numbers_begin_again_at_midnight_in_shanghai(store: Store) -> None:
    evening = datetime(2024, 10, 17, 15, 59, 59, tzinfo=UTC)
    assert _number(store, evening) == "0040202410170000001"
    assert _number(store, evening + timedelta(seconds=1)) == "0040202410180000001"


def test_pages(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        area, other, owner = add_area(tx, now), add_area(tx, now, "春和景明"), add_contact(tx, now)
        first, second, third = (add_complaint(tx, now + n * HOUR, area, owner) for n in range(3))
        foreign = add_complaint(tx, now + 9 * HOUR, other, state=State.HANDLING, clock=None, deadline=None)
        late = add_complaint(tx, now + HOUR, area, state=State.FURTHER, deadline=now - DAY)
        idle = add_complaint(tx, now, area, state=State.HANDLING, clock=None, deadline=None)
        states = [State.PENDING, State.FURTHER, State.HANDLING]
        assert _ids(tx.complaints.mine(owner, 0, 2)) == ([third.id, second.id], 3)
        assert _ids(tx.complaints.mine(owner, 2, 2)) == ([first.id], 3)
        assert _ids(tx.complaints.todo([area], states, 0, 9)) == ([late.id, first.id, second.id, third.id, idle.id], 5)
        assert _ids(tx.complaints.todo([], states, 0, 9)) == ([], 0)
        rows, total = tx.complaints.listed([], None, 0, 2)
        assert ([row.id for row in rows], total) == ([foreign.id, third.id], 6)
        rows, total = tx.complaints.listed([State.HANDLING], area, 0, 0)
        assert ([row.id for row in rows], total) == ([idle.id], 1)
        assert (rows[0].area, rows[0].area_district, rows[0].street) == ("万和世家", "高新区", "桂溪街道")


def _ids(page: tuple[list[Complaint], int]) -> tuple[list[int], int]:
    return [one.id for one in page[0]], page[1]


def test_a_complaint_is_found_by_the_end_of_its_number_among_ones_own(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        area, owner, other = add_area(tx, now), add_contact(tx, now), add_contact(tx, now, "oOther")
        closed = add_complaint(tx, now, area, owner, state=State.CLOSED, closed_at=now, clock=None, deadline=None)
        still_open = add_complaint(tx, now - DAY, area, owner)
        assert [one.id for one in tx.complaints.ending("0001", owner, [])] == [still_open.id, closed.id]
        assert [one.id for one in tx.complaints.ending("10170000001", owner, [])] == [closed.id]
        assert {one.id for one in tx.complaints.ending("0001", None, [area])} == {closed.id, still_open.id}
        assert tx.complaints.ending("0001", other, []) == []
        assert tx.complaints.ending("%", owner, []) == []


def test_who_is_in_charge(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        company, area, other = add_company(tx, now), add_area(tx, now), add_area(tx, now, "春和景明")
        manager = add_staff(tx, now, company, area)
        cleaner = add_staff(tx, now, company, area, name="李斯", post="保洁")
        left = add_staff(tx, now, company, area, name="吴发竹", left_at=now)
        look = tx.directory
        assert [person.id for person in look.managers(area)] == [manager]
        assert [look.manages(who, area) for who in (manager, cleaner, left, None)] == [True, False, False, False]
        assert not look.manages(manager, other)
        assert [look.managed_areas(who) for who in (manager, cleaner, left)] == [[area], [], []]
        assert [person.post for person in look.staff_by_phone(PHONE)] == [MANAGER_POST, "保洁"]
        assert (look.staff(manager).name, look.staff(left)) == ("张益达", None)  # type: ignore[union-attr]


def test_officers_of_an_estate(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        street = add_officer(tx, now, "+8617712340002", street="桂溪街道")
        district = add_officer(tx, now, "+8617712340003")
        add_officer(tx, now, "+8617712340005", street="文君街道")
        add_officer(tx, now, "+8617712340006", street="桂溪街道", left_at=now)
        area = tx.directory.area(add_area(tx, now))
        assert area is not None
        assert [one.id for one in tx.directory.officers_of(area, False)] == [street]
        assert [one.id for one in tx.directory.officers_of(area, True)] == [district]
        found = tx.directory.officer_by_phone("+8617712340002")
        assert found is not None
        assert (found.id, found.name) == (street, "周敏")
        assert tx.directory.officer_by_phone("+8617712340006") is None


def test_an_estate_is_found_by_its_scene(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        area = add_area(tx, now, scene="a123")
        found = tx.directory.area_by_scene("a123")
        assert found is not None
        assert (found.id, found.company) == (area, None)
        assert tx.directory.area_by_scene("") is None


def test_scanned_estates_the_latest_first(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        who, one, two = add_contact(tx, now), add_area(tx, now), add_area(tx, now, "春和景明")
        for area, hours in ((one, 0), (two, 1), (one, 2)):
            tx.contacts.scanned(who, area, now + hours * HOUR)
        assert tx.contacts.estates(who) == [(one, "万和世家"), (two, "春和景明")]


def test_codes(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        who, other = add_contact(tx, now), add_contact(tx, now, "oOther")
        codes = tx.verifications
        codes.lock(PHONE)
        old = codes.add(who, PHONE, "111111", Asker.CHAT, now - HOUR)
        new = codes.add(who, PHONE, "222222", Asker.PAGES, now)
        latest = codes.latest(who)
        assert latest is not None
        assert (latest.id, codes.phone(new), codes.phone(99)) == (new, PHONE, None)
        assert [codes.matches(who, code, latest.code_ix) for code in ("222222", "111111")] == [True, False]
        assert not codes.matches(other, "222222", latest.code_ix)
        codes.add_nobodys(other, now)
        assert codes.counted(other, PHONE, Asker.CHAT, now) == {
            What.CODE: [1, 1, 2],
            What.CODE_CHAT: [0, 1],
            What.CODE_OF_CONTACT: [0],
            What.NUMBER_OF_CONTACT: [0],
        }
        assert codes.counted(who, "+8613900000078", Asker.OWNER, now) == {
            What.CODE: [0, 0, 0],
            What.CODE_OF_CONTACT: [2],
            What.NUMBER_OF_CONTACT: [1],
        }
        assert codes.tried(who, now)
        tries = dict(tx.connection.execute(select(verifications.c.id, verifications.c.tries)).all())
        assert (tries[old], tries[new]) == (0, 1)
        codes.used(who, now)
        assert codes.latest(who) is None


def test_media(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        who, other = add_contact(tx, now), add_contact(tx, now, "oOther")
        complaint = add_complaint(tx, now, add_area(tx, now), who)
        entry = tx.complaints.write(complaint, Entry(now, "submit", "owner", State.PENDING, 1))
        one, two = (tx.media.want(who, "image", name, now) for name in ("m1", "m2"))
        assert (tx.media.want(who, "image", "m1", now), one is None) == (None, False)
        foreign = tx.media.want(other, "image", "m1", now)
        assert tx.media.attach(who, ["m2", "m1"], complaint.id, entry) == [one, two]
        assert tx.media.attach(who, [], complaint.id, entry) == []
        tx.media.stored(one, "ab" * 20, "image/png", 5)  # type: ignore[arg-type]
        tx.media.lost(two, "expired")  # type: ignore[arg-type]
        kept = [(m.provider_id, m.mime, m.reason) for m in tx.media.of_complaint(complaint.id)]
        assert kept == [("m1", "image/png", ""), ("m2", None, "expired")]
        assert tx.media.get(foreign).file is None  # type: ignore[arg-type, union-attr]


def test_a_time_without_a_zone_is_refused(store: Store, now: datetime) -> None:
    with store.writing() as tx, pytest.raises(Exception, match="without a zone"):
        add_area(tx, now.replace(tzinfo=None))


def test_times_keep_their_order_whatever_their_zone(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        area = add_area(tx, now)
        moments = [now + timedelta(microseconds=n) for n in (0, 1, 999_999, 1_000_000)]
        made = [add_complaint(tx, now, area, deadline=at.astimezone()) for at in reversed(moments)]
        found = tx.connection.scalars(select(complaints.c.deadline).order_by(complaints.c.deadline))
        assert list(found) == moments == sorted(one.deadline for one in made if one.deadline)


CANARY = "金丝雀17700001111"


def test_nothing_personal_lies_readable_in_the_database(store: Store, settings: Settings, now: datetime) -> None:
    with store.writing() as tx:
        area, company = add_area(tx, now), add_company(tx, now)
        who, _ = tx.inbox.claim("wechat", CANARY, "k1", now)
        who.session = CANARY
        tx.inbox.save(who, "k1", CANARY, now, "")
        tx.contacts.verified_phone(who.id, CANARY, now)
        tx.contacts.asked(who.id, CANARY)
        add_staff(tx, now, company, area, name=CANARY, phone=CANARY, identity=CANARY)
        add_officer(tx, now, CANARY, name=CANARY)
        complaint = add_complaint(tx, now, area, who.id, place=CANARY)
        tx.complaints.write(complaint, Entry(now, "submit", "owner", State.PENDING, 1, CANARY))
        tx.verifications.add(who.id, CANARY, "246810", Asker.CHAT, now)
    clear = _all_bytes(store, settings)
    assert "万和世家".encode() in clear
    for secret in (CANARY, "17700001111", "246810", "电梯坏了"):
        assert secret.encode() not in clear


def _all_bytes(store: Store, settings: Settings) -> bytes:
    """The files of SQLite; each row as PostgreSQL prints it, with its binary columns as they are."""
    if store.engine.dialect.name == "sqlite":
        store.close()
        file = Path(make_url(settings.database_url).database or "")
        return b"".join(path.read_bytes() for path in file.parent.glob(file.name + "*"))
    with store.engine.connect() as connection:
        return b"".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for table in inspect(connection).get_table_names()
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
            for value in row
        )


def test_a_sealed_value_opens_in_its_own_column_only(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        who = add_staff(tx, now, add_company(tx, now))
        tx.connection.execute(update(staff).values(identity=text("name")))
        with pytest.raises(Unreadable):
            tx.directory.staff(who)


def test_keys_rotate(store: Store, settings: Settings, now: datetime) -> None:
    with store.writing() as tx:
        who = add_staff(tx, now, add_company(tx, now))
    new = SecretStr(b64encode(b"n" * 32).decode())
    rotated = Store.from_settings(settings.model_copy(update={"data_keys": (new, *settings.data_keys)}))
    assert rotated.cipher.open(store.cipher.seal("旧", "x.y"), "x.y") == "旧"
    with pytest.raises(Unreadable):
        store.cipher.open(rotated.cipher.seal("新", "x.y"), "x.y")
    with rotated.reading() as tx:
        assert tx.directory.staff_by_phone(PHONE)[0].id == who
    rotated.close()
