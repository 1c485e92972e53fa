"""A disk that is full: nothing is acknowledged that is not kept, what was kept before is whole, and with room again all
goes on by itself. By a file size that is not to be exceeded, which anybody can set, and on a real small disk where
mounting is allowed."""

import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.faults.door import Door

ENOUGH, MANY = 200, 50
"""Messages that fill either, and how many of them at least find it full."""
SMALL = 16 * 1024 * 1024


class Quota:
    """No file of this process may grow beyond what the database is now, and a little."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def full(self) -> Iterator[None]:
        """Little room while the block lasts."""
        size = (self.folder / "test.db").stat().st_size
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 32 * 1024, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


class Tmpfs:
    """A small disk of its own, filled by somebody else's file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def full(self) -> Iterator[None]:
        """Little room while the block lasts."""
        other = self.folder / "other"
        other.write_bytes(b"x" * max(shutil.disk_usage(self.folder).free - 64 * 1024, 0))
        try:
            yield
        finally:
            other.unlink()


def _mounted(folder: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(folder)]
    return shutil.which("mount") is not None and subprocess.run(command, capture_output=True).returncode == 0


def _may_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        mounted = _mounted(Path(folder))
        if mounted:
            subprocess.run(["umount", folder], check=True)
        return mounted


@pytest.fixture(params=[Quota, *([Tmpfs] if _may_mount() else [])])
def disk(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path) -> Iterator[Any]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = request.param is Tmpfs and _mounted(folder)
    shutil.copy(sqlite_template, folder / "test.db")
    yield request.param(folder)
    if mounted:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk(disk: Any) -> None:
    door = Door(f"sqlite:///{disk.folder}/test.db", disk.folder, "7栋灯坏了" + "啊" * 500)
    assert {door.say() for _ in range(20)} == {200}
    with disk.full():
        statuses = [door.say() for _ in range(ENOUGH)]
        assert set(statuses) <= {200, 503}
        assert statuses.count(503) > MANY, "it was not full"
        assert door.nothing_is_lost()
    assert {door.say(number) for number in door.refused()} == {200}
    assert door.nothing_is_lost()
    with door.store.reading() as tx:
        assert tx.connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    door.store.close()
