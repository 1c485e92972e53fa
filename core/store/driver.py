"""The database's own driver, for the few statements of the hot path: a twentieth of the cost of SQLAlchemy's cursors.

Statements have `%s` for each value. The driver's own errors are raised.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from core.store.types import utc_text


class Driver:
    """Runs statements within the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._raw: Any = connection.connection.driver_connection
        self.sqlite = connection.dialect.name == "sqlite"

    def run(self, statement: str, *values: Any) -> Any:
        """The driver's cursor, after this statement. Moments are bound as their columns keep them."""
        if not self.sqlite:
            return self._raw.execute(statement, values)
        bound = [utc_text(one) if one.__class__ is datetime else one for one in values]
        return self._raw.execute(statement.replace("%s", "?"), bound)


def moment(value: Any) -> datetime | None:
    """A moment as a driver gives it."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
