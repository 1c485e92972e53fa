"""The query of WeChat's requests: who signed, when, and whether those bytes came before."""

import hashlib
import re
import threading
from typing import NamedTuple
from urllib.parse import parse_qsl

from webhooks.wechat_xml import Malformed

WINDOW = 300
"""Seconds a request's timestamp may lie before or after our clock."""

MEMORY = 2 * WINDOW
"""Seconds a signature can be used: a timestamp from the future is good for that long."""

CAPACITY = 50_000
"""Signatures kept at most in each of two generations, about 10 MB."""

_TIMESTAMP = re.compile("[0-9]{10}", re.ASCII)
_NONCE = re.compile("[A-Za-z0-9]{1,64}", re.ASCII)
_MANY = 20


class Query(NamedTuple):
    """What WeChat says beside the body. Timestamp and nonce are checked for form and age; no signature is."""

    timestamp: str
    nonce: str
    signature: str
    msg_signature: str
    encrypted: bool
    echo: str


def read_query(raw: str, now: float) -> Query:
    """Raises Malformed where a parameter is repeated, badly formed or too old. `now`: seconds since 1970."""
    pairs = _pairs(raw)
    given = dict(pairs)
    if len(given) != len(pairs):
        raise Malformed
    timestamp, nonce = given.get("timestamp", ""), given.get("nonce", "")
    if not _TIMESTAMP.fullmatch(timestamp) or not _NONCE.fullmatch(nonce):
        raise Malformed
    if abs(int(timestamp) - now) > WINDOW:
        raise Malformed
    return Query(
        timestamp,
        nonce,
        given.get("signature", ""),
        given.get("msg_signature", ""),
        _is_encrypted(given.get("encrypt_type", "raw")),
        given.get("echostr", ""),
    )


def _pairs(raw: str) -> list[tuple[str, str]]:
    """Names and values. WeChat's own need no decoding, which saves most of the time."""
    if "%" not in raw and "+" not in raw:
        return [(name, value) for name, _, value in (part.partition("=") for part in raw.split("&", _MANY))]
    try:
        return parse_qsl(raw, keep_blank_values=True, max_num_fields=_MANY, errors="strict")
    except ValueError as error:
        raise Malformed from error


def _is_encrypted(encrypt_type: str) -> bool:
    if encrypt_type not in ("aes", "raw"):
        raise Malformed
    return encrypt_type == "aes"


class Used:
    """The signatures of the last ten minutes with a digest of what they came with; two generations, O(1).

    Lives in one process: the inbox, which every process shares, is what makes repeats harmless. This one keeps
    a signature seen on the wire from carrying other words.
    """

    def __init__(self) -> None:
        self._new: dict[str, bytes] = {}
        self._old: dict[str, bytes] = {}
        self._turned = 0.0
        self._lock = threading.Lock()

    def admit(self, signature: str, query: Query, body: bytes, now: float) -> bool:
        """Whether the signature is new, or came with these very bytes before, which is WeChat's own retry."""
        seen = hashlib.blake2b(f"{query.timestamp} {query.nonce} ".encode() + body, digest_size=16).digest()
        with self._lock:
            if now - self._turned > MEMORY or len(self._new) >= CAPACITY:
                self._old = self._new if now - self._turned <= 2 * MEMORY else {}
                self._new, self._turned = {}, now
            first = self._old.get(signature) or self._new.setdefault(signature, seen)
        return first == seen
