"""Texts that left, counted a phone and a day, and the phones that want none. A phone is kept as its blind index."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from core.clocks import in_shanghai
from core.store.cipher import Cipher
from core.store.tables import counters, opt_outs, texts

KEPT = timedelta(days=2)
"""How long a text is remembered: the limits look back a day."""


class Texts:
    """Reads and notes within the caller's transaction. Phones are +86…."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher
        self._make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert

    def opt_out(self, phone: str, now: datetime) -> None:
        """Ordinary notices go to this phone by SMS no more."""
        added = self._make(opt_outs).values(phone_ix=self._phone_ix(phone), at=now)
        self._connection.execute(added.on_conflict_do_nothing())

    def opt_in(self, phone: str) -> bool:
        """They do again; whether they did not."""
        gone = delete(opt_outs).where(opt_outs.c.phone_ix == self._phone_ix(phone))
        return bool(self._connection.execute(gone).rowcount)

    def opted_out(self, phone: str) -> bool:
        """Whether this phone wants no ordinary notices."""
        query = select(opt_outs.c.at).where(opt_outs.c.phone_ix == self._phone_ix(phone))
        return self._connection.execute(query).first() is not None

    def note(self, phone: str, content: str, reply: bool, now: datetime) -> None:
        """A text has left, or may have; `reply`: the person asked for it, by a text of their own or for a code."""
        values = {"phone_ix": self._phone_ix(phone), "content_ix": self._content_ix(content), "reply": reply, "at": now}
        self._connection.execute(insert(texts).values(values))
        added = self._make(counters).values(name=of_day("texts", now), value=1)
        self._connection.execute(
            added.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
        )

    def sent_since(self, phone: str, since: datetime, reply: bool) -> int:
        """How many went to this phone from `since` on, asked for or not."""
        where = (texts.c.phone_ix == self._phone_ix(phone)) & (texts.c.at >= since) & (texts.c.reply == reply)
        return self._connection.scalar(select(func.count()).select_from(texts).where(where)) or 0

    def last_same(self, phone: str, content: str, since: datetime) -> datetime | None:
        """When the same content last went to this phone, if after `since`."""
        same = (texts.c.phone_ix == self._phone_ix(phone)) & (texts.c.content_ix == self._content_ix(content))
        last: datetime | None = self._connection.scalar(select(func.max(texts.c.at)).where(same, texts.c.at > since))
        return last

    def spent(self, now: datetime) -> int:
        """How many texts left on Shanghai's day of `now`."""
        query = select(counters.c.value).where(counters.c.name == of_day("texts", now))
        return self._connection.scalar(query) or 0

    def first_alarm(self, now: datetime) -> bool:
        """Whether nobody has raised the alarm yet on this day."""
        added = self._make(counters).values(name=of_day("texts_alarm", now), value=1)
        return self._connection.scalar(added.on_conflict_do_nothing().returning(counters.c.value)) is not None

    def _phone_ix(self, phone: str) -> str:
        return self._cipher.index(phone, "phone")

    def _content_ix(self, content: str) -> str:
        return self._cipher.index(content, "texts.content")


def of_day(name: str, now: datetime) -> str:
    """The name of what is counted on Shanghai's day of `now`."""
    return f"{name}:{in_shanghai(now):%Y%m%d}"
