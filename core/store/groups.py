"""Group commit. SQLite has one writer at a time and pays an fsync a commit: whoever comes while somebody else writes
joins the transaction that is open, and the last of those who wait commits for all.

Processes take turns by a lock on a file beside the database: SQLite's own waiting sleeps for up to a tenth of a second
though the other has long finished.
"""

import fcntl
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

MOST = 32
"""Members of one transaction: the first waits for no more than these."""


class _Group:
    """One transaction and those who write in it. `error`: why none of it was kept."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.driver: Any = connection.connection.driver_connection
        self.members = 0
        self.error: Exception | None = None
        self.over = threading.Event()


class Groups:
    """Writers of one process, one after the other, committed together."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._other_processes = Path(f"{engine.url.database}.turn").open("w")  # noqa: SIM115 - open as long as we are
        self._turn = threading.Lock()
        self._waiting = deque[None]()
        self._open: _Group | None = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection to write with. Returns once what was written is durable; where the block raises, that alone is
        taken back. Raises the database's error where the whole transaction could not be kept."""
        with self._my_turn():
            group = self._group()
            try:
                group.driver.execute("SAVEPOINT member")
                yield group.connection
                group.driver.execute("RELEASE member")
            except BaseException:
                self._take_back(group)
                raise
            finally:
                self._leave(group)
        group.over.wait()
        if group.error:
            raise group.error

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        self._waiting.append(None)
        try:
            self._turn.acquire()
        finally:
            self._waiting.pop()
        try:
            yield
        finally:
            self._turn.release()

    def _group(self) -> _Group:
        if self._open is None:
            fcntl.flock(self._other_processes, fcntl.LOCK_EX)
            try:
                self._open = _Group(self._begun())
            except BaseException:
                fcntl.flock(self._other_processes, fcntl.LOCK_UN)
                raise
        self._open.members += 1
        return self._open

    def _begun(self) -> Connection:
        connection = self._engine.connect()
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

    def _take_back(self, group: _Group) -> None:
        """Some errors (a full disk) end the whole transaction: then nobody's part of it is kept."""
        if group.driver.in_transaction:
            group.driver.execute("ROLLBACK TO member")
            group.driver.execute("RELEASE member")
        else:
            group.error = RuntimeError("the transaction was lost with another's")

    def _leave(self, group: _Group) -> None:
        if self._waiting and group.members < MOST and not group.error:
            return
        self._open = None
        try:
            if not group.error:
                group.connection.commit()
        except Exception as error:
            group.error = error
        finally:
            if group.error:
                group.connection.invalidate()
            group.connection.close()
            fcntl.flock(self._other_processes, fcntl.LOCK_UN)
            group.over.set()
