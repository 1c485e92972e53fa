"""预计: the day a manager names is told, reminded of, and kept or missed; it starts no clock and holds up nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from core import sweeps
from core.commands import Accept, Finish, Promise, Submit, Undo, Withdraw
from core.complaint import Complaint
from core.identity import Actor
from core.lifecycle import State
from core.settings import Settings
from core.store.engine import Store
from tests.desk.kit import Desk, build
from tests.support.rows import add_contact

TODAY = date(2024, 10, 17)
TOMORROW = date(2024, 10, 18)
MIDNIGHT = datetime(2024, 10, 18, 16, tzinfo=UTC)
"""Of tomorrow's end in Shanghai."""


@pytest.fixture
def desk(store: Store, settings: Settings, now: datetime) -> Desk:
    return build(store, settings, now)


def accepted(desk: Desk, day: date | None = None) -> Complaint:
    complaint = desk.submit()
    desk.perform(desk.first, Accept(complaint.id, day=day))
    return desk.complaint(complaint.id)


def sweep(desk: Desk, at: datetime) -> list[str]:
    """What was said."""
    return [word for word, count in sweeps.remind(desk.store, desk.house.by_itself, at).items() for _ in range(count)]


def test_a_day_comes_with_accepting_and_is_told_with_it(desk: Desk) -> None:
    one = accepted(desk, TOMORROW)
    assert (one.state, one.promise_ends_at, one.promises, one.deadline) == (State.HANDLING, MIDNIGHT, 1, None)
    assert desk.acts(one.id) == ["submit", "accept"]
    assert desk.rows(one.id, "promised") == []
    assert len(desk.rows(one.id, "accepted")) == 2


def test_a_day_is_told_by_itself(desk: Desk) -> None:
    one = accepted(desk)
    desk.perform(desk.first, Promise(one.id, TOMORROW, one.round))
    assert desk.complaint(one.id).promise_ends_at == MIDNIGHT
    assert desk.timeline(one.id)[-1].details["day"] == "2024-10-18"
    assert len(desk.rows(one.id, "promised")) == 1


@pytest.mark.parametrize("who", ["owner", "colleague", "stranger"])
def test_nobody_else_names_one(desk: Desk, who: str) -> None:
    one = accepted(desk)
    assert desk.tried(getattr(desk, who), Promise(one.id, TOMORROW)) == "not_found"


@pytest.mark.parametrize(
    ("day", "result"),
    [
        (date(2024, 10, 16), "no_such_day"),
        (TODAY, "done"),
        (date(2024, 11, 16), "done"),
        (date(2024, 11, 17), "no_such_day"),
    ],
)
def test_within_thirty_days(desk: Desk, day: date, result: str) -> None:
    one = accepted(desk)
    assert desk.tried(desk.first, Promise(one.id, day)) == result


def test_only_while_it_is_in_hand_and_by_a_button_of_now(desk: Desk) -> None:
    waiting = desk.submit()
    assert desk.tried(desk.first, Promise(waiting.id, TOMORROW)) == "not_now"
    one = accepted(desk)
    assert desk.tried(desk.first, Promise(one.id, TOMORROW, one.round - 1)) == "stale"
    desk.perform(desk.first, Finish(one.id, "好了"))
    assert desk.tried(desk.first, Promise(one.id, TOMORROW)) == "not_now"


def test_a_day_out_of_reach_accepts_nothing(desk: Desk) -> None:
    complaint = desk.submit()
    assert desk.tried(desk.first, Accept(complaint.id, day=date(2025, 10, 18))) == "no_such_day"
    assert desk.complaint(complaint.id).state is State.PENDING
    assert desk.acts(complaint.id) == ["submit"]


def test_changed_once(desk: Desk) -> None:
    one = accepted(desk, TOMORROW)
    assert desk.tried(desk.first, Promise(one.id, TOMORROW)) == "promised_already"
    assert desk.tried(desk.second, Promise(one.id, TODAY)) == "done"
    assert desk.tried(desk.first, Promise(one.id, TOMORROW)) == "promised_out"


