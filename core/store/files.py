"""The files people sent, sealed, in one folder. A file is named by what only we can make of its content: whoever has a
photo cannot tell whether it lies here."""

import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from core.store import sealed_file
from core.store.cipher import Cipher, Unreadable
from core.watch import refused

JUST_NOW = timedelta(hours=1)


class Files:
    """Whole or not there at all: a file is written aside, made durable, then renamed."""

    def __init__(self, data_dir: Path, cipher: Cipher) -> None:
        self._folder = data_dir / "media"
        self._cipher = cipher

    def put(self, content: bytes) -> str:
        """Keep the content; its name, the same for equal contents. Raises OSError where it cannot be kept."""
        name = self._cipher.index(hashlib.sha256(content).hexdigest(), "media.file")
        self._write(name, sealed_file.parts(content))
        return name

    def get(self, name: str) -> bytes:
        """The content. Raises FileNotFoundError, Unreadable."""
        return b"".join(self.read(name))

    def read(self, name: str) -> Iterator[bytes]:
        """The content, bit by bit. Raises FileNotFoundError, Unreadable."""
        with self._place(name).open("rb") as file:
            try:
                yield from sealed_file.opened(self._cipher, name, file)
            except Unreadable:
                refused("sealed_file")
                raise

    def length(self, name: str) -> int:
        """How many bytes the content has. Raises FileNotFoundError."""
        return sealed_file.content_length(self._place(name).stat().st_size)

    def remove(self, name: str) -> bool:
        """Delete a file, unless it was written just now: somebody may be about to name it."""
        place = self._place(name)
        if not place.exists() or time.time() - place.stat().st_mtime < JUST_NOW.total_seconds():
            return False
        place.unlink(missing_ok=True)
        return True

    def remove_unfinished(self) -> int:
        """Delete what a killed process left half written; how many."""
        old = time.time() - JUST_NOW.total_seconds()
        left = [path for path in self._folder.glob("*/.*") if path.stat().st_mtime < old]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def sealed_by(self) -> Iterator[tuple[str, bytes]]:
        """(name, id of its data key) of every file."""
        for folder in sorted(self._folder.glob("[0-9a-f][0-9a-f]")):
            for name in sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")):
                try:
                    with self._place(name).open("rb") as file:
                        key_id = sealed_file.key_of(file)
                except FileNotFoundError:
                    continue
                yield name, key_id

    def reseal(self, name: str) -> None:
        """Seal a file anew under the newest key, as old as it was. Raises FileNotFoundError where it is gone,
        Unreadable."""
        as_old = self._place(name).stat().st_mtime
        self._write(name, self.read(name), as_old)

    def _write(self, name: str, chunks: Iterable[bytes | memoryview], as_old: float | None = None) -> None:
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = place.with_name(f".{secrets.token_hex(8)}")
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                sealed_file.seal(self._cipher, name, chunks, file)
                file.flush()
                os.fsync(file.fileno())
            if as_old is not None:
                os.utime(aside, (as_old, as_old))
            aside.rename(place)
        finally:
            aside.unlink(missing_ok=True)
        _sync(place.parent)

    def _place(self, name: str) -> Path:
        return self._folder / name[:2] / name


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
