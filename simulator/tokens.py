"""The account's access token as /cgi-bin/stable_token keeps it."""

import secrets
import threading
from collections.abc import Callable

FORCED_A_DAY = 20
FORCED_EVERY = 30  # seconds; sooner, a forced refresh changes nothing
OVERLAP = 300  # seconds before its end in which a token is replaced; both work until then
DAY = 86_400


class Tokens:
    """One current token; older ones work until they end, unless a refresh was forced."""

    def __init__(self, clock: Callable[[], float], seconds: int) -> None:
        self._clock, self.seconds = clock, seconds
        self._lock = threading.Lock()
        self._current = ""
        self._ends: dict[str, float] = {}
        self._forced: list[float] = []
        self.issued = 0

    def stable(self, force: bool = False) -> tuple[str, int] | None:
        """The token and its remaining seconds, or None when the day's forced refreshes are used up."""
        with self._lock:
            now = self._clock()
            if force and not self._force(now):
                return None
            if self._ends.get(self._current, 0) - now <= min(OVERLAP, self.seconds / 10):
                self._issue(now)
            return self._current, int(self._ends[self._current] - now)

    def check(self, token: str) -> int:
        """0, or WeChat's errcode: 41001 missing, 42001 ended, 40001 unknown."""
        if not token:
            return 41001
        with self._lock:
            end = self._ends.get(token)
            if end is None:
                return 40001
            return 0 if end > self._clock() else 42001

    def expire(self) -> None:
        """End every token now: calls get 42001, and stable_token a new one."""
        with self._lock:
            self._ends = {token: min(end, self._clock()) for token, end in self._ends.items()}

    def forget(self) -> None:
        """As if another server had forced a refresh: calls get 40001."""
        with self._lock:
            self._ends.clear()

    def _force(self, now: float) -> bool:
        self._forced = [at for at in self._forced if now - at < DAY]
        if self._forced and now - self._forced[-1] < FORCED_EVERY:
            return True
        if len(self._forced) >= FORCED_A_DAY:
            return False
        self._forced.append(now)
        self._ends.clear()
        return True

    def _issue(self, now: float) -> None:
        self._current = f"{secrets.randbelow(90) + 10}_{secrets.token_urlsafe(96)}"
        self._ends[self._current] = now + self.seconds
        self.issued += 1
