"""A clock that jumps, and jumps back: nothing is escalated before the time it shows, nothing is said twice, and what
was noted while it was ahead binds nobody once it is right again. What a jump forward by mistake costs is at the end."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.messages import Inbound, Kind
from bot.notify.channels import Fate
from bot.notify.worker import Worker
from bot.wiring import House
from core import commands as c
from core.identity import CODE_LIFE, Actor
from core.own_commands import CheckCode, SendCode
from core.settings import Settings
from core.store.engine import Store
from core.store.leases import AHEAD
from core.store.outbox import LEASE, News
from core.store.sessions import IDLE
from core.store.tables import areas, contacts, outbox
from core.store.tokens import HOLD, StoredTokens
from tests.notify.worker_kit import Scripted, outcome
from tests.support import sqlite_only, town
from tests.support.rows import add_contact
from tests.webhooks.wechat_kit import NOW, phone, words

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
JUMPS = (10 * MINUTE, -10 * MINUTE, DAY, -DAY)
ESTATE, MANAGER = "万和世家", "张益达"


def nothing(*_: Any) -> Any:
    raise LookupError


class Town:
    """The town with one complaint, filed at `begun`, and a worker that goes by `now`, which may be set to anything."""

    def __init__(self, store: Store, settings: Settings, now: datetime) -> None:
        self.store, self.begun, self.now = store, now, now
        self.settings = settings.model_copy(update={"quiet_hours": ""})
        self.house = House(self.settings, store, lambda: self.now)
        self.sms, self.wechat = Scripted("sms"), Scripted("wechat")
        self.worker = self.another_worker()
        town.build(store, now)
        town.bind(store, MANAGER, MANAGER, now)
        with store.writing() as tx:
            self.owner = Actor(add_contact(tx, now), channel="wechat")
            tx.connection.execute(update(contacts).values(following=True, message_at=now + DAY, message_left=5))
            area = tx.connection.scalar(select(areas.c.id).where(areas.c.name == ESTATE)) or 0
        self.complaint = self.perform(self.owner, c.Submit(area, "路灯不亮"))
        self.look()

    def another_worker(self) -> Worker:
        channels = {"wechat": self.wechat, "sms": self.sms}
        return Worker(self.store, self.settings, channels, nothing, self.house.by_itself, lambda: self.now)

    def perform(self, actor: Actor, command: c.Command) -> Any:
        with self.store.writing() as tx:
            return self.house.perform(tx, actor, command, self.now)

    def at(self, days: float) -> list[str]:
        """The clock shows this moment, counted from the filing; what time has to say then."""
        self.now = self.begun + days * DAY
        return self.look()

    def look(self) -> list[str]:
        before = self.said()
        assert self.worker.sweep(self.now) is not None
        self.worker.drain(self.now)
        return list((Counter(self.said()) - Counter(before)).elements())

    def said(self) -> list[str]:
        with self.store.reading() as tx:
            return [entry.act for entry in tx.complaints.timeline(self.complaint.id)]

    def states(self) -> dict[str, str]:
        with self.store.reading() as tx:
            return {row.key: row.state for row in tx.outbox.listed()}

    def put(self, key: str, channel: str = "wechat") -> None:
        news = News(key, key, channel, "accepted", "owner", "{}", self.now, contact_id=self.owner.contact_id)
        with self.store.writing() as tx:
            tx.outbox.add([news], self.now)

    def code(self) -> str:
        """The code that was sent to the owner's phone last."""
        with self.store.reading() as tx:
            row = tx.outbox.listed()[-1]
            assert row.template == "code"
        found = next(letter for letter in reversed(self.sms.letters) if letter.template == "code")
        return found.fields["code"]

    def chat(self, text: str) -> str:
        said = self.house.receive(Inbound("wechat", "oStranger", f"{text} {self.now}", Kind.TEXT, self.now, text=text))
        self.worker.drain(self.now)
        return said.say.text


