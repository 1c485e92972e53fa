"""News of an estate as a whole: who has it in their care now, or that nobody has."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from bot.messages import Choice
from bot.notify.catalogue import Audience, Tell
from bot.notify.legs import everywhere, legs
from bot.texts import notices as texts
from bot.wording import excerpt, left_or_day, short
from core import events as e
from core.clocks import in_shanghai
from core.store.engine import Tx
from core.store.outbox import News, Sending


class Somebody(NamedTuple):
    """Who is told: `ids` are the columns of the row that say so."""

    lane: str
    ids: dict[str, Any]
    phone: bool
    chosen: str = ""


def told(tx: Tx, event: e.AreaEvent, tell: Tell, now: datetime) -> Iterator[News]:
    """The rows that tell it, kept with why where it cannot be told."""
    payload = _payload(event, tell, now)
    key = f"{tell.template}:{event.area.id}:{now.timestamp()}"
    yield from rows(key, tell, list(_recipients(tx, event, tell.who)), payload, now)


def rows(
    key: str, tell: Tell, everybody: Sequence[Somebody], payload: str, now: datetime, application_id: int | None = None
) -> Iterator[News]:
    """A row for each of them, by WeChat where they have it, else as a text."""
    for one in everybody or [Somebody(key, {}, False)]:
        for channel, fallback, why in legs(tell.by, "contact_id" in one.ids, one.phone, one.chosen):
            reason = why if one.ids else "nobody"
            yield News(
                f"{key}:{one.lane}:{one.ids.get('contact_id', 0)}:{channel}",
                one.lane,
                channel,
                tell.template,
                tell.who,
                payload,
                now,
                fallback,
                **one.ids,
                state=Sending.SKIPPED if reason else Sending.QUEUED,
                reason=reason,
                application_id=application_id,
            )


def _recipients(tx: Tx, event: e.AreaEvent, who: Audience) -> Iterator[Somebody]:
    match who:
        case Audience.MANAGER:
            person = tx.directory.staff(event.staff_id) if event.staff_id else None
            if person:
                ids = {"staff_id": person.id}
                yield from bound(tx, f"s{person.id}", ids, tx.contacts.of_staff(person.id), bool(person.phone))
        case Audience.COMPANY:
            company_id = event.area.company_id
            if company_id:
                phone = tx.directory.company_phone(company_id)
                yield Somebody(f"k{company_id}", {"company_id": company_id}, bool(phone))
        case Audience.STREET:
            for officer in tx.directory.officers_of(event.area, False):
                yield from bound(
                    tx, f"o{officer.id}", {"officer_id": officer.id}, tx.contacts.of_officer(officer.id), True
                )


def bound(tx: Tx, lane: str, ids: dict[str, Any], contact_ids: list[int], phone: bool) -> Iterator[Somebody]:
    """Somebody of the directory, by each of their contacts; by phone alone where there is none."""
    for contact_id, reached, chosen in everywhere(tx, contact_ids, phone):
        yield Somebody(lane, ids | ({"contact_id": contact_id} if contact_id else {}), reached, chosen)


def _payload(event: e.AreaEvent, tell: Tell, now: datetime) -> str:
    state = texts.STATES[tell.template]
    lines = [
        texts.OPEN_LINE.format(
            short=short(one), state=one.state.value, left=left_or_day(one, now), words=excerpt(one.content)
        )
        for one in event.complaints
    ]
    if event.total > len(lines):
        lines.append(texts.OPEN_MORE.format(count=event.total - len(lines)))
    values = {"area": event.area.name, "total": event.total, "lines": "".join(f"\n{line}" for line in lines)}
    offers = [Choice(f"{verb}:::{value}", label, str(at)) for at, (verb, value, label) in enumerate(tell.offers, 1)]
    shown = {
        "text": texts.CHAT[tell.template].format_map(values),
        "choices": offers,
        "asks": bool(offers),
        "waits": tell.waits,
        "wechat": {
            "thing1": event.area.name,
            "character_string2": str(event.total),
            "thing3": state,
            "time4": f"{in_shanghai(now):%Y-%m-%d %H:%M}",
        },
        "sms": {"area": event.area.name, "number": texts.OPEN_COUNT.format(count=event.total), "state": state},
    }
    return json.dumps(shown, ensure_ascii=False)
