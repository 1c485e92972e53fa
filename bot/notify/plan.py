"""From what has happened to the rows of the outbox: the catalogue, filled with people and words.

Rows are planned in the transaction of the change itself, so that the change and its news are kept together.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.notify import applications, estates
from bot.notify.by_text import more
from bot.notify.catalogue import FIELDS, NOTICES, Audience, By, Tell
from bot.notify.digest import digest
from bot.notify.kept import held, promised
from bot.notify.legs import everywhere, legs
from bot.texts import notices as texts
from bot.texts import rating
from bot.wording import SHORT, attachments, day, deed, excerpt, left_or_day, ratings_of, short, until
from core import events as e
from core.clocks import in_shanghai
from core.complaint import Complaint, may_promise, turned_down
from core.directory import Staff
from core.identity import masked_phone
from core.kinds import LABELS
from core.lifecycle import Act, possible
from core.store.engine import Tx
from core.store.outbox import News, Sending

_ACTS = {
    "accept": Act.ACCEPT,
    "refuse": Act.REFUSE,
    "finish": Act.FINISH,
    "help_me": Act.ASK_GUIDANCE,
    "guide": Act.GUIDE,
    "escalate": Act.ESCALATE,
    "rate": Act.SATISFIED,
}
"""What a choice's verb does to a complaint; a verb that is not here only shows something."""


FILES = {"image": "photo", "voice": "voice", "video": "video"}
"""What a forwarded file's row is called, by the kind of the file."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to tell: one of the ids says who; `contact_id` is their WeChat, or with `bound` false their texts;
    `phone` says whether an SMS can go, `chosen` what they want."""

    lane: str
    contact_id: int | None = None
    staff_id: int | None = None
    officer_id: int | None = None
    company_id: int | None = None
    operator_id: int | None = None
    phone: bool = False
    bound: bool = True
    chosen: str = ""


def plan(tx: Tx, happened: Sequence[e.Event], now: datetime, hold: timedelta = timedelta(0)) -> list[News]:
    """The rows that tell of what happened, in order; what a manager may take back is held for that time."""
    rows: list[News] = []
    for event in happened:
        match event:
            case e.CodeSent():
                rows.append(_code(event, now))
            case e.MediaWanted(media_id=media_id):
                lane = f"m{media_id}"
                rows.append(News(f"media:{media_id}", lane, "media", "fetch", "", "{}", now, media_id=media_id))
            case e.MediaShown():
                role = event.staff_id, event.officer_id, None, event.operator_id
                who = Recipient(f"c{event.contact_id}", event.contact_id, *role)
                rows.extend(_files(tx, event.media, f"show:{now.timestamp()}", event.complaint_id, who, "asked", now))
            case e.PictureAsked():
                rows.extend(_picture(event, now))
            case e.DigestReady():
                rows.append(digest(event, now))
            case e.StandingChanged(contact_id=contact_id):
                rows.append(menu(contact_id, now))
            case e.AreaEvent():
                for tell in NOTICES.get(type(event), ()):
                    rows.extend(estates.told(tx, event, tell, now))
            case e.ApplicationEvent():
                for tell in NOTICES.get(type(event), ()):
                    rows.extend(applications.told(tx, event, tell, now))
            case e.ComplaintEvent():
                values = _values(tx, event, now) if NOTICES[type(event)] else {}
                for tell in NOTICES[type(event)]:
                    told = _told(tx, event, tell, values, now)
                    rows.extend(held(told, now + hold) if event.undoable and hold else told)
    return rows


def menu(contact_id: int, now: datetime) -> News:
    """The row that has WeChat show a contact the menu of their desk; which that is, is looked up when it leaves."""
    key = f"menu:{contact_id}:{now.timestamp()}"
    return News(key, f"c{contact_id}", "account", "menu", "staff", "{}", now, contact_id=contact_id)


def _picture(event: e.PictureAsked, now: datetime) -> Iterator[News]:
    """A picture to draw, and then to send to who asked, if they still may see it."""
    key, media_id = f"media:{event.media_id}", event.media_id
    yield News(key, f"m{media_id}", "media", "draw", "", "{}", now, media_id=media_id)
    to = {"contact_id": event.contact_id, "staff_id": event.staff_id, "officer_id": event.officer_id}
    lane = f"c{event.contact_id}"
    yield News(f"{key}:sent", lane, "wechat", "photo", "asked", "{}", now, media_id=media_id, **to)  # type: ignore[arg-type]


