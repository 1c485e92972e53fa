"""The table of `core/lifecycle.py`, row by row, and nothing beyond it."""

from dataclasses import dataclass
from itertools import product

import pytest

from core.clocks import Clock
from core.lifecycle import OPEN, RULES, Act, NotPossible, Outcome, State, advance

S, A = State, Act


@dataclass(slots=True)
class Stage:
    state: State
    dissatisfied: int = 0
    guided: bool = False
    district: bool = False


@pytest.mark.parametrize(
    ("before", "act", "after", "clock"),
    [
        (Stage(S.PENDING), A.ACCEPT, S.HANDLING, None),
        (Stage(S.PENDING), A.REFUSE, S.RATING, Clock.RATING),
        (Stage(S.HANDLING), A.FINISH, S.RATING, Clock.RATING),
        (Stage(S.RATING), A.SATISFIED, S.CLOSED, None),
        (Stage(S.RATING), A.UNSATISFIED, S.FURTHER, Clock.FURTHER),
        (Stage(S.FURTHER), A.FINISH, S.RATING, Clock.RATING),
        (Stage(S.FURTHER), A.ASK_GUIDANCE, S.GUIDANCE, Clock.GUIDANCE),
        (Stage(S.RATING, dissatisfied=1), A.UNSATISFIED, S.GUIDANCE, Clock.GUIDANCE),
        (Stage(S.GUIDANCE), A.GUIDE, S.SUPPLEMENT, Clock.SUPPLEMENT),
        (Stage(S.GUIDANCE), A.ESCALATE, S.GUIDANCE, Clock.GUIDANCE),
        (Stage(S.SUPPLEMENT), A.FINISH, S.RATING, Clock.RATING),
        (Stage(S.RATING, guided=True), A.UNSATISFIED, S.CLOSED, None),
        (Stage(S.RATING, dissatisfied=1, guided=True), A.UNSATISFIED, S.CLOSED, None),
        (Stage(S.RATING), A.EXPIRE, S.CLOSED, None),
        *((Stage(state), A.WITHDRAW, S.WITHDRAWN, None) for state in OPEN),
    ],
)
def test_each_row(before: Stage, act: Act, after: State, clock: Clock | None) -> None:
    rule = advance(before, act)
    assert (before.state, rule.clock) == (after, clock)


def test_nothing_else_is_possible() -> None:
    allowed = {(source, rule.act) for rule in RULES for source in rule.source}
    for state, act in product(State, Act):
        if (state, act) in allowed:
            continue
        stage = Stage(state)
        with pytest.raises(NotPossible):
            advance(stage, act)
        assert stage.state is state


def test_the_district_cannot_hand_up_further() -> None:
    stage = Stage(S.GUIDANCE, district=True)
    with pytest.raises(NotPossible):
        advance(stage, A.ESCALATE)
    assert stage.state is S.GUIDANCE


def test_an_unrated_closing_is_never_satisfied() -> None:
    expired = next(rule for rule in RULES if rule.act is A.EXPIRE)
    assert dict(expired.sets)["outcome"] is Outcome.UNRATED


def test_the_names_are_the_platforms() -> None:
    assert [state.value for state in State] == [
        "待处理",
        "处理中",
        "待进一步处理",
        "待补充处理",
        "街道/区局指导",
        "待评价",
        "已结束",
        "已撤销",
    ]