@pytest.fixture
def there(store: Store, settings: Settings, now: datetime) -> Town:
    return Town(store, settings, now)


@sqlite_only
class TestReminders:
    """A complaint is to be answered within five days: said a day before, at the end, and each day after."""

    @pytest.mark.parametrize("jump", JUMPS)
    def test_nothing_comes_earlier_than_the_new_time_says(self, there: Town, jump: timedelta) -> None:
        for days in (0.0, 1.0, 2.9):
            assert there.at(days) == []
            there.now += jump
            assert there.look() == []
        assert there.at(3.99) == []
        assert there.at(4) == ["near"]
        there.now += jump
        assert there.look() == (["due"] if jump == DAY else [])
        assert there.at(4.1) == []
        assert there.at(5) == ([] if jump == DAY else ["due"])

    @pytest.mark.parametrize("jump", JUMPS)
    def test_nothing_is_said_twice(self, there: Town, jump: timedelta) -> None:
        for halves in range(6, 17):
            there.at(halves / 2)
            there.now += jump
            there.look()
        said = Counter(there.said())
        assert said["near"] <= 1
        assert said["due"] <= 1
        assert said["overdue"] <= (4 if jump == DAY else 3)
        told = Counter(letter.key for letter in there.wechat.letters)
        assert set(told.values()) == {1}

    def test_a_rating_is_not_closed_without_its_warning_however_far_the_clock_jumps(self, there: Town) -> None:
        with there.store.reading() as tx:
            found = tx.directory.staff_by_phone(town.STAFF[MANAGER][0])
        assert found
        manager = Actor(staff_id=found[0].id, channel="wechat")
        there.perform(manager, c.Accept(there.complaint.id))
        there.perform(manager, c.Finish(there.complaint.id, "已修好"))
        assert there.at(400) == ["remind"]
        assert there.at(0.5) == []
        assert there.at(400.9) == []
        assert there.at(401) == ["expire"]


class TestLeases:
    """Taken while the clock was ahead, by somebody who has died since: they end as soon as it is right."""

    def test_a_row_held_by_a_dead_worker(self, there: Town) -> None:
        there.now += DAY
        there.put("n")
        with there.store.writing() as tx:
            assert tx.outbox.claim(there.now, 1)
        there.now -= DAY
        with there.store.writing() as tx:
            tx.connection.execute(update(outbox).where(outbox.c.key == "n").values(due_at=there.now))
        there.worker.drain(there.now)
        assert there.states()["n"] == "sent"

    @pytest.mark.parametrize("ahead", [MINUTE, AHEAD])
    def test_a_row_held_by_a_machine_whose_clock_is_a_little_ahead_is_left_to_it(
        self, there: Town, ahead: timedelta
    ) -> None:
        there.put("n")
        with there.store.writing() as tx:
            assert tx.outbox.claim(there.now + ahead, 1)
        assert there.worker.drain(there.now) == 0
        assert there.worker.drain(there.now + LEASE + ahead) == 1

    def test_the_sweeps_go_on(self, there: Town) -> None:
        dead, alive = there.another_worker(), there.another_worker()
        there.now += DAY + HOLD
        there.worker = dead
        there.look()
        there.worker = alive
        there.at(0.1)

    def test_a_token_is_fetched(self, there: Town) -> None:
        with there.store.writing() as tx:
            assert tx.leases.take("token:wechat", "dead", HOLD, there.now + DAY)
        with StoredTokens(there.store, "wechat", lambda: there.now).lock(0.1):
            pass


