"""Words made safe for WeChat's chat: no tags but ours, no characters XML forbids, no more bytes than fit."""

import re

LIMIT = 2048
"""UTF-8 bytes of one text message, passive or customer-service."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile("<|&(?=lt;|#)", re.IGNORECASE)
_WIDE = {"<": "＜", "&": "＆"}


def clean(text: str) -> str:
    """`text` as people may read it: a `<` becomes full-width, so that nobody's words turn into a link."""
    return _TAG.sub(lambda found: _WIDE[found[0]], _FORBIDDEN.sub("", text))


def shorten(text: str, limit: int = LIMIT) -> str:
    """`text` in at most `limit` UTF-8 bytes, ending in … where it was cut."""
    raw = text.encode()
    if len(raw) <= limit:
        return text
    return raw[: max(limit - len("…".encode()), 0)].decode(errors="ignore").rstrip() + "…"