def _told(tx: Tx, event: e.ComplaintEvent, tell: Tell, values: Mapping[str, Any], now: datetime) -> Iterator[News]:
    if tell.unmanaged and tx.directory.in_charge(event.area, event.complaint.handler_id):
        return
    payload = _payload(tx, event, tell, values, now)
    key = f"{tell.template}:{event.entry_id}"
    nobody = True
    for one in _recipients(tx, event, tell.who):
        nobody = False
        yield from _legs(f"{key}:{one.lane}:{one.contact_id or 0}", one, event, tell, payload, now)
        if tell.media and one.contact_id and one.bound and tell.by is not By.SMS:
            yield from _files(tx, event.media, key, event.complaint.id, one, tell.who, now)
    if nobody and tell.who is not Audience.GUIDING:
        yield _row(f"{key}:nobody", Recipient(key), event, tell, payload, now, "wechat", reason="nobody")


def _legs(key: str, one: Recipient, event: e.ComplaintEvent, tell: Tell, payload: str, now: datetime) -> Iterator[News]:
    for leg in legs(tell.by, one.bound and bool(one.contact_id), one.phone, one.chosen):
        yield _row(f"{key}:{leg.channel}", one, event, tell, payload, now, *leg)


def _row(
    key: str,
    one: Recipient,
    event: e.ComplaintEvent,
    tell: Tell,
    payload: str,
    now: datetime,
    channel: str,
    fallback: str = "",
    reason: str = "",
) -> News:
    """One row; with a `reason` it is kept only to show why nothing was sent."""
    return News(
        key,
        one.lane,
        channel,
        tell.template,
        tell.who,
        payload,
        now,
        fallback,
        event.complaint.id,
        one.contact_id,
        one.staff_id,
        one.officer_id,
        one.company_id,
        state=Sending.SKIPPED if reason else Sending.QUEUED,
        reason=reason,
    )


def _files(
    tx: Tx, media: Sequence[int], key: str, complaint_id: int | None, one: Recipient, who: str, now: datetime
) -> list[News]:
    """A row for each photo, voice message and video that can still be had."""
    return [
        News(
            f"{key}:{medium.kind}:{one.contact_id}:{medium.id}",
            one.lane,
            "wechat",
            FILES.get(medium.kind, medium.kind),
            who,
            "{}",
            now,
            complaint_id=complaint_id,
            contact_id=one.contact_id,
            staff_id=one.staff_id,
            officer_id=one.officer_id,
            media_id=medium.id,
            operator_id=one.operator_id,
        )
        for medium in tx.media.still_there(media)
    ]


def _recipients(tx: Tx, event: e.ComplaintEvent, who: Audience) -> Iterator[Recipient]:
    match who:
        case Audience.OWNER:
            owner = tx.contacts.get(event.complaint.contact_id) if event.complaint.contact_id else None
            if owner:
                reached = bool(owner.phone), owner.channel != "sms", owner.notify_by
                yield Recipient(f"c{owner.id}", owner.id, None, None, None, None, *reached)
        case Audience.MANAGER:
            for one in tx.directory.in_charge(event.area, event.complaint.handler_id):
                yield from _member(tx, one)
        case Audience.GIVER | Audience.TAKER:
            party = tx.directory.staff(event.details["from_id" if who is Audience.GIVER else "to_id"])
            yield from _member(tx, party) if party else ()
        case Audience.COMPANY:
            company_id = event.area.company_id
            if company_id:
                phone = tx.directory.company_phone(company_id)
                yield Recipient(f"k{company_id}", company_id=company_id, phone=bool(phone))
        case _:
            yield from _officers(tx, event, who)


def _member(tx: Tx, one: Staff) -> Iterator[Recipient]:
    ids = {"staff_id": one.id}
    yield from _at_work(tx, f"s{one.id}", ids, tx.contacts.of_staff(one.id), bool(one.phone))


def _at_work(tx: Tx, lane: str, ids: dict[str, Any], bound: Sequence[int], phone: bool) -> Iterator[Recipient]:
    for contact_id, reached, chosen in everywhere(tx, bound, phone):
        yield Recipient(lane, contact_id, phone=reached, chosen=chosen, **ids)


def _officers(tx: Tx, event: e.ComplaintEvent, who: Audience) -> Iterator[Recipient]:
    guiding = event.complaint.guided or event.details.get("guiding", False)
    if who is Audience.GUIDING and not guiding:
        return
    up = who in (Audience.GUIDING, Audience.ADVISING) and event.complaint.district
    district = who is Audience.DISTRICT or up
    for officer in tx.directory.officers_of(event.area, district):
        ids = {"officer_id": officer.id}
        yield from _at_work(tx, f"o{officer.id}", ids, tx.contacts.of_officer(officer.id), True)


