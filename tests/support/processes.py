"""The product as its operators run it: the lines of the Procfiles, each a process group of its own, on free ports.

Everything stays on loopback addresses and below one folder; the database is that folder's.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import requests
from honcho.environ import parse, parse_procfile

HOME = Path(__file__).parents[2]
PATIENCE = 120.0
"""Seconds in which a process must have become ready, on a machine that is busy with other tests."""
_LOOK_EVERY = 0.05


class Process:
    """A shell's line. `ready` is asked again and again with what the line has written since its last start."""

    def __init__(
        self, name: str, line: str, environment: Mapping[str, str], folder: Path, ready: Callable[[str], bool]
    ):
        self.name, self._line, self._environment, self._ready = name, line, environment, ready
        self._log = folder / f"{name}.log"
        self._log.touch()
        self._begun_at = 0
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process group's id. Only while it runs."""
        assert self._running
        return self._running.pid

    def start(self, line: str = "") -> None:
        """Begin, by another line than its own where one is given; `wait` tells when it can be used."""
        assert self._running is None, f"{self.name} runs already"
        self._begun_at = self._log.stat().st_size
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                line or self._line,
                shell=True,
                cwd=HOME,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Raises RuntimeError with what it wrote, where it ends or is not ready within PATIENCE."""
        until = time.monotonic() + PATIENCE
        while not self._ready(self.written()):
            assert self._running
            if self._running.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{self.name} is not ready:\n{self.written()}")
            time.sleep(_LOOK_EVERY)

    def written(self) -> str:
        """What it wrote since its last start."""
        with self._log.open("rb") as log:
            log.seek(self._begun_at)
            return log.read().decode(errors="replace")

    def stop(self) -> int:
        """Ask it to end, as a process manager does; its exit code. Nothing of it is left."""
        assert self._running
        self._running.terminate()
        code = self._running.wait(30)
        self.kill()
        return code

    def kill(self) -> None:
        """kill -9, the whole group. Nothing happens where it does not run."""
        if self._running is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._running.wait(30)
        self._running = None

    def again(self) -> None:
        """Begin once more after the end: the database is ready since the first time, so `init` is left out."""
        self.start(self._line.rpartition("&&")[2].strip())


class Installation:
    """Web, worker and phones of one account in safe mode, each on a free port. `more` is added to the environment;
    `web` may be another line. Where the phones are played elsewhere, that is on `phones_port`."""

    def __init__(self, folder: Path, web: str = "", **more: str) -> None:
        port, self.phones_port = free_port(), free_port()
        self.url, self.phones_url = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{self.phones_port}"
        self.database_url, self.data_dir = f"sqlite:///{folder / 'test.db'}", folder / "var"
        usual = {
            "PORT": str(port),
            "WEB_PORT": str(port),
            "SIMULATOR_PORT": str(self.phones_port),
            "PUBLIC_URL": self.url,
            "BOT_URL": self.url,
            "WECHAT_API_URL": self.phones_url,
            "ALIYUN_SMS_URL": self.phones_url,
            "TENCENT_SMS_URL": self.phones_url,
            "DATABASE_URL": self.database_url,
            "DATA_DIR": str(self.data_dir),
            "UNDO_HOLD": "0",
        }
        self.environment = environment(**usual | more)
        self.web = self._process("web", web or procfile()["web"], lambda _: answers(f"{self.url}/healthz"))
        self.worker = self._process("worker", procfile()["worker"], lambda written: "worker_started" in written)
        line = procfile("Procfile.demo")["phones"]
        self.phones = self._process("phones", line, lambda _: answers(f"{self.phones_url}/healthz"))

    def another_web(self) -> tuple[Process, int]:
        """One more, beside the first, and its port."""
        port = free_port()
        ready = f"http://127.0.0.1:{port}/healthz"
        given = self.environment | {"PORT": str(port)}
        return Process(f"web-{port}", procfile()["web"], given, self.data_dir.parent, lambda _: answers(ready)), port

    def _process(self, name: str, line: str, ready: Callable[[str], bool]) -> Process:
        return Process(name, line, self.environment, self.data_dir.parent, ready)


@contextmanager
def running(*processes: Process) -> Iterator[None]:
    """Started and ready while the block lasts; whatever is left of them afterwards is killed."""
    try:
        for process in processes:
            process.start()
        for process in processes:
            process.wait()
        yield
    finally:
        for process in processes:
            process.kill()


def environment(**more: str) -> dict[str, str]:
    """The demonstration's settings, and `more`, for a process that finds our programs and no proxy."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    inherited = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    demo = parse((HOME / ".env.demo").read_text("utf-8"))
    return inherited | demo | {"PATH": path, "PYTHONUNBUFFERED": "1"} | more


def procfile(name: str = "Procfile") -> dict[str, str]:
    """The lines of a Procfile by process."""
    return dict(parse_procfile((HOME / name).read_text("utf-8")).processes)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Whether a GET is answered with success at this moment."""
    try:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(url, timeout=5).ok
    except requests.RequestException:
        return False
