"""Rows made ready to leave: claimed, judged, and noted as being tried, before anybody is called."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

import structlog

from bot.notify import policy
from bot.notify.catalogue import Audience
from bot.notify.channels import Letter, Route
from bot.notify.payload import Payload
from bot.notify.verdict import Case, End, Fetch, Send, Verdict, Wait
from core.settings import Settings
from core.store.cipher import Unreadable
from core.store.engine import Store, Tx
from core.store.media import Medium
from core.store.outbox import Sending

NAMELESS = (Audience.COMPANY, Audience.WRITER)
"""A company's phone answers nothing; an answer has its number already."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Job:
    """One row to act on: a letter to send, or a medium to fetch. `row` is as it was claimed; `stored` the hash of
    the file that goes with the letter; `template` says that a closed window may be got round by a template."""

    row: Any
    payload: Payload
    taken_at: datetime
    letter: Letter | None = None
    medium: Medium | None = None
    stored: str = ""
    template: bool = False

    @property
    def route(self) -> str:
        """By what the row leaves, as it is noted."""
        return self.letter.route if self.letter and self.row.channel == "wechat" else self.row.channel


class Written(NamedTuple):
    """What was noted of a row. `until` is when a row put back is due again."""

    row: Any
    state: Sending
    reason: str = ""
    until: datetime | None = None
    detail: str = ""


class Taken(NamedTuple):
    """The jobs to do, and what was decided at once."""

    jobs: list[Job]
    written: list[Written]


def take(store: Store, settings: Settings, channel: str, most: int, now: datetime) -> Taken:
    """Claim up to `most` due rows of a channel. Short transactions: a look that waits for nobody, for there is mostly
    nothing to do; and of the other three the first and the last write."""
    with store.reading() as tx:
        if not tx.outbox.any_due(channel, now):
            return Taken([], [])
    with store.writing() as tx:
        rows = tx.outbox.claim(now, most, (channel,))
    if not rows:
        return Taken([], [])
    with store.reading() as tx:
        judged = [(row, *_judged(tx, row, settings, now)) for row in rows]
    with store.writing() as tx:
        return _prepared(tx, judged, now)


Judged = tuple[Any, Payload, Verdict]


def _judged(tx: Tx, row: Any, settings: Settings, now: datetime) -> tuple[Payload, Verdict]:
    try:
        payload = Payload.load(tx.outbox.payload(row.id))
        return payload, policy.decide(Case(tx, row, payload, settings, now))
    except (Unreadable, ValueError, TypeError, AttributeError, LookupError):
        log.exception("notice_unreadable", row=row.id, template=row.template)
        return Payload(), End("unreadable", Sending.DEAD)


def _prepared(tx: Tx, judged: Sequence[Judged], now: datetime) -> Taken:
    taken = Taken([], [])
    routes = defaultdict[str, list[int]](list)
    for row, payload, verdict in judged:
        match verdict:
            case Fetch(medium=medium):
                taken.jobs.append(Job(row, payload, now, medium=medium))
            case Wait(until=until, reason=reason):
                tx.outbox.wait(row.id, until, reason, row.lease_until)
                taken.written.append(Written(row, Sending.QUEUED, reason, until))
            case End():
                taken.written.append(_ended(tx, row, verdict, now))
            case Send():
                job = _to_send(tx, row, payload, verdict, now)
                if job:
                    taken.jobs.append(job)
                    if row.tried_at is None or row.route != job.route:
                        routes[job.route].append(row.id)
                else:
                    taken.written.append(_ended(tx, row, End("window_closed"), now))
    for route, row_ids in routes.items():
        tx.outbox.trying(row_ids, route, now)
    return taken


def _to_send(tx: Tx, row: Any, payload: Payload, send: Send, now: datetime) -> Job | None:
    letter = send.letter
    if row.channel == "sms":
        letter = replace(letter, fields=_named(tx, row, payload, letter, now))
    if send.window and tx.contacts.take_window(row.contact_id, now):
        letter = replace(letter, route=Route.WINDOW)
    elif send.template:
        letter = replace(letter, route=Route.TEMPLATE)
    elif send.window:
        return None
    return Job(row, payload, now, letter, stored=send.stored, template=send.template)


def _named(tx: Tx, row: Any, payload: Payload, letter: Letter, now: datetime) -> dict[str, str]:
    """The values of a text, its complaint named as the phone's owner may answer it."""
    if not row.complaint_id or row.audience in NAMELESS or "number" not in letter.fields:
        return letter.fields
    asks, answered = payload.question(row.complaint_id)
    return letter.fields | {"number": tx.codes.name(letter.address, row.complaint_id, now, asks, answered)}


def _ended(tx: Tx, row: Any, end: End, now: datetime) -> Written:
    if tx.outbox.finish(row.id, end.state, now, end.reason, lease=row.lease_until) and end.fall_back:
        tx.outbox.fall_back(row.id, now)
    return Written(row, end.state, end.reason)
