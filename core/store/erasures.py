"""That somebody was erased a short time ago: a keyed hash of where they wrote from, which nothing else holds. Without
it whoever has had too much of something could be forgotten and begin anew at once."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from core.limits import DAY
from core.store.cipher import Cipher
from core.store.tables import contacts, erasures


def lately(connection: Connection, cipher: Cipher, contact_id: int, now: datetime) -> int:
    """How often in a day whoever writes from the contact's address was erased."""
    where = erasures.c.who_ix == _who(connection, cipher, contact_id), erasures.c.at > now - DAY
    return connection.scalar(select(func.count()).select_from(erasures).where(*where)) or 0


def note(connection: Connection, cipher: Cipher, contact_id: int, now: datetime) -> None:
    """The contact is being erased."""
    connection.execute(insert(erasures).values(who_ix=_who(connection, cipher, contact_id), at=now))


def drop(connection: Connection, before: datetime, most: int) -> int:
    """Forget those of before then; how many."""
    old = select(erasures.c.id).where(erasures.c.at < before).limit(most)
    return connection.execute(delete(erasures).where(erasures.c.id.in_(old))).rowcount


def _who(connection: Connection, cipher: Cipher, contact_id: int) -> str:
    query = select(contacts.c.channel, contacts.c.address).where(contacts.c.id == contact_id)
    channel, address = connection.execute(query).one()
    return cipher.index(f"{channel}:{address}", "erasures.who")
