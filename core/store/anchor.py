"""How long the record is and what its last line is chained by, kept beside it: a record that was cut, emptied or put
back from an older copy does not end where its anchor says."""

import re
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from core.store.cipher import Cipher
from core.store.tables import anchors, audit

NAME = "audit"
_HEAD, _GROUP = re.compile("[0-9a-f]{40}"), re.compile(".{1,8}")
_WRONG = ""
"""The seal of an anchor that follows one that was not ours."""


class Anchor(NamedTuple):
    """`ours`: nobody without INDEX_KEY has written it. `last`: the highest number of a line in the table, whatever the
    anchor says."""

    rows: int
    head: str
    ours: bool
    last: int


class End(NamedTuple):
    """Where the record ends, and whether that is where its anchor says."""

    rows: int
    head: str
    whole: bool = True

    @property
    def hash(self) -> str:
        """The head in groups, none of which a log takes for a phone."""
        return "-".join(_GROUP.findall(self.head))

    @classmethod
    def read(cls, text: str) -> "End":
        """The end of a line kept elsewhere, `N:HASH`. Raises ValueError."""
        rows, _, head = text.strip().partition(":")
        head = head.replace("-", "").lower()
        if not _HEAD.fullmatch(head) or int(rows) < 1:
            raise ValueError(text)
        return cls(int(rows), head)


def first(connection: Connection, cipher: Cipher) -> None:
    """Anchor the record of a new database. One that is missing later was taken out."""
    connection.execute(insert(anchors).values(name=NAME, count=0, head="", mac=_mac(cipher, 0, "")))


def get(connection: Connection, cipher: Cipher, locked: bool = False) -> Anchor | None:
    """The anchor, or None; `locked`: nobody else moves it until the transaction ends."""
    last = select(func.coalesce(func.max(audit.c.id), 0)).scalar_subquery().label("last")
    query = select(anchors.c.count, anchors.c.head, anchors.c.mac, last).where(anchors.c.name == NAME)
    row = connection.execute(query.with_for_update(of=anchors) if locked else query).first()
    return Anchor(row[0], row[1], row[2] == _mac(cipher, row[0], row[1]), row[3]) if row else None


def move(connection: Connection, cipher: Cipher, before: Anchor, rows: int, head: str) -> None:
    """The record ends here now. After an anchor that was not ours none ever is again, so that nobody has a forged one
    made good by adding a line."""
    mac = _mac(cipher, rows, head) if before.ours else _WRONG
    connection.execute(update(anchors).where(anchors.c.name == NAME).values(count=rows, head=head, mac=mac))


def end(connection: Connection, cipher: Cipher) -> End:
    """Where the record ends by its anchor, and whether it does."""
    query = select(anchors.c.count, anchors.c.head, anchors.c.mac, audit.c.chained)
    found = query.outerjoin(audit, audit.c.id == anchors.c.count).where(anchors.c.name == NAME)
    row = connection.execute(found).first()
    if row is None:
        return End(0, "", False)
    return End(row[0], row[1], row[2] == _mac(cipher, row[0], row[1]) and row[1] == (row[3] or ""))


def _mac(cipher: Cipher, rows: int, head: str) -> str:
    return cipher.index(f"{rows}:{head}", "anchors.audit")
