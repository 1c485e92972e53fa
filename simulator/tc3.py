"""Tencent Cloud's TC3-HMAC-SHA256: recompute a request's signature. Source: its "Signature v3" page."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime

ALGORITHM = "TC3-HMAC-SHA256"
SKEW = 5 * 60  # seconds a request's X-TC-Timestamp may be off
_AUTHORIZATION = re.compile(
    rf"{ALGORITHM} +Credential=(?P<id>[^/,]+)/(?P<date>\d{{4}}-\d\d-\d\d)/(?P<service>\w+)/tc3_request, *"
    r"SignedHeaders=(?P<signed>[^,]+), *Signature=(?P<signature>[0-9a-f]{64})"
)
_ALWAYS_SIGNED = {"content-type", "host"}


class Unsigned(ValueError):
    """The request is not signed as it must be: Tencent's `code` and a message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def check(headers: Mapping[str, str], body: bytes, service: str, secret_id: str, secret_key: str, now: float) -> None:
    """A POST to `/`; `headers` have lower-case names. Raises Unsigned."""
    given = _AUTHORIZATION.fullmatch(headers.get("authorization", "").strip())
    if given is None:
        raise Unsigned("AuthFailure.InvalidAuthorization", "The request header `Authorization` is invalid.")
    if given["id"] != secret_id:
        raise Unsigned("AuthFailure.SecretIdNotFound", "The SecretId is not found.")
    stamp, names = headers.get("x-tc-timestamp", ""), given["signed"].split(";")
    if not stamp.isdecimal() or abs(int(stamp) - now) > SKEW:
        raise Unsigned("AuthFailure.SignatureExpire", "The provided credentials have expired.")
    date = datetime.fromtimestamp(int(stamp), UTC).strftime("%Y-%m-%d")
    if not set(names) >= _ALWAYS_SIGNED or given["service"] != service or given["date"] != date:
        raise Unsigned("AuthFailure.SignatureFailure", "The scope or the signed headers are wrong.")
    request = canonical({name: headers.get(name, "") for name in names}, body)
    if not hmac.compare_digest(sign(request, stamp, date, service, secret_key), given["signature"]):
        raise Unsigned("AuthFailure.SignatureFailure", "The provided credentials could not be validated.")


def canonical(signed: Mapping[str, str], body: bytes) -> str:
    headers = sorted((name.lower(), value.strip().lower()) for name, value in signed.items())
    return "\n".join(
        (
            "POST",
            "/",
            "",
            "".join(f"{name}:{value}\n" for name, value in headers),
            ";".join(name for name, _ in headers),
            hashlib.sha256(body).hexdigest(),
        )
    )


def sign(canonical_request: str, stamp: str, date: str, service: str, secret_key: str) -> str:
    scope = f"{date}/{service}/tc3_request"
    text = f"{ALGORITHM}\n{stamp}\n{scope}\n{hashlib.sha256(canonical_request.encode()).hexdigest()}"
    key = f"TC3{secret_key}".encode()
    for part in (date, service, "tc3_request"):
        key = _hmac(key, part)
    return _hmac(key, text).hex()


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
