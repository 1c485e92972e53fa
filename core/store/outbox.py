"""The outbox: what has to leave the house, written with the change it tells of, drained by any number of workers.

A lane is one recipient's queue. Of a lane only the first row that is due can be claimed, so one recipient's news stay
in order and different recipients' go side by side; a row that is due later holds up none that is due now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    and_,
    bindparam,
    case,
    delete,
    exists,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from core.store import bulk
from core.store.leases import over
from core.store.prepared import Prepared
from core.store.tables import complaints, outbox, receipts

LEASE = timedelta(seconds=60)
FIRST_QUESTION = timedelta(minutes=2)
"""After which a gateway is asked what became of a text it gave no answer to."""
HELD = "held"
"""The reason of a row whose act may still be taken back."""
_PATIENT = (HELD, "quiet_hours", "not_fetched")
"""Reasons to wait that are our own."""


class Sending(StrEnum):
    """States of a row. QUEUED and SENDING are unfinished; the others are ends, save that a receipt may still
    turn SENT or UNKNOWN into DELIVERED or FAILED."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"
    DEAD = "dead"


RESENT = "resent"
"""The reason of a text that was sent a second time."""

_LEFT = (Sending.SENDING, Sending.SENT, Sending.DELIVERED, Sending.UNKNOWN)
REASON_LENGTH = 40


@dataclass(frozen=True, slots=True)
class News:
    """A row to add. `key` is unique: the same news to the same person by the same channel is kept once.
    `fallback` is the channel to try where this one certainly failed; `payload` is JSON, sealed at rest."""

    key: str
    lane: str
    channel: str
    template: str
    audience: str
    payload: str
    due_at: datetime
    fallback: str = ""
    complaint_id: int | None = None
    contact_id: int | None = None
    staff_id: int | None = None
    officer_id: int | None = None
    company_id: int | None = None
    verification_id: int | None = None
    media_id: int | None = None
    state: Sending = Sending.QUEUED
    reason: str = ""
    operator_id: int | None = None
    application_id: int | None = None


class Told(NamedTuple):
    """What a channel told of one message, known by its own id for it or by our key, and by the blind index of the
    phone it went to (nothing for WeChat)."""

    provider_id: str
    delivered: bool
    reason: str = ""
    key: str = ""
    phone_ix: str = ""


_NEWS = tuple(one.name for one in fields(News))

_EARLIER = outbox.alias("earlier")
_KEPT_BACK = outbox.alias("kept_back")


