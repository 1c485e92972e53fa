"""A web in this process, and people who write to it as WeChat delivers them, each message by its number."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import select

from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import inbox
from tests.webhooks.wechat_kit import APP_ID, CURRENT, OPENID, TOKEN, Phone, words
from webhooks import create_app
from webhooks.wechat_parse import parse

THREADS = 8
"""As many as a web has."""
PEOPLE = 40
ACCOUNT = {
    "wechat_app_id": APP_ID,
    "wechat_token": SecretStr(TOKEN),
    "wechat_aes_keys": (SecretStr(CURRENT),),
    "quiet_hours": "",
}


class Door:
    """What became of each delivery: `said` has, by number, when it was answered (monotonic seconds), after how many
    seconds, and with which status."""

    def __init__(self, database_url: str, data_dir: Path, words: str = "7栋灯坏了", **more: object) -> None:
        settings = Settings(database_url=database_url, data_dir=data_dir).model_copy(update=ACCOUNT | more)
        self.settings, self._words = settings, words
        self.store = Store.from_settings(settings)
        self._app = create_app(House(settings, self.store))
        self._numbers = count(1)
        self._stopping = threading.Event()
        self.said: dict[int, list[tuple[float, float, int]]] = defaultdict(list)

    def say(self, number: int = 0) -> int:
        """One delivery, of a new message where no number is given: its status."""
        number = number or next(self._numbers)
        caller = Phone(None, self._app.test_client())  # type: ignore[arg-type]
        body, query = caller.seal(self._xml(number), nonce=str(number), timestamp=str(int(time.time())))
        begun = time.monotonic()
        status = caller.post(body, query).status_code
        now = time.monotonic()
        self.said[number].append((now, now - begun, status))
        return status

    @contextmanager
    def talking(self, pause: float = 0.02) -> Iterator[None]:
        """THREADS people at a time, while the block lasts; what was refused is then delivered again."""
        self._stopping.clear()
        threads = [threading.Thread(target=self._talk, args=(pause,), daemon=True) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            for thread in threads:
                thread.join(60)
        for number in self.refused():
            assert self.say(number) == 200

    def until(self, status: int, since: float) -> float:
        """When somebody was first answered so, after `since`."""
        while not (found := [at for at, _, one in self.answers() if one == status and at > since]):
            assert time.monotonic() < since + 60
            time.sleep(0.01)
        return min(found)

    def answers(self) -> list[tuple[float, float, int]]:
        """Of all deliveries."""
        return [one for said in list(self.said.values()) for one in list(said)]

    def refused(self) -> list[int]:
        """Numbers of messages that were not acknowledged yet."""
        return [number for number, said in list(self.said.items()) if said[-1][2] != 200]

    def nothing_is_lost(self) -> bool:
        """Whether each message that was acknowledged is kept, and nothing else."""
        with self.store.reading() as tx:
            kept = list(tx.connection.scalars(select(inbox.c.key)))
        acknowledged = [number for number, said in self.said.items() if any(status == 200 for *_, status in said)]
        return sorted(kept) == sorted(parse(self._xml(number).encode()).inbound.key for number in acknowledged)

    def _talk(self, pause: float) -> None:
        while not self._stopping.is_set():
            self.say()
            time.sleep(pause)

    def _xml(self, number: int) -> str:
        return words(self._words, number=str(number)).replace(OPENID, f"oDoor{number % PEOPLE:023}")
