"""The choices of a rating say what truly follows."""

from datetime import UTC, datetime

import pytest

from bot.wording import ratings_of
from core.clocks import durations
from core.complaint import Complaint
from core.lifecycle import Act, State
from core.settings import Settings

NOW = datetime(2026, 10, 22, tzinfo=UTC)
DURATIONS = durations(Settings())
SOLVED, PARTLY = ("solved", "已解决"), ("partly", "部分解决，就到这里")


def after(*acts: Act) -> Complaint:
    """A complaint to which these were done."""
    one = Complaint(1, "0040202610220000001", 1, 1, "灯坏了", NOW)
    one.start(NOW, DURATIONS)
    for act in acts:
        one.step(act, None, NOW, DURATIONS)
    return one


ONCE = (Act.ACCEPT, Act.FINISH)
TWICE = (*ONCE, Act.UNSATISFIED, Act.FINISH)
GUIDED = (*TWICE, Act.UNSATISFIED, Act.GUIDE, Act.FINISH)


@pytest.mark.parametrize(
    ("acts", "worse", "state"),
    [
        (ONCE, "没解决，退回再办", State.FURTHER),
        (TWICE, "没解决，请街道指导", State.GUIDANCE),
        (GUIDED, "没解决", State.CLOSED),
    ],
)
def test_a_bad_rating_leads_where_its_choice_says(acts: tuple[Act, ...], worse: str, state: State) -> None:
    one = after(*acts)
    assert ratings_of(one) == [SOLVED, PARTLY, ("unsolved", worse)]
    assert one == after(*acts), "looking changes nothing"
    one.step(Act.UNSATISFIED, None, NOW, DURATIONS)
    assert one.state is state


def test_a_refusal_is_agreed_to_or_not() -> None:
    one = after(Act.REFUSE)
    one.refused_as = "其他"
    assert ratings_of(one) == [("solved", "认可"), ("unsolved", "不认可，退回再办")]
    for act in (Act.UNSATISFIED, Act.FINISH):
        one.step(act, None, NOW, DURATIONS)
    assert ratings_of(one)[0] == SOLVED, "a result is no refusal, whatever came before"


def test_what_waits_for_no_rating_has_none() -> None:
    assert ratings_of(after(Act.ACCEPT)) == []
