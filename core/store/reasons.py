"""What people wrote as the reason of an act that is on record. The record holds a keyed digest of it: the words may
hold names and numbers, and can be forgotten while the record stays as it was written."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from core.store.audit import Line
from core.store.cipher import Cipher
from core.store.tables import reasons
from core.store.types import utc_text

NAME = "reason"
"""Under which name the details of an act hold the digest."""
GONE = "gone"
"""What stands in its place once the words are forgotten."""


class Reasons:
    """Keeps and forgets within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def keep(self, subject: str, text: str, now: datetime) -> str:
        """The digest for the record; `subject` is the act's, `complaint:6`."""
        digest = self._digest(subject, text, now)
        if self._connection.scalar(select(reasons.c.digest).where(reasons.c.digest == digest)) is None:
            self._connection.execute(insert(reasons).values(digest=digest, subject=subject, text=text, at=now))
        return digest

    def told(self, lines: Iterable[Line]) -> list[Line]:
        """The lines with the words in place of their digests, or GONE; also where they are not those that were
        written."""
        given = list(lines)
        digests = {str(line.details[NAME]) for line in given if NAME in line.details}
        rows = self._connection.execute(select(reasons).where(reasons.c.digest.in_(digests))) if digests else ()
        kept = {row.digest: row.text for row in rows if row.digest == self._digest(row.subject, row.text, row.at)}
        return [_with(line, kept) for line in given]

    def forget(self, subjects: Iterable[str]) -> None:
        """The words about these go; the digests in the record stay."""
        self._connection.execute(delete(reasons).where(reasons.c.subject.in_(list(subjects))))

    def _digest(self, subject: str, text: str, at: datetime) -> str:
        return self._cipher.index(f"{subject}\n{utc_text(at)}\n{text}", "reasons.text")


def _with(line: Line, kept: dict[str, str]) -> Line:
    if NAME not in line.details:
        return line
    return line._replace(details=line.details | {NAME: kept.get(str(line.details[NAME]), GONE)})