class TestCodes:
    """Good for ten minutes, one a minute, also where the clock was a day ahead when one was sent."""

    def test_one_from_the_future_is_not_good_and_keeps_nobody_from_another(self, there: Town) -> None:
        mine = SendCode("+8613800138001")
        there.now += DAY
        there.perform(there.owner, mine)
        there.look()
        old = there.code()
        assert there.at(0.01) == []
        assert there.perform(there.owner, CheckCode(old)).state == "expired"
        there.perform(there.owner, mine)
        there.look()
        assert there.perform(there.owner, CheckCode(there.code())).state == "ok"

    def test_one_that_was_sent_before_a_jump_forward_is_over_and_another_can_be_had(self, there: Town) -> None:
        there.perform(there.owner, SendCode("+8613800138001"))
        there.look()
        old = there.code()
        there.now += DAY
        assert there.perform(there.owner, CheckCode(old)).state == "expired"
        there.perform(there.owner, SendCode("+8613800138001"))
        there.look()
        assert there.perform(there.owner, CheckCode(there.code())).state == "ok"
        assert CODE_LIFE < DAY

    def test_a_browsers_session_does_not_outlive_the_jump(self, there: Town) -> None:
        with there.store.writing() as tx:
            name = tx.sessions.begin(there.now + DAY)
            assert tx.sessions.of(name, there.now + DAY + IDLE / 2)
            assert tx.sessions.of(name, there.now) is None

    def test_links_and_digits_from_the_future_open_nothing(self, there: Town) -> None:
        with there.store.writing() as tx:
            link = tx.logins.link(there.owner.contact_id or 0, there.now + DAY)
        there.look()
        with there.store.reading() as tx:
            assert tx.logins.waiting(link, there.now) is None


def test_texts_that_were_counted_ahead_hold_up_no_other(there: Town) -> None:
    """The same words to the same phone wait half a minute, not a day."""
    with there.store.writing() as tx:
        tx.texts.note("+8613800138001", "same", False, there.now + DAY)
    there.look()
    with there.store.reading() as tx:
        assert tx.texts.last_same("+8613800138001", "same", there.now - MINUTE) is None


def test_news_put_back_ahead_of_time_leaves_when_the_clock_is_right(there: Town) -> None:
    there.now += DAY
    there.wechat.answers = [outcome(Fate.RETRY, "busy")]
    there.put("n")
    there.worker.drain(there.now)
    assert there.states()["n"] == "queued"
    there.at(0.1)
    assert there.states()["n"] == "sent"


class TestPushes:
    """WeChat's own clock is right: while ours is five minutes off nothing can be believed, and at once afterwards."""

    @pytest.mark.parametrize("jump", [600, -600, 86_400, -86_400])
    def test_refused_while_it_is_wrong_and_heard_when_it_is_right(self, jump: int) -> None:
        caller = phone("k" * 43)
        assert caller.push(words("一")).status_code == 200
        caller.clock[0] += jump
        assert caller.push(words("二"), nonce="2").status_code == 403
        caller.clock[0] -= jump
        assert caller.push(words("二"), nonce="2").status_code == 200

    def test_a_used_signature_stays_used(self) -> None:
        caller = phone("k" * 43)
        body, query = caller.seal(words("一"))
        assert caller.post(body, query).status_code == 200
        for clock in (NOW + 600, NOW):
            caller.clock[0] = clock
            caller.push(words("另"), nonce=str(clock), timestamp=str(clock))
        assert caller.post(body.replace("</xml>", "<X>1</X></xml>"), query).status_code == 403
        assert caller.post(body, query).status_code == 200


@sqlite_only
class TestCosts:
    """What a jump forward by mistake costs, once the clock is back."""

    def test_reminders_that_came_early_do_not_come_again_in_their_time(self, there: Town) -> None:
        assert there.at(10.5) == ["overdue"]
        said: dict[float, list[str]] = {days: there.at(days) for days in (1, 4, 5, 6, 10, 11)}
        assert {days for days, spoken in said.items() if spoken} == {11}

    def test_the_deadline_itself_never_moves(self, there: Town) -> None:
        there.at(10.5)
        there.at(1)
        with there.store.reading() as tx:
            found = tx.complaints.get(there.complaint.id)
        assert found
        assert found.deadline == there.begun + 5 * DAY
