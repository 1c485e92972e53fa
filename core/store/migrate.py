"""Brings a database to the newest schema. Safe in any number of processes at once, and run any number of times.

`python -m core.store.migrate NAME` writes the next migration from what `core.store.tables` has more than the
migrations so far. Until the first release there is one migration: delete it and run this with the name `first`.
"""

import fcntl
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text

from core.store import anchor

_HERE = Path(__file__).parent / "migrations"
_LOCK = 0x6D73625F6D696772
"""The advisory lock's number on PostgreSQL: the letters `msb_migr`."""


def migrate(engine: Engine) -> bool:
    """Migrate in one transaction; whether there was anything to do. Others wait for their turn, then find nothing."""
    with _alone(engine), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
        before = MigrationContext.configure(connection).get_current_revision()
        if before == _newest():
            return False
        command.upgrade(_config(connection), "head")
        if before is None:
            anchor.first(connection, engine.dialect.cipher)  # type: ignore[attr-defined]  # as for `Sealed` columns
    return True


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema."""
    with engine.connect().execution_options(reading=True) as connection:
        return _current(connection)


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """On SQLite, a lock on a file beside the database: switching to WAL does not wait as other statements do."""
    if engine.dialect.name != "sqlite":
        yield
        return
    with Path(f"{engine.url.database}.migrating").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _current(connection: Connection) -> bool:
    return MigrationContext.configure(connection).get_current_revision() == _newest()


@cache
def _newest() -> str | None:
    return ScriptDirectory(str(_HERE)).get_current_head()


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def write(name: str) -> None:
    """Write the next migration, numbered, from the difference to `core.store.tables`."""
    number = f"{len(list((_HERE / 'versions').glob('*.py'))) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/scratch.db")
        with engine.begin() as connection:
            command.upgrade(_config(connection), "head")
            command.revision(_config(connection), name, autogenerate=True, rev_id=number)
        engine.dispose()


if __name__ == "__main__":
    write(sys.argv[1])
