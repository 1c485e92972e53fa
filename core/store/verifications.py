"""Six-digit codes sent by SMS to prove that a phone is one's own. Only a keyed hash of a code is kept."""

from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select, update

from core.store.cipher import Cipher
from core.store.tables import verifications as table


class Verifications:
    """Codes within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def lock(self, phone: str) -> None:
        """Let nobody else count or send codes for this number until the transaction ends."""
        if self._connection.dialect.name == "postgresql":
            number = int(self._phone_ix(phone)[:15], 16)
            self._connection.execute(select(func.pg_advisory_xact_lock(number)))

    def sent_since(self, phone: str, since: datetime) -> int:
        """How many codes were sent to this number after `since`."""
        where = (table.c.phone_ix == self._phone_ix(phone)) & (table.c.created_at > since)
        return self._connection.scalar(select(func.count()).select_from(table).where(where)) or 0

    def add(self, contact_id: int, phone: str, code: str, now: datetime) -> int:
        """Keep a new code's hash for this contact and phone."""
        added = insert(table).values(
            contact_id=contact_id,
            phone=phone,
            phone_ix=self._phone_ix(phone),
            code_ix=self._code_ix(contact_id, code),
            created_at=now,
        )
        return int(self._connection.execute(added).inserted_primary_key[0])  # type: ignore[index]

    def latest(self, contact_id: int) -> Row[tuple[object, ...]] | None:
        """The contact's newest code that was not used."""
        query = select(table).where(table.c.contact_id == contact_id, table.c.used_at.is_(None))
        return self._connection.execute(query.order_by(table.c.id.desc()).limit(1)).first()

    def matches(self, contact_id: int, code: str, code_ix: str) -> bool:
        """Whether `code` is the one whose hash is `code_ix`."""
        return self._code_ix(contact_id, code) == code_ix

    def tried(self, verification_id: int) -> None:
        """One more wrong try."""
        self._connection.execute(update(table).where(table.c.id == verification_id).values(tries=table.c.tries + 1))

    def used(self, contact_id: int, now: datetime) -> None:
        """All codes of this contact are spent."""
        where = (table.c.contact_id == contact_id) & table.c.used_at.is_(None)
        self._connection.execute(update(table).where(where).values(used_at=now))

    def phone(self, verification_id: int) -> str | None:
        """The number a code goes to."""
        return self._connection.scalar(select(table.c.phone).where(table.c.id == verification_id))

    def _phone_ix(self, phone: str) -> str:
        return self._cipher.index(phone, "phone")

    def _code_ix(self, contact_id: int, code: str) -> str:
        return self._cipher.index(f"{contact_id}:{code}", "verifications.code")
