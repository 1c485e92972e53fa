"""What has changed, in order, for pages that follow along by server-sent events."""

import json
import threading
from collections import deque
from collections.abc import Iterator
from typing import Any

KEPT = 4000  # changes; a page that fell further behind loads everything again
HEARTBEAT = 15.0  # seconds


class Feed:
    """A numbered list of changes; `changed` is notified at each."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.last = 0
        self._events: deque[tuple[int, str, Any]] = deque(maxlen=KEPT)

    def publish(self, kind: str, data: Any) -> None:
        with self.changed:
            self.last += 1
            self._events.append((self.last, kind, data))
            self.changed.notify_all()

    def since(self, number: int) -> list[tuple[int, str, Any]] | None:
        """The changes after `number`, or None when some of them are forgotten."""
        with self.changed:
            if number > self.last or (self._events and self._events[0][0] > number + 1):
                return None
            return [event for event in self._events if event[0] > number]

    def stream(self, number: int) -> Iterator[str]:
        """Server-sent events from after `number` on, without end."""
        while True:
            events = self.since(number)
            if events is None:
                yield f"event: reload\nid: {self.last}\ndata: {{}}\n\n"
                return
            for number, kind, data in events:
                yield f"event: {kind}\nid: {number}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
            if not events:
                yield ": still here\n\n"
            with self.changed:
                if self.last <= number:
                    self.changed.wait(HEARTBEAT)
