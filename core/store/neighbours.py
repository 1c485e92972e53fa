"""Complaints that belong together: a neighbour's that is like mine, those answered with it, an own earlier one."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, bindparam, func, select

from core.complaint import Complaint
from core.kinds import Kind
from core.lifecycle import State
from core.likeness import Words, compared
from core.store.cipher import Cipher
from core.store.complaints import Complaints
from core.store.driver import Driver
from core.store.prepared import Prepared, among
from core.store.tables import complaints
from core.store.tables.complaints import JOINABLE

MOST = 50
"""How many complaints words are compared with; they are sealed, so each has to be opened."""
KEPT = 20_000
"""Of how many complaints a process keeps what is compared, a few hundred bytes each."""

_OTHERS = """
SELECT id, content FROM complaints c
 WHERE area_id = %s AND kind {which} %s AND {joinable} AND submitted_at >= %s AND contact_id <> %s
   AND NOT EXISTS (SELECT 1 FROM complaints m WHERE m.lead_id = c.id AND m.contact_id = %s)
 ORDER BY id DESC LIMIT {most}"""
_OF_THE_KIND = _OTHERS.format(which="=", joinable=JOINABLE, most=MOST)
_OF_OTHER_KINDS = _OTHERS.format(which="<>", joinable=JOINABLE, most=MOST)
# only constants are joined here; values are bound
_JOINABLE = f"SELECT * FROM ({_OF_THE_KIND}) AS alike UNION ALL SELECT * FROM ({_OF_OTHER_KINDS}) AS others"  # noqa: S608
_JOINABLE = f"{_JOINABLE} LIMIT {MOST}"
_ENDED = Prepared(
    select(complaints.c.id, complaints.c.content)
    .where(
        complaints.c.contact_id == bindparam("contact_id"),
        complaints.c.area_id == bindparam("area_id"),
        complaints.c.state == State.CLOSED.name,
        complaints.c.closed_at >= bindparam("since"),
    )
    .order_by(complaints.c.id.desc())
    .limit(MOST)
)

_LEAD = complaints.alias("lead")
_HOUSEHOLDS = Prepared(
    select(complaints.c.lead_id, func.count())
    .join(_LEAD, _LEAD.c.id == complaints.c.lead_id)
    .where(among(complaints.c.lead_id, "ids"), complaints.c.state == _LEAD.c.state)
    .group_by(complaints.c.lead_id)
)


class Neighbours:
    """Reads and joins within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def joinable(self, area_id: int, contact_id: int, kind: Kind, since: datetime) -> list[tuple[int, Words]]:
        """(id, words) of the newest complaints of an estate that somebody may join, those of a kind first: filed by
        somebody else, not joined to another, and not followed by this contact already."""
        alike = area_id, kind.value, since, contact_id, contact_id
        rows = Driver(self._connection).run(_JOINABLE, *alike, *alike).fetchall()
        return [(row[0], _words(self._cipher, bytes(row[1]))) for row in rows]

    def ended(self, area_id: int, contact_id: int, since: datetime) -> list[tuple[int, Words]]:
        """(id, words) of what this contact filed for the estate and saw closed since then, newest first."""
        rows = _ENDED.rows(self._connection, contact_id=contact_id, area_id=area_id, since=since)
        return [(row.id, compared(row.content)) for row in rows]

    def joined(self, lead_id: int) -> list[Complaint]:
        """Those joined to a complaint, the eldest first, nobody else changing them until the transaction ends."""
        return Complaints(self._connection, self._cipher).locked_where(complaints.c.lead_id == lead_id)

    def households(self, complaint_ids: Sequence[int]) -> dict[int, int]:
        """How many are answered together with each complaint; those with none are left out."""
        return {row[0]: row[1] for row in _HOUSEHOLDS.rows(self._connection, ids=complaint_ids)}

    def relink(self, joined: Sequence[Complaint], lead_id: int) -> None:
        """Join these to another complaint."""
        for one in joined:
            one.lead_id = lead_id
        Complaints(self._connection, self._cipher).save_some(joined, "lead_id")


@lru_cache(KEPT)
def _words(cipher: Cipher, sealed: bytes) -> Words:
    """What a complaint's words are compared by: opened once in a process, however often it is compared."""
    return compared(cipher.open(sealed, "complaints.content"))
