"""The delivery board: how notices leave the house, for operators at the console and on the command line."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, func, select

from core.queries import NoticeLine, notices
from core.store.engine import Tx
from core.store.outbox import Sending, unsent, waiting
from core.store.tables import outbox

SINCE = timedelta(days=7)
"""How far back the board counts."""
CHANNELS = ("wechat", "sms")
_OTHER = outbox.alias("other")


class BoardLine(NamedTuple):
    """How many rows of a template stand in a state, by channel."""

    template: str
    channel: str
    state: str
    total: int


class Board(NamedTuple):
    """`counts` of what was made since `since`; `oldest` waiting notice of each channel; `dead` letters, the newest
    first. `texts`: how many were sent today, of the `budget` a day (0 is none); `codes` and `code_budget` likewise of
    verification codes."""

    since: datetime
    counts: list[BoardLine]
    oldest: list[NoticeLine]
    dead: list[NoticeLine]
    texts: int = 0
    budget: int = 0
    codes: int = 0
    code_budget: int = 0


def board(
    tx: Tx, now: datetime, budget: int = 0, code_budget: int = 0, since: timedelta = SINCE, most: int = 50
) -> Board:
    """The delivery board at `now`, with `most` dead letters."""
    counted = _counts(tx, now - since)
    today = tx.texts.spent(now), budget, tx.verifications.spent(now), code_budget
    return Board(now - since, counted, _oldest(tx), dead_letters(tx, most), *today)


def _counts(tx: Tx, since: datetime) -> list[BoardLine]:
    what = outbox.c.template, outbox.c.channel, outbox.c.state
    query = select(*what, func.count()).where(outbox.c.channel.in_(CHANNELS), outbox.c.created_at >= since)
    rows = tx.connection.execute(query.group_by(*what).order_by(*what))
    return [BoardLine(*row) for row in rows]


def _oldest(tx: Tx) -> list[NoticeLine]:
    """Of each channel the waiting row that is due first."""
    found: list[NoticeLine] = []
    for channel in CHANNELS:
        found += _lines(tx, waiting(outbox) & (outbox.c.channel == channel), outbox.c.due_at, 1)
    return found


def dead_letters(tx: Tx, most: int = 0) -> list[NoticeLine]:
    """What was given up after all tries and has not gone by another channel, the newest first; 0 is all of them."""
    return _lines(tx, _dead(), outbox.c.id.desc(), most)


def dead_ids(tx: Tx) -> list[int]:
    """The ids of all dead letters."""
    return list(tx.connection.scalars(select(outbox.c.id).where(_dead()).order_by(outbox.c.id)))


def _dead() -> ColumnElement[bool]:
    taken_over = exists().where(_OTHER.c.key == outbox.c.key + ":" + outbox.c.fallback)
    return unsent(outbox) & (outbox.c.state == Sending.DEAD) & outbox.c.channel.in_(CHANNELS) & ~taken_over


def _lines(tx: Tx, where: ColumnElement[bool], order: Any, most: int) -> list[NoticeLine]:
    query = notices().where(where).order_by(None).order_by(order)
    rows: Sequence[Any] = tx.connection.execute(query.limit(most) if most else query).all()
    return [NoticeLine(*row) for row in rows]
