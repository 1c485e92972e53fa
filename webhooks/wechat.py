"""The door for WeChat: verify, decrypt, parse, answer. It decides nothing.

Pushes are answered before Flask sees them.

Whatever is wrong with a request, the answer is one and the same 403 (413 where it is too long), so that it
teaches nothing; what failed on our side is a 503, upon which WeChat delivers again.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response, request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from bot.messages import Answer, Inbound, Kind
from core.settings import Settings
from webhooks.wechat_crypto import Envelope, same
from webhooks.wechat_parse import Push, parse, text
from webhooks.wechat_query import Query, Used, read_query
from webhooks.wechat_render import reply
from webhooks.wechat_xml import Malformed, read
from webhooks.wsgi import TOO_LONG, UNAVAILABLE, Reply, body, report


class House(Protocol):
    """What the door needs of the application."""

    def receive(self, inbound: Inbound) -> Answer: ...


SILENCE = Reply("200 OK", b"success")
"""WeChat shows nothing and does not ask again. It is never sealed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A push, and the number of the key its answer is sealed with; None where it came in plain."""

    push: Push
    key: int | None


def install(app: Flask, house: House, settings: Settings, clock: Callable[[], float] = time.time) -> None:
    """`GET|POST /wechat` for one account. `clock` gives seconds since 1970."""
    door, others = Door(house, settings, clock), app.wsgi_app
    app.add_url_rule("/wechat", "wechat", door.verify, methods=["GET"])

    def wsgi_app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or environ["PATH_INFO"] != "/wechat":
            return others(environ, start_response)
        return door.push(environ).send(start_response)

    app.wsgi_app = wsgi_app  # type: ignore[method-assign]


class Door:
    """Everything about the account worked out once; shared by threads."""

    def __init__(self, house: House, settings: Settings, clock: Callable[[], float]) -> None:
        keys = [key.get_secret_value() for key in settings.wechat_aes_keys]
        self._house = house
        self._envelope = Envelope(settings.wechat_app_id, settings.wechat_token.get_secret_value(), keys)
        self._safe = bool(keys)
        self._used = Used()
        self._clock = clock

    def verify(self) -> Response:
        """WeChat asks once, when the address is set: the echo shows that we know the token."""
        try:
            query = read_query(request.environ.get("QUERY_STRING", ""), self._clock())
            if not same(query.signature, self._envelope.sign(query.timestamp, query.nonce)):
                raise Malformed
        except Malformed:
            return Response(status=403)
        return Response(query.echo, mimetype="text/plain")

    def push(self, environ: WSGIEnvironment) -> Reply:
        """One message or event in, its answer out."""
        now = self._clock()
        try:
            query = read_query(environ.get("QUERY_STRING", ""), now)
            opened = self._open(query, _body(environ), now)
        except Malformed:
            return Reply("403 FORBIDDEN")
        except RequestEntityTooLarge:
            return TOO_LONG
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
        return Reply("200 OK", xml, "text/xml")

    def _open(self, query: Query, body: bytes, now: float) -> Opened:
        """Raises Malformed unless WeChat sent it. With keys, only what was sealed is believed."""
        if not self._safe:
            if query.encrypted:
                raise Malformed
            self._check(query.signature, self._envelope.sign(query.timestamp, query.nonce), query, body, now)
            return Opened(parse(body), None)
        if not query.encrypted:
            raise Malformed
        secret = text(read(body), "Encrypt")
        if not secret:
            raise Malformed
        expected = self._envelope.sign(query.timestamp, query.nonce, secret)
        self._check(query.msg_signature, expected, query, body, now)
        sealed = self._envelope.open(secret)
        return Opened(parse(sealed.xml), sealed.key)

    def _check(self, given: str, expected: str, query: Query, body: bytes, now: float) -> None:
        """The signature is right, and was not used for other bytes before."""
        if not same(given, expected) or not self._used.admit(expected, query, body, now):
            raise Malformed


def _body(environ: WSGIEnvironment) -> bytes:
    try:
        return body(environ)
    except ClientDisconnected as error:
        raise Malformed from error
