"""Six-digit codes sent by SMS to prove that a phone is one's own. Only a keyed hash of a code is kept."""

import hmac
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.identity import CODE_LIFE, CODE_TRIES
from core.limits import DAY, STRANGERS, Asker, What
from core.store.cipher import Cipher
from core.store.counting import spans
from core.store.tables import counters
from core.store.tables import verifications as table
from core.store.texts import of_day

NOBODY = ""
"""Who asks for a code that nobody gets; and its phone."""


class Verifications:
    """Codes within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher
        self._make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert

    def lock(self, phone: str) -> None:
        """Let nobody else count or send codes for this number until the transaction ends."""
        if self._connection.dialect.name == "postgresql":
            number = int(self._phone_ix(phone)[:15], 16)
            self._connection.execute(select(func.pg_advisory_xact_lock(number)))

    def counted(self, contact_id: int, phone: str, asker: Asker, now: datetime) -> dict[What, list[int]]:
        """How many codes there were in each span of the limits that concern this number, this contact, and this kind of
        asker: one look."""
        ix = self._phone_ix(phone)
        its, own, key = table.c.phone_ix == ix, table.c.contact_id == contact_id, table.c.id
        sought: dict[What, tuple[Any, ...]] = {
            What.CODE: (key, its),
            What.CODE_OF_CONTACT: (key, own, table.c.asker != NOBODY),
            What.NUMBER_OF_CONTACT: (table.c.phone_ix.distinct(), own, ~its, table.c.asker != NOBODY),
        }
        if stranger := STRANGERS.get(asker):
            sought[stranger] = key, its, table.c.asker == asker.value
        columns = {what: spans(what, table.c.created_at, now, *of) for what, of in sought.items()}
        query = select(*(one for some in columns.values() for one in some))
        row = iter(self._connection.execute(query.where(or_(its, own), table.c.created_at > now - DAY)).one())
        return {what: [next(row) for _ in some] for what, some in columns.items()}

    def add(self, contact_id: int, phone: str, code: str, asker: Asker, now: datetime) -> int:
        """Keep a new code's hash for this contact and phone."""
        return self._add(contact_id, phone, self._phone_ix(phone), self._code_ix(contact_id, code), asker.value, now)

    def add_nobodys(self, contact_id: int, now: datetime) -> None:
        """Keep a code that is sent to nobody and that nobody can guess; it counts for no number."""
        self._add(contact_id, NOBODY, NOBODY, secrets.token_hex(16), NOBODY, now)

    def _add(self, contact_id: int, phone: str, phone_ix: str, code_ix: str, asker: str, now: datetime) -> int:
        values = {"contact_id": contact_id, "phone": phone, "phone_ix": phone_ix, "code_ix": code_ix, "asker": asker}
        key = self._connection.execute(insert(table).values(values | {"created_at": now})).inserted_primary_key
        return int(key[0])  # type: ignore[index]

    def latest(self, contact_id: int) -> Row[tuple[object, ...]] | None:
        """The contact's newest code that was not used."""
        query = select(table).where(table.c.contact_id == contact_id, table.c.used_at.is_(None))
        return self._connection.execute(query.order_by(table.c.id.desc()).limit(1)).first()

    def tried(self, contact_id: int, now: datetime) -> Row[tuple[int, str, str]] | None:
        """Count one more try of the contact's newest code, whatever it will be: its tries with this one, its hash and
        its phone. None where it may be tried no more. One statement, so that of any number of tries at once no more are
        taken than there may be."""
        own = table.alias()
        newest = select(func.max(own.c.id)).where(own.c.contact_id == contact_id, own.c.used_at.is_(None))
        where = (
            table.c.id == newest.scalar_subquery(),
            table.c.tries < CODE_TRIES,
            table.c.used_at.is_(None),
            table.c.created_at > now - CODE_LIFE,
        )
        changed = update(table).where(*where).values(tries=table.c.tries + 1)
        return self._connection.execute(changed.returning(table.c.tries, table.c.code_ix, table.c.phone)).first()

    def matches(self, contact_id: int, code: str, code_ix: str) -> bool:
        """Whether `code` is the one whose hash is `code_ix`."""
        return hmac.compare_digest(self._code_ix(contact_id, code), code_ix)

    def used(self, contact_id: int, now: datetime) -> None:
        """All codes of this contact are spent."""
        where = (table.c.contact_id == contact_id) & table.c.used_at.is_(None)
        self._connection.execute(update(table).where(where).values(used_at=now))

    def phone(self, verification_id: int) -> str | None:
        """The number a code goes to."""
        return self._connection.scalar(select(table.c.phone).where(table.c.id == verification_id))

    def take(self, most: int, now: datetime) -> int | None:
        """Count one more code on Shanghai's day of `now`, if there were fewer than `most`; how many with it."""
        if most < 1:
            return None
        added = self._make(counters).values(name=of_day("codes", now), value=1)
        more = {"value": counters.c.value + 1}
        fewer = counters.c.value < most
        taken: int | None = self._connection.scalar(
            added.on_conflict_do_update(index_elements=["name"], set_=more, where=fewer).returning(counters.c.value)
        )
        return taken

    def spent(self, now: datetime) -> int:
        """How many codes were sent on that day."""
        return self._connection.scalar(select(counters.c.value).where(counters.c.name == of_day("codes", now))) or 0

    def first_alarm(self, part: float, now: datetime) -> bool:
        """Whether nobody has raised the alarm at this part of the budget yet on that day."""
        added = self._make(counters).values(name=of_day(f"codes_alarm_{part:.0%}", now), value=1)
        return self._connection.scalar(added.on_conflict_do_nothing().returning(counters.c.value)) is not None

    def _phone_ix(self, phone: str) -> str:
        return self._cipher.index(phone, "phone")

    def _code_ix(self, contact_id: int, code: str) -> str:
        return self._cipher.index(f"{contact_id}:{code}", "verifications.code")
