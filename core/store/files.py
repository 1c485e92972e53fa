"""The files people sent, named by their content's hash, in one folder."""

import hashlib
import os
import secrets
import time
from datetime import timedelta
from pathlib import Path

JUST_NOW = timedelta(hours=1)


class Files:
    """Whole or not there at all: a file is written aside, made durable, then renamed."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "media"

    def put(self, content: bytes) -> str:
        """Keep the content; its SHA-256 in hex. Raises OSError where it cannot be kept."""
        sha256 = hashlib.sha256(content).hexdigest()
        place = self._place(sha256)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = place.with_name(f".{secrets.token_hex(8)}")
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.rename(place)
        finally:
            aside.unlink(missing_ok=True)
        _sync(place.parent)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The content. Raises FileNotFoundError."""
        return self._place(sha256).read_bytes()

    def remove(self, sha256: str) -> bool:
        """Delete a file, unless it was written just now: somebody may be about to name it."""
        place = self._place(sha256)
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

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
