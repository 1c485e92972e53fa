"""WeChat's XML to neutral messages. One table says what each kind of message and event becomes."""

import hashlib
import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from bot.messages import Consent, Inbound, Kind, Receipt
from webhooks.wechat_xml import Malformed, read

CHANNEL = "wechat"
QR_PREFIX = "qrscene_"

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_TIME = re.compile(r"[0-9]{1,10}", re.ASCII)


class Push(NamedTuple):
    """A message, and the account (原始 ID) it was sent to, which signs the answer."""

    account: str
    inbound: Inbound


def parse(xml: bytes) -> Push:
    """One push of WeChat's, decrypted. Raises Malformed where a part that every push has is missing."""
    fields = read(xml)
    account, sender, created = text(fields, "ToUserName"), text(fields, "FromUserName"), text(fields, "CreateTime")
    if not (_ID.fullmatch(account) and _ID.fullmatch(sender) and _TIME.fullmatch(created)):
        raise Malformed
    kind = text(fields, "MsgType")
    if not kind:
        raise Malformed
    sort, more = _event(fields) if kind == "event" else _message(kind, fields)
    identity = _event_identity(fields) if kind == "event" else f"{_message_id(fields, xml)}|{created}"
    inbound = Inbound(
        channel=CHANNEL,
        address=sender,
        key=key(account, sender, identity),
        kind=sort,
        sent_at=datetime.fromtimestamp(int(created), UTC),
        **more,
    )
    return Push(account, inbound)


def key(*parts: str) -> str:
    """What makes a push the same push when delivered again, as 32 hexadecimal characters."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


def text(fields: dict[str, Any], name: str) -> str:
    """A field's text, empty where it is missing. Raises Malformed where it is repeated or has children."""
    value = fields.get(name, "")
    if value.__class__ is not str:
        raise Malformed
    return value


def _message_id(fields: dict[str, Any], xml: bytes) -> str:
    """ToUser|FromUser|MsgId|CreateTime: MsgId alone has collided. Where a kind has none, the whole message."""
    return text(fields, "MsgId") or hashlib.sha256(xml).hexdigest()


def _event_identity(fields: dict[str, Any]) -> str:
    """ToUser|FromUser|CreateTime|Event|EventKey|MsgID or TemplateId: less drops real events of one second."""
    ids = [text(fields, "MsgID")] + [text(one, "MsgID") or text(one, "TemplateId") for one in _lists(fields)]
    return "|".join((text(fields, "CreateTime"), text(fields, "Event"), text(fields, "EventKey"), *ids))


Parts = dict[str, Any]
Reader = Callable[[dict[str, Any]], Parts]


def _nothing(_: dict[str, Any]) -> Parts:
    return {}


def _words(fields: dict[str, Any]) -> Parts:
    return {"text": text(fields, "Content"), "tap": text(fields, "bizmsgmenuid")}


def _media(fields: dict[str, Any]) -> Parts:
    return {"media": text(fields, "MediaId")}


def _voice(fields: dict[str, Any]) -> Parts:
    return {"media": text(fields, "MediaId"), "text": text(fields, "Recognition")}


def _location(fields: dict[str, Any]) -> Parts:
    return {"text": text(fields, "Label"), "place": _place(text(fields, "Location_X"), text(fields, "Location_Y"))}


def _place(latitude: str, longitude: str) -> tuple[float, float] | None:
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return None
    if not (math.isfinite(north) and math.isfinite(east)) or abs(north) > 90 or abs(east) > 180:
        return None
    return north, east


def _link(fields: dict[str, Any]) -> Parts:
    return {"text": "\n".join(filter(None, (text(fields, "Title"), text(fields, "Url"))))}


def _follow(fields: dict[str, Any]) -> Parts:
    """Only a scanned code has the prefix; `last_trade_no_…` says they paid somewhere."""
    scanned = text(fields, "EventKey")
    return {"scene": scanned.removeprefix(QR_PREFIX) if scanned.startswith(QR_PREFIX) else ""}


def _scan(fields: dict[str, Any]) -> Parts:
    return {"scene": text(fields, "EventKey")}


def _click(fields: dict[str, Any]) -> Parts:
    return {"tap": text(fields, "EventKey")}


def _template_receipt(fields: dict[str, Any]) -> Parts:
    status = text(fields, "Status")
    return {"receipts": (_receipt(text(fields, "MsgID"), status == "success", status),)}


def _sent(fields: dict[str, Any]) -> Parts:
    return {
        "receipts": tuple(
            _receipt(text(one, "MsgID"), text(one, "ErrorCode") == "0", text(one, "ErrorStatus"))
            for one in _lists(fields)
        )
    }


def _receipt(provider_id: str, delivered: bool, reason: str) -> Receipt:
    return Receipt(provider_id, delivered, "" if delivered else reason or "failed")


_YES = ("accept", "acceptWithAlert", "acceptWithAudio", "acceptWithForcePush")
"""How WeChat says that somebody agrees: with which sound is their own affair."""


def _consents(fields: dict[str, Any]) -> Parts:
    given = ((text(one, "TemplateId"), text(one, "SubscribeStatusString")) for one in _lists(fields))
    return {"consents": tuple(Consent(template, said in _YES) for template, said in given)}


_NESTED = ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent", "SubscribeMsgSentEvent")


def _lists(fields: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of a subscription event's List, single or repeated."""
    for name in _NESTED:
        if name in fields:
            break
    else:
        return []
    found = fields[name].get("List", []) if isinstance(fields[name], dict) else []
    entries = found if isinstance(found, list) else [found]
    if not all(isinstance(entry, dict) for entry in entries):
        raise Malformed
    return entries


MESSAGES: dict[str, tuple[Kind, Reader]] = {
    "text": (Kind.TEXT, _words),
    "image": (Kind.IMAGE, _media),
    "voice": (Kind.VOICE, _voice),
    "video": (Kind.VIDEO, _media),
    "shortvideo": (Kind.VIDEO, _media),
    "location": (Kind.LOCATION, _location),
    "link": (Kind.LINK, _link),
}

EVENTS: dict[str, tuple[Kind, Reader]] = {
    "subscribe": (Kind.FOLLOW, _follow),
    "unsubscribe": (Kind.UNFOLLOW, _nothing),
    "scan": (Kind.SCAN, _scan),
    "click": (Kind.CLICK, _click),
    "templatesendjobfinish": (Kind.RECEIPT, _template_receipt),
    "subscribe_msg_sent_event": (Kind.RECEIPT, _sent),
    "subscribe_msg_popup_event": (Kind.CONSENT, _consents),
    "subscribe_msg_change_event": (Kind.CONSENT, _consents),
}


def _message(kind: str, fields: dict[str, Any]) -> tuple[Kind, Parts]:
    sort, reader = MESSAGES.get(kind, (Kind.OTHER, _nothing))
    return sort, reader(fields)


def _event(fields: dict[str, Any]) -> tuple[Kind, Parts]:
    sort, reader = EVENTS.get(text(fields, "Event").lower(), (Kind.SILENT, _nothing))
    return sort, reader(fields)
