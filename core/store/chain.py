"""What ties a complaint to its timeline: each line to the one before it, and the complaint's row to the last line.

All of it is made with INDEX_KEY, which is not in the database: whoever edits, adds, removes or reorders lines there, or
edits the complaint beside them, cannot make what belongs to it. Words are chained by their digest, so that they can be
masked or forgotten and the chain still holds. Contacts are left out: people join channels, and may be forgotten.
"""

import json
from datetime import datetime
from typing import Any

from core.complaint import Complaint, Entry
from core.store.cipher import Cipher
from core.store.types import utc_text

_LEFT_OUT = ("id", "contact_id")
_WHOLE = tuple(name for name in Complaint.__dataclass_fields__ if name not in _LEFT_OUT)


def digest(cipher: Cipher, number: str, words: str) -> str:
    """What the words of a line of the complaint of this number are chained by."""
    return cipher.index(f"{number}\0{words}", "timeline.text")


def masked(cipher: Cipher, digested: str, words: str) -> str:
    """What shows that `words` stand there by right instead of those that were `digested`."""
    return cipher.index(packed([digested, words]), "timeline.masked")


def extended(cipher: Cipher, complaint: Complaint, entry: Entry, digested: str) -> str:
    """Add a line to the complaint's count and head; the new head."""
    complaint.lines += 1
    complaint.head = cipher.index(packed(_said(complaint, entry, digested)), "timeline.chained")
    return complaint.head


def whole(cipher: Cipher, complaint: Complaint) -> str:
    """What belongs to a complaint as it is, its count and head included."""
    return cipher.index(packed([getattr(complaint, name) for name in _WHOLE]), "complaints.whole")


def packed(value: Any) -> str:
    """The same text for equal values, however the database gives them back."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _said(complaint: Complaint, entry: Entry, digested: str) -> list[Any]:
    where = [complaint.head, complaint.number, complaint.lines]
    who = [entry.who, entry.channel, entry.staff_id, entry.officer_id]
    return [*where, entry.at, entry.act, *who, entry.state, entry.round, digested, entry.details]


def _plain(value: Any) -> str:
    return utc_text(value) if isinstance(value, datetime) else value.name
