"""Judge and read what the bot answered to a push, as strictly as WeChat does."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote
from xml.parsers.expat import ExpatError

import xmltodict

from simulator import crypto
from simulator.config import Config

TEXT_LIMIT = 2048  # bytes of UTF-8
OUT_OF_ORDER = "该公众号提供的服务出现故障，请稍后再试"
_LINK = re.compile(r"""<a\s[^>]*?href\s*=\s*(["'])(?P<href>.*?)\1[^>]*>(?P<label>.*?)</a>""", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What the person sees in answer to a push.

    `kind` is none, text, image or news. `problem` says why WeChat would show its own fault line instead; `tries`
    is how many deliveries it took, `seconds` how long in all. `agreed` is False when copies of one delivery were
    answered differently.
    """

    kind: str = "none"
    text: str = ""
    media_id: str = ""
    articles: tuple[Mapping[str, str], ...] = ()
    problem: str = ""
    tries: int = 1
    seconds: float = 0.0
    agreed: bool = True
    inner: bytes = b""


class BadReply(ValueError):
    """The answer is none WeChat takes; the text says why."""


def read(config: Config, body: bytes, openid: str, key: str = "") -> Answer:
    """Open one HTTP 200 body; `key` is the EncodingAESKey the push was sealed with, or empty. Raises BadReply."""
    if body.strip() in (b"", b"success"):
        return Answer(inner=body.strip())
    inner = _unseal(config, body, key) if key else body
    return _shown(_xml(inner), openid, config.account, inner)


def parts(text: str) -> list[dict[str, str]]:
    """A text with its links as pieces to show: `{"text"}`, `{"text", "tap", "label"}` or `{"text", "href"}`."""
    pieces, at = [], 0
    for match in _LINK.finditer(text):
        pieces.append({"text": text[at : match.start()]})
        pieces.append(_piece(match["label"], match["href"].replace("&amp;", "&").strip()))
        at = match.end()
    pieces.append({"text": text[at:]})
    return [piece for piece in pieces if piece["text"]]


def _piece(label: str, href: str) -> dict[str, str]:
    if not href.lower().startswith("weixin://bizmsgmenu?"):
        return {"text": label, "href": href}
    query = parse_qs(href.partition("?")[2], keep_blank_values=True)
    content = unquote(query.get("msgmenucontent", [""])[0])
    return {"text": label, "tap": unquote(query.get("msgmenuid", [""])[0]), "label": content or label}


def _unseal(config: Config, body: bytes, key: str) -> bytes:
    sealed = _xml(body)
    try:
        encrypt, signature = sealed["Encrypt"], sealed["MsgSignature"]
        stamp, nonce = sealed["TimeStamp"], sealed["Nonce"]
    except KeyError as missing:
        raise BadReply(f"the sealed answer lacks {missing}") from None
    if not crypto.verify(signature or "", config.token, stamp or "", nonce or "", encrypt or ""):
        raise BadReply("the answer's MsgSignature does not fit")
    try:
        return crypto.decrypt(key, config.app_id, encrypt)
    except crypto.Refused as error:
        raise BadReply(str(error)) from None


def _xml(body: bytes) -> dict[str, Any]:
    try:
        json.loads(body)
    except ValueError:
        pass
    else:
        raise BadReply("the answer is JSON, WeChat takes XML")
    try:
        root = xmltodict.parse(body).get("xml")
    except (ExpatError, ValueError, UnicodeDecodeError) as error:
        raise BadReply(f"the answer is not XML: {error}") from None
    if not isinstance(root, dict):
        raise BadReply("the answer has no <xml> element")
    return root


def _shown(fields: dict[str, Any], openid: str, account: str, inner: bytes) -> Answer:
    if fields.get("ToUserName") != openid or fields.get("FromUserName") != account:
        raise BadReply("the answer is addressed to another person or from another account")
    if not str(fields.get("CreateTime") or "").isdigit():
        raise BadReply("the answer's CreateTime is no number")
    match fields.get("MsgType"):
        case "text":
            return Answer("text", text=_words(fields.get("Content")), inner=inner)
        case "image":
            return Answer("image", media_id=_media_id(fields.get("Image")), inner=inner)
        case "news":
            return Answer("news", articles=_articles(fields), inner=inner)
        case other:
            raise BadReply(f"an answer of type {other} is not played here")


def _words(content: Any) -> str:
    if not isinstance(content, str) or not content:
        raise BadReply("the answer's Content is empty")
    if len(content.encode()) > TEXT_LIMIT:
        raise BadReply(f"the answer has {len(content.encode())} bytes, WeChat takes {TEXT_LIMIT}")
    return content


def _media_id(node: Any) -> str:
    if not isinstance(node, dict) or not node.get("MediaId"):
        raise BadReply("the answer's Image has no MediaId")
    return str(node["MediaId"])


def _articles(fields: dict[str, Any]) -> tuple[Mapping[str, str], ...]:
    """One article only is shown in answer to a message (WeChat, passive replies)."""
    items = (fields.get("Articles") or {}).get("item") or []
    first = items[0] if isinstance(items, list) and items else items
    if not isinstance(first, dict):
        raise BadReply("the news answer has no article")
    return ({name.lower(): str(value or "") for name, value in first.items()},)
