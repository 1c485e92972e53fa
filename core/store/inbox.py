"""The hot path: one read and one write a message, in plain SQL.

The read finds the contact, locks its row and looks whether this very message was answered before; the write
keeps the session and the answer. `inbox.key` is unique: whatever else races, a message has one effect.
"""

from datetime import datetime
from typing import Any, NamedTuple

from psycopg.errors import UniqueViolation
from sqlalchemy import Connection

from core.identity import Contact
from core.store.cipher import Cipher
from core.store.driver import Driver, moment

_READ = """
SELECT c.id, c.session, c.asked, c.area_id, c.staff_id, c.officer_id, c.phone, c.consent_at, c.following,
       c.operator_id, i.answer, i.at
  FROM contacts c LEFT JOIN inbox i ON i.key = %s
 WHERE c.channel = %s AND c.address_ix = %s"""

_READ_TEXTED = """
SELECT c.id, c.session, c.asked, c.area_id, c.staff_id, c.officer_id, c.phone, c.consent_at, c.following,
       c.operator_id, i.answer, i.at
  FROM contacts c LEFT JOIN inbox i ON i.key = %s
 WHERE (c.channel = 'sms' AND c.address_ix = %s) OR (c.channel = 'wechat' AND c.phone_ix = %s)
 ORDER BY c.channel DESC, c.phone_at DESC, c.id DESC LIMIT 1"""
"""A phone that was verified in WeChat is that contact's: a text from it belongs to the same conversation."""

_PHONE = "UPDATE contacts SET phone = %s, phone_ix = %s, phone_at = %s WHERE id = %s"

_ADD = """
INSERT INTO contacts (channel, address, address_ix, created_at, seen_at) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (channel, address_ix) DO NOTHING"""

_KEEP = "INSERT INTO inbox (key, contact_id, answer, at) VALUES (%s, %s, %s, %s)"

_UPDATE = "UPDATE contacts SET session = %s, following = %s, seen_at = %s{window} WHERE id = %s"

SMS = "sms"
MESSAGE, TAP, NEITHER = "message", "tap", ""
_WINDOWS = {
    MESSAGE: ", message_at = %s, message_left = 5",
    TAP: ", tap_at = %s, tap_left = 3",
    NEITHER: "",
}
"""Customer-service messages WeChat allows after a message (5 in 48 h) and after a tap or scan (3 in 1 min)."""


def lock_phone(driver: Driver, phone_ix: str) -> None:
    """Let nobody else find out whose a phone is, or prove it, until the transaction ends."""
    if not driver.sqlite:
        driver.run("SELECT pg_advisory_xact_lock(%s)", int(phone_ix[15:30], 16))


class Duplicate(Exception):
    """The same message was answered meanwhile by somebody else: roll back and look again."""


def is_duplicate(error: Exception) -> bool:
    """Whether PostgreSQL says by this that the message was answered meanwhile."""
    return isinstance(error, UniqueViolation) and error.diag.table_name == "inbox"


class Kept(NamedTuple):
    """An answer given before, and when."""

    answer: str
    at: datetime


class Inbox:
    """Messages claimed and answered within the caller's transaction. Raises the driver's own errors."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._driver = Driver(connection)
        self._cipher = cipher

    def claim(self, channel: str, address: str, key: str, now: datetime) -> tuple[Contact, Kept | None]:
        """The contact at `address`, made if it is new, its row locked; and the answer this message had before."""
        index = self._cipher.index(address, "contacts.address")
        if channel == SMS:
            return self._claim_texted(address, index, key, now)
        lock = "" if self._driver.sqlite else " FOR UPDATE OF c"
        row = self._driver.run(_READ + lock, key, channel, index).fetchone()
        if row is None:
            self._add(channel, address, index, now)
            row = self._driver.run(_READ + lock, key, channel, index).fetchone()
        return self._contact(channel, row), self._kept(row)

    def _claim_texted(self, address: str, index: str, key: str, now: datetime) -> tuple[Contact, Kept | None]:
        """The same for a text. Where a phone is being verified in WeChat just now, whoever looks second sees what the
        first has left."""
        phone_ix = self._cipher.index(address, "phone")
        query = _READ_TEXTED + ("" if self._driver.sqlite else " FOR UPDATE OF c")
        row = self._driver.run(query, key, index, phone_ix).fetchone()
        if row is None:
            lock_phone(self._driver, phone_ix)
            row = self._driver.run(query, key, index, phone_ix).fetchone()
        if row is None:
            self._add(SMS, address, index, now)
        if row is None or row[6] is None:
            row = self._driver.run(query, key, index, phone_ix).fetchone()
        contact = self._contact(SMS, row)
        if not contact.phone and address.startswith("+"):
            self._phone(contact, address, now)
        return contact, self._kept(row)

    def _add(self, channel: str, address: str, index: str, now: datetime) -> None:
        sealed = self._cipher.seal(address, "contacts.address")
        self._driver.later(_ADD, channel, sealed, index, now, now)

    def _phone(self, contact: Contact, phone: str, now: datetime) -> None:
        """Whoever texts has shown which phone is theirs."""
        contact.phone = phone
        index = self._cipher.index(phone, "phone")
        self._driver.later(_PHONE, self._cipher.seal(phone, "contacts.phone"), index, now, contact.id)

    def save(self, contact: Contact, key: str, answer: str, now: datetime, window: str) -> None:
        """Keep the session and the answer. Raises Duplicate where the message has been answered meanwhile, on
        PostgreSQL with the commit."""
        kept = (key, contact.id, self._cipher.seal(answer, "inbox.answer") if answer else None, now)
        session = self._cipher.seal(contact.session, "contacts.session") if contact.session else None
        opened = (now,) if window else ()
        changed = (session, contact.following, now, *opened, contact.id)
        update = _UPDATE.format(window=_WINDOWS[window])
        if self._driver.sqlite:
            if not self._driver.run(_KEEP + " ON CONFLICT DO NOTHING", *kept).rowcount:
                raise Duplicate(key)
        else:
            self._driver.later(_KEEP, *kept)  # `is_duplicate` tells, at the commit
        self._driver.later(update, *changed)

    def _contact(self, channel: str, row: Any) -> Contact:
        session, asked, phone = (
            self._cipher.open(bytes(value), f"contacts.{name}") if value is not None else ""
            for value, name in ((row[1], "session"), (row[2], "asked"), (row[6], "phone"))
        )
        known, following = (row[3], row[4], row[5], row[9]), bool(row[8])
        return Contact(row[0], channel, session, asked, *known, phone, moment(row[7]), following)

    def _kept(self, row: Any) -> Kept | None:
        at = moment(row[11])
        if at is None:
            return None
        return Kept(self._cipher.open(bytes(row[10]), "inbox.answer") if row[10] is not None else "", at)
