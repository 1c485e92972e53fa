"""What the doors for machines share: they answer before Flask, whose dispatch costs as much as all the rest of a door
and whose error log holds the path."""

import traceback
from collections.abc import Iterable
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIEnvironment

import structlog
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wsgi import get_input_stream

LONGEST = 64 * 1024
"""Bytes of a body; the clouds' own have about one thousand."""

log = structlog.get_logger()


class Reply(NamedTuple):
    """What goes back over HTTP."""

    status: str
    body: bytes = b""
    mimetype: str = "text/plain"

    def send(self, start_response: StartResponse) -> Iterable[bytes]:
        """The reply as a WSGI application answers it."""
        kind = f"{self.mimetype}; charset=utf-8"
        start_response(self.status, [("Content-Type", kind), ("Content-Length", str(len(self.body)))])
        return [self.body]


TOO_LONG = Reply("413 REQUEST ENTITY TOO LARGE")
UNAVAILABLE = Reply("503 SERVICE UNAVAILABLE")
"""Not acknowledged, whatever it was: it shall be delivered again."""


def body(environ: WSGIEnvironment) -> bytes:
    """The request's body. Raises RequestEntityTooLarge, before reading where the length is told, and
    ClientDisconnected where it was cut."""
    found = get_input_stream(environ, max_content_length=LONGEST + 1).read()
    if len(found) > LONGEST:
        raise RequestEntityTooLarge
    return found


def report(event: str, error: Exception) -> None:
    """Where it broke and of what kind, without its words, which may hold what a person wrote."""
    where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
    log.error(event, error=type(error).__name__, where=where)
