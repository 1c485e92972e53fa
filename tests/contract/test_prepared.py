"""Statements run by the driver keep what SQLAlchemy's own would, over each database."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import bindparam, func, select, update

from core.settings import Settings
from core.store.engine import Store
from core.store.prepared import Prepared, among
from core.store.tables import areas, contacts
from tests.support.databases import copied
from tests.support.rows import add_area, add_contact

_MOVE = Prepared(update(contacts).where(contacts.c.id == bindparam("of")), "area_id")
_READ = Prepared(select(contacts.c.address, contacts.c.area_id, contacts.c.following, contacts.c.seen_at))
_AMONG = Prepared(select(func.count()).select_from(areas).where(among(areas.c.id, "ids")))


def test_values_are_sealed_opened_and_in_utc(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        add_contact(tx, now, "oOne")
    with store.reading() as tx:
        row = _READ.row(tx.connection)
        assert (row.address, row.area_id, row.seen_at) == ("oOne", None, now)
        assert isinstance(row.following, bool)


def test_many_ids_are_one_value(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        ids = [add_area(tx, now, name) for name in ("甲", "乙", "丙")]
        counted = [_AMONG.scalar(tx.connection, ids=some) for some in ([], ids[:1], ids, [-1])]
    assert counted == [0, 1, 3, 0]


def test_what_is_written_later_is_seen_by_what_is_asked_next(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        area, who = add_area(tx, now), add_contact(tx, now, "oOne")
        _MOVE.later(tx.connection, of=who, area_id=area)
        assert tx.connection.scalar(select(contacts.c.area_id)) == area
        _MOVE.later(tx.connection, of=who, area_id=None)
        assert _READ.row(tx.connection).area_id is None
        _MOVE.later(tx.connection, of=who, area_id=area)
    with store.reading() as tx:
        assert _READ.row(tx.connection).area_id == area


def test_what_cannot_be_written_later_fails_the_whole_transaction(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        who = add_contact(tx, now, "oOne")
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        _breaking(store, who, now)
    with store.reading() as tx:
        assert _READ.row(tx.connection).area_id is None
        assert tx.connection.scalar(select(func.count()).select_from(areas)) == 0


def _breaking(store: Store, who: int, now: datetime) -> None:
    with store.writing() as tx:
        add_area(tx, now)
        _MOVE.later(tx.connection, of=who, area_id=999)


def test_what_is_taken_back_leaves_nothing_waiting(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        area, who = add_area(tx, now), add_contact(tx, now, "oOne")
    with pytest.raises(ZeroDivisionError):
        _broken_off(store, who, area)
    with store.writing() as tx:
        assert _READ.row(tx.connection).area_id is None
        if tx.connection.dialect.name == "postgresql":
            nested = tx.connection.begin_nested()
            _MOVE.later(tx.connection, of=who, area_id=area)
            nested.rollback()
        assert _READ.row(tx.connection).area_id is None


def _broken_off(store: Store, who: int, area: int) -> None:
    with store.writing() as tx:
        _MOVE.later(tx.connection, of=who, area_id=area)
        raise ZeroDivisionError


def test_a_look_on_one_machine_is_of_one_moment(tmp_path: Path, sqlite_template: Path, now: datetime) -> None:
    """Also where the driver alone is asked, between two of whose answers somebody writes."""
    settings = Settings(database_url=copied(sqlite_template, tmp_path), data_dir=tmp_path)
    store = Store.from_settings(settings)
    with store.reading() as tx:
        assert _READ.rows(tx.connection) == []
        with store.writing() as other:
            add_contact(other, now, "oOne")
        assert _READ.rows(tx.connection) == []
    with store.reading() as tx:
        assert len(_READ.rows(tx.connection)) == 1
    store.close()
