"""The record of acts, over each database: what was edited or taken out shows."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.wiring import House
from core.identity import Actor
from core.settings import Settings
from core.store.audit import Break
from core.store.engine import Store
from core.store.files import Files
from core.store.tables import audit
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
