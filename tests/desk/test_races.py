"""The manager's desk from several threads at once: exactly one wins, and the others are told."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.messages import Inbound, Kind
from bot.texts import refusals
from core.commands import (
    Accept,
    AcceptAll,
    Command,
    DeclineHandover,
    Extend,
    Finish,
    HandOver,
    Note,
    SaveReply,
    TakeOver,
    Undo,
)
from core.complaint import Complaint
from core.identity import Actor
from core.lifecycle import State
from core.services.manager import MOST_REPLIES
from core.settings import Settings
from core.store.engine import Store
from core.store.outbox import Sending
from tests.desk.kit import Desk, apart, build
from tests.support.together import together

AGAIN = 5
"""How often a race is run: who is first is luck."""


@pytest.fixture
def desk(store: Store, settings: Settings, now: datetime) -> Desk:
    return build(store, settings, now)


def _race(desk: Desk, *acts: tuple[Actor, Command]) -> list[str]:
    return sorted(together(len(acts), apart([partial(desk.tried, *one) for one in acts])))


def test_two_managers_of_one_estate_accept(desk: Desk) -> None:
    for _ in range(AGAIN):
        one = desk.submit()
        command = Accept(one.id, one.round)
        won = _race(desk, (desk.first, command), (desk.second, command))
        assert won == ["done", "stale"]
        assert desk.acts(one.id) == ["submit", "accept"]


def test_two_managers_accept_everything(desk: Desk) -> None:
    filed = []
    for key in range(12):
        desk.now += timedelta(minutes=15)
        filed.append(desk.submit(str(key)))
    forward = AcceptAll(tuple((one.id, one.round) for one in filed))
    backward = AcceptAll(tuple(reversed(forward.complaints)))
    batches = together(
        2, apart([lambda: desk.perform(desk.first, forward), lambda: desk.perform(desk.second, backward)])
    )
    accepted = [one.id for batch in batches for one in batch.accepted]
    assert sorted(accepted) == [one.id for one in filed]
    assert sum(len(batch.refused) for batch in batches) == len(filed)
    assert all(desk.acts(one.id) == ["submit", "accept"] for one in filed)


def test_taken_over_while_the_former_manager_finishes(desk: Desk) -> None:
    outcomes = set()
    for _ in range(AGAIN):
        one = desk.submit()
        accepted = desk.perform(desk.first, Accept(one.id))
        desk.perform(desk.first, HandOver(one.id, desk.colleague.staff_id or 0, "出差"))
        finish, take = Finish(one.id, "好了", round=accepted.round), TakeOver(one.id, accepted.round)
        won = _race(desk, (desk.first, finish), (desk.colleague, take))
        now = desk.complaint(one.id)
        if now.state is State.RATING:
            assert (won, now.handler_id) == (["done", "no_handover"], None)
        else:
            assert (won, now.handler_id) == (["done", "not_found"], desk.colleague.staff_id)
        assert len(desk.acts(one.id)) == 4
        outcomes.add(now.state)
    assert outcomes <= {State.RATING, State.HANDLING}


def test_taken_and_declined_and_asked_of_another_at_once(desk: Desk) -> None:
    for _ in range(AGAIN):
        one = desk.submit()
        desk.perform(desk.first, HandOver(one.id, desk.colleague.staff_id or 0, "出差"))
        won = _race(desk, (desk.colleague, TakeOver(one.id)), (desk.colleague, DeclineHandover(one.id)))
        assert won == ["done", "no_handover"]
        taken = desk.complaint(one.id).handler_id == desk.colleague.staff_id
        assert desk.acts(one.id)[-1] == ("take_over" if taken else "not_taken")


def test_a_double_tap_on_taking_over(desk: Desk) -> None:
    one = desk.submit()
    desk.perform(desk.first, HandOver(one.id, desk.colleague.staff_id or 0, "出差"))
    take = TakeOver(one.id, one.round)
    assert sorted(together(4, lambda: desk.tried(desk.colleague, take))) == ["done"] + ["no_handover"] * 3


def test_two_managers_lengthen_the_same_time(desk: Desk) -> None:
    one = desk.submit()
    extend = Extend(one.id, 3, "等配件", one.extended)
    won = _race(desk, (desk.first, extend), (desk.second, extend))
    now = desk.complaint(one.id)
    assert (won, now.extended) == (["done", "stale"], 1)
    assert one.deadline
    assert now.deadline == one.deadline + timedelta(days=3)


def test_never_more_than_two_extensions(desk: Desk) -> None:
    one = desk.submit()
    won = together(6, lambda: desk.tried(desk.first, Extend(one.id, 1, "等配件")))
    assert sorted(won) == ["done"] * 2 + ["extended_out"] * 4
    assert desk.complaint(one.id).extended == 2


@pytest.mark.parametrize("act", ["accept", "note"])
def test_taken_back_twice_at_once(desk: Desk, act: str) -> None:
    for _ in range(AGAIN):
        desk.now += timedelta(seconds=1)
        one = desk.submit()
        desk.perform(desk.first, Accept(one.id) if act == "accept" else Note(one.id, "等报价"))
        assert _race(desk, (desk.first, Undo()), (desk.first, Undo())) == ["done", "nothing_to_undo"]
        assert desk.acts(one.id) == ["submit", act, "undo"]


def test_taken_back_while_the_worker_takes_the_notice(desk: Desk) -> None:
    def claim() -> str:
        with desk.store.writing() as tx:
            tx.outbox.claim(desk.now, 50, ("wechat",))
        return "claimed"

    for _ in range(AGAIN * 2):
        desk.now += timedelta(minutes=15)
        one = desk.submit()
        desk.perform(desk.first, Accept(one.id))
        won = together(2, apart([partial(desk.tried, desk.first, Undo()), claim]))
        told = {state for _, state, _ in desk.rows(one.id, "accepted")}
        assert told == ({Sending.SENDING, Sending.SKIPPED} if "undo_told" in won else {Sending.SKIPPED})
        assert desk.complaint(one.id).state is (State.HANDLING if "undo_told" in won else State.PENDING)


def test_never_more_saved_answers_than_there_is_room_for(desk: Desk) -> None:
    saves = [(desk.first, SaveReply("finish", f"常用语{key}")) for key in range(MOST_REPLIES + 3)]
    won = _race(desk, *saves)
    assert won.count("done") == MOST_REPLIES
    assert won.count("replies_full") == 3


def test_the_loser_is_told_in_a_plain_sentence(desk: Desk) -> None:
    one = desk.submit()
    said = together(
        2, apart([lambda: _tap(desk, desk.first.staff_id, one), lambda: _tap(desk, desk.second.staff_id, one)])
    )
    stale = refusals.TEXTS["stale"].format(short=one.number[-4:], state=State.HANDLING.value)
    assert stale in said
    assert sum("已接收" in text for text in said) == 1


def _tap(desk: Desk, staff_id: int | None, one: Complaint) -> str:
    tap = f"accept:{one.id}:{one.round}"
    inbound = Inbound("wechat", f"o{staff_id}", f"tap {staff_id}", Kind.CLICK, desk.now, tap=tap)
    return desk.house.receive(inbound).say.text
