"""Links to a complaint's own page for the resident who filed it: signed, and good for a month. Nobody finds one by
trying (a signature of 256 bits), and what it opens is looked up anew each time."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from itsdangerous import BadSignature, URLSafeSerializer

from core.settings import Settings

LIFE = timedelta(days=30)
PATH = "/console/c/"


class Owned(NamedTuple):
    """What a link is for: the complaint, and the contact who filed it."""

    complaint_id: int
    contact_id: int


def link(settings: Settings, complaint_id: int, contact_id: int, now: datetime) -> str:
    """The address of the page, for the contact's eyes."""
    until = int((now + LIFE).timestamp())
    token = _signer(settings).dumps([complaint_id, contact_id, until])
    return f"{settings.public_url.rstrip('/')}{PATH}{token}"


def opened(settings: Settings, token: str, now: datetime) -> Owned | None:
    """What a token opens now; None for one that was never given or is over."""
    try:
        complaint_id, contact_id, until = _signer(settings).loads(token)
    except BadSignature:
        return None
    return Owned(complaint_id, contact_id) if now < datetime.fromtimestamp(until, UTC) else None


def _signer(settings: Settings) -> URLSafeSerializer:
    how = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(settings.secret_key.get_secret_value(), salt="complaint-page", signer_kwargs=how)
