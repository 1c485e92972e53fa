"""The WeChat account everybody is measured with, and its hand: sealed as WeChat seals, by wechatpy's code."""

import os
import time
from itertools import count

import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

ACCOUNT = "gh_0123456789ab"
APP_ID = "wx0123456789abcdef"
TOKEN = "benchtoken"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ENVIRONMENT = {"APP_ENV": "demo", "WECHAT_APP_ID": APP_ID, "WECHAT_TOKEN": TOKEN, "WECHAT_AES_KEYS": AES_KEY}

_CRYPTO = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
_NUMBERS = count(time.time_ns())


def openid(number: int) -> str:
    """The openid of a resident, 28 characters as WeChat's own."""
    return f"oBench{number:022}"


def text(sender: str, words: str) -> str:
    """A text message's XML."""
    return _message(sender, "text", f"<Content><![CDATA[{words}]]></Content><MsgId>{next(_NUMBERS)}</MsgId>")


def scan(sender: str, scene: str) -> str:
    """The XML of a scan by somebody who follows the account already."""
    return _message(
        sender, "event", f"<Event><![CDATA[SCAN]]></Event><EventKey><![CDATA[{scene}]]></EventKey><Ticket>t</Ticket>"
    )


def _message(sender: str, kind: str, inside: str) -> str:
    return (
        f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>{inside}</xml>"
    )


def pushed(xml: str) -> tuple[str, bytes]:
    """The query and the body that push `xml`, signed and sealed at this moment: good for 300 s."""
    nonce, timestamp = os.urandom(5).hex(), str(int(time.time()))
    body = _CRYPTO.encrypt_message(xml, nonce, timestamp).encode()
    signed = body.split(b"<MsgSignature><![CDATA[")[1].split(b"]]>")[0].decode()
    signer = WeChatSigner()
    signer.add_data(TOKEN, timestamp, nonce)
    query = f"signature={signer.signature}&timestamp={timestamp}&nonce={nonce}&encrypt_type=aes&msg_signature={signed}"
    return query, body


def request(xml: str) -> bytes:
    """The same as an HTTP request."""
    query, body = pushed(xml)
    head = f"POST /wechat?{query} HTTP/1.1\r\nHost: bot\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


def opened(answer: bytes) -> str:
    """The words of a sealed answer. Raises wechatpy's errors where seal or signature are wrong."""
    sealed = xmltodict.parse(answer)["xml"]
    xml = _CRYPTO.decrypt_message(answer, sealed["MsgSignature"], sealed["TimeStamp"], sealed["Nonce"])
    return str(xmltodict.parse(xml)["xml"]["Content"])
