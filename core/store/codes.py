"""Short codes: two or three characters by which a phone names a complaint in a text.

A letter and a digit (95 of them to a phone), and a letter more where those are all taken. A code is never only digits,
so that it is no number; never four characters, so that it is no estate's; and none of its characters is taken for
another. It stays its complaint's while texts go to and fro, and is another's only once it has run out.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.store.cipher import Cipher
from core.store.registry import CODE_LETTERS
from core.store.tables import complaints, short_codes, wrong_codes

LIFE = timedelta(days=30)
"""From the last text about a complaint until its code may be another's."""
WRONG_LIMITS = ((timedelta(hours=1), 5), (timedelta(days=1), 10))
"""Wrong codes from one phone, after which none is looked at: within an hour, within a day."""
LETTERS = "".join(one for one in CODE_LETTERS if one.isalpha())
DIGITS = "".join(one for one in CODE_LETTERS if one.isdigit())
PATTERN = re.compile(rf"[{LETTERS}][{DIGITS}][{LETTERS}]?")


class Open(NamedTuple):
    """A live code. `asks` names the question that was put last with it (`rate`, `accept` …, or nothing), in which
    `round` of the complaint, and when."""

    code: str
    complaint_id: int
    asks: str
    round: int
    asked_at: datetime | None


def as_code(word: str) -> str:
    """The code that a word is, however it is written; nothing for a word that is none."""
    plain = unicodedata.normalize("NFKC", word).strip().upper()
    return plain if PATTERN.fullmatch(plain) else ""


class Codes:
    """Allots and finds short codes within the caller's transaction. Phones are +86…."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def allot(self, phone: str, complaint_id: int, now: datetime, asks: str = "", round: int = 0) -> str:
        """The code of a complaint for this phone, for LIFE from now on; what it `asks` takes the place of what it
        asked before."""
        values: dict[str, object] = {"expires_at": now + LIFE}
        if asks:
            values |= {"asks": asks, "round": round, "asked_at": now}
        phone_ix = self._cipher.index(phone, "phone")
        its = (short_codes.c.phone_ix == phone_ix) & (short_codes.c.complaint_id == complaint_id)
        changed = update(short_codes).where(its).values(values).returning(short_codes.c.code)
        return self._connection.scalar(changed) or self._new(phone_ix, complaint_id, values, now)

    def _new(self, phone_ix: str, complaint_id: int, values: dict[str, object], now: datetime) -> str:
        live = select(short_codes.c.code).where(short_codes.c.phone_ix == phone_ix, short_codes.c.expires_at > now)
        taken = set(self._connection.scalars(live))
        make = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        kept: dict[str, object] = {"asks": "", "round": 0, "asked_at": None} | values
        kept |= {"complaint_id": complaint_id}
        for code in self._order(phone_ix, complaint_id):
            if code in taken:
                continue
            added = make(short_codes).values(phone_ix=phone_ix, code=code, **kept)
            free = short_codes.c.expires_at <= now
            added = added.on_conflict_do_update(index_elements=["phone_ix", "code"], set_=kept, where=free)
            if self._connection.scalar(added.returning(short_codes.c.code)):
                return code
        raise LookupError("no short code is free")

    def _order(self, phone_ix: str, complaint_id: int) -> Iterator[str]:
        """All codes, in an order that is this complaint's for this phone."""
        number = self._connection.scalar(select(complaints.c.number).where(complaints.c.id == complaint_id))
        start = int(self._cipher.index(f"{phone_ix}:{number}", "short_codes.code"), 16)
        two = [letter + digit for letter in LETTERS for digit in DIGITS]
        three = [code + letter for code in two for letter in LETTERS]
        for codes in (two, three):
            yield from (codes[(start + at) % len(codes)] for at in range(len(codes)))

    def of(self, phone: str, now: datetime) -> list[Open]:
        """The phone's live codes, those allotted first in front."""
        query = select(
            short_codes.c.code,
            short_codes.c.complaint_id,
            short_codes.c.asks,
            short_codes.c.round,
            short_codes.c.asked_at,
        )
        mine = short_codes.c.phone_ix == self._cipher.index(phone, "phone")
        rows = self._connection.execute(query.where(mine, short_codes.c.expires_at > now).order_by(short_codes.c.id))
        return [Open(*row) for row in rows]

    def complaint(self, phone: str, code: str, now: datetime) -> int | None:
        """The id of the complaint that this phone names by `code`."""
        mine = short_codes.c.phone_ix == self._cipher.index(phone, "phone")
        where = mine & (short_codes.c.code == code) & (short_codes.c.expires_at > now)
        return self._connection.scalar(select(short_codes.c.complaint_id).where(where))

    def wrong(self, phone: str, now: datetime) -> None:
        """A text from this phone named a code that is none of its own."""
        self._connection.execute(insert(wrong_codes).values(phone_ix=self._cipher.index(phone, "phone"), at=now))

    def closed(self, phone: str, now: datetime) -> bool:
        """Whether so many were wrong that this phone's are not looked at for a while."""
        mine = wrong_codes.c.phone_ix == self._cipher.index(phone, "phone")
        counts = (func.count().filter(wrong_codes.c.at > now - span) for span, _ in WRONG_LIMITS)
        found = self._connection.execute(select(*counts).select_from(wrong_codes).where(mine)).one()
        return any(count >= most for count, (_, most) in zip(found, WRONG_LIMITS, strict=True))
