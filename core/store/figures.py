"""What the outbox looks like as a whole, for those who watch it. One query, answered from indexes alone."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, literal_column, null, select, union_all

from core.store.outbox import unsent, waiting
from core.store.tables import outbox

DAY = timedelta(days=1)


class Figures(NamedTuple):
    """`waiting`: channel → how many rows, and since when the first is due (perhaps only later); `dead`: channel →
    how many were given up, ever; `unsent`: (channel, state, reason) → how many of the last DAY."""

    waiting: dict[str, tuple[int, datetime]]
    dead: dict[str, int]
    unsent: dict[tuple[str, str, str], int]


def outbox_figures(connection: Connection, now: datetime) -> Figures:
    """The figures at `now`."""
    found = Figures({}, {}, {})
    for row in connection.execute(union_all(_waiting(), _dead(), _unsent(now - DAY))):
        match row.what:
            case "waiting":
                found.waiting[row.channel] = row.many, row.since
            case "dead":
                found.dead[row.channel] = row.many
            case _:
                found.unsent[row.channel, row.state, row.reason] = row.many
    return found


def _waiting() -> Select[Any]:
    return _counted("waiting", literal_column("''"), literal_column("''"), func.min(outbox.c.due_at)).where(
        waiting(outbox)
    )


def _dead() -> Select[Any]:
    query = _counted("dead", literal_column("''"), literal_column("''"), null())
    return query.where(unsent(outbox), literal_column("state = 'dead'"))


def _unsent(since: datetime) -> Select[Any]:
    query = _counted("unsent", outbox.c.state, outbox.c.reason, null()).where(
        unsent(outbox), outbox.c.created_at > since
    )
    return query.group_by(outbox.c.state, outbox.c.reason)


def _counted(what: str, state: Any, reason: Any, since: Any) -> Select[Any]:
    return select(
        literal_column(f"'{what}'").label("what"),
        outbox.c.channel,
        state.label("state"),
        reason.label("reason"),
        func.count().label("many"),
        since.label("since"),
    ).group_by(outbox.c.channel)
