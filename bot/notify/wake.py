"""A hint that there is work: rung after a commit, heard by the worker. A lost one costs a moment, never a notice.

Without Redis the worker looks for itself, several times a second; with Redis it is rung at once and looks
seldom.
"""

from collections.abc import Callable

from core.settings import Settings

LOOK_OFTEN = 0.3
LOOK_SELDOM = 5.0
"""Seconds between two looks without and with somebody who rings."""


class Bell:
    """Rings within this process."""

    def __init__(self) -> None:
        self._ears: list[Callable[[], None]] = []

    @property
    def look_every(self) -> float:
        """Seconds after which to look without having been rung."""
        return LOOK_OFTEN

    def ring(self) -> None:
        """There may be work. Never raises, never waits long."""
        for ear in self._ears:
            ear()

    def listen(self, ear: Callable[[], None]) -> None:
        """Have `ear` called at each ring from now on."""
        self._ears.append(ear)

    def close(self) -> None:
        """Ring and hear no more."""
        self._ears.clear()


def make_bell(settings: Settings) -> Bell:
    """The bell REDIS_URL asks for."""
    if not settings.redis_url:
        return Bell()
    from bot.notify.redis_bell import RedisBell  # where there is no Redis, its client is not imported either

    return RedisBell(settings.redis_url)
