"""Why a manager sees no complaints: the checks of the platform's own FAQ in its order (seed, question 17), on what the
directory says at this moment."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from core.directory import Area, Staff
from core.identity import MANAGER_POST
from core.lifecycle import MANAGER_STATES
from core.services.staff import same
from core.store.engine import Tx


class Check(StrEnum):
    """What is looked at, in order."""

    LINKED = "linked"
    POST = "post"
    ESTATE = "estate"
    USERNAME = "username"
    PHONE = "phone"
    REGISTERED = "registered"
    SIGNED_IN = "signed_in"


class Result(NamedTuple):
    """`fault` is empty where the check is passed, and otherwise names what is wrong; `facts` are for saying it."""

    check: Check
    fault: str = ""
    facts: tuple[str, ...] = ()


class Checked(NamedTuple):
    """`filed` is how many complaints there ever were of the person's estates, `open` how many are theirs to do."""

    person: Staff
    results: tuple[Result, ...]
    filed: int
    open: int

    @property
    def well(self) -> bool:
        """Nothing stands in the way."""
        return not any(one.fault for one in self.results)


def checked(tx: Tx, person: Staff) -> Checked:
    """Run the checks on one member of staff."""
    held = tx.directory.areas_in_care(person.company_id).get(person.id, [])
    managed = tx.directory.managed_areas(person.id)
    filed = tx.complaints.filed([one.id for one in held])
    todo = tx.complaints.todo(managed, MANAGER_STATES, 0, 0, staff_id=person.id)[1]
    return Checked(person, tuple(_results(tx, person, held)), filed, todo)


def _results(tx: Tx, person: Staff, held: list[Area]) -> Iterator[Result]:
    yield _linked(tx, person, held)
    yield Result(Check.POST, "" if person.post == MANAGER_POST else "other", (person.post,))
    yield Result(Check.ESTATE, "" if held else "none", tuple(one.name for one in held))
    yield _username(tx, person)
    yield _phone(tx, person)
    yield Result(Check.REGISTERED, "" if person.registered_at else "not_yet")
    yield Result(Check.SIGNED_IN, "" if person.signed_in_at else "not_yet")


def _linked(tx: Tx, person: Staff, held: list[Area]) -> Result:
    """Estates of theirs that are not the company's; where they have none, whether the company has any."""
    strange = tuple(one.name for one in held if one.company_id != person.company_id)
    if strange:
        return Result(Check.LINKED, "elsewhere", strange)
    any_linked = bool(held) or tx.directory.has_areas(person.company_id)
    return Result(Check.LINKED, "" if any_linked else "none")


def _username(tx: Tx, person: Staff) -> Result:
    """The user name that the company filled in, and those the person signs in with."""
    told = tx.contacts.usernames(person.id)
    if not person.username:
        return Result(Check.USERNAME, "missing")
    if not told:
        return Result(Check.USERNAME, "unknown", (person.username,))
    agree = any(same("username", person.username, one) for one in told)
    return Result(Check.USERNAME, "" if agree else "differs", (person.username, told[0]))


def _phone(tx: Tx, person: Staff) -> Result:
    """Whether somebody is bound as this person, by the phone that the company filled in."""
    phones = tx.contacts.phones_bound(person.id)
    if not phones:
        return Result(Check.PHONE, "not_bound", (person.phone,))
    return Result(Check.PHONE, "" if person.phone in phones else "differs", (person.phone, phones[0]))
