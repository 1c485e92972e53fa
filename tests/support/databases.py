"""Empty databases with the newest schema, fast: SQLite is a copied file, PostgreSQL is emptied in place."""

import shutil
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text

from core.settings import Settings
from core.store import anchor
from core.store.cipher import Cipher
from core.store.engine import make_engine
from core.store.migrate import migrate
from core.store.tables import metadata

SQLITE, POSTGRESQL = "sqlite", "postgresql"


def migrated(url: str) -> str:
    """The same URL, its schema the newest."""
    engine = make_engine(url, Cipher.from_settings(Settings()))
    migrate(engine)
    engine.dispose()
    return url


def copied(template: Path, folder: Path) -> str:
    """The URL of a copy of a SQLite file."""
    return f"sqlite:///{shutil.copy(template, folder / 'test.db')}"


def emptied(url: str) -> str:
    """The same URL, all its rows gone, numbers starting at 1; whoever was still connected is not any more."""
    engine = create_engine(url)
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
        anchor.first(connection, Cipher.from_settings(Settings()))
    engine.dispose()
    return url


def bare(url: str, name: str) -> str:
    """The URL of a new PostgreSQL database without any table, on the same server."""
    engine: Engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)
