"""Two at once, in real threads over both databases: one wins, the other is told."""

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


def test_one_estate_of_two_contracts(bureau: Bureau) -> None:
    """Both companies file for it; whoever is approved last has it, and no estate is made twice."""
    first = bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE)
    second = bureau.apply("stranger", Kind.CONTRACT, CONTRACT | NEW_ESTATE)
    deeds = ("operator", c.ApproveApplication(first.id)), ("second", c.ApproveApplication(second.id))
    assert race(bureau, *deeds) == ["done", "done"]
    with bureau.store.reading() as tx:
        assert len(tx.registry.area_ids("锦江花园", "高新区")) == 1
