"""A commit outlasts a power failure, or there is none: each new connection is told so and asked whether it is so.

A database that answers otherwise is not used. PostgreSQL's own `fsync` cannot be set from here: with it off a server is
refused in production alone, so that a test may have a fast one.
"""

from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000")
_FULL = 2
"""What SQLite calls synchronous=FULL."""
_WANTED = "SET synchronous_commit = on"
_ASKED = ("synchronous_commit", "fsync", "full_page_writes")
"""The last is only warned of: file systems that copy on write do well without."""

log = structlog.get_logger()


class NotDurable(SQLAlchemyError):
    """The database may forget what it has confirmed. `reason` is wal, sqlite, synchronous_commit or fsync."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def prepare_sqlite(connection: Any, _record: Any) -> None:
    """Raises NotDurable."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    if _pragma(connection, "journal_mode") != "wal":
        raise NotDurable("wal")
    if _pragma(connection, "synchronous") != _FULL:
        raise NotDurable("sqlite")


def prepare_postgresql(connection: Any, production: bool) -> None:
    """Raises NotDurable."""
    with connection.cursor() as cursor:
        cursor.execute(_WANTED)
        cursor.execute("SET idle_in_transaction_session_timeout = '60s'")
        cursor.execute("SET timezone = 'UTC'")
        cursor.execute("SET jit = off")  # a tenth of a second, before the first of small queries
        cursor.execute(f"SELECT {', '.join(f'current_setting({name!r})' for name in _ASKED)}")
        synchronous, fsync, whole_pages = cursor.fetchone()
    connection.commit()
    if synchronous != "on":
        raise NotDurable("synchronous_commit")
    if production and fsync != "on":
        raise NotDurable("fsync")
    if production and whole_pages != "on":
        log.warning("full_page_writes_off")


def _pragma(connection: Any, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]
