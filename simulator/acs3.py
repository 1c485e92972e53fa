"""Alibaba Cloud's ACS3-HMAC-SHA256: recompute a request's signature. Source: its "V3 request and signature" page."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote

ALGORITHM = "ACS3-HMAC-SHA256"
_AUTHORIZATION = re.compile(
    rf"{ALGORITHM} +Credential=(?P<id>[^,]+), *SignedHeaders=(?P<signed>[^,]+), "
    r"*Signature=(?P<signature>[0-9a-f]{64})"
)
_ALWAYS_SIGNED = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"}


class Unsigned(ValueError):
    """The request is not signed as it must be: Alibaba's `code` and a message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def check(
    method: str, path: str, query: str, headers: Mapping[str, str], body: bytes, key_id: str, key_secret: str
) -> None:
    """`query` is the raw query string, `headers` have lower-case names. Raises Unsigned."""
    given = _AUTHORIZATION.fullmatch(headers.get("authorization", "").strip())
    if given is None:
        raise Unsigned("IncompleteSignature", "The request signature does not conform to Aliyun standards.")
    if given["id"] != key_id:
        raise Unsigned("InvalidAccessKeyId.NotFound", "Specified access key is not found.")
    names = given["signed"].split(";")
    payload = hashlib.sha256(body).hexdigest()
    if not set(names) >= _ALWAYS_SIGNED or headers.get("x-acs-content-sha256") != payload:
        raise Unsigned("IncompleteSignature", "A header that must be signed is not, or the body's hash is wrong.")
    request = canonical(method, path, query, {name: headers.get(name, "") for name in names}, payload)
    if not hmac.compare_digest(sign(request, key_secret), given["signature"]):
        raise Unsigned("SignatureDoesNotMatch", "Specified signature is not matched with our calculation.")


def canonical(method: str, path: str, query: str, signed: Mapping[str, str], payload: str) -> str:
    pairs = sorted((_escape(name), _escape(value)) for name, value in parse_qsl(query, keep_blank_values=True))
    headers = sorted((name.lower(), value.strip()) for name, value in signed.items())
    return "\n".join(
        (
            method,
            path,
            "&".join(f"{name}={value}" for name, value in pairs),
            "".join(f"{name}:{value}\n" for name, value in headers),
            ";".join(name for name, _ in headers),
            payload,
        )
    )


def sign(canonical_request: str, key_secret: str) -> str:
    digest = hashlib.sha256(canonical_request.encode()).hexdigest()
    return hmac.new(key_secret.encode(), f"{ALGORITHM}\n{digest}".encode(), hashlib.sha256).hexdigest()


def _escape(text: str) -> str:
    return quote(text, safe="~")
