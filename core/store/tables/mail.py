"""Messages in, news out, and what workers share."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, text

from core.store.tables.base import Id, flag, id_column, metadata
from core.store.types import Sealed, UtcTime

SAID = "answer IS NOT NULL"
OVER = "payload IS NOT NULL AND state NOT IN ('queued', 'sending')"
"""Of messages and notices: they still hold words, and are needed no more."""
LISTS = "template IN ('digest', 'estate_taken', 'estate_left') AND state NOT IN ('sent', 'delivered')"
"""Notices that tell of several complaints and have not left."""

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("contact_id", Id, nullable=False, index=True),
    Column("answer", Sealed("inbox.answer")),
    Column("at", UtcTime, nullable=False, index=True),
    Index("ix_inbox_words", "at", sqlite_where=text(SAID), postgresql_where=text(SAID)),
)

outbox = Table(
    "outbox",
    metadata,
    id_column(),
    Column("key", String(80), nullable=False, unique=True),
    Column("lane", String(40), nullable=False),
    Column("channel", String(10), nullable=False),
    Column("fallback", String(10), nullable=False, server_default=""),
    Column("template", String(40), nullable=False),
    Column("audience", String(12), nullable=False),
    Column("complaint_id", ForeignKey("complaints.id"), index=True),
    Column("application_id", ForeignKey("applications.id"), index=True),
    Column("contact_id", ForeignKey("contacts.id"), index=True),
    Column("staff_id", ForeignKey("staff.id")),
    Column("officer_id", ForeignKey("officers.id")),
    Column("operator_id", ForeignKey("operators.id")),
    Column("company_id", ForeignKey("companies.id")),
    Column("verification_id", ForeignKey("verifications.id")),
    Column("media_id", ForeignKey("media.id")),
    Column("payload", Sealed("outbox.payload")),
    Column("state", String(10), nullable=False),
    Column("reason", String(40), nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("due_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    Column("route", String(10), nullable=False, server_default=""),
    Column("tried_at", UtcTime),
    Column("provider_id", String(80)),
    Column("ask_at", UtcTime),
    Column("asks", Integer, nullable=False, server_default=text("0")),
    flag("resent"),
    Column("created_at", UtcTime, nullable=False, index=True),
    Column("sent_at", UtcTime),
    Column("delivered_at", UtcTime),
    Index(
        "ix_outbox_waiting",
        "lane",
        "channel",
        "id",
        sqlite_where=text("state IN ('queued', 'sending')"),
        postgresql_where=text("state IN ('queued', 'sending')"),
    ),
    Index(
        "ix_outbox_due",
        "channel",
        "due_at",
        sqlite_where=text("state IN ('queued', 'sending')"),
        postgresql_where=text("state IN ('queued', 'sending')"),
    ),
    Index("ix_outbox_words", "created_at", sqlite_where=text(OVER), postgresql_where=text(OVER)),
    Index("ix_outbox_lists", "id", sqlite_where=text(LISTS), postgresql_where=text(LISTS)),
    Index(
        "ix_outbox_unsent",
        "state",
        "created_at",
        "channel",
        "reason",
        sqlite_where=text("state IN ('failed', 'skipped', 'unknown', 'dead')"),
        postgresql_where=text("state IN ('failed', 'skipped', 'unknown', 'dead')"),
    ),
    *(
        Index(
            f"ix_outbox_{name}",
            name,
            sqlite_where=text(f"{name} IS NOT NULL"),
            postgresql_where=text(f"{name} IS NOT NULL"),
        )
        for name in ("provider_id", "ask_at", "verification_id", "media_id")
    ),
)

receipts = Table(
    "receipts",
    metadata,
    Column("provider_id", String(80), primary_key=True),
    Column("phone_ix", String(40), primary_key=True),
    Column("delivered", Boolean, nullable=False),
    Column("reason", String(40), nullable=False, server_default=""),
    Column("key", String(80), nullable=False, server_default=""),
    Column("at", UtcTime, nullable=False, index=True),
)

texts = Table(
    "texts",
    metadata,
    id_column(),
    Column("phone_ix", String(40), nullable=False),
    Column("content_ix", String(40), nullable=False),
    flag("reply"),
    Column("at", UtcTime, nullable=False, index=True),
    Index("ix_texts_phone_ix_at", "phone_ix", "at"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("owner", String(40), nullable=False),
    Column("until", UtcTime, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Sealed("tokens.value"), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)
