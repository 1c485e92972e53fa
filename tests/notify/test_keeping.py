"""How long things are kept: words go first, then the rows, and people who have long been silent."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from bot.wiring import House as Wired
from core.complaint import Refusal
from core.console_commands import RetryNotice
from core.identity import CLI, Actor
from core.store.files import Files
from core.store.outbox import Sending
from core.store.tables import contact_areas, contacts, outbox, reasons
from core.sweeps import sweep
from tests.notify.worker_kit import House

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def swept(house: House, now: datetime) -> dict[str, int]:
    done = sweep(house.store, Files(house.settings.data_dir, house.store.cipher), house._perform, now)
    return {what: count for what, count in done.items() if count}


class TestNotices:
    def test_what_they_said_goes_after_thirty_days(self, house: House) -> None:
        house.put(*(house.news(state.value, state=state) for state in Sending))
        assert swept(house, house.now + 30 * DAY) == {}
        assert swept(house, house.now + 30 * DAY + HOUR) == {"notices_blanked": 6}
        said = {key: row.payload is not None for key, row in house.rows().items()}
        assert said == {state.value: state in (Sending.QUEUED, Sending.SENDING) for state in Sending}
        assert swept(house, house.now + 31 * DAY) == {}

    def test_more_than_a_batch(self, house: House) -> None:
        house.put(*(house.news(f"n{n}", state=Sending.SENT) for n in range(450)))
        assert swept(house, house.now + 31 * DAY) == {"notices_blanked": 450}
        assert swept(house, house.now + 401 * DAY)["notices_dropped"] == 450

    def test_the_row_goes_after_a_year_and_more(self, house: House) -> None:
        house.put(house.news("old", state=Sending.DELIVERED), house.news("waits"))
        swept(house, house.now + 31 * DAY)
        assert "notices_dropped" not in swept(house, house.now + 400 * DAY)
        assert swept(house, house.now + 401 * DAY)["notices_dropped"] == 1
        assert list(house.rows()) == ["waits"]
        with house.store.reading() as tx:
            assert tx.connection.scalar(select(outbox.c.payload)) is not None

    def test_one_that_says_nothing_any_more_is_not_sent_again(self, house: House) -> None:
        house.put(house.news("dead", state=Sending.DEAD, fallback="sms"))
        swept(house, house.now + 31 * DAY)
        wired = Wired(house.settings, house.store, lambda: house.now)
        with house.store.writing() as tx:
            with pytest.raises(Refusal, match="notice_blank"):
                wired.perform(tx, CLI, RetryNotice(1), house.now)
            assert tx.outbox.fall_back(1, house.now) is False
        assert house.states() == {"dead": ("dead", "")}


class TestPeople:
    def row(self, house: House, contact_id: int) -> Any:
        return house.get(contacts, contact_id)

    def test_who_filed_nothing_is_forgotten_after_a_year_and_more(self, house: House) -> None:
        with house.store.writing() as tx:
            silent = house.contact(tx, "oSilent", phone="+8613900000077", phone_ix="ix", area_id=house.area)
            where = {"contact_id": silent, "area_id": house.area, "scanned_at": house.now}
            tx.connection.execute(insert(contact_areas).values(where))
        assert "contacts_dropped" not in swept(house, house.now + 400 * DAY)
        assert swept(house, house.now + 401 * DAY) == {"contacts_dropped": 1}
        row = self.row(house, silent)
        assert (row.channel, row.address, row.phone, row.phone_ix, row.area_id) == ("erased", "", None, None, None)
        with house.store.reading() as tx:
            assert tx.connection.scalar(select(func.count()).select_from(contact_areas)) == 0
        assert swept(house, house.now + 402 * DAY) == {}

    def test_who_filed_and_who_works_here_are_not(self, house: House) -> None:
        with house.store.writing() as tx:
            officer = house.contact(tx, "oOfficer", officer_id=house.officer)
        assert "contacts_dropped" not in swept(house, house.now + 500 * DAY)
        assert [self.row(house, one).channel for one in (house.owner, house.desk, officer)] == ["wechat"] * 3

    def test_what_was_left_half_said_goes_after_thirty_days(self, house: House) -> None:
        for contact_id in (house.owner, house.desk):
            house.change(contacts, contact_id, session="写了一半", asked="问了")
        house.change(contacts, house.desk, seen_at=house.now + DAY)
        assert swept(house, house.now + 30 * DAY + HOUR) == {"conversations_dropped": 1}
        row, other = self.row(house, house.owner), self.row(house, house.desk)
        assert (row.session, row.asked, row.address != "", other.session) == (None, None, True, "写了一半")

    def test_a_round_of_many_is_made_in_steps(self, house: House) -> None:
        with house.store.writing() as tx:
            for n in range(120):
                house.contact(tx, f"oSilent{n}")
        rounds = [swept(house, house.now + 401 * DAY).get("contacts_dropped", 0) for _ in range(4)]
        assert (sum(rounds), max(rounds) <= 50) == (120, True)

    def test_browsers_are_nobodys_after_a_week(self, house: House) -> None:
        """Of whom the record speaks, the row stays, for the chain names its id."""
        with house.store.writing() as tx:
            found = [tx.sessions.of(tx.sessions.begin(house.now), house.now) for _ in range(2)]
            spoken, _ = (one[0].id for one in found if one)
            for one in found:
                assert one
                tx.sessions.known_as(one[0].id, "+8613900000078", house.now)
            tx.audit.write(Actor(spoken, channel="console"), "log_in", f"contact:{spoken}", house.now)
        assert swept(house, house.now + 7 * DAY) == {}
        swept(house, house.now + 8 * DAY)
        row = self.row(house, spoken)
        assert (row.channel, row.phone) == ("erased", None)
        with house.store.reading() as tx:
            assert tx.connection.scalar(select(func.count()).where(contacts.c.channel == "console")) == 0
            assert tx.audit.broken() is None


class TestReasons:
    def told(self, house: House) -> str:
        """What the record shows; the record itself is whole."""
        with house.store.reading() as tx:
            assert tx.audit.broken() is None
            [line] = tx.reasons.told(tx.audit.lines("complaint:1", None, 9))
        return str(line.details["reason"])

    @pytest.fixture(autouse=True)
    def _looked(self, house: House) -> None:
        with house.store.writing() as tx:
            digest = tx.reasons.keep("complaint:1", "约时间", house.now)
            tx.audit.write(CLI, "unmask", "complaint:1", house.now, reason=digest)

    def test_they_are_kept_for_three_years(self, house: House) -> None:
        swept(house, house.now + 3 * 365 * DAY)
        assert self.told(house) == "约时间"
        swept(house, house.now + 3 * 365 * DAY + HOUR)
        assert self.told(house) == "gone"

    def test_one_that_was_altered_is_not_told(self, house: House) -> None:
        with house.store.writing() as tx:
            tx.connection.execute(reasons.update().values(text="别的理由"))
        assert self.told(house) == "gone"
