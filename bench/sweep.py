"""A sweep over 100,000 open complaints, each of which time has something to say of.

What a bureau of 1,000 estates would find after days of standstill: the worst a sweep can meet. On SQLite and on
PostgreSQL; the time, and how much the process grew while sweeping.
"""

import multiprocessing
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert, text
from tqdm import tqdm

from bot.wiring import House
from core import sweeps
from core.clocks import Clock
from core.commands import Command
from core.complaint import Complaint
from core.identity import MANAGER_POST
from core.lifecycle import State
from core.settings import Settings
from core.store.engine import Store, Tx
from core.store.migrate import migrate
from core.store.tables import areas, companies, complaints, contacts, officers, staff, staff_areas

OPEN = 100_000
ESTATES = 1_000
CHUNK = 5_000
SLOWEST = 30.0
"""Seconds a sweep over OPEN complaints may take."""
GROWTH = 64
"""MiB the process may grow by meanwhile."""
_STAGES = (
    # state, clock, hours from now to the deadline, with how many of ten
    (State.PENDING, Clock.PENDING, 20, 3),
    (State.PENDING, Clock.PENDING, -2, 2),
    (State.FURTHER, Clock.FURTHER, -80, 2),
    (State.GUIDANCE, Clock.GUIDANCE, -2, 1),
    (State.HANDLING, None, 0, 1),
    (State.RATING, Clock.RATING, 30, 1),
)
_PLAN = [stage[:3] for stage in _STAGES for _ in range(stage[3])]


class Swept(NamedTuple):
    """What a sweep took: seconds, MiB of growth, and how many complaints it spoke of."""

    seconds: float
    growth: float
    said: int


def measure(url: str, count: int = OPEN) -> Swept:
    """Fill an empty database with a town and `count` open complaints, and sweep them once; in a process of its own,
    whose memory nothing else has used."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        return alone.submit(swept, url, count).result()


def swept(url: str, count: int, show: bool | None = None) -> Swept:
    """The same, in this process."""
    settings = Settings(database_url=url)
    store = Store.from_settings(settings)
    migrate(store.engine)
    now = datetime.now(UTC)
    house = House(settings, store, lambda: now)
    hidden = not sys.stderr.isatty() if show is None else not show
    with tqdm(total=count, desc=f"file {store.engine.dialect.name}", disable=hidden, leave=False) as bar:
        _fill(store, count, now, bar)
    with tqdm(total=count, desc=f"sweep {store.engine.dialect.name}", disable=hidden, leave=False) as bar:

        def perform(tx: Tx, command: Command, at: datetime) -> Any:
            said = house.by_itself(tx, command, at)
            bar.update(sum(said.values()))
            return said

        before, began = _peak(), time.perf_counter()
        said = sweeps.remind(store, perform, now)
        seconds = time.perf_counter() - began
    store.close()
    return Swept(seconds, _peak() - before, sum(said.values()))


def _fill(store: Store, count: int, now: datetime, bar: Any) -> None:
    with store.writing() as tx:
        _town(tx, now)
    for first in range(0, count, CHUNK):
        size = min(CHUNK, count - first)
        with store.writing() as tx:
            tx.connection.execute(insert(complaints), list(_filed(first, size, now)))
        bar.update(size)
    with store.writing() as tx:
        tx.connection.execute(text("ANALYZE"))  # as a database that has run for a minute has done by itself


def _town(tx: Tx, now: datetime) -> None:
    many = range(1, ESTATES + 1)
    tx.connection.execute(insert(companies), [{"name": "物业", "phone": "+8617712340009", "created_at": now}])
    place = {"district": "高新区", "company_id": 1, "updated_at": now}
    estates = [{"name": f"小区{n}", "street": f"街道{n % 20}", "scene": f"s{n}"} | place for n in many]
    tx.connection.execute(insert(areas), estates)
    person = {"phone": "+8617712340001", "phone_ix": "x", "created_at": now}
    managers = [{"name": f"经理{n}", "company_id": 1, "post": MANAGER_POST} | person for n in many]
    tx.connection.execute(insert(staff), managers)
    tx.connection.execute(insert(staff_areas), [{"staff_id": n, "area_id": n, "since": now} for n in many])
    streets = [{"name": f"街道员{n}", "district": "高新区", "street": f"街道{n}"} | person for n in range(20)]
    tx.connection.execute(insert(officers), streets)
    known = {"channel": "wechat", "following": True, "created_at": now, "seen_at": now}
    bound = [{"address": f"m{n}", "address_ix": f"m{n}", "staff_id": n} | known for n in many]
    owners = [{"address": f"r{n}", "address_ix": f"r{n}", "staff_id": None} | known for n in many]
    tx.connection.execute(insert(contacts), bound + owners)


def _filed(first: int, size: int, now: datetime) -> Iterator[dict[str, Any]]:
    columns = [name for name in Complaint.__dataclass_fields__ if name != "id"]
    for at in range(first, first + size):
        state, clock, hours = _PLAN[at % len(_PLAN)]
        one = Complaint(0, f"0040{at:015}", 1 + at % ESTATES, 1001 + at % ESTATES, "楼道灯坏了,请尽快来修", now)
        one.state, one.clock = state, clock
        one.deadline = now + timedelta(hours=hours) if clock else None
        one.remind_at = now - timedelta(seconds=at % 86_400)
        yield {name: getattr(one, name) for name in columns} | {"state": state.name}


def _peak() -> float:
    """The most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
