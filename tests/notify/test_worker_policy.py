"""Why a notice is not sent, or not now: rights, addresses, rounds, nights, photos."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import delete

from bot.notify.channels import Fate, File
from bot.notify.payload import Payload
from bot.notify.policy import quiet_until
from core.clocks import SHANGHAI
from core.limits import Asker
from core.store.tables import complaints, contacts, officers, outbox, staff, staff_areas
from tests.notify.worker_kit import MANAGER_OPENID, MINUTE, SECOND, House, outcome, question

NIGHT = datetime(2024, 10, 17, 22, 0, tzinfo=SHANGHAI)
MORNING = datetime(2024, 10, 18, 8, 0, tzinfo=SHANGHAI)
QUIET = (time(21), time(8))


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("2024-10-17T20:59:59", None),
        ("2024-10-17T21:00:00", "2024-10-18T08:00:00"),
        ("2024-10-18T00:00:00", "2024-10-18T08:00:00"),
        ("2024-10-18T07:59:59", "2024-10-18T08:00:00"),
        ("2024-10-18T08:00:00", None),
    ],
)
def test_quiet_hours_are_shanghais(at: str, end: str | None) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI).astimezone(UTC)
    assert quiet_until(moment, QUIET) == (datetime.fromisoformat(end).replace(tzinfo=SHANGHAI) if end else None)


def test_quiet_hours_within_a_day_and_none() -> None:
    noon = datetime(2024, 10, 17, 12, 30, tzinfo=SHANGHAI)
    assert quiet_until(noon, (time(12), time(14))) == datetime(2024, 10, 17, 14, tzinfo=SHANGHAI)
    assert quiet_until(noon + timedelta(hours=2), (time(12), time(14))) is None
    assert quiet_until(NIGHT, None) is None


def test_ordinary_texts_wait_for_the_morning_and_keep_their_order(house: House) -> None:
    house.put(house.news("n1", "sms"), house.news("n2", "sms"))
    house.drain(NIGHT)
    house.drain(MORNING - SECOND)
    assert house.states() == {"n1": ("queued", "quiet_hours"), "n2": ("queued", "quiet_hours")}
    assert {row.attempts for row in house.rows().values()} == {0}
    house.drain(MORNING)
    assert house.sms.keys == ["n1", "n2"]


def test_codes_do_not_wait_though_others_of_the_lane_do(house: House) -> None:
    house.put(
        house.news("n", "sms", due_at=NIGHT),
        house.news("code", "sms", template="code", complaint_id=None, due_at=NIGHT),
    )
    house.change(outbox, 2, created_at=NIGHT)
    house.drain(NIGHT)
    assert house.sms.keys == ["code"]


def test_wechat_waits_only_where_the_notice_says_so(house: House) -> None:
    house.put(house.news("w", payload=Payload("晚点说", waits=True)), house.news("n"))
    house.drain(NIGHT)
    assert house.wechat.keys == ["n"]
    house.drain(MORNING)
    assert house.wechat.keys == ["n", "w"]


def to_manager(house: House, channel: str = "wechat") -> None:
    house.put(house.news("n", channel, staff_id=house.manager, contact_id=house.desk, fallback="sms"))


def to_officer(house: House, channel: str = "sms") -> None:
    house.put(house.news("n", channel, officer_id=house.officer, contact_id=None))


def drop_estate(house: House) -> None:
    with house.store.writing() as tx:
        tx.connection.execute(delete(staff_areas).where(staff_areas.c.staff_id == house.manager))


@pytest.mark.parametrize(
    ("told", "change"),
    [
        (to_manager, lambda house: house.change(staff, house.manager, left_at=house.now)),
        (to_manager, lambda house: house.change(staff, house.manager, post="保洁")),
        (to_manager, drop_estate),
        (to_manager, lambda house: house.change(contacts, house.desk, staff_id=None)),
        (to_officer, lambda house: house.change(officers, house.officer, left_at=house.now)),
        (to_officer, lambda house: house.change(officers, house.officer, street="他街")),
        (to_officer, lambda house: house.change(complaints, house.complaint.id, area_id=house.other_area)),
    ],
)
def test_whose_right_has_ended_is_told_nothing_more(
    house: House, told: Callable[[House], None], change: Callable[[House], None]
) -> None:
    told(house)
    change(house)
    house.drain()
    assert house.states() == {"n": ("skipped", "rights_ended")}
    assert house.wechat.letters + house.sms.letters == []


def test_staff_and_officers_in_office_are_told(house: House) -> None:
    to_manager(house)
    house.drain()
    assert [letter.address for letter in house.wechat.letters] == [MANAGER_OPENID]
    house.put(
        house.news("m", "sms", staff_id=house.manager),
        house.news("o", "sms", officer_id=house.officer, contact_id=None),
        house.news("k", "sms", company_id=house.company, contact_id=None),
        house.news("d", "sms", staff_id=house.manager, complaint_id=None),
    )
    house.drain()
    assert [letter.address[-1] for letter in house.sms.letters] == ["1", "2", "9", "1"]


def test_a_district_officer_is_above_every_street(house: House) -> None:
    house.change(officers, house.officer, street="")
    to_officer(house)
    house.drain()
    assert house.states() == {"n": ("sent", "")}


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"contact_id": None}, ("skipped", "not_bound")),
        ({"contact_id": None, "channel": "sms"}, ("skipped", "no_phone")),
    ],
)
def test_nobody_to_tell(house: House, values: dict[str, str], state: tuple[str, str]) -> None:
    house.put(house.news("n", **values))
    house.drain()
    assert house.states() == {"n": state}


def test_who_does_not_follow_is_told_by_sms(house: House) -> None:
    house.change(contacts, house.owner, following=False)
    house.put(house.news("n", fallback="sms"))
    house.drain()
    assert house.states() == {"n": ("failed", "not_following"), "n:sms": ("sent", "")}
    assert house.wechat.letters == []


@pytest.mark.parametrize("channel", ["wechat", "sms"])
def test_a_question_of_a_round_that_is_over_is_not_put(house: House, channel: str) -> None:
    house.put(house.news("old", channel, question(house.complaint.id, 1)))
    house.change(complaints, house.complaint.id, round=2)
    house.put(house.news("new", channel, question(house.complaint.id, 2)))
    house.put(house.news("plain", channel))
    house.drain()
    assert house.states()["old"] == ("skipped", "out_of_date")
    assert {house.states()[key] for key in ("new", "plain")} == {("sent", "")}


@pytest.mark.parametrize(("age", "state"), [(9 * MINUTE, "sent"), (10 * MINUTE, "skipped")])
def test_a_code_that_has_run_out_is_not_sent(house: House, age: timedelta, state: str) -> None:
    with house.store.writing() as tx:
        code = tx.verifications.add(house.owner, "+8613900000077", "123456", Asker.CHAT, house.now)
    house.put(house.news("n", "sms", template="code", complaint_id=None, verification_id=code))
    house.drain(house.now + age)
    assert house.states()["n"][0] == state
    assert [letter.address for letter in house.sms.letters] == (["+8613900000077"] if state == "sent" else [])


def test_a_row_nobody_can_read_holds_up_no_other(house: House) -> None:
    house.put(house.news("bad", lane="a"), house.news("next", lane="a"), house.news("other", lane="b"))
    house.change(outbox, 1, payload="no JSON")
    house.drain()
    assert house.states() == {"bad": ("dead", "unreadable"), "next": ("sent", ""), "other": ("sent", "")}


class TestPhotos:
    """A stored photo is forwarded in the window, once it is there."""

    def photo(self, house: House) -> int:
        with house.store.writing() as tx:
            medium = tx.media.want(house.owner, "image", "m1", house.now)
        assert medium is not None
        house.put(house.news("photo", template="photo", media_id=medium))
        return medium

    def test_it_follows_when_it_has_been_fetched(self, house: House) -> None:
        house.open_window(house.owner)
        medium = self.photo(house)
        house.put(house.news("words"))
        house.drain()
        assert house.states() == {"photo": ("queued", "not_fetched"), "words": ("sent", "")}
        file = house.worker()._files.put(b"a picture")
        with house.store.writing() as tx:
            tx.media.stored(medium, file, "image/jpeg", 9)
        house.drain(house.now + 2 * SECOND)
        assert house.wechat.letters[-1].file == File("image/jpeg", b"a picture")
        assert house.states()["photo"] == ("sent", "")

    def test_one_that_was_tampered_with_is_sent_to_nobody(self, house: House) -> None:
        house.open_window(house.owner)
        medium = self.photo(house)
        file = house.worker()._files.put(b"a picture")
        (house.settings.data_dir / "media" / file[:2] / file).write_bytes(b"another picture")
        with house.store.writing() as tx:
            tx.media.stored(medium, file, "image/jpeg", 9)
        house.drain()
        assert house.states()["photo"] == ("failed", "unreadable")
        assert house.wechat.letters == []

    def test_it_is_waited_for_ten_minutes(self, house: House) -> None:
        self.photo(house)
        house.drain(house.now + 10 * MINUTE - SECOND)
        assert house.states()["photo"] == ("queued", "not_fetched")
        house.drain(house.now + 11 * MINUTE)
        assert house.states()["photo"] == ("skipped", "no_file")

    def test_a_lost_one_is_not_waited_for(self, house: House) -> None:
        medium = self.photo(house)
        with house.store.writing() as tx:
            tx.media.lost(medium, "gone")
        house.drain()
        assert house.states()["photo"] == ("skipped", "no_file")

    @pytest.mark.parametrize("counted", [True, False])
    def test_it_goes_in_the_window_only(self, house: House, counted: bool) -> None:
        medium = self.photo(house)
        with house.store.writing() as tx:
            tx.media.stored(medium, house.worker()._files.put(b"a picture"), "image/jpeg", 9)
        if counted:
            house.open_window(house.owner)
            house.wechat.answers = [outcome(Fate.CLOSED, "window_closed")]
        house.drain()
        assert house.states()["photo"] == ("skipped", "window_closed")
        assert len(house.wechat.letters) == counted
