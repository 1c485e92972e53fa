"""Send, or a named reason not to: what is asked of a row at the moment it would leave, one table."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from bot.notify.address import phone_of, to_account, to_fetch, to_phone, to_wechat
from bot.notify.catalogue import Audience
from bot.notify.channels import Route
from bot.notify.payload import Payload
from bot.notify.verdict import Case, End, Verdict, Wait
from core.applications import Standing
from core.clocks import SHANGHAI
from core.complaint import Complaint
from core.identity import CODE_LIFE
from core.lifecycle import State
from core.store.outbox import HELD, Sending

CODE = "code"
REPEATABLE = timedelta(minutes=10)
"""WeChat drops a template sent again with the same client_msg_id within this time of the first."""
SAME_AFTER = timedelta(seconds=30)
"""Gateways refuse the same content to the same number within this time."""


def decide(case: Case) -> Verdict:
    """What to do with a row: the first of the table's rules that has something to say decides."""
    return next(verdict for rule in RULES[case.row.channel] if (verdict := rule(case)))


def out_of_date(case: Case) -> End | None:
    """The code has run out, the question's round is over, or the owner has withdrawn what was held."""
    row, complaint = case.row, case.complaint
    if row.application_id and case.payload.asks:
        return _settled(case)
    over = row.template == CODE and row.created_at + CODE_LIFE <= case.now
    over = over or bool(complaint and row.reason == HELD and complaint.state is State.WITHDRAWN)
    if complaint and case.payload.asks:
        rounds = {at for choice in case.payload.choices if (at := _round(choice.id, complaint.id))}
        over = over or bool(rounds and complaint.round not in rounds)
    return End("out_of_date") if over else None


def _settled(case: Case) -> End | None:
    """An application that was decided, ended or put forward again since it was told of."""
    one = case.tx.applications.get(case.row.application_id)
    asked = {_round(choice.id, one.id) for choice in case.payload.choices} if one else set()
    waiting = one and one.state is (Standing.WAITING if case.row.operator_id else Standing.RETURNED)
    return None if one and waiting and one.round in asked else End("out_of_date")


def rights_ended(case: Case) -> End | None:
    """Staff who left or are no longer in charge, officers out of office or without jurisdiction, and WeChat
    contacts that are theirs no longer."""
    row, directory = case.row, case.tx.directory
    entitled = True
    if row.staff_id and case.complaint:
        entitled = _concerns(case, case.complaint)
    elif row.staff_id:
        entitled = directory.staff(row.staff_id) is not None
    if row.officer_id:
        officer, area = directory.officer(row.officer_id), case.area()
        within = not area or (officer and officer.district == area.district and officer.street in ("", area.street))
        entitled = entitled and officer is not None and bool(within)
    if row.operator_id:
        entitled = entitled and directory.operator(row.operator_id) is not None
    if row.channel == "wechat" and row.contact_id and (row.staff_id or row.officer_id or row.operator_id):
        contact = case.tx.contacts.get(row.contact_id)
        bound = contact and contact.staff_id == row.staff_id if row.staff_id else True
        bound = bound and (contact and contact.officer_id == row.officer_id if row.officer_id else True)
        bound = bound and (contact and contact.operator_id == row.operator_id if row.operator_id else True)
        entitled = entitled and bool(bound)
    return None if entitled else End("rights_ended")


def _concerns(case: Case, complaint: Complaint) -> bool:
    """Whether a complaint's news still is for the member of staff it was meant for: somebody asked to take it over,
    as long as they are; somebody who asked another, as long as they work here; somebody who asked to see it, as long
    as they act for the company; else whoever is in charge."""
    staff_id, directory = case.row.staff_id, case.tx.directory
    if case.row.audience == "giver":
        return directory.staff(staff_id) is not None
    if case.row.audience == "taker":
        asked = case.tx.handovers.waiting(complaint.id)
        return asked is not None and asked.to_id == staff_id
    area = case.area()
    company = directory.company_acted_for(staff_id) if case.row.audience == "asked" else None
    if area and company and company.id == area.company_id:
        return True
    return area is not None and directory.handles(staff_id, area, complaint.handler_id)


def ordinary(row: Any) -> bool:
    """Neither a code to prove a phone with, nor the answer to the person's own text."""
    return bool(row.template != CODE and row.audience != Audience.WRITER)


