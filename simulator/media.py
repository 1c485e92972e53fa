"""Temporary media: pictures, recordings and films by MediaId, kept three days as WeChat does."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass

KEPT_SECONDS = 3 * 24 * 3600
LIMITS = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "thumb": 64 << 10}  # bytes
_SILENT_FRAME = bytes.fromhex("7c1e5a1e7a8a1e5a1e7a8a1e5a1e7a8a1e5a1e7a8a1e5a1e7a8a1e5a1e7a8a1e5a")[:32]
_AMR = b"#!AMR\n"
_FRAME_SECONDS = 0.02


@dataclass(frozen=True)
class Item:
    data: bytes
    mime: str
    at: float


class Media:
    """What was sent by people or uploaded by the bot."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._items: dict[str, Item] = {}

    def keep(self, data: bytes, mime: str) -> str:
        """The MediaId under which it can be fetched for three days."""
        media_id = secrets.token_urlsafe(48)
        with self._lock:
            self._items[media_id] = Item(data, mime, self._clock())
        return media_id

    def get(self, media_id: str) -> Item | None:
        item = self._items.get(media_id)
        return item if item and self._clock() - item.at < KEPT_SECONDS else None

    def seconds(self, media_id: str) -> int:
        """How long an AMR recording of ours lasts; 1 for any other."""
        item = self.get(media_id)
        if item is None or not item.data.startswith(_AMR):
            return 1
        return max(1, min(60, round((len(item.data) - len(_AMR)) / len(_SILENT_FRAME) * _FRAME_SECONDS)))

    @staticmethod
    def silence(words: str) -> bytes:
        """A playable AMR recording (narrow band, 12.2 kbit/s) about as long as the words take to say."""
        return _AMR + _SILENT_FRAME * max(50, min(3000, len(words) * 12))
