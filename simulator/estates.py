"""The estates whose codes can be scanned, as the bot's own command lists them."""

import json
import logging
import shlex
import subprocess
import threading
from collections.abc import Callable
from typing import Any

log = logging.getLogger("simulator")
PAUSES = (1, 2, 4, 8, 15, 30)  # seconds between tries; the last is repeated
TIME_OUT = 60  # seconds for one run of the command
KEYS = ("name", "scene", "code", "district", "street", "community", "manager")


class Estates:
    """A cached list, refreshed in the background; `told` is called when it has changed."""

    def __init__(self, command: str, told: Callable[[], None]) -> None:
        self._command, self._told = shlex.split(command), told
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._listed: list[dict[str, Any]] = []

    def listed(self) -> list[dict[str, Any]]:
        with self._lock:
            return list(self._listed)

    def put(self, estates: list[dict[str, Any]]) -> None:
        """Use these from now on (tests; a list from elsewhere)."""
        with self._lock:
            self._listed = [{key: one.get(key) or "" for key in KEYS} for one in estates]
        self._told()

    def start(self) -> None:
        """Ask in the background, again and again until there are some."""
        threading.Thread(target=self._until_there_are_some, name="estates", daemon=True).start()

    def refresh(self) -> bool:
        """Ask now; False, and the old list, when the command fails or lists none."""
        try:
            # The operator's own command, from the environment.
            done = subprocess.run(self._command, capture_output=True, timeout=TIME_OUT, check=True)  # noqa: S603
            found = json.loads(done.stdout)
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            log.info("the estates cannot be listed yet: %s", type(error).__name__)
            return False
        if not isinstance(found, list) or not found:
            return False
        self.put(found)
        return True

    def close(self) -> None:
        self._closed.set()

    def _until_there_are_some(self) -> None:
        tries = 0
        while not self._closed.is_set() and not self.refresh():
            self._closed.wait(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1