def _payload(tx: Tx, event: e.ComplaintEvent, tell: Tell, values: Mapping[str, Any], now: datetime) -> str:
    complaint, area = event.complaint, event.area
    offers = [
        deed(verb, label, complaint, value)._replace(key=str(at))
        for at, (verb, value, label) in enumerate(_possible(event, tell), 1)
    ]
    state = texts.STATES[tell.template].format_map(values)
    card = area.name, complaint.number, state, f"{in_shanghai(now):%Y-%m-%d %H:%M}"
    shown = {
        "text": texts.CHAT[tell.template].format_map(values),
        "choices": offers,
        "asks": bool(offers),
        "waits": tell.waits,
        "wechat": dict(zip(FIELDS, card, strict=True)),
        "sms": {"area": area.name, "number": short(complaint), "state": state} | more(tx, event, tell.template, values),
    }
    return json.dumps(shown, ensure_ascii=False)


def _possible(event: e.ComplaintEvent, tell: Tell) -> list[tuple[str, str, str]]:
    complaint, closed = event.complaint, () if may_promise(event.complaint) else ("promise",)
    offered = [one for offer in tell.offers if offer[0] not in closed for one in _spelt_out(complaint, offer)]
    return [offer for offer in offered if offer[0] not in _ACTS or possible(complaint, _ACTS[offer[0]])]


def _spelt_out(complaint: Complaint, offer: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    """Rating is offered as its answers, each with what it leads to."""
    verb, _, _ = offer
    return [(verb, value, label) for value, label in ratings_of(complaint)] if verb == "rate" else [offer]


def _values(tx: Tx, event: e.ComplaintEvent, now: datetime) -> dict[str, Any]:
    complaint, details = event.complaint, event.details
    kinds = [medium.kind for medium in tx.media.still_there(event.media)]
    return {
        "short": short(complaint),
        "area": event.area.name,
        "words": excerpt(complaint.content, 240),
        "text": event.text or texts.NO_TEXT,
        "quoted": texts.QUOTED.format(text=event.text) if event.text else "",
        "said": texts.SAID.format(text=event.text) if event.text else "",
        "lead": details.get("lead", "")[-SHORT:],
        "follows": texts.FOLLOWS.format(number=details["follows"][-SHORT:]) if "follows" in details else "",
        "households": details.get("households", ""),
        "office": details.get("office", ""),
        "until": until(complaint),
        "day": day(complaint),
        "dom": in_shanghai(complaint.deadline).day if complaint.deadline else "",
        "kind": LABELS[complaint.kind],
        "question": rating.AGREE if turned_down(complaint) else rating.QUESTION,
        "state": complaint.state.value,
        "left": left_or_day(complaint, now),
        "days": abs(complaint.deadline - now).days if complaint.deadline else 0,
        "owner": _owner(tx, event),
        "place": texts.WITH_PLACE.format(place=complaint.place) if complaint.place else "",
        "media": texts.WITH_MEDIA.format(what=attachments(kinds)) if kinds else "",
        "giver": _name(tx, details.get("from_id")),
        "taker": _name(tx, details.get("to_id")),
        **promised(complaint),
        "category": details.get("category", ""),
        "solved": rating.LABELS.get(details.get("solved", ""), ""),
        "stars": details.get("stars", ""),
    }


def _name(tx: Tx, staff_id: int | None) -> str:
    """The full name: for colleagues of the same company alone."""
    person = tx.directory.staff(staff_id) if staff_id else None
    return person.name if person else ""


def _owner(tx: Tx, event: e.ComplaintEvent) -> str:
    complaint = event.complaint
    if complaint.anonymous:
        return texts.ANONYMOUS
    owner = tx.contacts.get(complaint.contact_id) if complaint.contact_id else None
    return texts.OWNER_PHONE.format(phone=masked_phone(owner.phone)) if owner and owner.phone else texts.OWNER


def _code(event: e.CodeSent, now: datetime) -> News:
    text = texts.CHAT["code"].format(code=event.code)
    payload = json.dumps({"text": text, "choices": [], "sms": {"code": event.code}}, ensure_ascii=False)
    return News(
        f"code:{event.verification_id}",
        f"c{event.contact_id}",
        "sms",
        "code",
        Audience.OWNER,
        payload,
        now,
        contact_id=event.contact_id,
        verification_id=event.verification_id,
    )
