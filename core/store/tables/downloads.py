"""Links to files made for one person, for a short time."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from core.store.tables.base import NEVER_AGAIN, id_column, metadata
from core.store.types import UtcTime

downloads = Table(
    "downloads",
    metadata,
    id_column(),
    Column("token_ix", String(64), nullable=False, unique=True),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False),
    Column("staff_id", ForeignKey("staff.id")),
    Column("officer_id", ForeignKey("officers.id")),
    Column("area_id", ForeignKey("areas.id")),
    Column("size", String(8), nullable=False, server_default=""),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False, index=True),
    Column("opened_at", UtcTime),
    Index("ix_downloads_contact_id_created_at", "contact_id", "created_at"),
    sqlite_autoincrement=NEVER_AGAIN,
)
