"""Two people at once, in real threads over both databases: one wins, the other is told so in a plain sentence."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.messages import Inbound, Kind, Say
from bot.texts import refusals
from bot.wiring import House
from core import commands as c
from core.complaint import Complaint, Refusal
from core.identity import SYSTEM, Actor
from core.lifecycle import State
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import outbox, staff, timeline
from tests.support import town
from tests.support.rows import add_contact, add_staff
from tests.support.together import together

ROUNDS = 8
DAY = timedelta(days=1)
Deed = tuple[Actor, c.Command]


class Race:
    """The town, with two managers in charge of one estate, and complaints to quarrel over."""

    def __init__(self, store: Store, settings: Settings, now: datetime) -> None:
        self.store, self.now = store, now
        self.house = House(settings, store, lambda: self.now)
        town.build(store, now)
        self._owners = count(1)
        with store.writing() as tx:
            zhang = tx.connection.scalars(select(staff.c.id).where(staff.c.username.is_(None))).first()
            assert zhang
            self.area = tx.directory.managed_areas(zhang)[0]
            second = add_staff(tx, now, 1, self.area, name="王强", phone="+8617712340008")
            self.manager, self.other = (
                Actor(add_contact(tx, now, f"manager {one}"), one, None, "wechat") for one in (zhang, second)
            )

    def filed(self, *acts: Callable[[Complaint], c.Command], lead: Complaint | None = None) -> tuple[Complaint, Actor]:
        """A complaint to which the manager has done these things, and its owner."""
        with self.store.writing() as tx:
            owner = Actor(add_contact(tx, self.now, f"owner {next(self._owners)}"), channel="wechat")
            found = self.house.perform(tx, owner, c.Submit(self.area, "路灯不亮", lead_id=lead and lead.id), self.now)
            for act in acts:
                found = self.house.perform(tx, self.manager, act(found), self.now)
        return found, owner

    def run(self, *deeds: Deed) -> list[str]:
        """Everybody at once; of each "" where it was done, or the reason why not."""
        waiting = list(deeds)

        def one() -> str:
            actor, command = waiting.pop()
            try:
                with self.store.writing() as tx:
                    self.house.perform(tx, actor, command, self.now)
            except Refusal as refusal:
                return refusal.reason
            return ""

        return together(len(deeds), one)

    def now_is(self, complaint: Complaint) -> Complaint:
        """The complaint as it is kept."""
        with self.store.reading() as tx:
            found = tx.complaints.get(complaint.id)
        assert found
        return found

    def acts(self, complaint: Complaint) -> list[str]:
        """Its timeline, by acts."""
        with self.store.reading() as tx:
            return [entry.act for entry in tx.complaints.timeline(complaint.id)]


@pytest.fixture
def race(store: Store, settings: Settings, now: datetime) -> Race:
    return Race(store, settings, now)


def accept(one: Complaint) -> c.Command:
    return c.Accept(one.id, one.round)


def finish(one: Complaint) -> c.Command:
    return c.Finish(one.id, "已修好", round=one.round)


def one_won(results: Sequence[str]) -> bool:
    """Exactly one was done; what the others are told is a sentence."""
    lost = [reason for reason in results if reason]
    return len(lost) == len(results) - 1 and all(refusals.TEXTS[reason].endswith("。") for reason in lost)


def test_withdrawing_against_finishing(race: Race) -> None:
    for _ in range(ROUNDS):
        one, owner = race.filed(accept)
        results = race.run((owner, c.Withdraw(one.id, one.round)), (race.manager, finish(one)))
        assert one_won(results)
        after = race.now_is(one)
        assert (after.state, after.round) in ((State.WITHDRAWN, 3), (State.RATING, 3))
        assert len(race.acts(one)) == 3


def test_rating_against_the_end_of_its_time(race: Race) -> None:
    for _ in range(ROUNDS):
        one, owner = race.filed(accept, finish)
        assert one.deadline
        race.now = one.deadline - DAY
        race.run((SYSTEM, c.Remind((one.id,))))
        race.now = race.now_is(one).deadline or race.now
        rating = c.Rate(one.id, "solved", 5, round=one.round)
        results = race.run((owner, rating), (SYSTEM, c.Remind((one.id,))))
        after, ends = race.now_is(one), [act for act in race.acts(one) if act in ("rate", "expire")]
        assert after.state is State.CLOSED
        assert after.outcome == {"rate": "satisfied", "expire": "unrated"}[ends[0]]
        assert len(ends) == 1
        assert ("stale" in results) == (ends == ["expire"])
        race.now += DAY


def test_two_managers_accept_and_refuse(race: Race) -> None:
    for _ in range(ROUNDS):
        one, _ = race.filed()
        refuse = c.Refuse(one.id, "不归物业", "其他", one.round)
        results = race.run((race.manager, accept(one)), (race.other, refuse), (race.other, accept(one)))
        assert one_won(results)
        assert len(race.acts(one)) == 2


def test_joining_against_the_answer_to_the_lead(race: Race) -> None:
    for at in range(ROUNDS):
        lead, _ = race.filed()
        with race.store.writing() as tx:
            neighbour = Actor(add_contact(tx, race.now, f"neighbour {at}"), channel="wechat")
        join = c.Submit(race.area, "路灯坏了", lead_id=lead.id)
        results = race.run((neighbour, join), (race.manager, accept(lead)))
        assert results == ["", ""]
        with race.store.reading() as tx:
            (joined,), _ = tx.complaints.mine(neighbour.contact_id or 0, 0, 9)
        assert joined.lead_id == lead.id
        assert joined.state is race.now_is(lead).state is State.HANDLING
        assert race.acts(joined) == ["submit", "accept"]


def test_the_lead_withdrawn_against_its_acceptance_and_a_follower_withdrawn(race: Race) -> None:
    for _ in range(ROUNDS):
        lead, owner = race.filed()
        first, follower = race.filed(lead=lead)
        second, _ = race.filed(lead=lead)
        results = race.run((owner, c.Withdraw(lead.id)), (race.manager, accept(lead)), (follower, c.Withdraw(first.id)))
        assert results.count("") >= 2
        assert race.now_is(lead).state is State.WITHDRAWN
        assert race.now_is(first).state is State.WITHDRAWN
        assert race.now_is(second).lead_id != lead.id
        assert race.now_is(second).state in (State.PENDING, State.HANDLING)


def said(race: Race, who: str, key: str, **more: Any) -> Callable[[], Say]:
    """Somebody's message, to be sent from any thread."""
    inbound = Inbound("wechat", who, key, Kind.TEXT, race.now, **more)
    return lambda: race.house.receive(inbound).say


