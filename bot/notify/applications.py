"""News of an application: to the operators who decide, and to whoever applied."""

from collections.abc import Iterator
from datetime import datetime

from bot.messages import Choice
from bot.notify.catalogue import FIELDS, Audience, Tell
from bot.notify.estates import Somebody, bound, rows
from bot.notify.payload import Payload
from bot.texts import business
from bot.texts import notices as texts
from bot.wording import excerpt
from core import events as e
from core.applications import label
from core.clocks import in_shanghai, spoken
from core.store.engine import Tx
from core.store.outbox import News


def told(tx: Tx, event: e.ApplicationEvent, tell: Tell, now: datetime) -> Iterator[News]:
    """The rows that tell it, kept with why where it cannot be told."""
    one = event.application
    if tell.who is Audience.FORMER and event.former_id is None:
        return
    key = f"{tell.template}:{one.id}:{one.round}:{in_shanghai(now):%Y%m%d}"
    yield from rows(key, tell, list(_recipients(tx, event, tell.who)), _payload(tx, event, tell, now), now, one.id)


def _recipients(tx: Tx, event: e.ApplicationEvent, who: Audience) -> Iterator[Somebody]:
    match who:
        case Audience.OPERATOR:
            for operator in tx.directory.operators():
                ids = {"operator_id": operator.id}
                yield from bound(tx, f"p{operator.id}", ids, tx.contacts.of_operator(operator.id), True)
        case Audience.FORMER:
            yield from _company(tx, event.former_id)
        case _:
            yield from _applicant(tx, event)


def _applicant(tx: Tx, event: e.ApplicationEvent) -> Iterator[Somebody]:
    """Who applied, in chat where it was from a browser; the company's phone, where they have left it since."""
    one = event.application
    person = tx.directory.staff(one.staff_id) if one.staff_id else None
    if one.staff_id and person is None:
        yield from _company(tx, one.company_id)
        return
    if person:
        yield from bound(
            tx, f"s{person.id}", {"staff_id": person.id}, tx.contacts.of_staff(person.id), bool(person.phone)
        )
        return
    contact = tx.contacts.get(one.contact_id) if one.contact_id else None
    if contact:
        yield Somebody(f"c{contact.id}", {"contact_id": contact.id}, bool(contact.phone), contact.notify_by)


def _company(tx: Tx, company_id: int | None) -> Iterator[Somebody]:
    if company_id:
        phone = tx.directory.company_phone(company_id)
        yield Somebody(f"k{company_id}", {"company_id": company_id}, bool(phone))


def _payload(tx: Tx, event: e.ApplicationEvent, tell: Tell, now: datetime) -> str:
    one = event.application
    company = tx.directory.company(one.company_id) if one.company_id else None
    why = (business.REASON_LINE.format(label=label(one.kind, name), reason=why) for name, why in one.reasons.items())
    values = {
        "id": one.id,
        "kind": one.kind.value,
        "subject": one.subject,
        "company": business.BY_COMPANY.format(company=company.name) if company else "",
        "again": business.AGAIN if one.round > 1 else "",
        "until": spoken(one.due_at),
        "late": business.LATE if one.due_at < now else "",
        "reasons": "".join(f"\n{line}" for line in why),
        "next": business.NEXT[one.kind],
    }
    offers = [
        Choice(f"{verb}:{one.id}:{one.round}", f"{label} {one.id}", str(at))
        for at, (verb, _, label) in enumerate(tell.offers, 1)
    ]
    state = texts.STATES[tell.template].format_map(values)
    card = one.subject, str(one.id), state, f"{in_shanghai(now):%Y-%m-%d %H:%M}"
    sms = {"area": excerpt(one.subject, 20), "number": str(one.id), "state": state}
    return Payload(
        texts.CHAT[tell.template].format_map(values),
        tuple(offers),
        dict(zip(FIELDS, card, strict=True)),
        sms,
        asks=bool(offers),
        waits=tell.waits,
    ).dump()
