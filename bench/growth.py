"""What a step costs when the past has grown a hundredfold: the same steps on a small and a large database, in turn."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from statistics import median

from tqdm import tqdm

from bench import history, town
from bench.account import openid
from bot.messages import Inbound, Kind
from bot.wiring import House
from core.settings import Settings
from core.store.outbox import Outbox

CLAIMED = 64


@dataclass
class Place:
    """A database with its past, and who has not filed yet."""

    house: House
    unfiled: Iterator[str]

    @classmethod
    def build(cls, url: str, complaints: int, times: int) -> "Place":
        """`times` residents are in the middle of a draft, and as many have filed before."""
        store = town.build(url, 2 * times)
        history.add(store, complaints)
        return cls(House(Settings(database_url=url), store), (openid(number) for number in count(times)))

    def draft(self, turn: int) -> None:
        """A resident adds words to a draft."""
        assert "请核对" in self._say(openid(turn), "车位上也全是水")

    def file(self, turn: int) -> None:
        """A resident confirms."""
        assert "已提交" in self._say(next(self.unfiled), "1")

    def mine(self, turn: int) -> None:
        """A resident looks at what he filed."""
        assert "您反映的问题" in self._say(openid(turn), "我的")

    def todo(self, turn: int) -> None:
        """A manager looks at what is to be done."""
        assert "先到期的在前" in self._say(town.MANAGER, "待办")

    def claim(self, turn: int) -> None:
        """A worker takes a batch of notices (and gives it back)."""
        with self.house.store.engine.connect() as connection:
            assert Outbox(connection).claim(datetime.now(UTC), CLAIMED)

    def _say(self, address: str, words: str) -> str:
        now = datetime.now(UTC)
        key = f"{time.perf_counter_ns():032x}"
        return self.house.receive(Inbound("wechat", address, key, Kind.TEXT, now, words)).say.text


STEPS: tuple[tuple[str, Callable[[Place, int], None]], ...] = (
    ("a draft goes on", Place.draft),
    ("a complaint is filed", Place.file),
    ("我的", Place.mine),
    ("待办", Place.todo),
    ("a worker claims notices", Place.claim),
)


@dataclass(frozen=True, slots=True)
class Growth:
    """Median seconds of one kind of step, on the small and on the large database."""

    step: str
    small: float
    large: float

    @property
    def ratio(self) -> float:
        return self.large / self.small


def measure(urls: tuple[str, str], sizes: tuple[int, int], times: int) -> list[Growth]:
    """Build both databases, the small one first, and take each step `times` times on each."""
    places = [Place.build(url, size, times) for url, size in zip(urls, sizes, strict=True)]
    taken = [_take(name, step, places, times) for name, step in STEPS]
    for place in places:
        place.house.store.close()
    return taken


def _take(name: str, step: Callable[[Place, int], None], places: list[Place], times: int) -> Growth:
    """The two databases by turns, the one that begins changing."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in tqdm(range(times), desc=name, unit="step", leave=False):
        for which in (0, 1) if turn % 2 else (1, 0):
            begin = time.perf_counter()
            step(places[which], turn)
            seconds[which].append(time.perf_counter() - begin)
    return Growth(name, median(seconds[0]), median(seconds[1]))
