"""People who have said nothing for long: what they left half said goes, and in the end they themselves, where nothing
that is kept is theirs. A round of all contacts is made in small steps, so that no message pays for an index."""

from datetime import datetime

from sqlalchemy import Connection, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.store.cipher import Cipher
from core.store.own_data import OwnData
from core.store.tables import applications, complaints, contacts, counters

STEP = 50
"""Contacts looked at in a step: each that is forgotten takes some thirty statements."""
_PLACE = "contacts_round"
_THEIRS = complaints.c.contact_id, applications.c.contact_id
_BOUND = contacts.c.staff_id, contacts.c.officer_id, contacts.c.operator_id


class Silence:
    """Within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def step(self, unsaid: datetime, unseen: datetime, now: datetime) -> tuple[int, int]:
        """Look at the next contacts: how many were forgotten, having been there last before `unseen`, and how many
        conversations, left before `unsaid`. Whoever is talking just now is passed over."""
        ids = self._next()
        here = select(contacts.c.id).where(contacts.c.id.in_(ids)).with_for_update(skip_locked=True)
        old = here.where(contacts.c.channel.in_(("wechat", "sms")), contacts.c.seen_at < unseen)
        old = old.where(*(tie.is_(None) for tie in _BOUND), *(~exists().where(one == contacts.c.id) for one in _THEIRS))
        gone = self._connection.execute(old.add_columns(contacts.c.phone)).all()
        for row in gone:
            OwnData(self._connection, self._cipher).erase(row.id, row.phone or "", now)
        open_still = contacts.c.session.is_not(None) | contacts.c.asked.is_not(None)
        left = list(self._connection.scalars(here.where(contacts.c.seen_at < unsaid, open_still)))
        self._connection.execute(update(contacts).where(contacts.c.id.in_(left)).values(session=None, asked=None))
        return len(gone), len(left)

    def _next(self) -> list[int]:
        """The ids after those of the last step; from the first one again after the last."""
        place = self._connection.scalar(select(counters.c.value).where(counters.c.name == _PLACE)) or 0
        query = select(contacts.c.id).where(contacts.c.id > place).order_by(contacts.c.id).limit(STEP)
        ids = list(self._connection.scalars(query))
        make = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        added = make(counters).values(name=_PLACE, value=ids[-1] if len(ids) == STEP else 0)
        moved = {"value": added.excluded.value}
        self._connection.execute(added.on_conflict_do_update(index_elements=["name"], set_=moved))
        return ids
