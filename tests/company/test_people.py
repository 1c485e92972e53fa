"""A company changes its own people and nobody else's; what is refused changes nothing, and what is done is recorded."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from core import commands as c
from core.complaint import Refusal
from core.identity import MANAGER_POST, Actor
from core.people_commands import AddStaff, Assign, EditStaff, Leave, Replace, Unassign
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import areas, audit, companies, outbox, staff, staff_areas
from tests.company.kit import Firm, firm

ZHAO = "510107199001057465"
QIAN = "510104199001091111"
PHONE = "+8613912340001"


@pytest.fixture
def place(store: Store, settings: Settings, now: datetime) -> Firm:
    return firm(store, settings, now)


def everything(store: Store) -> list[Any]:
    with store.reading() as tx:
        tables = companies, areas, staff, staff_areas, audit, outbox
        return [list(map(tuple, tx.connection.execute(select(one)))) for one in tables]


def deeds(at: Firm, of: str) -> dict[str, c.Command]:
    """Each deed, done to what belongs to the company called `of`."""
    staff_id, area_id = (at.staff, at.area) if of == "own" else (at.their_staff, at.their_area)
    if of == "none":
        staff_id, area_id = 9999, 9999
    return {
        "leave": Leave(staff_id),
        "assign": Assign(staff_id, at.area if of == "own" else area_id),
        "unassign": Unassign(staff_id, area_id),
        "replace": Replace(area_id, (staff_id,)),
        "replace by ours": Replace(area_id, (at.staff,)),
        "our estate to them": Replace(at.area, (staff_id,)),
        "add": AddStaff("赵六", PHONE, ZHAO, MANAGER_POST, (area_id,)),
        "edit": EditStaff(staff_id, post="保洁"),
        "edit estates": EditStaff(at.staff, area_ids=(area_id,)),
    }


ACTS = (
    "leave",
    "assign",
    "unassign",
    "replace",
    "replace by ours",
    "our estate to them",
    "add",
    "edit",
    "edit estates",
)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["manager", "cleaner", "officer", "owner", "gone", "operator"])
def test_nobody_but_an_administrator_changes_anything(place: Firm, act: str, who: str) -> None:
    before = everything(place.store)
    assert place.tried(place.actors[who], deeds(place, "own")[act]) == "not_yours"
    assert everything(place.store) == before


@pytest.mark.parametrize("act", ACTS)
def test_another_companys_looks_like_none(place: Firm, act: str) -> None:
    before = everything(place.store)
    theirs, none = (place.tried(place.administrator, deeds(place, of)[act]) for of in ("theirs", "none"))
    assert theirs == none
    assert theirs in ("not_found", "no_area")
    assert everything(place.store) == before


@pytest.mark.parametrize("act", ACTS)
def test_an_administrator_changes_their_own_and_it_is_recorded(place: Firm, act: str) -> None:
    before = everything(place.store)
    assert place.tried(place.administrator, deeds(place, "own")[act]) == "done"
    changes = place.recorded()
    assert all(line.actor.staff_id == place.administrator.staff_id for line in changes)
    assert bool(changes) == (everything(place.store)[:-2] != before[:-2])
    with place.store.reading() as tx:
        assert tx.audit.broken() is None


REFUSED: list[tuple[str, Callable[[Firm], c.Command]]] = [
    ("bad_phone", lambda at: AddStaff("赵六", "13912340001", ZHAO, MANAGER_POST)),
    ("bad_identity", lambda at: AddStaff("赵六", PHONE, "510107199001057466", MANAGER_POST)),
    ("bad_post", lambda at: AddStaff("赵六", PHONE, ZHAO, "总裁")),
    ("no_words", lambda at: AddStaff(" ", PHONE, ZHAO, MANAGER_POST)),
    ("phone_taken", lambda at: AddStaff("赵六", at.phones["cleaner"], ZHAO, MANAGER_POST)),
    ("known_elsewhere", lambda at: AddStaff("赵六", at.phones["stranger"], ZHAO, MANAGER_POST)),
    ("known_elsewhere", lambda at: AddStaff("赵六", PHONE, at.their_identity, MANAGER_POST)),
    ("staff_known", lambda at: AddStaff("赵六", PHONE, at.identity, MANAGER_POST)),
    ("phone_taken", lambda at: EditStaff(at.staff, phone=at.phones["cleaner"])),
    ("known_elsewhere", lambda at: EditStaff(at.staff, phone=at.phones["stranger"])),
    ("bad_post", lambda at: EditStaff(at.staff, post="总裁")),
    ("last_administrator", lambda at: Leave(at.administrator.staff_id or 0)),
    ("not_a_manager", lambda at: Replace(at.area, (at.cleaner,))),
    ("manager_changed", lambda at: Replace(at.area, (at.second,), instead_of=(at.second,))),
]


@pytest.mark.parametrize(("reason", "command"), REFUSED, ids=[f"{at} {one[0]}" for at, one in enumerate(REFUSED)])
def test_what_does_not_fit_changes_nothing(place: Firm, reason: str, command: Callable[[Firm], c.Command]) -> None:
    before = everything(place.store)
    assert place.tried(place.administrator, command(place)) == reason
    assert everything(place.store) == before


def test_the_last_administrator_cannot_leave_by_way_of_a_replacement_either(place: Firm) -> None:
    me = place.administrator.staff_id or 0
    place.perform(place.administrator, EditStaff(me, post=MANAGER_POST))
    place.perform(place.administrator, Replace(place.area, (me,)))
    before = everything(place.store)
    assert place.tried(place.administrator, Replace(place.area, (place.second,), leaving=True)) == "last_administrator"
    assert everything(place.store) == before


def test_who_left_can_be_added_again_and_is_somebody_new(place: Firm) -> None:
    place.perform(place.administrator, Leave(place.staff))
    again = place.perform(place.administrator, AddStaff("张益达", PHONE, place.identity, MANAGER_POST, (place.area,)))
    assert again.id != place.staff
    assert (again.registered_at, again.signed_in_at) == (None, None)
    with place.store.reading() as tx:
        assert [one.id for one in tx.directory.managers(place.area)] == [again.id]


def test_a_replacement_may_end_the_old_ones_work(place: Firm) -> None:
    place.perform(place.administrator, Replace(place.area, (place.second,), leaving=True, instead_of=(place.staff,)))
    with place.store.reading() as tx:
        assert tx.directory.staff(place.staff) is None
        assert [one.id for one in tx.directory.managers(place.area)] == [place.second]
    assert {line.act for line in place.recorded()} == {"area_assign", "area_unassign", "staff_leave"}


def test_a_replacement_sends_nobody_of_another_company_away(place: Firm) -> None:
    place.perform(Actor(), Assign(place.their_staff, place.area))
    place.perform(place.administrator, Replace(place.area, (place.second,), leaving=True))
    with place.store.reading() as tx:
        assert tx.directory.staff(place.their_staff) is not None
        assert tx.directory.staff(place.staff) is None
        assert [one.id for one in tx.directory.managers(place.area)] == [place.second]


def test_another_phone_has_to_be_bound_again(place: Firm) -> None:
    bound = place.actors["manager"]
    assert bound.contact_id
    place.perform(place.administrator, EditStaff(place.staff, phone=PHONE))
    with place.store.reading() as tx:
        contact = tx.contacts.get(bound.contact_id)
    assert contact is not None
    assert contact.staff_id is None


def test_a_bound_person_who_becomes_a_manager_has_signed_in(place: Firm) -> None:
    after = place.perform(place.administrator, EditStaff(place.cleaner, post=MANAGER_POST))
    assert after.signed_in_at == place.now


def test_a_departed_administrator_is_nobody_at_once(place: Firm) -> None:
    with place.store.writing() as tx:
        tx.registry.change_staff(place.cleaner, {"administers": True})
    place.perform(place.actors["cleaner"], Leave(place.administrator.staff_id or 0))
    with pytest.raises(Refusal, match="not_yours"):
        place.perform(place.administrator, Leave(place.staff))


def test_the_system_changes_anybody(place: Firm) -> None:
    assert place.tried(Actor(), Leave(place.their_staff)) == "done"
    assert place.tried(Actor(), Leave(place.administrator.staff_id or 0)) == "done"
