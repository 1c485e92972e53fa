"""The directory: companies, estates (areas), staff, officers, operators."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from core.store.tables.base import flag, id_column, metadata
from core.store.types import Sealed, UtcTime

companies = Table(
    "companies",
    metadata,
    id_column(),
    Column("name", String(120), nullable=False, unique=True),
    Column("code", String(18), nullable=False, server_default="", index=True),
    Column("phone", Sealed("companies.phone")),
    Column("verified_at", UtcTime),
    Column("grade", String(20), nullable=False, server_default=""),
    Column("score", Integer),
    Column("created_at", UtcTime, nullable=False),
)

areas = Table(
    "areas",
    metadata,
    id_column(),
    Column("name", String(120), nullable=False),
    Column("district", String(40), nullable=False),
    Column("street", String(40), nullable=False, server_default=""),
    Column("community", String(60), nullable=False, server_default=""),
    Column("address", String(200), nullable=False, server_default=""),
    Column("usage", String(40), nullable=False, server_default=""),
    Column("developer", String(120), nullable=False, server_default=""),
    Column("committee", String(120), nullable=False, server_default=""),
    flag("filed"),
    Column("company_id", ForeignKey("companies.id"), index=True),
    Column("scene", String(64), nullable=False, unique=True),
    Column("code", String(8), unique=True),
    Column("qr_url", String(200), nullable=False, server_default=""),
    Column("updated_at", UtcTime, nullable=False),
    UniqueConstraint("district", "name"),
)

old_scenes = Table(
    "old_scenes",
    metadata,
    Column("scene", String(64), primary_key=True),
    Column("area_id", ForeignKey("areas.id"), nullable=False, index=True),
    Column("until", UtcTime, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    id_column(),
    Column("company_id", ForeignKey("companies.id"), nullable=False, index=True),
    Column("name", Sealed("staff.name"), nullable=False),
    Column("phone", Sealed("staff.phone")),
    Column("phone_ix", String(40), index=True),
    Column("identity", Sealed("staff.identity")),
    Column("identity_ix", String(40), index=True),
    Column("post", String(40), nullable=False),
    Column("username", Sealed("staff.username", 60)),
    flag("administers"),
    Column("registered_at", UtcTime),
    Column("signed_in_at", UtcTime),
    Column("left_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
)

staff_areas = Table(
    "staff_areas",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("area_id", ForeignKey("areas.id"), primary_key=True, index=True),
    Column("since", UtcTime, nullable=False),
)

officers = Table(
    "officers",
    metadata,
    id_column(),
    Column("name", Sealed("officers.name"), nullable=False),
    Column("phone", Sealed("officers.phone"), nullable=False),
    Column("phone_ix", String(40), nullable=False, index=True),
    Column("district", String(40), nullable=False),
    Column("street", String(40), nullable=False, server_default=""),
    Column("left_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
)

operators = Table(
    "operators",
    metadata,
    id_column(),
    Column("name", Sealed("operators.name"), nullable=False),
    Column("phone", Sealed("operators.phone"), nullable=False),
    Column("phone_ix", String(40), nullable=False, index=True),
    Column("left_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
)
