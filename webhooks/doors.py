"""Doors for machines: they answer before Flask, whose dispatch costs as much as all the rest of a door and whose error
log holds the path.

A door is a function of a request's first line. It answers at once, or returns what answers when the whole body is
there: nobody's body is waited for before it is known that they may come in.
"""

import traceback
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIEnvironment

import structlog
from flask import Flask
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.wsgi import get_input_stream

LONGEST = 64 * 1024
"""Bytes of a body; the clouds' own have about one thousand."""

log = structlog.get_logger()


class Asked(NamedTuple):
    """A request's first line; `path` is decoded, `query` is as it came."""

    method: str
    path: str
    query: str


class Reply(NamedTuple):
    """What goes back over HTTP."""

    status: int
    body: bytes = b""
    mimetype: str = "text/plain"

    @property
    def headers(self) -> list[tuple[str, str]]:
        """All that are ours to say."""
        return [("Content-Type", f"{self.mimetype}; charset=utf-8"), ("Content-Length", str(len(self.body)))]

    def send(self, start_response: StartResponse) -> Iterable[bytes]:
        """The reply as a WSGI application answers it."""
        start_response(f"{self.status} {HTTPStatus(self.status).phrase.upper()}", self.headers)
        return [self.body]


Rest = Callable[[bytes], Reply]
"""Answers when the body is there; may take its time."""
Door = Callable[[Asked], Reply | Rest]

NOT_ALLOWED = Reply(405)
CUT, TOO_LONG = Reply(400), Reply(413)
UNAVAILABLE = Reply(503)
"""Not acknowledged, whatever it was: it shall be delivered again."""


def put(app: Flask, place: str, door: Door) -> None:
    """A door at `place`: a whole path, or the first part of many where it ends in a slash."""
    doors = app.extensions.setdefault("mashangban.doors", {})
    if not doors:
        app.wsgi_app = _before(app.wsgi_app, doors)  # type: ignore[method-assign]
    doors[place] = door


def door_at(app: Flask, path: str) -> Door | None:
    """The door that is to answer there, if any is."""
    return _at(app.extensions.get("mashangban.doors", {}), path)


def _at(doors: dict[str, Door], path: str) -> Door | None:
    return doors.get(path) or doors.get(path[: path.find("/", 1) + 1])


def _before(others: Callable[..., Iterable[bytes]], doors: dict[str, Door]) -> Callable[..., Iterable[bytes]]:
    def wsgi_app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
        door = _at(doors, path)
        if door is None:
            return others(environ, start_response)
        found = door(Asked(environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", "")))
        return (found if isinstance(found, Reply) else _with_body(found, environ)).send(start_response)

    return wsgi_app


def _with_body(rest: Rest, environ: WSGIEnvironment) -> Reply:
    try:
        body = get_input_stream(environ, max_content_length=LONGEST + 1).read()
    except RequestEntityTooLarge:
        return TOO_LONG
    except ClientDisconnected:
        return CUT
    return TOO_LONG if len(body) > LONGEST else rest(body)


def report(event: str, error: Exception) -> None:
    """Where it broke and of what kind, without its words, which may hold what a person wrote."""
    where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
    log.error(event, error=type(error).__name__, where=where)