@pytest.mark.parametrize("times", [2, 4])
def test_a_double_tap(race: Race, times: int) -> None:
    """The same button tapped again is another message: the first is done, the others are told it is over."""
    one, _ = race.filed()
    town.bind(race.store, "张益达", "zhang", race.now)
    tap = f"accept:{one.id}:{one.round}"
    taps = [said(race, "zhang", f"tap {at}", tap=tap, text="接收") for at in range(times)]
    texts = [say.text for say in together(times, lambda: taps.pop()())]
    assert sorted("已接收" in text for text in texts) == [False] * (times - 1) + [True]
    stale = refusals.TEXTS["stale"].format(short=one.number[-4:], state="处理中")
    assert all(text == stale for text in texts if "已接收" not in text)
    assert race.acts(one) == ["submit", "accept"]


def test_the_same_message_delivered_at_once(race: Race) -> None:
    one, _ = race.filed()
    town.bind(race.store, "张益达", "zhang", race.now)
    send = said(race, "zhang", "one tap", tap=f"accept:{one.id}:{one.round}", text="接收")
    answers = together(4, send)
    assert len(set(answers)) == 1
    assert "已接收" in answers[0].text
    with race.store.reading() as tx:
        lines = select(func.count()).select_from(timeline).where(timeline.c.complaint_id == one.id)
        news = select(func.count()).select_from(outbox).where(outbox.c.template == "accepted")
        assert (tx.connection.scalar(lines), tx.connection.scalar(news)) == (2, 2)
