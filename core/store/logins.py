"""Ways into the console that were begun in one place and are finished in another: links said in chat, digits shown in
a browser, beside a code to scan that stands for them. Of links and codes only a keyed hash is kept."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from core.store.cipher import Cipher
from core.store.login_codes import LoginCode
from core.store.tables import logins as table

LIFE = timedelta(minutes=5)
TOKEN_BYTES = 24
"""192 bits: nobody finds a link by trying."""
DIGITS = 6


class Login(NamedTuple):
    """`contact_id` is who asked: by a link the person in chat, by digits the browser. `digits` and `url` (of the code
    to scan, if there is one) are what a browser shows."""

    id: int
    contact_id: int
    confirmed_by: int | None
    digits: str = ""
    url: str = ""


class Logins:
    """Within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def link(self, contact_id: int, now: datetime) -> str:
        """A new link's token for the person in chat; the links they had are spent."""
        self._spend(table.c.contact_id == contact_id, now)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._add(contact_id, token, now)
        return token

    def digits(self, contact_id: int, code: LoginCode | None, now: datetime) -> str:
        """New digits for the browser, which nobody else has just now, with the code that stands for them; those it had
        are spent."""
        self._spend(table.c.contact_id == contact_id, now)
        while self.waiting(digits := f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", now):
            continue
        shown = {"scene_ix": self._index(code.scene), "url": code.url} if code else {}
        self._add(contact_id, digits, now, digits=digits, **shown)
        return digits

    def scanned(self, scene: str, now: datetime) -> str:
        """The digits that the browser with this code shows, if nobody has confirmed them yet; or nothing."""
        found = self._one(table.c.scene_ix == self._index(scene), table.c.confirmed_by.is_(None), now=now)
        return found.digits if found else ""

    def waiting(self, secret: str, now: datetime) -> Login | None:
        """Who waits with this link or these digits, confirmed by nobody yet."""
        return self._one(table.c.token_ix == self._index(secret), table.c.confirmed_by.is_(None), now=now)

    def confirmed(self, contact_id: int, now: datetime) -> Login | None:
        """What was confirmed for this browser, and not used yet."""
        return self._one(table.c.contact_id == contact_id, table.c.confirmed_by.is_not(None), now=now)

    def open(self, contact_id: int, now: datetime) -> Login | None:
        """What this browser waits for, confirmed or not."""
        return self._one(table.c.contact_id == contact_id, now=now)

    def confirm(self, login_id: int, contact_id: int) -> bool:
        """The person in chat says it is theirs; False where somebody was faster."""
        where = (table.c.id == login_id) & table.c.confirmed_by.is_(None) & table.c.used_at.is_(None)
        return bool(self._connection.execute(update(table).where(where).values(confirmed_by=contact_id)).rowcount)

    def use(self, login_id: int, now: datetime) -> bool:
        """Spend it; False where somebody was faster."""
        where = (table.c.id == login_id) & table.c.used_at.is_(None)
        return bool(self._connection.execute(update(table).where(where).values(used_at=now)).rowcount)

    def drop(self, before: datetime, most: int) -> int:
        """Forget those that were over before then; how many."""
        old = select(table.c.id).where(table.c.expires_at < before).limit(most)
        return self._connection.execute(delete(table).where(table.c.id.in_(old))).rowcount

    def _add(self, contact_id: int, secret: str, now: datetime, **shown: str) -> None:
        values = {"contact_id": contact_id, "token_ix": self._index(secret), "created_at": now} | shown
        self._connection.execute(insert(table).values(values | {"expires_at": now + LIFE}))

    def _spend(self, where: object, now: datetime) -> None:
        self._connection.execute(update(table).where(where, table.c.used_at.is_(None)).values(used_at=now))  # type: ignore[arg-type]

    def _one(self, *where: object, now: datetime) -> Login | None:
        columns = table.c.id, table.c.contact_id, table.c.confirmed_by, table.c.digits, table.c.url
        query = select(*columns).where(
            *where,  # type: ignore[arg-type]
            table.c.used_at.is_(None),
            table.c.expires_at > now,
        )
        row = self._connection.execute(query.order_by(table.c.id.desc()).limit(1)).first()
        return Login(row.id, row.contact_id, row.confirmed_by, row.digits or "", row.url) if row else None

    def _index(self, secret: str) -> str:
        return self._cipher.index(secret, "logins.token")
