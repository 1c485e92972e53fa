"""A door on its own, a clock that stands still, and WeChat's hand to sign with (wechatpy's code, not ours)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner
from werkzeug.test import TestResponse

from bot.messages import Answer, Inbound, Say
from core.settings import Settings
from webhooks.wechat import install

NOW = 1_714_112_445
TOKEN = "AAAAA"
APP_ID = "wxba5fad812f8e6fb9"
CURRENT = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
PREVIOUS = "A" * 43
ACCOUNT = "gh_97417a04a28d"
OPENID = "o9AgO5Kd5ggOC-bXrbNODIiE3bGY"
FINE = Say("好的")


@dataclass
class House:
    """Stands for the application: keeps what it hears, says what it was told to say, or breaks."""

    say: Say = FINE
    heard: list[Inbound] = field(default_factory=list)
    breaks: Exception | None = None

    def receive(self, inbound: Inbound) -> Answer:
        self.heard.append(inbound)
        if self.breaks:
            raise self.breaks
        return Answer(self.say, datetime.fromtimestamp(NOW, UTC))


@dataclass
class Phone:
    """Pushes to one door the way WeChat does."""

    house: House
    client: FlaskClient
    key: str = CURRENT
    clock: list[float] = field(default_factory=lambda: [float(NOW)])

    def crypto(self) -> WeChatCrypto:
        return WeChatCrypto(TOKEN, self.key, APP_ID)

    def seal(self, xml: str, nonce: str = "415670741", timestamp: str = str(NOW)) -> tuple[str, dict[str, str]]:
        """The sealed body and the query that goes with it."""
        body = self.crypto().encrypt_message(xml, nonce, timestamp)
        signature = body.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
        return body, safe_query(signature, nonce, timestamp)

    def push(self, xml: str, **how: str) -> TestResponse:
        body, query = self.seal(xml, **how)
        return self.post(body, query)

    def post(self, body: str | bytes, query: Any) -> TestResponse:
        return self.client.post("/wechat", data=body, query_string=query)

    def hear(self, xml: str) -> Inbound:
        """What the house hears of one push."""
        assert self.push(xml).status_code == 200
        return self.house.heard[-1]

    def opened(self, response: TestResponse) -> str:
        """The answer's XML, opened by wechatpy."""
        body = response.get_data(as_text=True)
        parts = {name: body.split(f"<{name}><![CDATA[")[1].split("]]>")[0] for name in ("MsgSignature", "Nonce")}
        timestamp = body.split("<TimeStamp>")[1].split("<")[0]
        return str(self.crypto().decrypt_message(body, parts["MsgSignature"], timestamp, parts["Nonce"]))


def phone(*keys: str, say: Say = FINE) -> Phone:
    """A phone and a door that knows `keys` (none: plain mode)."""
    house, clock = House(say), [float(NOW)]
    settings = Settings(
        wechat_app_id=APP_ID, wechat_token=SecretStr(TOKEN), wechat_aes_keys=tuple(map(SecretStr, keys))
    )
    app = Flask("door")
    install(app, house, settings, lambda: clock[0])
    return Phone(house, app.test_client(), keys[0] if keys else CURRENT, clock)


def safe_query(signature: str, nonce: str = "415670741", timestamp: str = str(NOW)) -> dict[str, str]:
    return {
        "signature": sign(timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": OPENID,
        "encrypt_type": "aes",
        "msg_signature": signature,
    }


def plain_query(nonce: str = "415670741", timestamp: str = str(NOW)) -> dict[str, str]:
    return {"signature": sign(timestamp, nonce), "timestamp": timestamp, "nonce": nonce, "openid": OPENID}


def sign(*parts: str) -> str:
    signer = WeChatSigner()
    signer.add_data(TOKEN, *parts)
    return str(signer.signature)


def message(kind: str, inside: str = "", created: int = NOW, number: str = "23456789012345678") -> str:
    """A push of `kind` with `inside` between what all pushes have."""
    number = f"<MsgId>{number}</MsgId>" if number else ""
    return (
        f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName><FromUserName><![CDATA[{OPENID}]]></FromUserName>"
        f"<CreateTime>{created}</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>{inside}{number}</xml>"
    )


def event(name: str, inside: str = "", created: int = NOW) -> str:
    return message("event", f"<Event><![CDATA[{name}]]></Event>{inside}", created, number="")


def words(content: str, created: int = NOW, number: str = "23456789012345678") -> str:
    return message("text", f"<Content><![CDATA[{content}]]></Content>", created, number)
