"""Web and worker as processes forked from one that has imported everything: up in a moment, so that many can be killed.

The web is the product's own application behind werkzeug's server of threads instead of granian's.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from bot.wiring import House
from core.settings import from_environment
from tests.support.processes import PATIENCE
from webhooks import create_app

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.support.warm"])


class Forked:
    """One process that does `work`, the leader of a group of its own. `ready` is asked again and again."""

    def __init__(
        self, work: Callable[[], None], environment: Mapping[str, str], log: Path, ready: Callable[[], bool]
    ) -> None:
        self._work, self._environment, self._log, self._ready = work, dict(environment), log, ready
        self._running: BaseProcess | None = None

    def start(self) -> None:
        """Begin; `wait` tells when it can be used."""
        self._running = _FORKS.Process(target=_become, args=(self._work, self._environment, self._log), daemon=True)
        self._running.start()

    again = start

    def wait(self) -> None:
        """Raises RuntimeError where it ends or is not ready within PATIENCE."""
        until = time.monotonic() + PATIENCE
        while not self._ready():
            assert self._running
            if not self._running.is_alive() or time.monotonic() > until:
                raise RuntimeError(f"it is not ready:\n{self._log.read_text(errors='replace')}")
            time.sleep(0.01)

    def kill(self) -> None:
        """kill -9, the whole group. Nothing happens where it does not run."""
        if self._running is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._running.pid or 0, signal.SIGKILL)
        self._running.kill()
        self._running.join(30)
        self._running = None


def web() -> None:
    """The web of the environment."""
    serve(create_app())


def worker() -> None:
    """The worker of the environment."""
    House.build(from_environment()).worker().run()


def serve(app: Flask) -> None:
    """Answer at PORT until killed."""
    make_server("127.0.0.1", int(os.environ["PORT"]), app, threaded=True, request_handler=_Quiet).serve_forever()


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


def _become(work: Callable[[], None], environment: Mapping[str, str], log: Path) -> None:
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    with log.open("ab") as out:
        for stream in (1, 2):
            os.dup2(out.fileno(), stream)
    sys.stdout = sys.stderr = os.fdopen(1, "w", buffering=1)
    work()
