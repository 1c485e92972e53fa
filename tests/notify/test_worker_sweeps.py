"""What time demands: the rating's reminder and end, each once, also after days of standstill; and old things gone."""

import os
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from core.clocks import Clock, durations
from core.commands import Command, Remind
from core.identity import SYSTEM
from core.lifecycle import Outcome, State
from core.limits import Asker
from core.services import Work, perform
from core.store.engine import Tx
from core.store.files import Files
from core.store.outbox import Told
from core.store.reminders import BATCH
from core.store.tables import complaints, inbox, media, outbox, receipts, verifications
from core.sweeps import sweep
from tests.notify.worker_kit import House

REMINDED = timedelta(hours=36)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Sweeper:
    """Sweeps a house at a given time and keeps the names of the events."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.events: list[str] = []
        self.files = Files(house.settings.data_dir, house.store.cipher)

    def __call__(self, now: datetime) -> dict[str, int]:
        done = sweep(self.house.store, self.files, self.perform, now)
        return {what: count for what, count in done.items() if count}

    def perform(self, tx: Tx, command: Command, now: datetime) -> Any:
        work = Work(tx, SYSTEM, now, durations(self.house.settings))
        result = perform(work, command)
        self.events += [type(event).__name__ for event in work.events]
        return result


@pytest.fixture
def sweeper(house: House) -> Sweeper:
    return Sweeper(house)


@pytest.fixture
def deadline(house: House) -> datetime:
    """The complaint is to be rated within seven days."""
    end = house.now + 7 * DAY
    house.change(complaints, house.complaint.id, **rating(end))
    return end


def rating(end: datetime) -> dict[str, Any]:
    return {"state": State.RATING.name, "clock": Clock.RATING, "deadline": end, "remind_at": end - REMINDED}


def state(house: House) -> tuple[str, str | None]:
    row = house.get(complaints, house.complaint.id)
    return row.state, row.outcome


def test_reminded_once_well_a_day_before_the_end_then_closed_unrated(
    house: House, sweeper: Sweeper, deadline: datetime
) -> None:
    assert sweeper(deadline - 37 * HOUR) == {}
    assert sweeper(deadline - REMINDED) == {"ratings_reminded": 1}
    assert sweeper(deadline - HOUR) == {}
    assert state(house) == ("RATING", None)
    assert sweeper(deadline) == {"ratings_expired": 1}
    assert state(house) == ("CLOSED", Outcome.UNRATED)
    assert sweeper(deadline + DAY) == {}
    assert sweeper.events == ["RatingDue", "RatingExpired"]


def test_after_standstill_it_is_reminded_first_and_closed_a_day_later(
    house: House, sweeper: Sweeper, deadline: datetime
) -> None:
    back = deadline + 3 * DAY
    assert sweeper(back) == {"ratings_reminded": 1}
    assert house.get(complaints, house.complaint.id).deadline == back + DAY
    assert sweeper(back + 23 * HOUR) == {}
    assert sweeper(back + DAY) == {"ratings_expired": 1}


def test_a_short_window_is_reminded_of_at_its_half(house: House, sweeper: Sweeper) -> None:
    house.settings = house.settings.model_copy(update={"clock_rating": timedelta(minutes=10)})
    end = house.now + timedelta(minutes=10)
    house.change(complaints, house.complaint.id, **rating(end) | {"remind_at": house.now})
    assert sweeper(end - timedelta(minutes=6)) == {}
    assert sweeper(end - timedelta(minutes=5)) == {"ratings_reminded": 1}
    assert sweeper(end) == {"ratings_expired": 1}


def test_other_clocks_run_on(house: House, sweeper: Sweeper) -> None:
    values = {"clock": Clock.PENDING, "deadline": house.now, "remind_at": house.now}
    house.change(complaints, house.complaint.id, **values)
    assert sweeper(house.now + 100 * DAY) == {"overdue_told": 1}
    assert sweeper(house.now + 100 * DAY + HOUR) == {}
    assert state(house) == ("PENDING", None)


def test_a_clock_that_jumps_back_does_nothing_twice(house: House, sweeper: Sweeper, deadline: datetime) -> None:
    sweeper(deadline - DAY)
    assert sweeper(deadline - 2 * DAY) == {}
    assert sweeper(deadline - DAY + HOUR) == {}
    assert sweeper.events == ["RatingDue"]


def test_one_that_cannot_be_done_holds_up_no_other(house: House, sweeper: Sweeper, deadline: datetime) -> None:
    with house.store.writing() as tx:
        second = house.complain(tx, **rating(deadline) | {"state": State.RATING})
    good = sweeper.perform

    def failing(tx: Tx, command: Any, now: datetime) -> Any:
        result = good(tx, command, now)
        if house.complaint.id in command.complaint_ids:
            raise RuntimeError("boom")
        return result

    sweeper.perform = failing  # type: ignore[method-assign]
    assert sweeper(deadline - DAY) == {"ratings_reminded": 1}
    assert house.get(complaints, second.id).reminded_at == deadline - DAY
    assert house.get(complaints, house.complaint.id).reminded_at is None


def test_what_was_rated_meanwhile_is_passed_over(house: House, sweeper: Sweeper, deadline: datetime) -> None:
    sweeper(deadline - DAY)
    good = sweeper.perform

    def rated_first(tx: Tx, command: Any, now: datetime) -> Any:
        closed = {"deadline": None, "clock": None, "state": State.CLOSED.name, "remind_at": None}
        tx.connection.execute(update(complaints).values(closed))
        return good(tx, command, now)

    sweeper.perform = rated_first  # type: ignore[method-assign]
    assert sweeper(deadline) == {}
    assert sweeper.events == ["RatingDue"]


def test_more_than_a_batch(house: House, sweeper: Sweeper, deadline: datetime) -> None:
    with house.store.writing() as tx:
        for _ in range(BATCH):
            house.complain(tx, **rating(deadline) | {"state": State.RATING})
    assert sweeper(deadline - HOUR) == {"ratings_reminded": BATCH + 1}


def test_one_worker_sweeps_at_a_time(house: House, deadline: datetime) -> None:
    first, second = house.worker(), house.worker()
    assert first.sweep(deadline - DAY) is not None
    assert second.sweep(deadline - DAY) is None
    assert first.sweep(deadline - DAY + timedelta(seconds=30)) is not None
    later = deadline - DAY + timedelta(seconds=90)
    assert second.sweep(later) is not None
    times = [at for command, at in house.performed if command == Remind((house.complaint.id,))]
    assert times == [deadline - DAY, deadline - DAY + timedelta(seconds=30), later]


class TestOldThings:
    """Forgotten after their time, in batches; what is still needed stays."""

    def count(self, house: House, table: Any) -> int:
        with house.store.reading() as tx:
            return tx.connection.scalar(select(func.count()).select_from(table)) or 0

    def test_messages_and_receipts(self, house: House, sweeper: Sweeper) -> None:
        with house.store.writing() as tx:
            rows = [{"key": f"k{n}", "contact_id": house.owner, "answer": "好", "at": house.now} for n in range(450)]
            tx.connection.execute(insert(inbox), rows)
            tx.outbox.park(Told("early", True), house.now)
        assert sweeper(house.now + HOUR) == {}
        assert sweeper(house.now + 2 * DAY) == {"answers_blanked": 450}
        assert sweeper(house.now + 7 * DAY) == {"receipts_dropped": 1}
        assert sweeper(house.now + 7 * DAY + HOUR) == {"inbox_dropped": 450}
        assert (self.count(house, inbox), self.count(house, receipts)) == (0, 0)

    def test_codes_and_what_the_outbox_said_of_them(self, house: House, sweeper: Sweeper) -> None:
        with house.store.writing() as tx:
            code = tx.verifications.add(house.owner, "+8613900000077", "123456", Asker.CHAT, house.now)
        house.put(house.news("n", "sms", template="code", complaint_id=None, verification_id=code))
        house.drain()
        assert sweeper(house.now + 2 * DAY) == {}
        assert sweeper(house.now + 2 * DAY + HOUR) == {"verifications_dropped": 1, "texts_dropped": 1}
        assert self.count(house, verifications) == 0
        assert (house.get(outbox, 1).payload, house.states()["n"]) == (None, ("sent", ""))

    def medium(self, house: House, provider_id: str, content: bytes) -> int:
        with house.store.writing() as tx:
            medium = tx.media.want(house.owner, "image", provider_id, house.now)
            assert medium is not None
            tx.media.stored(
                medium, Files(house.settings.data_dir, house.store.cipher).put(content), "image/jpeg", len(content)
            )
        return medium

    def test_media_that_belong_to_nothing_and_their_files(self, house: House, sweeper: Sweeper) -> None:
        loose, twin, joined = (self.medium(house, name, name[:4].encode()) for name in ("loose", "twin1", "twin2"))
        house.change(media, joined, complaint_id=house.complaint.id)
        house.put(house.news("photo", media_id=loose, state="skipped"))
        self.age(house)
        assert sweeper(house.now + 7 * DAY) == {}
        assert sweeper(house.now + 7 * DAY + HOUR) == {"media_dropped": 2}
        assert self.count(house, media) == 1
        assert [sweeper.files.get(path.name) for path in self.files(house)] == [b"twin"]
        assert house.get(outbox, 1).media_id is None
        assert twin != joined

    def test_media_that_are_still_to_be_sent_stay(self, house: House, sweeper: Sweeper) -> None:
        house.put(house.news("photo", media_id=self.medium(house, "loose", b"loose")))
        assert sweeper(house.now + 8 * DAY) == {}

    def test_files_written_just_now_and_half_written_ones(self, house: House, sweeper: Sweeper) -> None:
        self.medium(house, "loose", b"loose")
        (kept,) = self.files(house)
        (kept.parent / ".half").write_bytes(b"lo")
        sweeper(house.now + 8 * DAY)
        assert len(self.files(house)) == 2
        self.age(house)
        sweeper(house.now + 8 * DAY)
        assert self.files(house) == [kept]

    def files(self, house: House) -> list[Any]:
        return [path for path in (house.settings.data_dir / "media").rglob("*") if path.is_file()]

    def age(self, house: House) -> None:
        before = time.time() - 2 * 3600
        for path in self.files(house):
            os.utime(path, (before, before))
