"""Complaints and what happened to them."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from core.lifecycle import JOINABLE as _JOINABLE
from core.store.tables.base import NEVER_AGAIN, flag, id_column, metadata
from core.store.types import Sealed, UtcTime

LOOSE = text("complaint_id IS NULL AND application_id IS NULL")
"""Of media: joined to nothing."""

OF_ONE = 3
"""How many joinable complaints of a kind one person may have in an estate: who files without end crowds nobody out."""
JOINABLE = f"lead_id IS NULL AND nth <= {OF_ONE} AND state IN ({', '.join(repr(one.name) for one in _JOINABLE)})"
"""Of complaints: somebody may join it."""

complaints = Table(
    "complaints",
    metadata,
    id_column(),
    Column("number", String(32), nullable=False, unique=True),
    Column("area_id", ForeignKey("areas.id"), nullable=False),
    Column("contact_id", ForeignKey("contacts.id"), index=True),
    Column("content", Sealed("complaints.content"), nullable=False),
    Column("place", Sealed("complaints.place")),
    Column("kind", String(12), nullable=False, server_default=text("'other'")),
    flag("anonymous"),
    Column("state", String(12), nullable=False),
    Column("round", Integer, nullable=False),
    Column("clock", String(12)),
    Column("deadline", UtcTime),
    Column("dissatisfied", Integer, nullable=False, server_default=text("0")),
    flag("guided"),
    flag("district"),
    Column("outcome", String(12)),
    Column("submitted_at", UtcTime, nullable=False),
    Column("answer_due", UtcTime),
    Column("answered_at", UtcTime),
    Column("closed_at", UtcTime),
    Column("refused_as", String(20)),
    Column("solved", String(10)),
    Column("stars", Integer),
    Column("nudged_at", UtcTime),
    Column("reminded_at", UtcTime),
    Column("remind_at", UtcTime, index=True),
    Column("handler_id", ForeignKey("staff.id"), index=True),
    Column("extended", Integer, nullable=False, server_default=text("0")),
    Column("promise_ends_at", UtcTime),
    Column("promises", Integer, nullable=False, server_default=text("0")),
    Column("promise_kept", Boolean),
    Column("lead_id", ForeignKey("complaints.id"), index=True),
    Column("follows_id", ForeignKey("complaints.id")),
    Column("nth", Integer, nullable=False, server_default=text("1")),
    Column("lines", Integer, nullable=False, server_default=text("0")),
    Column("head", String(40), nullable=False, server_default=""),
    Column("whole", String(40), nullable=False, server_default=""),
    Index("ix_complaints_area_id_state", "area_id", "state", "deadline"),
    Index("ix_complaints_area_id_submitted_at", "area_id", "submitted_at"),
    Index(
        "ix_complaints_joinable_kind",
        "area_id",
        "kind",
        "id",
        sqlite_where=text(JOINABLE),
        postgresql_where=text(JOINABLE),
    ),
    Index("ix_complaints_joinable", "area_id", "id", sqlite_where=text(JOINABLE), postgresql_where=text(JOINABLE)),
    Index("ix_complaints_submitted_at", "submitted_at"),
    Index("ix_complaints_state_submitted_at", "state", "submitted_at"),
)

timeline = Table(
    "timeline",
    metadata,
    id_column(),
    Column("complaint_id", ForeignKey("complaints.id"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("act", String(20), nullable=False),
    Column("who", String(10), nullable=False),
    Column("contact_id", ForeignKey("contacts.id"), index=True),
    Column("staff_id", ForeignKey("staff.id")),
    Column("officer_id", ForeignKey("officers.id")),
    Column("channel", String(10), nullable=False, server_default=""),
    Column("state", String(12), nullable=False),
    Column("round", Integer, nullable=False),
    Column("text", Sealed("timeline.text"), nullable=False),
    Column("details", JSON, nullable=False),
    Column("digest", String(40), nullable=False, server_default=""),
    Column("masked", String(40)),
    Column("chained", String(40), nullable=False, server_default=""),
    Index("ix_timeline_staff_id", "staff_id", "id"),
)

media = Table(
    "media",
    metadata,
    id_column(),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False),
    Column("provider_id", String(200), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("complaint_id", ForeignKey("complaints.id"), index=True),
    Column("timeline_id", ForeignKey("timeline.id")),
    Column("application_id", ForeignKey("applications.id"), index=True),
    Column("file", String(40), index=True),
    Column("mime", String(40)),
    Column("size", Integer),
    Column("reason", String(40), nullable=False, server_default=""),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("contact_id", "provider_id"),
    Index("ix_media_loose", "created_at", sqlite_where=LOOSE, postgresql_where=LOOSE),
    sqlite_autoincrement=NEVER_AGAIN,
)

handovers = Table(
    "handovers",
    metadata,
    id_column(),
    Column("complaint_id", ForeignKey("complaints.id"), nullable=False, index=True),
    Column("from_id", ForeignKey("staff.id"), nullable=False),
    Column("to_id", ForeignKey("staff.id"), nullable=False, index=True),
    Column("reason", Sealed("handovers.reason"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    flag("taken"),
)

canned_replies = Table(
    "canned_replies",
    metadata,
    id_column(),
    Column("staff_id", ForeignKey("staff.id"), nullable=False, index=True),
    Column("act", String(20), nullable=False),
    Column("text", Sealed("canned_replies.text"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Integer, nullable=False),
)
