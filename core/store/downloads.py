"""Links that open one person's report or own data, or an estate's poster, for a short time. Only a hash of a token is
kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from core.store.tables import contacts, downloads

LIFE = timedelta(hours=24)
TOKEN_BYTES = 24
"""192 bits: nobody finds one by trying."""
NOTED_EVERY = timedelta(minutes=10)
"""How often it is put on record that the same link was opened."""


class Download(NamedTuple):
    """For whom a link was made: the contact, in the role they asked in. With `area_id` it opens that estate's poster
    of this `size`, without it the report. `opened_at`: when it was last put on record that it was opened."""

    id: int
    contact_id: int
    staff_id: int | None
    officer_id: int | None
    area_id: int | None
    size: str
    opened_at: datetime | None

    @property
    def own_data(self) -> bool:
        """Whether it opens the copy of what is kept of the contact: asked for in no role."""
        return self.staff_id is None and self.officer_id is None and self.area_id is None


def make(
    connection: Connection,
    contact_id: int,
    staff_id: int | None,
    officer_id: int | None,
    now: datetime,
    area_id: int | None = None,
    size: str = "",
) -> tuple[int, str]:
    """A new link's id and its token, which is known to nobody else."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"token_ix": _hashed(token), "contact_id": contact_id, "staff_id": staff_id, "officer_id": officer_id}
    more = {"area_id": area_id, "size": size, "created_at": now, "expires_at": now + LIFE}
    key = connection.execute(insert(downloads).values(values | more))
    return int(key.inserted_primary_key[0]), token  # type: ignore[index]


def opened(connection: Connection, token: str, now: datetime) -> Download | None:
    """What a token opens now; None for one that was never given or is over."""
    return _entitled(connection, downloads.c.token_ix == _hashed(token), downloads.c.expires_at > now)


def worth_noting(one: Download, now: datetime) -> bool:
    """Whether it is to be put on record that it was opened."""
    return one.opened_at is None or one.opened_at + NOTED_EVERY <= now


def note_opened(connection: Connection, download_id: int, now: datetime) -> bool:
    """It was opened, and this is put on record; False where that was done meanwhile."""
    old = downloads.c.opened_at.is_(None) | (downloads.c.opened_at <= now - NOTED_EVERY)
    change = update(downloads).where(downloads.c.id == download_id, old).values(opened_at=now)
    return bool(connection.execute(change).rowcount)


def of_id(connection: Connection, download_id: int) -> Download | None:
    """A link by its id."""
    return _entitled(connection, downloads.c.id == download_id)


def drop(connection: Connection, before: datetime, most: int) -> int:
    """Forget links that were over before then; how many."""
    old = select(downloads.c.id).where(downloads.c.expires_at < before).limit(most)
    return connection.execute(delete(downloads).where(downloads.c.id.in_(old))).rowcount


def _entitled(connection: Connection, *where: Any) -> Download | None:
    """The link, while its contact is still known as the one who asked."""
    columns = [downloads.c[name] for name in Download._fields]
    query = (
        select(*columns)
        .join(contacts, contacts.c.id == downloads.c.contact_id)
        .where(
            *where,
            downloads.c.staff_id.is_(None) | (downloads.c.staff_id == contacts.c.staff_id),
            downloads.c.officer_id.is_(None) | (downloads.c.officer_id == contacts.c.officer_id),
        )
    )
    row = connection.execute(query).first()
    return Download(*row) if row else None


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
