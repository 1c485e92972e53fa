"""Applications as stored."""

import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from core.applications import Application, Kind, Standing
from core.store.tables import applications

_JSON = ("content", "reasons")
_PLAIN = tuple(one.name for one in fields(Application) if one.name not in ("id", "kind", "state", *_JSON))


class Applications:
    """Reads and keeps applications within the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, application: Application) -> None:
        """Keep a new one; it is given its id."""
        key: Any = self._connection.execute(insert(applications).values(_values(application))).inserted_primary_key
        application.id = int(key[0])

    def save(self, application: Application) -> None:
        """Keep what has changed."""
        where = applications.c.id == application.id
        self._connection.execute(update(applications).where(where).values(_values(application)))

    def get(self, application_id: int) -> Application | None:
        """The application, or None."""
        row = self._connection.execute(select(applications).where(applications.c.id == application_id)).first()
        return _application(row) if row else None

    def locked(self, application_id: int) -> Application | None:
        """The same; nobody else changes it until the transaction ends."""
        query = select(applications).where(applications.c.id == application_id).with_for_update()
        row = self._connection.execute(query).first()
        return _application(row) if row else None

    def of_key(self, kind: Kind, key: str) -> list[Application]:
        """All about one matter, the latest first."""
        return self._all((applications.c.kind == kind.name) & (applications.c.key == key))

    def of_person(
        self, contact_id: int, company_id: int | None, states: Sequence[Standing] = tuple(Standing)
    ) -> list[Application]:
        """What this contact applied for without a company, and what a company did; the latest first."""
        mine: ColumnElement[bool] = (applications.c.contact_id == contact_id) & applications.c.staff_id.is_(None)
        if company_id is not None:
            mine = or_(mine, applications.c.company_id == company_id)
        return self._all(mine & applications.c.state.in_([one.name for one in states]))

    def listed(
        self,
        states: Sequence[Standing],
        skip: int,
        take: int,
        company_id: int | None = None,
        district: str = "",
        street: str = "",
    ) -> tuple[list[Application], int]:
        """A page in these states (all where none is named), and the count: what waits, the longest waiting first; else
        the latest first. Limited to a company's, a district's or a street's where those are given; `take` 0 is all."""
        where: list[ColumnElement[bool]] = [applications.c.state.in_([one.name for one in states])] if states else []
        limits = (applications.c.company_id, company_id), (applications.c.district, district)
        where += [column == value for column, value in (*limits, (applications.c.street, street)) if value]
        total = self._connection.scalar(select(func.count()).select_from(applications).where(*where)) or 0
        query = select(applications).where(*where).offset(skip)
        if tuple(states) == (Standing.WAITING,):
            query = query.order_by(applications.c.submitted_at, applications.c.id)
        else:
            query = query.order_by(applications.c.submitted_at.desc(), applications.c.id.desc())
        rows = self._connection.execute(query.limit(take) if take else query)
        return [_application(row) for row in rows], total

    def _all(self, where: ColumnElement[bool]) -> list[Application]:
        query = select(applications).where(where).order_by(applications.c.submitted_at.desc(), applications.c.id.desc())
        return [_application(row) for row in self._connection.execute(query)]


def _values(one: Application) -> dict[str, Any]:
    packed = {name: json.dumps(getattr(one, name), ensure_ascii=False) for name in _JSON}
    return {name: getattr(one, name) for name in _PLAIN} | packed | {"kind": one.kind.name, "state": one.state.name}


def _application(row: Any) -> Application:
    unpacked = {name: json.loads(getattr(row, name)) for name in _JSON}
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Application(id=row.id, kind=Kind[row.kind], state=Standing[row.state], **plain, **unpacked)
