"""The door for WeChat: verify, decrypt, parse, answer. It decides nothing.

The query is signed on its own, and looked at before the body is read. In safe mode that signature lets nobody in: it
only keeps strangers from having us wait for their body, which has a signature of its own.

Whatever is wrong with a request, the answer is one and the same 403, so that it teaches nothing; what failed on our
side is a 503, upon which WeChat delivers again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from flask import Flask

from bot.messages import Answer, Inbound, Kind
from core.settings import Settings
from core.watch import refused
from webhooks.doors import NOT_ALLOWED, UNAVAILABLE, Asked, Reply, Rest, put, report
from webhooks.wechat_crypto import Envelope, same
from webhooks.wechat_parse import Push, parse, text
from webhooks.wechat_query import Query, Used, read_query
from webhooks.wechat_render import reply
from webhooks.wechat_xml import Malformed, read


class House(Protocol):
    """What the door needs of the application."""

    def receive(self, inbound: Inbound) -> Answer: ...


SILENCE = Reply(200, b"success")
"""WeChat shows nothing and does not ask again. It is never sealed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A push, and the number of the key its answer is sealed with; None where it came in plain."""

    push: Push
    key: int | None


def install(app: Flask, house: House, settings: Settings, clock: Callable[[], float] = time.time) -> None:
    """`GET|POST /wechat` for one account. `clock` gives seconds since 1970."""
    put(app, "/wechat", Door(house, settings, clock))


class Door:
    """Everything about the account worked out once; shared by threads."""

    def __init__(self, house: House, settings: Settings, clock: Callable[[], float]) -> None:
        keys = [key.get_secret_value() for key in settings.wechat_aes_keys]
        self._house = house
        self._envelope = Envelope(settings.wechat_app_id, settings.wechat_token.get_secret_value(), keys)
        self._safe = bool(keys)
        self._used = Used()
        self._clock = clock

    def __call__(self, asked: Asked) -> Reply | Rest:
        """WeChat asks by GET once, when the address is set: the echo shows that we know the token. What it pushes is
        answered with the body."""
        if asked.method not in ("GET", "HEAD", "POST"):
            return NOT_ALLOWED
        try:
            query = read_query(asked.query, self._clock())
            if not same(query.signature, self._envelope.sign(query.timestamp, query.nonce)):
                raise Malformed
            if asked.method == "POST" and query.encrypted != self._safe:
                raise Malformed
        except Malformed:
            return _forbidden("query")
        return partial(self._push, query) if asked.method == "POST" else Reply(200, query.echo.encode())

    def _push(self, query: Query, body: bytes) -> Reply:
        """One message or event in, its answer out."""
        now = self._clock()
        try:
            opened = self._open(query, body, now)
        except Malformed:
            return _forbidden("body")
        inbound = opened.push.inbound
        if inbound.kind is Kind.SILENT:
            return SILENCE
        try:
            answer = self._house.receive(inbound)
        except Exception as error:
            report("wechat_push_failed", error)
            return UNAVAILABLE
        if not answer.say.text:
            return SILENCE
        xml = reply(answer.say, inbound.address, opened.push.account, answer.at)
        if opened.key is not None:
            xml = self._envelope.seal(xml, opened.key, str(int(now)), query.nonce)
        return Reply(200, xml, "text/xml")

    def _open(self, query: Query, body: bytes, now: float) -> Opened:
        """Raises Malformed unless WeChat sent it. With keys, only what was sealed is believed."""
        if not self._safe:
            self._admit(query.signature, query, body, now)
            return Opened(parse(body), None)
        secret = text(read(body), "Encrypt")
        if not secret:
            raise Malformed
        expected = self._envelope.sign(query.timestamp, query.nonce, secret)
        if not same(query.msg_signature, expected):
            raise Malformed
        self._admit(expected, query, body, now)
        sealed = self._envelope.open(secret)
        return Opened(parse(sealed.xml), sealed.key)

    def _admit(self, signature: str, query: Query, body: bytes, now: float) -> None:
        """The signature was not used for other bytes before."""
        if not self._used.admit(signature, query, body, now):
            raise Malformed


def _forbidden(at: str) -> Reply:
    refused("push_signature", at=at)
    return Reply(403)
