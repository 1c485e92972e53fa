"""Which complaints words are compared with, over each database: a bounded number, and nobody crowds others out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from core.clocks import durations
from core.complaint import Complaint
from core.kinds import Kind
from core.settings import Settings
from core.store.engine import Store
from core.store.neighbours import MOST
from core.store.tables.complaints import OF_ONE
from tests.support.rows import add_area, add_contact

DURATIONS = durations(Settings())


class Estate:
    """An estate, and somebody who looks for neighbours there."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store, self._now = store, now
        with store.writing() as tx:
            self._area = add_area(tx, now)
            self.me = add_contact(tx, now, "oMe")

    def people(self, count: int, name: str = "oFlood") -> list[int]:
        """As many contacts."""
        with self._store.writing() as tx:
            return [add_contact(tx, self._now, f"{name} {at}") for at in range(count)]

    def filed(self, owners: Sequence[int], count: int, kind: Kind = Kind.LIFT, ago: int = 0) -> list[int]:
        """As many complaints of a kind, by these in turn, so many days ago, a second apart; the ids."""
        with self._store.writing() as tx:
            found = []
            for nth in range(count):
                at = self._now - timedelta(days=ago) + timedelta(seconds=nth)
                number = tx.complaints.next_number("004", at)
                one = Complaint(0, number, self._area, owners[nth % len(owners)], f"{nth}栋电梯坏了", at, kind=kind)
                one.start(at, DURATIONS)
                found.append(tx.complaints.add(one))
        return found

    def offered(self, kind: Kind = Kind.LIFT) -> list[int]:
        """The ids of what would be compared."""
        with self._store.reading() as tx:
            found = tx.neighbours.joinable(self._area, self.me, kind, self._now - timedelta(days=14))
        assert all("电梯" in words.left for _, words in found)
        return [key for key, _ in found]


@pytest.fixture
def estate(store: Store, now: datetime) -> Estate:
    return Estate(store, now)


def test_one_who_files_without_end_crowds_nobody_out(estate: Estate) -> None:
    neighbour = estate.filed(estate.people(1, "oNeighbour"), 1, ago=2)
    flood = estate.filed(estate.people(1), 60)
    assert estate.offered() == [*reversed(flood[:OF_ONE]), *neighbour]


def test_of_one_kind_a_flood_of_another_hides_nothing(estate: Estate) -> None:
    neighbour = estate.filed(estate.people(1, "oNeighbour"), 1, Kind.LEAK, ago=2)
    estate.filed(estate.people(2 * MOST), 2 * MOST)
    assert estate.offered(Kind.LEAK)[0] == neighbour[0]
    assert neighbour[0] not in estate.offered(Kind.LIFT)


@pytest.mark.parametrize("count", [MOST, 200, 1_000])
def test_however_many_there_are_no_more_are_compared(estate: Estate, count: int) -> None:
    filed = estate.filed(estate.people(500), count)
    assert estate.offered() == filed[: -MOST - 1 : -1]


def test_one_s_own_and_the_old_are_not_offered(estate: Estate) -> None:
    estate.filed([estate.me], 3)
    estate.filed(estate.people(3), 3, ago=15)
    assert estate.offered() == []
