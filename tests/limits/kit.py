"""People who ask for too much, in chat and at the pages of one house."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.messages import Inbound, Kind
from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import outbox
from core.watch import REFUSED
from tests.support import town

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ESTATE = "万和世家"


class Crowd:
    """Anybody may say anything; a name is an openid. `now` may be moved."""

    def __init__(self, store: Store, settings: Settings, now: datetime, **more: Any) -> None:
        self.store, self.now = store, now
        self.house = House(settings.model_copy(update=more), store, lambda: self.now)
        self._said = 0
        town.build(store, now)

    def says(self, who: str, words: str = "", kind: Kind = Kind.TEXT, **more: str) -> str:
        """What is answered, a second later."""
        self._said += 1
        self.now += SECOND
        inbound = Inbound("wechat", who, f"{who} {self._said}", kind, self.now, words, **more)  # type: ignore[arg-type]
        return self.house.receive(inbound).say.text

    def files(self, who: str, words: str = "楼道灯坏了三天") -> str:
        """Words, and 提交."""
        self.says(who, kind=Kind.SCAN, scene=f"scene-{ESTATE}")
        self.says(who, words)
        return self.says(who, "1")

    def sent(self, template: str = "code") -> int:
        """How many rows of the outbox there are of this template."""
        with self.store.reading() as tx:
            found = tx.connection.scalar(select(func.count()).where(outbox.c.template == template))
        return found or 0


def refusals(what: str) -> float:
    """How often this was refused, in this process."""
    return REFUSED.labels(what)._value.get()
