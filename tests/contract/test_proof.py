"""Complaints and their timelines, over each database: what was changed behind the product's back is named."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import create_engine, delete, insert, select, text, update

from core.complaint import Entry
from core.lifecycle import State
from core.store import proof
from core.store.engine import Store, Tx
from core.store.proof import Flaw, prove
from core.store.tables import complaints, timeline
from tests.support.rows import add_area, add_complaint, add_contact
from tests.support.together import together

Attack = Callable[[Tx], Any]
FIRST, SECOND = "0040202410170000001", "0040202410170000002"


def of(line: int) -> Any:
    """A line of the first complaint, by its id."""
    return timeline.c.id == line


def change(where: Any, **values: Any) -> Attack:
    return lambda tx: tx.connection.execute(update(where.left.table).where(where).values(values))


def swapped(column: Any, other: int) -> Attack:
    """Another row's sealed bytes in place of the first's."""
    name, table = column.name, column.table.name
    words = f"UPDATE {table} SET {name} = (SELECT {name} FROM {table} WHERE id = {other}) WHERE id = 1"
    return lambda tx: tx.connection.execute(text(words))


def copied(tx: Tx) -> None:
    row = dict(tx.connection.execute(select(timeline).where(of(2))).one()._mapping)
    tx.connection.execute(insert(timeline).values({**row, "id": 99}))


def rolled_back(tx: Tx) -> None:
    """The row as it was before its last line."""
    before = {"lines": 1, "head": select(timeline.c.chained).where(of(1)).scalar_subquery(), "state": "PENDING"}
    tx.connection.execute(update(complaints).where(complaints.c.id == 1).values(before | {"round": 1}))


ATTACKS: dict[str, tuple[Attack, list[Flaw]]] = {
    "who": (change(of(2), who="owner"), [Flaw(FIRST, 2)]),
    "when": (change(of(2), at=datetime.fromisoformat("2024-10-18T00:00:00Z")), [Flaw(FIRST, 2)]),
    "what": (change(of(2), act="refuse"), [Flaw(FIRST, 2)]),
    "by whom": (change(of(2), channel="sms"), [Flaw(FIRST, 2)]),
    "state of a line": (change(of(2), state="RATING"), [Flaw(FIRST, 2)]),
    "details": (change(of(2), details={"stars": 5}), [Flaw(FIRST, 2)]),
    "words": (change(of(1), text="很好"), [Flaw(FIRST, 1)]),
    "words with their digest": (change(of(1), text="很好", digest="0" * 40), [Flaw(FIRST, 1)]),
    "words as if masked": (change(of(1), text="很好", masked="0" * 40), [Flaw(FIRST, 1)]),
    "words of another complaint": (swapped(timeline.c.text, 4), [Flaw(FIRST, 1)]),
    "taken out": (lambda tx: tx.connection.execute(delete(timeline).where(of(2))), [Flaw(FIRST, 2)]),
    "cut": (lambda tx: tx.connection.execute(delete(timeline).where(of(3))), [Flaw(FIRST, 3)]),
    "added": (copied, [Flaw(FIRST, 4)]),
    "reordered": (change(of(2), id=50), [Flaw(FIRST, 2)]),
    "given to another": (change(of(3), complaint_id=2), [Flaw(FIRST, 3), Flaw(SECOND, 1)]),
    "state without a line": (change(complaints.c.id == 1, state="CLOSED"), [Flaw(FIRST, 0)]),
    "no such state": (change(complaints.c.id == 1, state="GONE"), [Flaw(FIRST, 0)]),
    "deadline": (change(complaints.c.id == 1, deadline=None), [Flaw(FIRST, 0)]),
    "stars": (change(complaints.c.id == 1, stars=5), [Flaw(FIRST, 0)]),
    "number": (change(complaints.c.id == 1, number="00402024101799"), [Flaw("00402024101799", 1)]),
    "what it says": (swapped(complaints.c.content, 2), [Flaw(FIRST, 0)]),
    "rolled back": (rolled_back, [Flaw(FIRST, 2)]),
}


@pytest.fixture
def kept(store: Store, now: datetime) -> Store:
    """Two complaints, of three lines and of one."""
    with store.writing() as tx:
        area, who = add_area(tx, now), add_contact(tx, now)
        first, second = (add_complaint(tx, now, area, who) for _ in range(2))
        second.content = "路灯不亮"
        tx.complaints.write(first, Entry(now, "submit", "owner", State.PENDING, 1, first.content, "wechat", who))
        first.state = State.HANDLING
        tx.complaints.write(first, Entry(now, "accept", "manager", State.HANDLING, 2))
        tx.complaints.write(first, Entry(now, "note", "manager", State.HANDLING, 2, "已约电工", details={"n": 1}))
        tx.complaints.write(second, Entry(now, "submit", "owner", State.PENDING, 1, second.content, "wechat", who))
    return store


def flaws(store: Store) -> list[Flaw]:
    return [flaw for some in prove(store) for flaw in some.flaws]


def test_what_was_written_is_whole(kept: Store) -> None:
    assert [(some.complaints, some.lines, some.flaws) for some in prove(kept)] == [(2, 4, [])]
    assert proof.lines(kept) == 4


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_changed_is_named(kept: Store, attack: str) -> None:
    done, named = ATTACKS[attack]
    with kept.writing() as tx:
        done(tx)
    assert flaws(kept) == named


def test_bytes_that_do_not_open_are_named(kept: Store) -> None:
    with kept.writing() as tx:
        tx.connection.execute(text("UPDATE timeline SET text = (SELECT content FROM complaints WHERE id = 1)"))
    assert flaws(kept) == [Flaw(FIRST, 1), Flaw(SECOND, 1)]


def test_lines_whose_complaint_was_taken_out_are_named(kept: Store) -> None:
    unguarded = create_engine(kept.engine.url, isolation_level="AUTOCOMMIT")
    off = {"sqlite": "PRAGMA foreign_keys = OFF", "postgresql": "SET session_replication_role = replica"}
    with unguarded.connect() as connection:
        connection.execute(text(off[kept.engine.dialect.name]))
        connection.execute(text("DELETE FROM complaints WHERE id = 2"))
    unguarded.dispose()
    assert flaws(kept) == [Flaw("#2", 1)]


def test_several_pages(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "PAGE", 1)
    assert sum(some.lines for some in prove(kept)) == 4
    with kept.writing() as tx:
        ATTACKS["given to another"][0](tx)
    assert flaws(kept) == ATTACKS["given to another"][1]


def test_nothing_is_wrong_with_what_changes_while_it_is_looked_at(kept: Store, now: datetime) -> None:
    turns, done = count(), iter(range(2))

    def acts() -> list[Flaw]:
        if next(done) == 0:
            return [flaw for _ in range(30) for flaw in flaws(kept)]
        for at in range(60):
            with kept.writing() as tx:
                one = tx.complaints.locked(1)
                assert one is not None
                one.nudged_at = now + timedelta(seconds=next(turns))
                tx.complaints.write(one, Entry(one.nudged_at, "nudge", "owner", one.state, one.round, str(at)))
        return []

    assert together(2, acts) == [[], []]
    assert flaws(kept) == []
