"""The database's own driver, for the statements of the hot path: a twentieth of the cost of SQLAlchemy's cursors.

The driver's own errors are raised. To PostgreSQL, what nobody waits for an answer to (most of what a message writes)
travels before the next statement that is asked for one, or with the commit.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from sqlalchemy import Connection, Engine, event

from core.store.types import utc_text


def raw(connection: Connection) -> Any:
    """The driver's connection. Statements go through `ask` and `later` alone."""
    return connection.connection.driver_connection


def ask(driver: Any, statement: str, values: Any = ()) -> Any:
    """The driver's cursor, after this statement and all that waits for it; to be read before the next one."""
    if hasattr(driver, "waiting"):
        _send(driver)
        return driver.kept.execute(statement, values)
    return driver.execute(statement, values)


def later(driver: Any, statement: str, values: Any = ()) -> None:
    """Have a statement done before the next that is asked, at the latest with the commit."""
    if hasattr(driver, "waiting"):
        driver.waiting.append((statement, values))
    else:
        driver.execute(statement, values)


def gather(engine: Engine) -> None:
    """Let the connections of a PostgreSQL engine gather what nobody waits for."""
    event.listen(engine, "connect", lambda connection, _: _prepare(connection))
    event.listen(engine, "begin", lambda connection: _begin(raw(connection)))
    event.listen(engine, "before_cursor_execute", lambda connection, *_: _send(raw(connection)))
    event.listen(engine, "savepoint", lambda connection, _: _send(raw(connection)))
    event.listen(engine, "commit", lambda connection: _commit(raw(connection)))
    event.listen(engine, "rollback", lambda connection: raw(connection).waiting.clear())
    event.listen(engine, "rollback_savepoint", lambda connection, *_: raw(connection).waiting.clear())


def _prepare(connection: Any) -> None:
    """One cursor serves all statements: to make one costs as much as to run it. The driver begins no transactions, and
    waits for no answer when we do."""
    connection.autocommit = True
    connection.waiting, connection.kept, connection.failed = [], connection.cursor(), None


def _begin(driver: Any) -> None:
    """Where it fails, the first statement raises it, inside the transaction, so that SQLAlchemy learns of a server that
    is gone: without a transaction each statement would be kept by itself."""
    result = driver.pgconn.exec_(b"BEGIN")
    driver.failed = None if result.status == ExecStatus.COMMAND_OK else error_from_result(result)


def _commit(driver: Any) -> None:
    if driver.waiting:
        later(driver, "COMMIT")
        _send(driver)


def _send(driver: Any) -> None:
    if driver.failed:
        raise driver.failed
    if not driver.waiting:
        return
    waiting, driver.waiting = driver.waiting, []
    if len(waiting) == 1:
        driver.kept.execute(*waiting[0])
        return
    with driver.pipeline():
        for statement, values in waiting:
            driver.kept.execute(statement, values)


class Driver:
    """Runs statements with `%s` for each value within the caller's transaction. Moments are bound as their columns keep
    them."""

    def __init__(self, connection: Connection) -> None:
        self._raw = raw(connection)
        self.sqlite = connection.dialect.name == "sqlite"

    def run(self, statement: str, *values: Any) -> Any:
        """The driver's cursor, after this statement."""
        return ask(self._raw, *self._bound(statement, values))

    def later(self, statement: str, *values: Any) -> None:
        """The same, at the latest with the commit."""
        later(self._raw, *self._bound(statement, values))

    def _bound(self, statement: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        if not self.sqlite:
            return statement, values
        return statement.replace("%s", "?"), [utc_text(one) if one.__class__ is datetime else one for one in values]


def moment(value: Any) -> datetime | None:
    """A moment as a driver gives it."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
