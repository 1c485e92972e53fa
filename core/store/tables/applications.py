"""Business that a company puts before the platform, and the record of who did what."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from core.store.tables.base import Id, id_column, metadata
from core.store.types import Sealed, UtcTime

applications = Table(
    "applications",
    metadata,
    id_column(),
    Column("kind", String(24), nullable=False),
    Column("company_id", ForeignKey("companies.id"), index=True),
    Column("area_id", ForeignKey("areas.id"), index=True),
    Column("contact_id", ForeignKey("contacts.id"), index=True),
    Column("staff_id", ForeignKey("staff.id")),
    Column("subject", String(120), nullable=False),
    Column("key", String(200), nullable=False),
    Column("district", String(40), nullable=False, server_default=""),
    Column("street", String(40), nullable=False, server_default=""),
    Column("content", Sealed("applications.content"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("round", Integer, nullable=False),
    Column("reasons", Sealed("applications.reasons"), nullable=False),
    Column("operator_id", ForeignKey("operators.id")),
    Column("submitted_at", UtcTime, nullable=False),
    Column("decided_at", UtcTime),
    Column("remind_at", UtcTime, index=True),
    Index("ix_applications_state", "state", "submitted_at"),
    Index("ix_applications_key", "kind", "key"),
    Index(
        "uq_applications_waiting",
        "kind",
        "key",
        unique=True,
        sqlite_where=text("state = 'WAITING'"),
        postgresql_where=text("state = 'WAITING'"),
    ),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False, index=True),
    Column("contact_id", ForeignKey("contacts.id"), index=True),
    Column("staff_id", ForeignKey("staff.id")),
    Column("officer_id", ForeignKey("officers.id")),
    Column("operator_id", ForeignKey("operators.id")),
    Column("channel", String(10), nullable=False),
    Column("act", String(24), nullable=False),
    Column("subject", String(60), nullable=False),
    Column("details", Sealed("audit.details"), nullable=False),
    Column("chained", String(64), nullable=False),
    Index("ix_audit_subject", "subject", "id"),
    Index("ix_audit_act", "act", "id"),
)

reasons = Table(
    "reasons",
    metadata,
    Column("digest", String(40), primary_key=True),
    Column("subject", String(60), nullable=False, index=True),
    Column("text", Sealed("reasons.text"), nullable=False),
    Column("at", UtcTime, nullable=False, index=True),
)

anchors = Table(
    "anchors",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("count", Id, nullable=False),
    Column("head", String(64), nullable=False),
    Column("mac", String(40), nullable=False),
)

data_keys = Table(
    "data_keys",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("since", UtcTime, nullable=False),
)
