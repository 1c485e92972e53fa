"""Migrating, on both databases: it gives exactly the tables of `core.store.tables`, once, whoever else migrates."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, inspect

from core.settings import Settings
from core.store.cipher import Cipher
from core.store.engine import make_engine
from core.store.migrate import is_current, migrate
from core.store.tables import metadata
from tests.support.databases import POSTGRESQL, SQLITE, bare

MIGRATE = """
import sys
from core.settings import Settings
from core.store.engine import Store
from core.store.migrate import migrate
print(migrate(Store.from_settings(Settings(database_url=sys.argv[1])).engine))
"""


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == SQLITE:
        return f"sqlite:///{tmp_path / 'new' / 'bare.db'}"
    return bare(request.getfixturevalue("postgresql_url"), "bare")


@pytest.fixture
def engine(bare_url: str) -> Iterator[Engine]:
    engine = make_engine(bare_url, Cipher.from_settings(Settings()))
    yield engine
    engine.dispose()


def schema(engine: Engine) -> list[str]:
    """All there is, with defaults and the conditions of indexes, which alembic does not compare."""
    looker = inspect(engine)
    kinds = (
        looker.get_multi_columns,
        looker.get_multi_pk_constraint,
        looker.get_multi_foreign_keys,
        looker.get_multi_unique_constraints,
        looker.get_multi_indexes,
    )
    found = (item for kind in kinds for item in kind().items())
    return sorted(
        f"{table}: {json.dumps(part, default=str, sort_keys=True)}"
        for (_, table), parts in found
        if table != "alembic_version"
        for part in (parts if isinstance(parts, list) else [parts])
    )


def test_migrated_is_what_the_tables_say(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    migrated = schema(engine)
    with engine.begin() as connection:
        drop = MetaData()
        drop.reflect(connection)
        drop.drop_all(connection)
        metadata.create_all(connection)
    assert migrated == schema(engine)


def test_twice_is_once(engine: Engine) -> None:
    assert not is_current(engine)
    assert migrate(engine)
    assert is_current(engine)
    assert not migrate(engine)


def test_several_at_once_migrate_once(bare_url: str) -> None:
    command = [sys.executable, "-c", MIGRATE, bare_url]
    several = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [one.communicate(timeout=60) for one in several]
    assert sorted(out.strip() for out, _ in said) == ["False", "False", "True"], said
