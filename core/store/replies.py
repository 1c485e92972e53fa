"""常用语: answers a manager has saved to use again."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from core.store.tables import canned_replies as table
from core.store.tables import staff


class Replies:
    """Reads and keeps a person's saved answers within the caller's transaction; `act` is what they answer with."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, staff_id: int) -> list[tuple[int, str, str]]:
        """(id, act, text) of all the person has saved, in the order they were."""
        query = select(table.c.id, table.c.act, table.c.text).where(table.c.staff_id == staff_id).order_by(table.c.id)
        return [(row.id, row.act, row.text) for row in self._connection.execute(query)]

    def lock(self, staff_id: int) -> None:
        """Nobody else adds to this person's until this transaction ends."""
        self._connection.execute(select(staff.c.id).where(staff.c.id == staff_id).with_for_update())

    def save(self, staff_id: int, act: str, text: str, now: datetime) -> None:
        """Keep one more."""
        values = {"staff_id": staff_id, "act": act, "text": text, "created_at": now}
        self._connection.execute(insert(table).values(values))

    def forget(self, staff_id: int) -> None:
        """Keep none of the person's."""
        self._connection.execute(delete(table).where(table.c.staff_id == staff_id))

    def drop(self, staff_id: int, reply_id: int) -> bool:
        """Forget one of the person's own; whether there was such."""
        mine = (table.c.id == reply_id) & (table.c.staff_id == staff_id)
        return bool(self._connection.execute(delete(table).where(mine)).rowcount)
