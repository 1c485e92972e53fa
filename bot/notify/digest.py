"""The morning's list as a row of the outbox."""

from datetime import datetime

from bot.messages import Choice
from bot.notify.catalogue import FIELDS, NOTICES
from bot.notify.payload import Payload
from bot.texts import digest as texts
from bot.wording import excerpt, left_or_day, short
from core import events as e
from core.clocks import in_shanghai
from core.store.outbox import News


def digest(event: e.DigestReady, now: datetime) -> News:
    """One message to one contact. It waits for the end of the quiet hours unless the person chose the hour."""
    local = in_shanghai(now)
    manager = event.staff_id is not None
    tell = NOTICES[e.DigestReady][0 if manager else 1]
    detail, desk = ("manager_detail", "todo") if manager else ("officer_detail", "to_guide")
    offers = [
        Choice(f"{detail}:{one.id}:{one.round}", short(one), str(at)) for at, (one, _) in enumerate(event.urgent, 1)
    ]
    offers.append(Choice(desk, texts.TODO, str(len(offers) + 1)))
    state = texts.STATE.format(total=event.total + event.late, overdue=event.overdue + event.late)
    card = texts.CARD, f"{local:%Y%m%d}", state, f"{local:%Y-%m-%d %H:%M}"
    payload = Payload(
        _text(event, now), tuple(offers), dict(zip(FIELDS, card, strict=True)), asks=True, waits=not event.chosen
    )
    return News(
        f"digest:{event.contact_id}:{local:%Y%m%d}",
        f"s{event.staff_id}" if manager else f"o{event.officer_id}",
        "wechat",
        tell.template,
        tell.who,
        payload.dump(),
        now,
        contact_id=event.contact_id,
        staff_id=event.staff_id,
        officer_id=event.officer_id,
    )


def _text(event: e.DigestReady, now: datetime) -> str:
    local = in_shanghai(now)
    lines = [
        texts.LINE.format(key=key, short=short(one), area=area, state=one.state.value, left=left_or_day(one, now))
        + texts.WORDS.format(words=excerpt(one.content))
        for key, (one, area) in enumerate(event.urgent, 1)
    ]
    head = texts.HEAD if event.staff_id is not None else texts.OFFICER_HEAD
    counts = head.format(
        day=f"{local.month}月{local.day}日", total=event.total, overdue=event.overdue, today=event.today
    )
    late = texts.LATE.format(late=event.late) if event.late else ""
    urgent = "\n".join([texts.URGENT, *lines]) if lines else ""
    return "\n".join(filter(None, (counts, late, urgent, texts.HOW)))
