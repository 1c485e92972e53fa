"""Each way in which question 17's checks can fail, and that they pass where all is well."""

from collections.abc import Callable
from datetime import datetime

import pytest

from core.diagnosis import Check, checked
from core.directory import Staff
from core.settings import Settings
from core.store.engine import Store, Tx
from tests.company.kit import Firm, firm
from tests.support.rows import add_area, add_complaint

Damage = Callable[[Tx, Firm], object]


@pytest.fixture
def place(store: Store, settings: Settings, now: datetime) -> Firm:
    made = firm(store, settings, now)
    with store.writing() as tx:
        bound = made.actors["manager"].contact_id
        assert bound
        tx.registry.change_staff(made.staff, {"username": "17012345623", "registered_at": now, "signed_in_at": now})
        tx.contacts.verified_phone(bound, made.phones["manager"], now)
        tx.contacts.signs_in_as(bound, "17012345623")
    return made


def results(at: Firm, staff_id: int | None = None) -> dict[Check, str]:
    with at.store.reading() as tx:
        found = checked(tx, person(tx, staff_id or at.staff))
    return {one.check: one.fault for one in found.results if one.fault}


def person(tx: Tx, staff_id: int) -> Staff:
    found = tx.directory.staff(staff_id)
    assert found is not None
    return found


def test_all_is_well(place: Firm) -> None:
    assert results(place) == {}


def changed(**values: object) -> Damage:
    return lambda tx, at: tx.registry.change_staff(at.staff, values)


def contact(at: Firm) -> int:
    return at.actors["manager"].contact_id or 0


FAULTS: dict[str, tuple[Damage, dict[Check, str]]] = {
    "another post": (changed(post="客服"), {Check.POST: "other"}),
    "no estate": (lambda tx, at: tx.registry.link(at.staff, (), at.now), {Check.ESTATE: "none"}),
    "an estate that is not the company's": (
        lambda tx, at: tx.registry.link(at.staff, (at.area, at.their_area), at.now),
        {Check.LINKED: "elsewhere"},
    ),
    "no user name": (changed(username=""), {Check.USERNAME: "missing"}),
    "another user name": (changed(username="16912345795"), {Check.USERNAME: "differs"}),
    "a user name that is not known yet": (
        lambda tx, at: tx.contacts.signs_in_as(contact(at), None),  # type: ignore[arg-type]
        {Check.USERNAME: "unknown"},
    ),
    "another phone": (changed(phone="+8613912340009"), {Check.PHONE: "differs"}),
    "not bound": (
        lambda tx, at: tx.contacts.unbind_staff(at.staff),
        {Check.PHONE: "not_bound", Check.USERNAME: "unknown"},
    ),
    "not proved": (changed(registered_at=None), {Check.REGISTERED: "not_yet"}),
    "never signed in": (changed(signed_in_at=None), {Check.SIGNED_IN: "not_yet"}),
}


@pytest.mark.parametrize(("damage", "faults"), FAULTS.values(), ids=list(FAULTS))
def test_each_fault_is_found_and_no_other(place: Firm, damage: Damage, faults: dict[Check, str]) -> None:
    with place.store.writing() as tx:
        damage(tx, place)
    assert results(place) == faults


def test_a_company_without_any_estate(place: Firm) -> None:
    with place.store.writing() as tx:
        tx.registry.change_area(place.area, {"company_id": None})
        tx.registry.link(place.staff, (), place.now)
    assert results(place) == {Check.LINKED: "none", Check.ESTATE: "none"}


def test_what_there_is_to_see(place: Firm) -> None:
    with place.store.writing() as tx:
        other = add_area(tx, place.now, "春和景明", company_id=place.company)
        tx.registry.link(place.staff, (place.area, other), place.now)
        add_complaint(tx, place.now, place.area)
        add_complaint(tx, place.now, other)
        add_complaint(tx, place.now, place.their_area)
        found = checked(tx, person(tx, place.staff))
    assert (found.filed, found.open) == (2, 2)