@pytest.mark.parametrize(
    ("done", "kept"),
    [(MIDNIGHT - timedelta(seconds=1), True), (MIDNIGHT, False), (MIDNIGHT + timedelta(days=2), False)],
)
def test_kept_until_the_day_is_over(desk: Desk, done: datetime, kept: bool) -> None:
    one = accepted(desk, TOMORROW)
    desk.perform(desk.first, Finish(one.id, "好了"), done)
    assert desk.complaint(one.id).promise_kept is kept


def test_missed_stays_missed_whatever_is_named_then(desk: Desk) -> None:
    one = accepted(desk, TOMORROW)
    desk.perform(desk.first, Promise(one.id, date(2024, 10, 25)), MIDNIGHT + timedelta(hours=1))
    desk.perform(desk.first, Finish(one.id, "好了"), MIDNIGHT + timedelta(hours=2))
    assert desk.complaint(one.id).promise_kept is False


def test_taken_back(desk: Desk) -> None:
    one = accepted(desk, TOMORROW)
    later = desk.now + timedelta(seconds=5)
    desk.perform(desk.first, Promise(one.id, TODAY), later)
    desk.perform(desk.first, Undo(), later)
    again = desk.complaint(one.id)
    assert (again.promise_ends_at, again.promises, again.round) == (MIDNIGHT, 1, one.round)


def test_reminded_in_the_morning_told_when_it_is_over_and_silent_in_between(desk: Desk) -> None:
    one = accepted(desk, TOMORROW)
    morning, after = MIDNIGHT - timedelta(hours=15), MIDNIGHT + timedelta(hours=9)
    assert sweep(desk, morning - timedelta(seconds=1)) == []
    assert sweep(desk, morning) == ["promise_near"]
    assert sweep(desk, after - timedelta(seconds=1)) == []
    assert sweep(desk, after) == ["promise_over"]
    assert sweep(desk, after + timedelta(days=2)) == []
    assert sweep(desk, after + timedelta(days=3)) == ["silent"]
    assert [len(desk.rows(one.id, name)) for name in ("promise_near", "promise_missed_manager")] == [2, 2]
    assert len(desk.rows(one.id, "promise_missed")) == 1


def test_a_day_far_ahead_is_not_interrupted(desk: Desk) -> None:
    accepted(desk, date(2024, 11, 10))
    assert sweep(desk, desk.now + timedelta(days=20)) == []


@pytest.mark.parametrize("act", [lambda one: Finish(one, "好了"), lambda one: Promise(one, date(2024, 10, 25))])
def test_not_reminded_of_what_is_done_or_put_off(desk: Desk, act: Callable[[int], Finish | Promise]) -> None:
    one = accepted(desk, TOMORROW)
    desk.perform(desk.first, act(one.id), desk.now + timedelta(hours=1))
    assert sweep(desk, MIDNIGHT + timedelta(hours=9)) == []


def test_neighbours_hear_it_too(desk: Desk) -> None:
    lead = desk.submit()
    with desk.store.writing() as tx:
        one, two = (Actor(add_contact(tx, desk.now, f"oN{at}"), channel="wechat") for at in range(2))
    joined = desk.perform(one, Submit(desk.area, "电梯又坏了", lead_id=lead.id))
    desk.perform(desk.first, Accept(lead.id, day=TOMORROW))
    late = desk.perform(two, Submit(desk.area, "电梯还是坏的", lead_id=lead.id))
    for follower in (joined.id, late.id):
        assert desk.complaint(follower).promise_ends_at == MIDNIGHT
        assert desk.timeline(follower)[-1].details["day"] == "2024-10-18"
    desk.perform(desk.first, Promise(lead.id, TODAY), desk.now + timedelta(seconds=5))
    assert [len(desk.rows(key, "promised")) for key in (lead.id, joined.id, late.id)] == [1, 1, 1]
    end = MIDNIGHT - timedelta(days=1)
    assert sorted(sweep(desk, end + timedelta(hours=9))) == ["promise_over"] * 3
    assert [len(desk.rows(key, "promise_missed")) for key in (lead.id, joined.id, late.id)] == [1, 1, 1]
    assert [len(desk.rows(key, "promise_missed_manager")) for key in (lead.id, joined.id)] == [2, 0]


def test_withdrawn_before_the_day_is_neither(desk: Desk) -> None:
    one = accepted(desk, TOMORROW)
    desk.perform(desk.owner, Withdraw(one.id))
    assert desk.complaint(one.id).promise_kept is None