def opted_out(case: Case) -> End | None:
    """Whoever wants no texts gets but what they ask for themselves."""
    phone = phone_of(case.tx, case.row) if ordinary(case.row) else None
    return End("opted_out") if phone and case.tx.texts.opted_out(phone) else None


def within_limits(case: Case) -> Verdict | None:
    """What may leave by SMS in a day, in all and to one phone; and not the same again at once.

    | beyond | code | answer | notice | reminder |
    | --- | --- | --- | --- | --- |
    | SMS_DAILY_BUDGET | goes | is not sent | waits for the next day | is not sent |
    | SMS_PHONE_DAILY (an answer: SMS_REPLIES_DAILY) | goes | is not sent | waits for the next day | is not sent |
    | the same within SAME_AFTER | goes | goes | waits | waits |
    """
    texts, settings, now = case.tx.texts, case.settings, case.now
    phone = phone_of(case.tx, case.row) if case.row.template != CODE else None
    if not phone:
        return None
    reply, today = not ordinary(case.row), midnight(now)
    most = settings.sms_replies_daily if reply else settings.sms_phone_daily
    reason = "budget" if settings.sms_daily_budget and texts.spent(now) >= settings.sms_daily_budget else ""
    reason = reason or ("phone_limit" if texts.sent_since(phone, today, reply) >= most else "")
    if reason:
        return End(reason) if reply or case.payload.waits else Wait(today + timedelta(days=1), reason)
    same = None if reply else texts.last_same(phone, content(case.row, case.payload), now - SAME_AFTER)
    return Wait(same + SAME_AFTER, "same_content") if same else None


def content(row: Any, payload: Payload) -> str:
    """What makes two texts the same."""
    return f"{row.template}:{row.complaint_id}:{sorted(payload.sms.items())}"


def midnight(now: datetime) -> datetime:
    """When Shanghai's day of `now` began."""
    return datetime.combine(now.astimezone(SHANGHAI).date(), time.min, SHANGHAI)


def quiet_hours(case: Case) -> Wait | None:
    """Ordinary texts, and what says itself that it can wait, do not disturb anybody's night."""
    waits = case.payload.waits or (case.row.channel == "sms" and ordinary(case.row))
    until = quiet_until(case.now, case.settings.quiet) if waits else None
    return Wait(until, "quiet_hours") if until else None


def tried_before(case: Case) -> End | None:
    """The last try may have reached the person, and cannot be repeated without reaching them twice.

    | tried by | again |
    | --- | --- |
    | sms | never: the gateways know no repetition |
    | wechat, window | by template, which has a client_msg_id; a file never |
    | wechat, template | by template, within ten minutes |
    """
    row, since = case.row, case.row.tried_at
    if since is None:
        return None
    repeatable = row.channel == "wechat" and not row.media_id and row.template in case.settings.wechat_templates
    if row.route == Route.TEMPLATE:
        repeatable = repeatable and since + REPEATABLE > case.now
    return None if repeatable else End("worker_died", Sending.UNKNOWN)


RULES: dict[str, tuple[Callable[[Case], Verdict | None], ...]] = {
    "wechat": (tried_before, rights_ended, out_of_date, quiet_hours, to_wechat),
    "sms": (tried_before, rights_ended, out_of_date, opted_out, quiet_hours, within_limits, to_phone),
    "media": (to_fetch,),
    "account": (to_account,),
}


def quiet_until(now: datetime, quiet: tuple[time, time] | None) -> datetime | None:
    """When the quiet hours (Asia/Shanghai, start included, end not) that `now` lies in end; None outside of them."""
    if quiet is None:
        return None
    start, end = quiet
    local = now.astimezone(SHANGHAI)
    at = local.time()
    inside = start <= at < end if start <= end else at >= start or at < end
    if not inside:
        return None
    until = datetime.combine(local.date(), end, SHANGHAI)
    return until if until > local else until + timedelta(days=1)


def _round(choice_id: str, complaint_id: int) -> int | None:
    """The round in `verb:complaint:round[:value]`, of a choice about this complaint."""
    parts = choice_id.split(":")
    if len(parts) < 3 or parts[1] != str(complaint_id) or not parts[2].isdecimal():
        return None
    return int(parts[2])
