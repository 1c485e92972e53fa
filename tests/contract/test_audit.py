"""The record of acts, over each database: what was edited or taken out shows."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.wiring import House
from core.identity import Actor
from core.settings import Settings
from core.store.anchor import End
from core.store.audit import Break
from core.store.engine import Store
from core.store.files import Files
from core.store.tables import anchors, audit
from core.sweeps import sweep
from tests.support.rows import add_contact
from tests.support.together import together

NOW = datetime(2026, 10, 22, 9, 23, tzinfo=UTC)


@pytest.fixture
def recorded(store: Store) -> Store:
    """Three acts."""
    with store.writing() as tx:
        for act in ("leave", "unmask", "erase"):
            tx.audit.write(Actor(channel="console"), act, "staff:7", NOW, reason="本人申请")
    return store


def test_what_was_written_is_read_back_in_order(recorded: Store) -> None:
    with recorded.reading() as tx:
        lines = list(tx.audit.of("staff:7"))
        assert tx.audit.broken() is None
    assert [line.act for line in lines] == ["leave", "unmask", "erase"]
    assert lines[0].at == NOW
    assert lines[0].details == {"reason": "本人申请"}


def test_an_edited_row_shows(recorded: Store) -> None:
    with recorded.writing() as tx:
        ids = list(tx.connection.scalars(select(audit.c.id).order_by(audit.c.id)))
        tx.connection.execute(update(audit).where(audit.c.id == ids[1]).values(act="look"))
    with recorded.reading() as tx:
        assert tx.audit.broken() == Break("row", ids[1])


def test_a_row_taken_out_shows_at_the_next(recorded: Store) -> None:
    with recorded.writing() as tx:
        ids = list(tx.connection.scalars(select(audit.c.id).order_by(audit.c.id)))
        tx.connection.execute(delete(audit).where(audit.c.id == ids[1]))
    with recorded.reading() as tx:
        assert tx.audit.broken() == Break("row", ids[2])


@pytest.fixture
def ids(recorded: Store) -> list[int]:
    with recorded.reading() as tx:
        return list(tx.connection.scalars(select(audit.c.id).order_by(audit.c.id)))


def said(store: Store) -> str:
    """How the record is broken."""
    with store.reading() as tx:
        broken = tx.audit.broken()
    return broken.how if broken else ""


def test_lines_are_numbered_without_gap(recorded: Store, ids: list[int]) -> None:
    assert ids == [1, 2, 3]


def test_a_record_that_was_cut_or_emptied_shows(recorded: Store) -> None:
    with recorded.writing() as tx:
        tx.connection.execute(delete(audit).where(audit.c.id == 3))
    with recorded.reading() as tx:
        assert (tx.audit.broken(), tx.audit.end().whole) == (Break("cut", 2), False)
    with recorded.writing() as tx:
        tx.connection.execute(delete(audit))
    with recorded.reading() as tx:
        assert (tx.audit.broken(), tx.audit.end().whole) == (Break("cut", 0), False)


def test_a_cut_shows_still_when_more_was_written(recorded: Store) -> None:
    with recorded.writing() as tx:
        tx.connection.execute(delete(audit).where(audit.c.id == 3))
    add(recorded)
    with recorded.reading() as tx:
        assert tx.audit.broken() == Break("row", 4)


def test_renumbered_rows_show(recorded: Store) -> None:
    with recorded.writing() as tx:
        tx.connection.execute(update(audit).values(id=audit.c.id + 100))
    assert said(recorded) == "row"


def test_neither_a_missing_nor_a_forged_anchor_is_made_good_by_what_is_written_later(recorded: Store) -> None:
    with recorded.writing() as tx:
        last = tx.connection.scalar(select(audit.c.chained).where(audit.c.id == 2))
        tx.connection.execute(delete(audit).where(audit.c.id == 3))
        tx.connection.execute(update(anchors).values(count=2, head=last))
    assert said(recorded) == "anchor"
    add(recorded)
    assert said(recorded) == "anchor"
    with recorded.writing() as tx:
        tx.connection.execute(delete(anchors))
    add(recorded)
    assert said(recorded) == "anchor"


def test_an_older_copy_put_back_whole_shows_against_what_was_kept_elsewhere(recorded: Store) -> None:
    with recorded.reading() as tx:
        older = tx.connection.execute(select(anchors)).one()
    add(recorded)
    with recorded.reading() as tx:
        kept = tx.audit.end()
    with recorded.writing() as tx:
        tx.connection.execute(delete(audit).where(audit.c.id == 4))
        tx.connection.execute(update(anchors).values(older._mapping))
    with recorded.reading() as tx:
        assert tx.audit.broken() is None
        assert tx.audit.broken(kept) == Break("cut", 3)
    with recorded.writing() as tx:
        tx.audit.write(Actor(channel="console"), "another", "staff:7", NOW)
    with recorded.reading() as tx:
        assert tx.audit.broken(kept) == Break("expected", 4)


def test_what_was_kept_elsewhere_holds_when_the_record_has_gone_on(recorded: Store) -> None:
    with recorded.reading() as tx:
        kept = tx.audit.end()
    add(recorded)
    with recorded.reading() as tx:
        assert (kept.rows, tx.audit.broken(End.read(f"{kept.rows}:{kept.hash}"))) == (3, None)


def add(store: Store) -> None:
    with store.writing() as tx:
        tx.audit.write(Actor(channel="console"), "look", "staff:7", NOW)


def test_whoever_has_a_line_to_add_keeps_nobody_waiting(store: Store) -> None:
    with store.writing() as tx:
        someone = add_contact(tx, NOW)
    turns = iter(range(4))

    def act() -> None:
        early = next(turns) % 2
        for _ in range(25):
            with store.writing() as tx:
                if early:
                    tx.audit.write(Actor(channel="console"), "unmask", "staff:7", NOW)
                tx.contacts.lock(someone)
                if not early:
                    tx.audit.write(Actor(channel="console"), "leave", "staff:7", NOW)

    together(4, act)
    with store.reading() as tx:
        assert (tx.audit.count(), tx.audit.broken()) == (100, None)


def test_no_sweep_takes_any_of_it(recorded: Store, settings: Settings) -> None:
    sweep(
        recorded,
        Files(settings.data_dir, recorded.cipher),
        House(settings, recorded).by_itself,
        NOW + timedelta(days=400),
    )
    with recorded.reading() as tx:
        assert len(list(tx.audit.of("staff:7"))) == 3
