"""What a complaint may become: the only state machine, read as one table.

Source: the platform's own FAQ, questions 12 and 13, for the states, accepting, refusing and finishing; the
rows beyond are decided in docs/decisions/0001-lifecycle.md.
"""

from copy import copy
from enum import Enum, StrEnum
from typing import Any, NamedTuple, Protocol

from transitions import Machine, MachineError
from transitions.extensions import GraphMachine

from core.clocks import Clock


class State(Enum):
    """The states, each with the name the platform shows."""

    PENDING = "待处理"
    HANDLING = "处理中"
    FURTHER = "待进一步处理"
    SUPPLEMENT = "待补充处理"
    GUIDANCE = "街道/区局指导"
    RATING = "待评价"
    CLOSED = "已结束"
    WITHDRAWN = "已撤销"


class Who(StrEnum):
    """Whose act it is."""

    OWNER = "owner"
    MANAGER = "manager"
    OFFICER = "officer"
    SYSTEM = "system"


class Act(StrEnum):
    """What can be done to a complaint that changes its state."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    FINISH = "finish"
    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    ASK_GUIDANCE = "ask_guidance"
    GUIDE = "guide"
    ESCALATE = "escalate"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"


class Outcome(StrEnum):
    """How a complaint ended. An unrated closing is never counted as satisfied."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    UNRATED = "unrated"


class Stage(Protocol):
    """The part of a complaint that the machine reads and writes."""

    state: State
    dissatisfied: int
    guided: bool
    district: bool


def first_time(event: Any) -> bool:
    """Never rated unsatisfied before, and not yet guided."""
    return not event.model.guided and event.model.dissatisfied == 0


def again(event: Any) -> bool:
    """Rated unsatisfied before, and not yet guided."""
    return not event.model.guided and event.model.dissatisfied > 0


def after_guidance(event: Any) -> bool:
    """The officers have given their guidance: this is the final round."""
    return bool(event.model.guided)


def at_street(event: Any) -> bool:
    """The guidance lies with the street, so it can still go up to the district."""
    return not event.model.district


class Rule(NamedTuple):
    """One row: in state `source`, `who` may do `act`; it becomes `target` and `clock` runs (None: all stop)."""

    act: Act
    who: Who
    source: tuple[State, ...]
    target: State
    needs: str = ""
    clock: Clock | None = None
    when: Any = None
    sets: tuple[tuple[str, Any], ...] = ()


S, A, W = State, Act, Who
OPEN = (S.PENDING, S.HANDLING, S.FURTHER, S.SUPPLEMENT, S.GUIDANCE, S.RATING)
IN_HAND = (S.HANDLING, S.FURTHER, S.SUPPLEMENT, S.GUIDANCE)
"""What the platform's filter 处理中 gathers (seed, question 13)."""
MANAGER_STATES = (S.PENDING, S.FURTHER, S.SUPPLEMENT, S.HANDLING)
"""What a manager has to do something about."""
JOINABLE = (S.PENDING, S.HANDLING)
"""What neighbours may join, while the first answer is still to come: what has been rated, guided or ended has a course
of its own."""

RULES = (
    # what           who        from                                    becomes       needs     clock
    Rule(A.ACCEPT, W.MANAGER, (S.PENDING,), S.HANDLING),
    Rule(A.REFUSE, W.MANAGER, (S.PENDING,), S.RATING, "reason", Clock.RATING),
    Rule(A.FINISH, W.MANAGER, (S.HANDLING, S.FURTHER, S.SUPPLEMENT), S.RATING, "result", Clock.RATING),
    Rule(A.SATISFIED, W.OWNER, (S.RATING,), S.CLOSED, sets=(("outcome", Outcome.SATISFIED),)),
    Rule(A.UNSATISFIED, W.OWNER, (S.RATING,), S.FURTHER, "", Clock.FURTHER, first_time),
    Rule(A.UNSATISFIED, W.OWNER, (S.RATING,), S.GUIDANCE, "", Clock.GUIDANCE, again),
    Rule(A.UNSATISFIED, W.OWNER, (S.RATING,), S.CLOSED, "", None, after_guidance, (("outcome", Outcome.UNSATISFIED),)),
    Rule(A.ASK_GUIDANCE, W.MANAGER, (S.FURTHER,), S.GUIDANCE, "reason", Clock.GUIDANCE),
    Rule(A.GUIDE, W.OFFICER, (S.GUIDANCE,), S.SUPPLEMENT, "text", Clock.SUPPLEMENT, None, (("guided", True),)),
    Rule(A.ESCALATE, W.OFFICER, (S.GUIDANCE,), S.GUIDANCE, "reason", Clock.GUIDANCE, at_street, (("district", True),)),
    Rule(A.EXPIRE, W.SYSTEM, (S.RATING,), S.CLOSED, sets=(("outcome", Outcome.UNRATED),)),
    Rule(A.WITHDRAW, W.OWNER, OPEN, S.WITHDRAWN),
)
START = (State.PENDING, Clock.PENDING)


class NotPossible(Exception):
    """The act does not fit the complaint's state."""


def _remember(rule: Rule) -> Any:
    def chosen(event: Any) -> None:
        event.kwargs["chosen"].append(rule)

    return chosen


def _machine(kind: type[Machine] = Machine, model: Any = None, **options: Any) -> Machine:
    machine = kind(model=model, states=State, initial=State.PENDING, auto_transitions=False, send_event=True, **options)
    for rule in RULES:
        conditions = [rule.when] if rule.when else []
        machine.add_transition(rule.act, list(rule.source), rule.target, conditions=conditions, after=_remember(rule))
    return machine


_MACHINE = _machine()


def advance(stage: Stage, act: Act) -> Rule:
    """Move `stage` by `act` along the table and return the row that was followed.

    Raises NotPossible, leaving `stage` as it was, where no row fits.
    """
    chosen: list[Rule] = []
    try:
        moved = _MACHINE.events[act].trigger(stage, chosen=chosen)
    except MachineError as error:
        raise NotPossible(f"{act} in {stage.state.name}") from error
    if not moved:
        raise NotPossible(f"{act} in {stage.state.name}")
    return chosen[0]


def leads_to(stage: Stage, act: Act) -> State:
    """What `act` would lead to now, `stage` left as it is. Raises NotPossible."""
    return advance(copy(stage), act).target


def possible(stage: Stage, act: Act) -> bool:
    """Whether `act` fits the state (conditions apart), for offering it as a choice."""
    return any(rule.act == act and stage.state in rule.source for rule in RULES)


def diagram() -> str:
    """The machine drawn by `transitions` itself, as a Mermaid state diagram with the platform's names."""
    model = type("Drawn", (), {})()
    _machine(GraphMachine, model=model, graph_engine="mermaid", title="complaint", show_conditions=True)
    drawn: str = model.get_graph().draw(None)
    for state in State:
        drawn = drawn.replace(f'state "{state.name}"', f'state "{state.value}"')
    return drawn
