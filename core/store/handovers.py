"""转派: one manager asks another to take a complaint over. At most one request a complaint is open at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, insert, select, update

from core.identity import MANAGER_POST
from core.store.prepared import Prepared
from core.store.tables import areas, handovers, staff, staff_areas


@dataclass(frozen=True, slots=True)
class Handover:
    """One request, as it was made."""

    id: int
    complaint_id: int
    from_id: int
    to_id: int
    reason: str
    at: datetime


class Handovers:
    """Reads and keeps requests within the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, complaint_id: int, from_id: int, to_id: int, reason: str, now: datetime) -> int:
        """Keep a request, in place of any that was open for the complaint; its id."""
        self.close(complaint_id, now)
        values = {"complaint_id": complaint_id, "from_id": from_id, "to_id": to_id, "reason": reason, "at": now}
        return int(self._connection.execute(insert(handovers).values(values)).inserted_primary_key[0])  # type: ignore[index]

    def waiting(self, complaint_id: int) -> Handover | None:
        """The complaint's open request, if there is one."""
        row = _WAITING.row(self._connection, complaint_id=complaint_id)
        return Handover(*row) if row else None

    def waiting_for(self, staff_id: int) -> list[Handover]:
        """The open requests to this person, the oldest first."""
        return [Handover(*row) for row in _WAITING_FOR.rows(self._connection, to_id=staff_id)]

    def answer(self, handover_id: int, taken: bool, now: datetime) -> None:
        """The person asked has said whether they take it over."""
        self._set(handovers.c.id == handover_id, ended_at=now, taken=taken)

    def close(self, complaint_id: int, now: datetime) -> None:
        """Whatever was asked about the complaint is asked no more."""
        _CLOSE.later(self._connection, complaint_id=complaint_id, ended_at=now)

    def reopen(self, handover_id: int) -> None:
        """The answer was taken back: the request is open again."""
        self._set(handovers.c.id == handover_id, ended_at=None, taken=False)

    def colleagues(self, staff_id: int) -> list[tuple[int, str, str]]:
        """(id, name, an estate of theirs or nothing) of the other managers of this person's company, by name."""
        company = select(staff.c.company_id).where(staff.c.id == staff_id).scalar_subquery()
        one_area = (
            select(areas.c.name)
            .join(staff_areas, staff_areas.c.area_id == areas.c.id)
            .where(staff_areas.c.staff_id == staff.c.id)
            .order_by(areas.c.id)
            .limit(1)
            .scalar_subquery()
        )
        query = select(staff.c.id, staff.c.name, one_area.label("area")).where(
            staff.c.company_id == company,
            staff.c.id != staff_id,
            staff.c.post == MANAGER_POST,
            staff.c.left_at.is_(None),
        )
        found = [(int(row.id), str(row.name), str(row.area or "")) for row in self._connection.execute(query)]
        return sorted(found, key=lambda one: (one[1], one[0]))

    def _set(self, where: Any, **values: Any) -> None:
        self._connection.execute(update(handovers).where(where).values(values))


def _open(where: ColumnElement[bool]) -> Select[Any]:
    names = "id", "complaint_id", "from_id", "to_id", "reason", "at"
    query = select(*(handovers.c[name] for name in names)).where(where, handovers.c.ended_at.is_(None))
    return query.order_by(handovers.c.id)


_OF_COMPLAINT = handovers.c.complaint_id == bindparam("complaint_id")
_WAITING = Prepared(_open(_OF_COMPLAINT))
_WAITING_FOR = Prepared(_open(handovers.c.to_id == bindparam("to_id")))
_CLOSE = Prepared(update(handovers).where(_OF_COMPLAINT, handovers.c.ended_at.is_(None)), "ended_at")
