"""Browser sessions: contacts of channel "console", whose address is the session's name, known to the browser alone."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select, update

from core.identity import Contact
from core.store.cipher import Cipher
from core.store.contacts import contact_of
from core.store.leases import AHEAD
from core.store.own_data import OwnData
from core.store.tables import audit, contacts, logins, verifications

CHANNEL = "console"
NAME_BYTES = 32
"""256 bits: nobody finds a session's name by trying."""
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOBODY: dict[str, Any] = dict.fromkeys(("phone", "staff_id", "officer_id", "operator_id"))
NOTED_EVERY = timedelta(minutes=1)
"""How exactly it is known when a session was last used: not each look at a page is worth a write."""


class Sessions:
    """Within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def begin(self, now: datetime) -> str:
        """A new session's name; its contact is nobody yet."""
        name = secrets.token_urlsafe(NAME_BYTES)
        values = self._named(name) | {"channel": CHANNEL, "created_at": now, "seen_at": now}
        self._connection.execute(insert(contacts).values(values))
        return name

    def of(self, name: str, now: datetime) -> tuple[Contact, bool] | None:
        """The session's contact, and whether its use is to be noted; None for one that never was or is over."""
        where = contacts.c.channel == CHANNEL, contacts.c.address_ix == self._index(name)
        row = self._connection.execute(select(contacts).where(*where)).first()
        if row is None or row.seen_at + IDLE <= now or row.created_at + LONGEST <= now or row.seen_at > now + AHEAD:
            return None
        return contact_of(row), row.seen_at + NOTED_EVERY <= now

    def used(self, contact_id: int, now: datetime) -> None:
        """The session was used."""
        self._set(contact_id, {"seen_at": now})

    def rename(self, contact_id: int, now: datetime) -> str:
        """A new name for the session, which begins anew with it: whoever knew the old one knows nothing."""
        name = secrets.token_urlsafe(NAME_BYTES)
        self._set(contact_id, self._named(name) | {"created_at": now, "seen_at": now})
        return name

    def known_as(self, contact_id: int, phone: str, now: datetime) -> str:
        """The person at the browser proved that `phone` is theirs, and has chosen no account yet; the session's new
        name. No index is kept of it: a browser is nobody's address."""
        self._set(contact_id, NOBODY | {"phone": phone})
        return self.rename(contact_id, now)

    def end(self, contact_id: int, now: datetime) -> None:
        """Nobody is at the browser any more."""
        self._set(contact_id, NOBODY)
        self.rename(contact_id, now)

    def drop(self, before: datetime, most: int) -> int:
        """Forget sessions last used before then, up to `most` of each kind: of whom the record speaks, the row stays,
        nobody's; how many."""
        begun = (verifications.c.contact_id, logins.c.contact_id, logins.c.confirmed_by)
        old = select(contacts.c.id).where(
            contacts.c.channel == CHANNEL,
            contacts.c.seen_at < before,
            *(~exists().where(column == contacts.c.id) for column in begun),
        )
        recorded = exists().where(audit.c.contact_id == contacts.c.id)
        own = OwnData(self._connection, self._cipher)
        named = list(self._connection.scalars(old.where(recorded).limit(most)))
        for contact_id in named:
            own.nobody(contact_id)
        gone = delete(contacts).where(contacts.c.id.in_(old.where(~recorded).limit(most)))
        return max(len(named), self._connection.execute(gone).rowcount)

    def _set(self, contact_id: int, values: dict[str, Any]) -> None:
        self._connection.execute(update(contacts).where(contacts.c.id == contact_id).values(values))

    def _named(self, name: str) -> dict[str, Any]:
        """The row keeps no more of a name than what finds it again."""
        return {"address": "", "address_ix": self._index(name)}

    def _index(self, name: str) -> str:
        return self._cipher.index(name, "contacts.address")
