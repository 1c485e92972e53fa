"""Servers under measurement: granian for everybody, started alike."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def cores() -> tuple[set[int], set[int]]:
    """The core of the servers, and the core of all the rest (the load, a database server): the same set twice
    where there is one core alone or cores cannot be chosen."""
    if not hasattr(os, "sched_getaffinity"):
        return set(), set()
    free = sorted(os.sched_getaffinity(0))
    return ({free[0]}, {free[1]}) if len(free) > 1 else ({free[0]}, {free[0]})


def stay_on(these: set[int]) -> None:
    """Keep this process, and those it starts from now on, on these cores."""
    if these:
        os.sched_setaffinity(0, these)


@contextmanager
def serving(factory: str, environment: Mapping[str, str], folder: Path, core: set[int], threads: int) -> Iterator[int]:
    """While the block lasts, one process of `threads` on `core`: `module:create_app` under granian, or our own
    program `module`, which is granian as well; its port."""
    port = free_port()
    command = [sys.executable, "-m", factory]
    if ":" in factory:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1"]
        command += ["--port", str(port), "--workers", "1", "--blocking-threads", str(threads), "--no-ws", factory]
    given = {"PORT": str(port), "WEB_THREADS": str(threads)} | environment
    with running(command, given, folder / f"{factory.split(':')[0]}.{port}.log", core) as process:
        wait_for(port, process)
        yield port


@contextmanager
def running(
    command: list[str], environment: Mapping[str, str], log: Path, core: set[int]
) -> Iterator["subprocess.Popen[bytes]"]:
    """A program of ours on `core`, while the block lasts."""
    home = Path(__file__).parent.parent
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            env=os.environ | {"PYTHONPATH": str(home), "PATH": path} | environment,
            cwd=log.parent,
            stdout=out,
            stderr=out,
            preexec_fn=lambda: stay_on(core),
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Raises RuntimeError where the process ends, or does not listen within 30 s."""
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{process.args} does not serve")
