"""Two at once, in real threads over both databases: one wins, the other is told."""

import threading
import time
from collections.abc import Callable

import pytest

from core import application_commands as c
from core.applications import Kind, Standing
from tests.applications.kit import CONTRACT, NEW_ESTATE, VERIFICATION, Bureau
from tests.support.together import together

ROUNDS = 6
Deed = tuple[str, c.ApplicationCommand]


def race(bureau: Bureau, *deeds: Deed) -> list[str]:
    """What each was told, all starting at once."""
    waiting = iter(deeds)
    acts: list[Callable[[], str]] = [lambda deed=deed: bureau.tried(*deed) for deed in waiting]  # type: ignore[misc]
    return together(len(acts), lambda: acts.pop()())


@pytest.mark.parametrize("other", ["approve", "return", "end"])
def test_one_decision(bureau: Bureau, other: str) -> None:
    for at in range(ROUNDS):
        one = bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE | {"estate": f"花园{at}"})
        against: dict[str, Deed] = {
            "approve": ("second", c.ApproveApplication(one.id, 1)),
            "return": ("second", c.ReturnApplication(one.id, {"party": "请写全称"}, 1)),
            "end": ("administrator", c.EndApplication(one.id, 1)),
        }
        said = race(bureau, ("operator", c.ApproveApplication(one.id, 1)), against[other])
        assert sorted(said) == ["done", "stale_application"]
        with bureau.store.reading() as tx:
            acts = [line.act for line in tx.audit.of(f"application:{one.id}")]
            areas = tx.registry.area_ids(f"花园{at}", "高新区")
        assert len(acts) == 2
        assert len(areas) == (bureau.kept(one).state is Standing.APPROVED)


def test_one_company_of_two_applicants(bureau: Bureau) -> None:
    with bureau.store.writing() as tx:
        tx.contacts.verified_phone(bureau.people["resident"].contact_id or 0, "+8617712340032", bureau.now)
    apply = c.Apply(Kind.VERIFICATION, VERIFICATION)
    assert sorted(race(bureau, ("applicant", apply), ("resident", apply))) == ["applied_already", "done"]


def test_an_approval_waits_for_the_applicant_s_own_conversation(bureau: Bureau) -> None:
    one = bureau.apply("applicant", Kind.VERIFICATION, VERIFICATION)
    applicant = bureau.people["applicant"]
    talking = threading.Event()

    def conversation() -> str:
        with bureau.store.writing() as tx:
            tx.contacts.lock(applicant.contact_id or 0)
            talking.set()
            time.sleep(0.3)
            bureau.house.perform(tx, applicant, c.EndApplication(one.id), bureau.now)
        return "done"

    def approval() -> str:
        talking.wait(10)
        return bureau.tried("operator", c.ApproveApplication(one.id))

    acts = [conversation, approval]
    assert sorted(together(2, lambda: acts.pop()())) == ["done", "stale_application"]


def test_one_estate_of_two_contracts(bureau: Bureau) -> None:
    """Both companies file for it; whoever is approved last has it, and no estate is made twice."""
    first = bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE)
    second = bureau.apply("stranger", Kind.CONTRACT, CONTRACT | NEW_ESTATE)
    deeds = ("operator", c.ApproveApplication(first.id)), ("second", c.ApproveApplication(second.id))
    assert race(bureau, *deeds) == ["done", "done"]
    with bureau.store.reading() as tx:
        assert len(tx.registry.area_ids("锦江花园", "高新区")) == 1