class Outbox:
    """Adds, claims and finishes rows within the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._postgresql = connection.dialect.name == "postgresql"

    def add(self, news: Sequence[News], now: datetime) -> None:
        """Keep rows to be sent; one whose key is there already is left as it is."""
        rows = [{name: getattr(one, name) for name in _NEWS} | {"created_at": now} for one in news]
        bulk.insert(self._connection, outbox, rows, conflict="key")

    def any_due(self, channel: str, now: datetime) -> bool:
        """Whether anything of a channel may have to leave now."""
        return _ANY_DUE.row(self._connection, channel=channel, now=now) is not None

    def claim(self, now: datetime, take: int, channels: Sequence[str] = ()) -> list[Row[Any]]:
        """Take up to `take` due rows for LEASE, the first due one of each lane only, and none behind one about the
        same complaint that is held; a row whose lease has run out (its worker died) is taken again. Nobody else gets
        them meanwhile. Their payload is had by `payload`."""
        earlier = _EARLIER
        first = exists().where(_before(earlier, outbox), ~_later(earlier, now), ~_behind_held(earlier, now))
        free = or_(
            outbox.c.state == Sending.QUEUED,
            and_(outbox.c.state == Sending.SENDING, over(outbox.c.lease_until, LEASE, now)),
        )
        due = select(outbox.c.id).where(waiting(outbox), outbox.c.due_at <= now, free)
        due = due.where(~first, ~_behind_held(outbox, now))
        heads = due.order_by(outbox.c.due_at).limit(take)
        if channels:
            heads = heads.where(outbox.c.channel.in_(channels))
        ids = list(self._connection.scalars(heads.with_for_update(skip_locked=True, of=outbox)))
        if not ids:
            return []
        taken = (
            update(outbox)
            .where(outbox.c.id.in_(ids))
            .values(state=Sending.SENDING, lease_until=now + LEASE, attempts=outbox.c.attempts + 1)
            .returning(*(column for column in outbox.c if column.name != "payload"))
        )
        return sorted(self._connection.execute(taken), key=lambda row: int(row.id))

    def payload(self, row_id: int) -> str:
        """What a row has to say. Raises `Unreadable` where no key opens it."""
        return self._connection.execute(select(outbox.c.payload).where(outbox.c.id == row_id)).scalar_one() or "{}"

    def says(self, row_id: int) -> bool:
        """Whether it is still kept what a row has to say."""
        query = select(outbox.c.id).where(outbox.c.id == row_id, outbox.c.payload.is_not(None))
        return self._connection.scalar(query) is not None

    def say_less(self, row_id: int, payload: str) -> None:
        """Keep less of what a row had to say."""
        self._set(outbox.c.id == row_id, {"payload": payload})

    def trying(self, row_ids: Sequence[int], route: str, now: datetime) -> None:
        """Note, before calls are made, that they are and by which route: found so after a crash, a row may have
        reached the person."""
        self._set(outbox.c.id.in_(row_ids), {"route": route, "tried_at": now})

    def not_taken(self, row_id: int) -> None:
        """The call that was noted certainly reached nobody."""
        self._set(outbox.c.id == row_id, {"route": "", "tried_at": None})

    def finish(
        self,
        row_id: int,
        state: Sending,
        now: datetime,
        reason: str = "",
        provider_id: str = "",
        lease: datetime | None = None,
    ) -> bool:
        """Write what became of a row. With `lease` (the claimed row's `lease_until`) only while that lease is
        still the row's; False where somebody else has taken the row since. Of a text that may have been taken the
        gateway will be asked."""
        values: dict[str, Any] = {"state": state, "reason": reason[:REASON_LENGTH], "lease_until": None}
        if state is Sending.UNKNOWN:
            later = literal(now + FIRST_QUESTION, outbox.c.ask_at.type)
            values["ask_at"] = case((outbox.c.channel == "sms", later), else_=None)
        if provider_id:
            values["provider_id"] = provider_id
        if state is Sending.SENT:
            values["sent_at"] = now
        return self._set(_held(row_id, lease), values)

    def postpone(self, row_id: int, until: datetime, reason: str, lease: datetime | None = None) -> bool:
        """Put a row back, to be taken again at `until`; `lease` as for `finish`."""
        values = {"state": Sending.QUEUED, "due_at": until, "reason": reason[:REASON_LENGTH], "lease_until": None}
        return self._set(_held(row_id, lease), values)

    def wait(self, row_id: int, until: datetime, reason: str, lease: datetime | None = None) -> bool:
        """`postpone` a row that was not tried: this attempt does not count."""
        done = self.postpone(row_id, until, reason, lease)
        if done:
            self._set(outbox.c.id == row_id, {"attempts": outbox.c.attempts - 1})
        return done

    def give_up_waiting(
        self, made_before: datetime, ends_before: datetime, reason: str, now: datetime
    ) -> list[tuple[int, str]]:
        """End WeChat's rows that were put back by the channel and are not due yet, if they were made before then, or
        their complaint's clock ends before then, and another channel is left; their ids and templates. None of them
        may have reached anybody."""
        ending = exists().where(complaints.c.id == outbox.c.complaint_id, complaints.c.deadline <= ends_before)
        held_up = outbox.c.reason.not_in(("", *_PATIENT)) & (outbox.c.due_at > now) & outbox.c.tried_at.is_(None)
        mine = (outbox.c.channel == "wechat") & (outbox.c.state == Sending.QUEUED) & (outbox.c.fallback != "")
        late = or_(outbox.c.created_at <= made_before, ending)
        ended = update(outbox).where(waiting(outbox), mine, held_up, late)
        ended = ended.values(state=Sending.FAILED, reason=reason, lease_until=None)
        return [tuple(row) for row in self._connection.execute(ended.returning(outbox.c.id, outbox.c.template))]

    def fall_back(self, row_id: int, now: datetime) -> bool:
        """Queue the same news for the row's other channel, once; False where it has none, or nothing is left to say."""
        row: Any = self._connection.execute(select(outbox).where(outbox.c.id == row_id)).one()
        if not row.fallback or row.payload is None:
            return False
        same = {name: getattr(row, name) for name in News.__dataclass_fields__}
        other = same | {"key": f"{row.key}:{row.fallback}", "channel": row.fallback, "fallback": "", "due_at": now}
        self.add([News(**other | {"state": Sending.QUEUED, "reason": ""})], now)
        return True

    def told_of(self, provider_id: str, key: str = "") -> Row[Any] | None:
        """The row that a channel's receipt is about, by the id the channel gave it or else by its key, nobody else
        changing it until the transaction ends; None where no row waits to hear of itself."""
        return self._told_of(outbox.c.provider_id == provider_id) or (
            self._told_of(outbox.c.key == key) if key else None
        )

    def receipt(self, row: Row[Any], delivered: bool, reason: str, now: datetime) -> None:
        """Write what a channel tells of a message it took."""
        values: dict[str, Any] = {"state": Sending.FAILED, "reason": reason[:REASON_LENGTH], "ask_at": None}
        if delivered:
            values |= {"state": Sending.DELIVERED, "reason": RESENT if row.resent else reason, "delivered_at": now}
        self._set(outbox.c.id == row.id, values)

    def _told_of(self, this: ColumnElement[bool]) -> Row[Any] | None:
        """A row that left, or may have left and waits to leave a second time."""
        again = and_(outbox.c.state == Sending.QUEUED, outbox.c.resent)
        query = select(outbox).where(this, or_(outbox.c.state.in_((Sending.SENT, Sending.UNKNOWN)), again))
        return self._connection.execute(query.with_for_update()).first()

    def park(self, told: Told, now: datetime) -> None:
        """Keep a receipt whose message is not known yet: it may be faster than the worker's own note."""
        make = postgresql.insert if self._postgresql else sqlite.insert
        values = told._asdict() | {"reason": told.reason[:REASON_LENGTH], "at": now}
        self._connection.execute(make(receipts).values(values).on_conflict_do_nothing())

    def parked(self, take: int = 100) -> list[Told]:
        """Parked receipts whose message is known by now; parked no more."""
        by_id = exists().where(outbox.c.provider_id == receipts.c.provider_id)
        by_key = exists().where(outbox.c.key == receipts.c.key, ~waiting(outbox))
        some = select(receipts.c.provider_id).where(or_(by_id, by_key)).limit(take)
        gone = delete(receipts).where(receipts.c.provider_id.in_(some))
        found = gone.returning(*(receipts.c[name] for name in Told._fields))
        return [Told(*row) for row in self._connection.execute(found)]

    def call_off(self, complaint_id: int, entry_id: int, reason: str) -> bool:
        """Skip what a line of a complaint's timeline has to tell, as long as nobody was told: False, changing
        nothing, where anything has left or is about to. The second part of these rows' keys is the line's id."""
        query = select(outbox.c.id, outbox.c.key, outbox.c.state, outbox.c.tried_at)
        rows = self._connection.execute(query.where(outbox.c.complaint_id == complaint_id).with_for_update())
        its = [row for row in rows if row.key.split(":")[1:2] == [str(entry_id)]]
        if any(row.tried_at or row.state in _LEFT for row in its):
            return False
        waiting = [row.id for row in its if row.state == Sending.QUEUED]
        self._set(outbox.c.id.in_(waiting), {"state": Sending.SKIPPED, "reason": reason})
        return True

    def end_for(self, whom: str, key: int, lanes: Sequence[str], reason: str) -> None:
        """Send nothing of what waits in these lanes for somebody (`whom` is staff_id, officer_id or operator_id), but
        for what may have reached them already."""
        theirs = and_(outbox.c.lane.in_(lanes), waiting(outbox), outbox.c[whom] == key)
        untried = and_(theirs, outbox.c.state == Sending.QUEUED, outbox.c.tried_at.is_(None))
        self._set(untried, {"state": Sending.SKIPPED, "reason": reason})

    def state(self, row_id: int) -> Sending | None:
        """How a row stands, nobody else changing it until the transaction ends; None for a row that is not there."""
        query = select(outbox.c.state).where(outbox.c.id == row_id).with_for_update()
        found = self._connection.scalar(query)
        return Sending(found) if found else None

    def revive(self, row_id: int, now: datetime) -> None:
        """Queue a row that had ended, as if it were new."""
        anew = {"state": Sending.QUEUED, "reason": "", "attempts": 0, "due_at": now, "lease_until": None}
        anew |= {"route": "", "tried_at": None, "provider_id": None, "sent_at": None}
        self._set(outbox.c.id == row_id, anew | {"ask_at": None, "asks": 0, "resent": False})

    def of_complaint(self, complaint_id: int) -> list[Row[Any]]:
        """All rows about a complaint, in order."""
        query = select(outbox).where(outbox.c.complaint_id == complaint_id).order_by(outbox.c.id)
        return list(self._connection.execute(query))

    def listed(self, skip: int = 0, take: int = 0) -> list[Row[Any]]:
        """Rows in order; `take` 0 is all of them."""
        query = select(outbox).order_by(outbox.c.id).offset(skip)
        return list(self._connection.execute(query.limit(take) if take else query))

    def _set(self, where: Any, values: dict[str, Any]) -> bool:
        return bool(self._connection.execute(update(outbox).where(where).values(values)).rowcount)


def _before(earlier: FromClause, rows: FromClause) -> ColumnElement[bool]:
    """Waits in the same lane, and came before."""
    same = and_(earlier.c.lane == rows.c.lane, earlier.c.channel == rows.c.channel)
    return and_(same, earlier.c.id < rows.c.id, waiting(earlier))


def _later(rows: FromClause, now: datetime) -> ColumnElement[bool]:
    return and_(rows.c.state == Sending.QUEUED, rows.c.due_at > now)


def _behind_held(rows: FromClause, now: datetime) -> ColumnElement[bool]:
    """Whether one about the same complaint came before that is held: it is not overtaken."""
    held = _KEPT_BACK
    same = held.c.complaint_id == rows.c.complaint_id
    return exists().where(_before(held, rows), held.c.reason == HELD, _later(held, now), same)


def _held(row_id: int, lease: datetime | None) -> Any:
    this = outbox.c.id == row_id
    return this if lease is None else and_(this, outbox.c.state == Sending.SENDING, outbox.c.lease_until == lease)


def waiting(rows: FromClause) -> ColumnElement[bool]:
    """Unfinished. In the very words of the partial indexes: with bound values they would not be used."""
    return _in_words(rows, Sending.QUEUED, Sending.SENDING)


def unsent(rows: FromClause) -> ColumnElement[bool]:
    """Ended without being sent, as far as is known. In the very words of its index, too."""
    return _in_words(rows, Sending.FAILED, Sending.SKIPPED, Sending.UNKNOWN, Sending.DEAD)


def _in_words(rows: FromClause, *states: Sending) -> ColumnElement[bool]:
    return rows.c.state.in_([literal_column(f"'{state}'") for state in states])


_ANY_DUE = Prepared(
    select(outbox.c.id)
    .where(
        outbox.c.channel == bindparam("channel"),
        waiting(outbox),
        outbox.c.due_at <= bindparam("now"),
    )
    .limit(1)
)
