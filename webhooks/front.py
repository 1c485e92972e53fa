"""The web's front: a request takes a thread when the whole of it is there, and gives the thread back before its answer
is on the way. So whoever sends a body, or reads an answer, byte by byte holds nothing but their own connection, and
not for long.

Machines and people have threads of their own: a page that takes its time never makes WeChat wait.
"""

import asyncio
import sys
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from io import BytesIO
from typing import Any, NamedTuple
from wsgiref.types import WSGIEnvironment

from flask import Flask
from granian.rsgi import HTTPProtocol, ProtocolClosed, Scope
from werkzeug.wrappers import Response

from bot.wiring import House
from console import words
from console.pages.base import PREFIX
from core.watch import refused
from webhooks import create_app
from webhooks.doors import LONGEST, Asked, Reply, door_at, report

FAILED = Reply(500)


class Page(NamedTuple):
    """Flask's answer."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


Answer = Reply | Page


class Refused(Exception):
    """Nothing is done for this request; `reply` says so."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply


class Lane(NamedTuple):
    """How one kind of request is treated. `longest`: bytes of a body; `seconds` until it has arrived; `most`: requests
    under way at the same time; whatever is more is told so, by its HTTP status."""

    name: str
    longest: int
    seconds: float
    most: int
    told: Callable[[int], Reply]


def in_words(status: int) -> Reply:
    """What people are told."""
    return Reply(status, "。".join(words.ERRORS[status]).encode())


MACHINES = Lane("machines", LONGEST, 5, 512, Reply)
PEOPLE = Lane("people", 4 * LONGEST, 15, 128, in_words)
MOST_PARTS = 1024
"""Of a body whose length is not told; a body of single bytes would keep the event loop busy."""


class Threads:
    """Those of one lane; asked by the event loop alone."""

    def __init__(self, lane: Lane, threads: int) -> None:
        self._lane, self._under_way = lane, 0
        self._pool = ThreadPoolExecutor(threads, lane.name)

    @contextmanager
    def place(self) -> Iterator[None]:
        """While a request is under way. Raises Refused where there are too many."""
        if self._under_way >= self._lane.most:
            raise self._refused("crowd", 503)
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1

    async def body(self, scope: Scope, proto: HTTPProtocol) -> bytes:
        """The whole of it. Raises Refused where it is too long or too slow, ProtocolClosed where it was cut."""
        try:
            async with asyncio.timeout(self._lane.seconds):
                body = await self._read(scope, proto)
        except TimeoutError:
            raise self._refused("slow_body", 408) from None
        if body is None:
            raise self._refused("long_body", 413)
        return body

    async def run(self, work: Callable[..., Answer], given: Any) -> Answer:
        """Do it in one of the threads: `run_in_executor` without what makes it cost a tenth of a message."""
        done: Future[Answer] = asyncio.get_running_loop().create_future()
        self._pool.submit(_work, done, work, given)
        return await done

    def close(self) -> None:
        """Let what has begun come to its end."""
        self._pool.shutdown()

    async def _read(self, scope: Scope, proto: HTTPProtocol) -> bytes | None:
        headers = scope.headers
        if "transfer-encoding" not in headers:
            return await proto() if int(headers.get("content-length", 0)) <= self._lane.longest else None
        body, parts = bytearray(), 0
        async for part in proto:
            body += part
            parts += 1
            if len(body) > self._lane.longest or parts > MOST_PARTS:
                return None
        return bytes(body)

    def _refused(self, what: str, status: int) -> Refused:
        refused(what, at=self._lane.name)
        return Refused(self._lane.told(status))


def _work(done: Future[Answer], work: Callable[..., Answer], given: Any) -> None:
    try:
        settle = partial(done.set_result, work(given))
    except Exception as error:
        settle = partial(done.set_exception, error)
    done.get_loop().call_soon_threadsafe(settle)


class Front:
    """An application for granian's RSGI."""

    def __init__(self, app: Flask, threads: int) -> None:
        """`threads` for machines, and half as many for people."""
        self._app = app
        self._machines = Threads(MACHINES, threads)
        self._people = Threads(PEOPLE, max(1, threads // 2))

    async def __rsgi__(self, scope: Scope, proto: HTTPProtocol) -> None:
        with suppress(ProtocolClosed):
            answer = await self._answered(scope, proto)
            proto.response_bytes(answer.status, answer.headers, b"" if scope.method == "HEAD" else answer.body)

    def __rsgi_del__(self, _: AbstractEventLoop) -> None:
        self._machines.close()
        self._people.close()

    async def _answered(self, scope: Scope, proto: HTTPProtocol) -> Answer:
        try:
            return await self._answer(scope, proto)
        except Refused as refusal:
            return refusal.reply
        except ProtocolClosed:
            raise
        except Exception as error:
            report("web_failed", error)
            return FAILED

    async def _answer(self, scope: Scope, proto: HTTPProtocol) -> Answer:
        door = door_at(self._app, scope.path)
        if door is None:
            return await self._page(scope, proto)
        found = door(Asked(scope.method, scope.path, scope.query_string))
        if isinstance(found, Reply):
            return found
        with self._machines.place():
            body = await self._machines.body(scope, proto)
            return await self._machines.run(found, body)

    async def _page(self, scope: Scope, proto: HTTPProtocol) -> Answer:
        """Only the pages take bodies: nobody else's is read."""
        with self._people.place():
            takes = scope.method == "POST" and scope.path.startswith(f"{PREFIX}/")
            body = await self._people.body(scope, proto) if takes else b""
            return await self._people.run(self._of_flask, environ(scope, body))

    def _of_flask(self, environ: WSGIEnvironment) -> Page:
        answer = Response.from_app(self._app, environ, buffered=True)
        return Page(answer.status_code, answer.headers.to_wsgi_list(), answer.get_data())


def environ(scope: Scope, body: bytes) -> WSGIEnvironment:
    """A whole request as WSGI has it."""
    host, _, port = scope.server.rpartition(":")
    found = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if name in ("content-length", "transfer-encoding") or "_" in name:
            continue
        key = "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"
        found[key] = f"{found[key]}{'; ' if name == 'cookie' else ','}{value}" if key in found else value
    return found


def create() -> Front:
    """The front of the application that the environment describes."""
    app = create_app()
    house: House = app.extensions["mashangban"]
    return Front(app, house.settings.web_threads)
