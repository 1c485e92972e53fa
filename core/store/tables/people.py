"""People as channels know them."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from core.store.tables.base import NEVER_AGAIN, flag, id_column, metadata
from core.store.types import Sealed, UtcTime

contacts = Table(
    "contacts",
    metadata,
    id_column(),
    Column("channel", String(10), nullable=False),
    Column("address", Sealed("contacts.address"), nullable=False),
    Column("address_ix", String(40), nullable=False),
    Column("session", Sealed("contacts.session")),
    Column("asked", Sealed("contacts.asked")),
    Column("area_id", ForeignKey("areas.id")),
    Column("staff_id", ForeignKey("staff.id"), index=True),
    Column("officer_id", ForeignKey("officers.id"), index=True),
    Column("operator_id", ForeignKey("operators.id"), index=True),
    Column("phone", Sealed("contacts.phone")),
    Column("phone_ix", String(40), index=True),
    Column("username", Sealed("contacts.username")),
    Column("phone_at", UtcTime),
    Column("consent_at", UtcTime),
    flag("following"),
    Column("message_at", UtcTime),
    Column("message_left", Integer, nullable=False, server_default=text("0")),
    Column("tap_at", UtcTime),
    Column("tap_left", Integer, nullable=False, server_default=text("0")),
    Column("notify_by", String(8), nullable=False, server_default=""),
    Column("digest_hour", Integer),
    Column("digested_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    UniqueConstraint("channel", "address_ix"),
)

contact_areas = Table(
    "contact_areas",
    metadata,
    Column("contact_id", ForeignKey("contacts.id"), primary_key=True),
    Column("area_id", ForeignKey("areas.id"), primary_key=True),
    Column("scanned_at", UtcTime, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("contact_id", ForeignKey("contacts.id"), primary_key=True),
    Column("template_id", String(64), primary_key=True),
    Column("left", Integer, nullable=False, server_default=text("0")),
)

verifications = Table(
    "verifications",
    metadata,
    id_column(),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False, index=True),
    Column("phone", Sealed("verifications.phone"), nullable=False),
    Column("phone_ix", String(40), nullable=False),
    Column("code_ix", String(40), nullable=False),
    Column("asker", String(8), nullable=False),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("created_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    Index("ix_verifications_phone_ix_created_at", "phone_ix", "created_at"),
    sqlite_autoincrement=NEVER_AGAIN,
)

logins = Table(
    "logins",
    metadata,
    id_column(),
    Column("token_ix", String(64), nullable=False, index=True),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False, index=True),
    Column("digits", Sealed("logins.digits")),
    Column("scene_ix", String(64), index=True),
    Column("url", String(200), nullable=False, server_default=""),
    Column("confirmed_by", ForeignKey("contacts.id")),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False, index=True),
    Column("used_at", UtcTime),
    sqlite_autoincrement=NEVER_AGAIN,
)

login_codes = Table(
    "login_codes",
    metadata,
    id_column(),
    Column("scene", String(64), nullable=False, unique=True),
    Column("url", String(200), nullable=False),
    Column("expires_at", UtcTime, nullable=False, index=True),
)

named = Table(
    "named",
    metadata,
    id_column(),
    Column("phone_ix", String(40), nullable=False),
    Column("complaint_id", ForeignKey("complaints.id"), nullable=False),
    Column("asks", String(16), nullable=False, server_default=""),
    Column("round", Integer, nullable=False, server_default=text("0")),
    Column("asked_at", UtcTime),
    Column("expires_at", UtcTime, nullable=False, index=True),
    UniqueConstraint("phone_ix", "complaint_id"),
)

wrong_codes = Table(
    "wrong_codes",
    metadata,
    id_column(),
    Column("phone_ix", String(40), nullable=False),
    Column("at", UtcTime, nullable=False, index=True),
    Index("ix_wrong_codes_phone_ix_at", "phone_ix", "at"),
)

erasures = Table(
    "erasures",
    metadata,
    id_column(),
    Column("who_ix", String(40), nullable=False, index=True),
    Column("at", UtcTime, nullable=False, index=True),
)

opt_outs = Table(
    "opt_outs",
    metadata,
    Column("phone_ix", String(40), primary_key=True),
    Column("at", UtcTime, nullable=False),
)
