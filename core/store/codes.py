"""What a phone was told of by text, which is what it may answer, and how often it was wrong.

A text names a complaint as everybody does, by the end of its number (`core.naming`), and by more of it where the phone
was told of two that end alike.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from core.naming import apart
from core.store.cipher import Cipher
from core.store.tables import complaints, named, wrong_codes

LIFE = timedelta(days=30)
"""From the last text about a complaint for as long as the phone may answer it."""
WRONG_LIMITS = ((timedelta(hours=1), 5), (timedelta(days=1), 10))
"""Wrong numbers and digits from one phone, after which none is looked at: within an hour, within a day."""


class Open(NamedTuple):
    """What a phone was told of. `asks` names the question that was put last about it (`rate`, `accept` …, or nothing),
    in which `round` of the complaint, and when."""

    number: str
    complaint_id: int
    asks: str
    round: int
    asked_at: datetime | None


class Codes:
    """What phones were told of and got wrong, within the caller's transaction. Phones are +86…."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def name(self, phone: str, complaint_id: int, now: datetime, asks: str = "", round: int = 0) -> str:
        """How a text to this phone names a complaint, which the phone may answer for LIFE from now on; what is asked
        takes the place of what was asked before."""
        self._tell(phone, complaint_id, now, asks, round)
        return self._named(phone, [complaint_id], now)[complaint_id]

    def names(self, phone: str, complaint_ids: Sequence[int], now: datetime) -> dict[int, str]:
        """The same for several, told apart from each other."""
        for complaint_id in complaint_ids:
            self._tell(phone, complaint_id, now)
        return self._named(phone, complaint_ids, now)

    def _tell(self, phone: str, complaint_id: int, now: datetime, asks: str = "", round: int = 0) -> None:
        values: dict[str, object] = {"expires_at": now + LIFE}
        if asks:
            values |= {"asks": asks, "round": round, "asked_at": now}
        make = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        added = make(named).values(phone_ix=self._index(phone), complaint_id=complaint_id, **values)
        self._connection.execute(added.on_conflict_do_update(index_elements=["phone_ix", "complaint_id"], set_=values))

    def _named(self, phone: str, complaint_ids: Sequence[int], now: datetime) -> dict[int, str]:
        numbers = {one.complaint_id: one.number for one in self.of(phone, now)}
        return {one: apart(numbers[one], numbers.values()) for one in complaint_ids}

    def of(self, phone: str, now: datetime) -> list[Open]:
        """What the phone was told of lately, what was told first in front."""
        query = (
            select(complaints.c.number, named.c.complaint_id, named.c.asks, named.c.round, named.c.asked_at)
            .join(complaints, complaints.c.id == named.c.complaint_id)
            .where(named.c.phone_ix == self._index(phone), named.c.expires_at > now)
        )
        return [Open(*row) for row in self._connection.execute(query.order_by(named.c.id))]

    def wrong(self, phone: str, now: datetime) -> None:
        """A text from this phone named a complaint, or brought digits, that are none of its own."""
        self._connection.execute(insert(wrong_codes).values(phone_ix=self._index(phone), at=now))

    def closed(self, phone: str, now: datetime) -> bool:
        """Whether so many were wrong that this phone's are not looked at for a while."""
        mine = wrong_codes.c.phone_ix == self._index(phone)
        counts = (func.count().filter(wrong_codes.c.at > now - span) for span, _ in WRONG_LIMITS)
        found = self._connection.execute(select(*counts).select_from(wrong_codes).where(mine)).one()
        return any(count >= most for count, (_, most) in zip(found, WRONG_LIMITS, strict=True))

    def _index(self, phone: str) -> str:
        return self._cipher.index(phone, "phone")
