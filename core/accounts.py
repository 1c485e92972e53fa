"""The accounts one person may open the pages with (seed, question 1: choose the account to enter)."""

from enum import StrEnum
from typing import NamedTuple

from core.directory import Staff
from core.identity import MANAGER_POST, Contact
from core.store.engine import Tx


class Kind(StrEnum):
    """What somebody is at the pages. Of staff, who acts for the company sees the company's, a manager their own."""

    COMPANY = "company"
    MANAGER = "manager"
    OFFICER = "officer"
    OPERATOR = "operator"


class Account(NamedTuple):
    """`id` is the member of staff's, the officer's or the operator's; `place` is whom or what they stand for."""

    kind: Kind
    id: int
    name: str
    place: str = ""
    company_id: int | None = None
    district: str = ""
    street: str = ""


def of_phone(tx: Tx, phone: str) -> list[Account]:
    """All that the person with this phone (+86…) may choose from at this moment."""
    if not phone:
        return []
    officer, operator = tx.directory.officer_by_phone(phone), tx.directory.operator_by_phone(phone)
    staff = [one for person in tx.directory.staff_by_phone(phone) for one in _of_staff(tx, person)]
    others = (_of(tx, kind, one.id) for kind, one in ((Kind.OFFICER, officer), (Kind.OPERATOR, operator)) if one)
    return [*sorted(staff, key=lambda one: (one.kind, one.id)), *(one for one in others if one)]


def of_chat(tx: Tx, contact: Contact) -> list[Account]:
    """All that somebody in chat may choose from: none where they are bound to nobody any more, though the phone they
    once proved may be another person's by now."""
    found = of_phone(tx, contact.phone)
    mine = contact.staff_id, contact.officer_id, contact.operator_id
    theirs = (key for one in found for key, own in zip(bound(one), mine, strict=True) if key and key == own)
    return found if any(theirs) else []


def bound(account: Account) -> tuple[int | None, int | None, int | None]:
    """What a contact is bound to for it: the member of staff, the officer, the operator."""
    kinds = (Kind.COMPANY, Kind.MANAGER), (Kind.OFFICER,), (Kind.OPERATOR,)
    staff, officer, operator = (account.id if account.kind in some else None for some in kinds)
    return staff, officer, operator


def chosen(tx: Tx, contact: Contact, kind: str) -> Account | None:
    """The account of this kind that the contact is bound to, if the person still has it at this moment."""
    ids = {
        Kind.COMPANY: contact.staff_id,
        Kind.MANAGER: contact.staff_id,
        Kind.OFFICER: contact.officer_id,
        Kind.OPERATOR: contact.operator_id,
    }
    wanted = next((one for one in Kind if one == kind and ids[one]), None)
    return _of(tx, wanted, ids[wanted] or 0) if wanted else None


def _of(tx: Tx, kind: Kind, key: int) -> Account | None:
    match kind:
        case Kind.COMPANY | Kind.MANAGER:
            person = tx.directory.staff(key)
            return next((one for one in _of_staff(tx, person) if one.kind is kind), None) if person else None
        case Kind.OFFICER:
            officer = tx.directory.officer(key)
            if officer is None:
                return None
            where = officer.district, officer.street
            return Account(kind, key, officer.name, "".join(where), None, *where)
        case Kind.OPERATOR:
            operator = tx.directory.operator(key)
            return Account(kind, key, operator.name) if operator else None


def _of_staff(tx: Tx, person: Staff) -> list[Account]:
    company = tx.directory.company_name(person.company_id)
    kinds = [Kind.COMPANY] * person.administers + [Kind.MANAGER] * (person.post == MANAGER_POST)
    return [Account(kind, person.id, person.name, company, person.company_id) for kind in kinds]
