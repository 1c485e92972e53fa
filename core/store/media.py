"""Photos, voice messages and videos: wanted first, then fetched by a worker."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.store.prepared import Prepared, among
from core.store.tables import media


class Medium(NamedTuple):
    """One thing a person sent. `file` names what is stored once it is fetched; `reason` says why it never will;
    `entry_id` is the line of a complaint's timeline that it came with."""

    id: int
    kind: str
    provider_id: str
    file: str | None
    mime: str | None
    reason: str
    entry_id: int | None


class MediaShelf:
    """Keeps what was sent, within the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def want(self, contact_id: int, kind: str, provider_id: str, now: datetime) -> int | None:
        """Note something to fetch; its id, or None where it was noted before."""
        make = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        added = make(media).values(contact_id=contact_id, kind=kind, provider_id=provider_id, created_at=now)
        added_id: int | None = self._connection.scalar(added.on_conflict_do_nothing().returning(media.c.id))
        return added_id

    def attach(self, contact_id: int, provider_ids: Sequence[str], complaint_id: int, entry_id: int) -> list[int]:
        """Join what the contact sent to a complaint and the timeline entry it belongs to; the ids, in order."""
        if not provider_ids:
            return []
        mine = (media.c.contact_id == contact_id) & media.c.provider_id.in_(provider_ids)
        self._connection.execute(update(media).where(mine).values(complaint_id=complaint_id, timeline_id=entry_id))
        return list(self._connection.scalars(select(media.c.id).where(mine).order_by(media.c.id)))

    def attach_to_application(self, contact_id: int, provider_ids: Sequence[str], application_id: int) -> None:
        """Join what the contact sent to an application."""
        mine = (media.c.contact_id == contact_id) & media.c.provider_id.in_(provider_ids)
        self._connection.execute(update(media).where(mine).values(application_id=application_id))

    def of_application(self, application_id: int) -> list[Medium]:
        """All media of an application, in the order they came."""
        return [Medium(*row) for row in _OF_APPLICATION.rows(self._connection, id=application_id)]

    def detach(self, entry_id: int) -> None:
        """What came with a timeline entry belongs to no complaint any more: the entry's act was taken back."""
        where = media.c.timeline_id == entry_id
        self._connection.execute(update(media).where(where).values(complaint_id=None, timeline_id=None))

    def get(self, media_id: int) -> Medium | None:
        """One medium, or None."""
        row = _BY_ID.row(self._connection, id=media_id)
        return Medium(*row) if row else None

    def still_there(self, media_ids: Sequence[int]) -> list[Medium]:
        """Those of these that are not lost, in the order they came."""
        if not media_ids:
            return []
        return [Medium(*row) for row in _STILL_THERE.rows(self._connection, ids=media_ids)]

    def of_complaint(self, complaint_id: int) -> list[Medium]:
        """All media of a complaint, in the order they came."""
        return [Medium(*row) for row in _OF_COMPLAINT.rows(self._connection, id=complaint_id)]

    def stored(self, media_id: int, file: str, mime: str, size: int) -> None:
        """It was fetched and lies in this file."""
        self._set(media_id, file=file, mime=mime, size=size, reason="")

    def lost(self, media_id: int, reason: str) -> None:
        """The file will never be had; `reason` names why."""
        self._set(media_id, reason=reason)

    def _set(self, media_id: int, **values: Any) -> None:
        self._connection.execute(update(media).where(media.c.id == media_id).values(values))


def _those(*where: ColumnElement[bool]) -> Prepared:
    columns = media.c.id, media.c.kind, media.c.provider_id, media.c.file, media.c.mime, media.c.reason
    return Prepared(select(*columns, media.c.timeline_id).where(*where).order_by(media.c.id))


_ID: BindParameter[int] = bindparam("id")
_BY_ID = _those(media.c.id == _ID)
_OF_COMPLAINT = _those(media.c.complaint_id == _ID)
_OF_APPLICATION = _those(media.c.application_id == _ID)
_STILL_THERE = _those(among(media.c.id, "ids"), media.c.reason == "")
