"""Every table. `Sealed` columns are encrypted at rest; a column ending in `_ix` is a blind index."""

from core.store.tables.applications import anchors, applications, audit, data_keys, reasons
from core.store.tables.base import metadata
from core.store.tables.complaints import canned_replies, complaints, counters, handovers, media, timeline
from core.store.tables.directory import areas, companies, officers, old_scenes, operators, staff, staff_areas
from core.store.tables.downloads import downloads
from core.store.tables.mail import inbox, leases, outbox, receipts, texts, tokens
from core.store.tables.people import (
    consents,
    contact_areas,
    contacts,
    erasures,
    login_codes,
    logins,
    named,
    opt_outs,
    verifications,
    wrong_codes,
)

__all__ = [
    "anchors",
    "applications",
    "areas",
    "audit",
    "canned_replies",
    "companies",
    "complaints",
    "consents",
    "contact_areas",
    "contacts",
    "counters",
    "data_keys",
    "downloads",
    "erasures",
    "handovers",
    "inbox",
    "leases",
    "login_codes",
    "logins",
    "media",
    "metadata",
    "named",
    "officers",
    "old_scenes",
    "operators",
    "opt_outs",
    "outbox",
    "reasons",
    "receipts",
    "staff",
    "staff_areas",
    "texts",
    "timeline",
    "tokens",
    "verifications",
    "wrong_codes",
]
