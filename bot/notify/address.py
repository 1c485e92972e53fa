"""Where a row goes: the address of whomever it is for by its channel, or why there is none. The last of the rules."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.notify.catalogue import Audience
from bot.notify.channels import File, Letter
from bot.notify.channels.wechat_files import FORWARDED
from bot.notify.verdict import Case, End, Fetch, Send, Verdict, Wait
from core.identity import MANAGER_POST, Contact
from core.pagelink import link
from core.store.engine import Tx
from core.store.outbox import Sending

FILE_AGAIN = timedelta(seconds=2)
FILE_LIMIT = timedelta(minutes=10)
"""How long a file to be forwarded is waited for."""


def to_wechat(case: Case) -> Verdict:
    """Whoever follows the account is written to; for a file, once we have it."""
    row, contacts = case.row, case.tx.contacts
    address = contacts.address(row.contact_id) if row.contact_id else None
    if address is None or address[0] != "wechat":
        return End("not_bound", fall_back=True)
    contact = contacts.get(row.contact_id)
    if contact is None or not contact.following:
        return End("not_following", Sending.FAILED, fall_back=True)
    letter = replace(case.letter, address=address[1], fields=case.payload.wechat)
    if row.media_id:
        return _file(case, letter)
    if case.complaint and row.audience == Audience.OWNER and case.complaint.contact_id == row.contact_id:
        page = link(case.settings, case.complaint.id, row.contact_id, case.now)
        letter = replace(letter, link=page)
    return Send(letter, window=row.tried_at is None, template=True)


def _file(case: Case, letter: Letter) -> Verdict:
    medium = case.tx.media.get(case.row.media_id)
    if medium is None or medium.reason:
        return End("no_file")
    if not medium.file or not medium.mime:
        late = case.row.created_at + FILE_LIMIT <= case.now
        return End("no_file") if late else Wait(case.now + FILE_AGAIN, "not_fetched")
    if medium.mime not in FORWARDED:
        return End("not_forwardable")
    return Send(replace(letter, file=File(medium.mime)), window=True, stored=medium.file)


def to_phone(case: Case) -> Verdict:
    """The number of whomever the row is for."""
    phone = phone_of(case.tx, case.row)
    if not phone:
        return End("no_phone")
    return Send(replace(case.letter, address=phone, fields=case.payload.sms))


def phone_of(tx: Tx, row: Any) -> str | None:
    """The number of whomever a row is for."""
    if row.verification_id:
        return tx.verifications.phone(row.verification_id)
    if row.staff_id:
        person = tx.directory.staff(row.staff_id)
        return person.phone if person else None
    if row.officer_id:
        officer = tx.directory.officer(row.officer_id)
        return officer.phone if officer else None
    if row.operator_id:
        operator = tx.directory.operator(row.operator_id)
        return operator.phone if operator else None
    if row.company_id:
        return tx.directory.company_phone(row.company_id)
    contact = tx.contacts.get(row.contact_id) if row.contact_id else None
    return contact.phone if contact else None


def to_account(case: Case) -> Verdict:
    """Whoever follows the account is shown the menu of the desk that is theirs at this moment."""
    row, contacts = case.row, case.tx.contacts
    address = contacts.address(row.contact_id) if row.contact_id else None
    contact = contacts.get(row.contact_id) if row.contact_id else None
    if address is None or contact is None or address[0] != "wechat":
        return End("not_bound")
    if not contact.following:
        return End("not_following")
    return Send(replace(case.letter, address=address[1], fields={"desk": _desk(case.tx, contact)}))


def _desk(tx: Tx, contact: Contact) -> str:
    person = tx.directory.staff(contact.staff_id) if contact.staff_id else None
    if person and person.post == MANAGER_POST:
        return "manager"
    if person and person.administers:
        return "company"
    return "officer" if contact.officer_id and tx.directory.officer(contact.officer_id) else ""


def to_fetch(case: Case) -> Verdict:
    """A medium is fetched once."""
    medium = case.tx.media.get(case.row.media_id) if case.row.media_id else None
    if medium is None or medium.file or medium.reason:
        return End("nothing_to_fetch")
    return Fetch(medium)
