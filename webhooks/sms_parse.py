"""The gateways' callbacks as neutral receipts and messages: one reader for each kind of item, in one table.

Neither gateway signs what it posts; whatever is not as documented is left out, never guessed at.
"""

import hmac
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from bot.messages import Inbound, Kind, Receipt
from core.clocks import SHANGHAI
from core.identity import mobile

CHANNEL = "sms"

_IDENTITY = re.compile(r"\d{1,40}", re.ASCII)
_REASON = re.compile(r"[^\w:.-]+", re.ASCII)


class Malformed(ValueError):
    """What came in is not what the gateway sends. Carries no text: rejected bodies are never logged."""


class NotAPhone(ValueError):
    """Of a message from, or a text to, what is no Chinese mobile number: nobody of ours."""


class Reading(NamedTuple):
    """What an item is read with: a keyed digest, so that no key tells a phone, and the time of reading."""

    digest: Callable[[str], str]
    now: datetime


def reading(index_key: str, now: datetime) -> Reading:
    """A reading at `now`, its digests keyed by INDEX_KEY."""
    secret = index_key.encode()
    return Reading(lambda text: hmac.new(secret, text.encode(errors="replace"), "sha256").hexdigest()[:40], now)


def items(body: bytes) -> list[Mapping[str, Any]]:
    """The objects of a callback, which is an array of them or a single one. Raises Malformed."""
    try:
        found = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    listed = found if isinstance(found, list) else [found]
    if not all(isinstance(one, dict) for one in listed):
        raise Malformed
    return listed


def aliyun_report(item: Mapping[str, Any], _: Reading) -> Receipt:
    """SmsReport."""
    arrived = item.get("success")
    if arrived not in (True, False, "true", "false"):
        raise Malformed
    delivered = arrived in (True, "true")
    ours = _text(item, "biz_id"), _text(item, "out_id"), _text(item, "phone_number")
    return _receipt(*ours, delivered, _text(item, "err_code"))


def tencent_status(item: Mapping[str, Any], _: Reading) -> Receipt:
    """The status callback; `ext` is the SessionContext of our request."""
    status = _text(item, "report_status")
    if status not in ("SUCCESS", "FAIL"):
        raise Malformed
    number = _with_country(_text(item, "nationcode"), _text(item, "mobile"))
    return _receipt(_text(item, "sid"), _text(item, "ext"), number, status == "SUCCESS", _text(item, "errmsg"))


def aliyun_up(item: Mapping[str, Any], read: Reading) -> Inbound:
    """SmsUp. It is known again by its sequence_id and the phone."""
    parts = [_text(item, name) for name in ("phone_number", "dest_code", "content", "send_time")]
    number, _, text, sent_at = parts
    sequence_id = _text(item, "sequence_id")
    known = [number, sequence_id] if _IDENTITY.fullmatch(sequence_id) else parts
    return _message(f"aliyun:{read.digest(json.dumps(known))}", number, text, _local(sent_at, read.now))


def tencent_reply(item: Mapping[str, Any], read: Reading) -> Inbound:
    """The reply callback. It has no id of its own: all it says is what it is known by."""
    parts = [_text(item, name) for name in ("nationcode", "mobile", "sign", "extend", "text", "time")]
    code, number, *_, text, time = parts
    phone = _with_country(code, number)
    return _message(f"tencent:{read.digest(json.dumps(parts))}", phone, text, _epoch(time, read.now))


def _with_country(code: str, number: str) -> str:
    return f"+{code}{number}" if code and number and not number.startswith("+") else number


def _receipt(provider_id: str, key: str, number: str, delivered: bool, reason: str) -> Receipt:
    if not provider_id or len(provider_id) > 80 or not number:
        raise Malformed
    why = "" if delivered else _REASON.sub("_", reason)[:40] or "undelivered"
    return Receipt(provider_id, delivered, why, key[:80], _phone(number))


def _phone(number: str) -> str:
    phone = mobile(number) if number.isascii() else None
    if phone is None:
        raise NotAPhone
    return phone


def _message(key: str, number: str, text: str, sent_at: datetime) -> Inbound:
    if not number or not text:
        raise Malformed
    return Inbound(channel=CHANNEL, address=_phone(number), key=key, kind=Kind.TEXT, sent_at=sent_at, text=text)


def _text(item: Mapping[str, Any], name: str) -> str:
    """A field as text, empty where it is missing. Raises Malformed for what is neither text nor a whole number."""
    value = item.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Malformed
    return str(value)


def _local(text: str, otherwise: datetime) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI).astimezone(UTC)
    except ValueError:
        return otherwise


def _epoch(text: str, otherwise: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        return _local(text, otherwise)


class Kept(NamedTuple):
    """One address of a gateway's: how its items are read, and the very answer the gateway wants."""

    gateway: str
    kind: str
    read: Callable[[Mapping[str, Any], Reading], Receipt | Inbound]
    answer: bytes


ALIYUN_OK = '{"code":0,"msg":"成功"}'.encode()
TENCENT_OK = b'{"result":0,"errmsg":"OK"}'

ADDRESSES = {
    ("aliyun", "report"): Kept("aliyun", "receipt", aliyun_report, ALIYUN_OK),
    ("aliyun", "up"): Kept("aliyun", "message", aliyun_up, ALIYUN_OK),
    ("tencent", "status"): Kept("tencent", "receipt", tencent_status, TENCENT_OK),
    ("tencent", "reply"): Kept("tencent", "message", tencent_reply, TENCENT_OK),
}
"""`/sms/<gateway>/<secret>/<last>`."""
