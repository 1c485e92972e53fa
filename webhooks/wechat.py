"""The door for WeChat: verify, decrypt, parse, answer. It decides nothing.

Whatever is wrong with a request, the answer is one and the same 403 (413 where it is too long), so that it
teaches nothing; what failed on our side is a 503, upon which WeChat delivers again.
"""

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from bot.messages import Answer, Inbound, Kind
from core.settings import Settings
from webhooks.wechat_crypto import Envelope, same
from webhooks.wechat_parse import Push, parse, text
from webhooks.wechat_query import Query, Used, read_query
from webhooks.wechat_render import reply
from webhooks.wechat_xml import Malformed, read

LONGEST = 64 * 1024
"""Bytes of a body; WeChat's own have about one thousand."""

log = structlog.get_logger()


class House(Protocol):
    """What the door needs of the application, found as `app.extensions["mashangban"]`."""

    def receive(self, inbound: Inbound) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """A push, and the number of the key its answer is sealed with; None where it came in plain."""

    push: Push
    key: int | None


def blueprint(settings: Settings, clock: Callable[[], float] = time.time) -> Blueprint:
    """`GET|POST /wechat` for one account. `clock` gives seconds since 1970."""
    door = Door(settings, clock)
    routes = Blueprint("wechat", __name__)
    routes.add_url_rule("/wechat", "verify", door.verify, methods=["GET"])
    routes.add_url_rule("/wechat", "push", door.push, methods=["POST"])
    return routes


class Door:
    """Everything about the account worked out once; shared by threads."""

    def __init__(self, settings: Settings, clock: Callable[[], float]) -> None:
        keys = [key.get_secret_value() for key in settings.wechat_aes_keys]
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
            return _refused()
        return Response(query.echo, mimetype="text/plain")

    def push(self) -> Response:
        """One message or event in, its answer out."""
        now = self._clock()
        try:
            query = read_query(request.environ.get("QUERY_STRING", ""), now)
            opened = self._open(query, _body(), now)
        except Malformed:
            return _refused()
        except RequestEntityTooLarge:
            return Response(status=413)
        inbound = opened.push.inbound
        if inbound.kind is Kind.SILENT:
            return _silence()
        try:
            answer: Answer = current_app.extensions["mashangban"].receive(inbound)
        except Exception as error:  # not acknowledged, whatever it was: WeChat shall deliver again
            _report(error)
            return Response(status=503)
        if not answer.say.text:
            return _silence()
        xml = reply(answer.say, inbound.address, opened.push.account, answer.at)
        if opened.key is not None:
            xml = self._envelope.seal(xml, opened.key, str(int(now)), query.nonce)
        return Response(xml, mimetype="text/xml")

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


def _body() -> bytes:
    """Raises RequestEntityTooLarge, before reading where the length is told, and Malformed where it was cut."""
    request.max_content_length = LONGEST + 1
    try:
        body = request.get_data(cache=False)
    except ClientDisconnected as error:
        raise Malformed from error
    if len(body) > LONGEST:
        raise RequestEntityTooLarge
    return body


def _refused() -> Response:
    return Response(status=403)


def _silence() -> Response:
    """WeChat shows nothing and does not ask again. It is never sealed."""
    return Response("success", mimetype="text/plain")


def _report(error: Exception) -> None:
    """Where it broke and of what kind, without its words, which may hold what a person wrote."""
    where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
    log.error("wechat_push_failed", error=type(error).__name__, where=where)
