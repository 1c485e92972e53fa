"""Remaining time in the platform's own wording, and deadlines that do not depend on where one is."""

from datetime import UTC, datetime, timedelta

import pytest

from core.clocks import Clock, durations, remaining, spoken
from core.complaint import Complaint
from core.lifecycle import Act
from core.settings import Settings

NOW = datetime(2024, 10, 17, 9, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=5) - timedelta(minutes=4), "4天23小时56分"),
        (-timedelta(days=181, hours=12, minutes=6), "超期181天12小时6分"),
        (timedelta(0), "0天0小时0分"),
        (timedelta(seconds=59), "0天0小时0分"),
        (-timedelta(seconds=61), "超期0天0小时1分"),
    ],
)
def test_remaining(left: timedelta, words: str) -> None:
    assert remaining(NOW + left, NOW) == words


def test_no_clock() -> None:
    assert remaining(None, NOW) == "-"


def test_spoken_in_shanghai() -> None:
    assert spoken(NOW) == "10月17日17:23"


def test_five_natural_days_from_the_second_it_was_sent() -> None:
    complaint = Complaint(1, "1", 1, 1, "words", NOW)
    complaint.start(NOW, durations(Settings()))
    assert (complaint.clock, complaint.deadline) == (Clock.PENDING, NOW + timedelta(days=5))


def test_a_clock_starts_anew_with_its_stage_and_the_round_grows() -> None:
    given, complaint = durations(Settings()), Complaint(1, "1", 1, 1, "words", NOW)
    complaint.start(NOW, given)
    complaint.step(Act.ACCEPT, 1, NOW, given)
    assert (complaint.deadline, complaint.round, complaint.answered_at) == (None, 2, NOW)
    complaint.step(Act.FINISH, 2, NOW, given)
    complaint.step(Act.UNSATISFIED, 3, NOW + timedelta(days=3), given)
    assert complaint.deadline == NOW + timedelta(days=8)


def test_durations_are_the_bureaus() -> None:
    given = durations(Settings(clock_pending=timedelta(days=3)))
    assert given[Clock.PENDING] == timedelta(days=3)
