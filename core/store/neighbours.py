"""Complaints that belong together: a neighbour's that is like mine, those answered with it, an own earlier one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from core.complaint import Complaint
from core.kinds import Kind
from core.lifecycle import State
from core.store.cipher import Cipher
from core.store.complaints import Complaints
from core.store.driver import Driver
from core.store.prepared import Prepared
from core.store.tables import complaints

JOINABLE = (State.PENDING, State.HANDLING)
"""While the first answer is still to come: what has been rated, guided or ended has a course of its own."""
MOST = 50
"""How many complaints words are compared with; they are sealed, so each has to be opened."""
OF_ONE = 3
"""How many of these one person may have filed of a kind: who files without end crowds nobody out."""
LOOKED_THROUGH = 500
"""How many of an estate's newest complaints those are taken from."""

_STATES = ", ".join(f"'{state.name}'" for state in JOINABLE)
# only constants are joined here; values are bound
_JOINABLE = f"""
SELECT id, content
  FROM (SELECT c.id, c.content, c.kind, row_number() OVER (PARTITION BY c.contact_id, c.kind ORDER BY c.id DESC) AS nth
          FROM (SELECT id, content, kind, contact_id, lead_id, state
                  FROM complaints WHERE area_id = %s AND submitted_at >= %s
                 ORDER BY submitted_at DESC LIMIT {LOOKED_THROUGH}) AS c
         WHERE c.contact_id <> %s AND c.lead_id IS NULL AND c.state IN ({_STATES})
           AND NOT EXISTS (SELECT 1 FROM complaints m WHERE m.lead_id = c.id AND m.contact_id = %s)) AS theirs
 WHERE nth <= {OF_ONE}
 ORDER BY CASE WHEN kind = %s THEN 0 ELSE 1 END, id DESC LIMIT {MOST}"""  # noqa: S608

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


class Neighbours:
    """Reads and joins within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def joinable(self, area_id: int, contact_id: int, kind: Kind, since: datetime) -> list[tuple[int, str]]:
        """(id, words) of the newest complaints of an estate that somebody may join, those of a kind first: filed by
        somebody else, not joined to another, and not followed by this contact already."""
        rows = Driver(self._connection).run(_JOINABLE, area_id, since, contact_id, contact_id, kind.value)
        opened = self._cipher.open
        return [(row[0], opened(bytes(row[1]), "complaints.content")) for row in rows.fetchall()]

    def ended(self, area_id: int, contact_id: int, since: datetime) -> list[tuple[int, str]]:
        """(id, words) of what this contact filed for the estate and saw closed since then, newest first."""
        rows = _ENDED.rows(self._connection, contact_id=contact_id, area_id=area_id, since=since)
        return [(row.id, row.content) for row in rows]

    def joined(self, lead_id: int) -> list[Complaint]:
        """Those joined to a complaint, the eldest first, nobody else changing them until the transaction ends."""
        return Complaints(self._connection, self._cipher).locked_where(complaints.c.lead_id == lead_id)

    def households(self, complaint_ids: Sequence[int]) -> dict[int, int]:
        """How many are answered together with each complaint; those with none are left out."""
        lead = complaints.alias("lead")
        query = (
            select(complaints.c.lead_id, func.count())
            .join(lead, lead.c.id == complaints.c.lead_id)
            .where(complaints.c.lead_id.in_(complaint_ids), complaints.c.state == lead.c.state)
            .group_by(complaints.c.lead_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def relink(self, joined: Sequence[Complaint], lead_id: int) -> None:
        """Join these to another complaint."""
        for one in joined:
            one.lead_id = lead_id
        Complaints(self._connection, self._cipher).save_some(joined, "lead_id")
