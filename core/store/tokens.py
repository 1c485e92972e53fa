"""Tokens of other services, shared by all processes, sealed at rest."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from core.store.tables import tokens

if TYPE_CHECKING:
    from core.store.engine import Store

HOLD = timedelta(seconds=30)
"""How long a holder of the lock may be silent before it is taken for dead."""
_LOOK_AGAIN = 0.05


class Tokens:
    """Tokens within the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> tuple[str, datetime] | None:
        """The token and when it ends, or None."""
        row = self._connection.execute(select(tokens.c.value, tokens.c.expires_at).where(tokens.c.name == name)).first()
        return (row.value, row.expires_at) if row else None

    def put(self, name: str, value: str, expires_at: datetime) -> None:
        """Keep the token instead of the one before."""
        make = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        added = make(tokens).values(name=name, value=value, expires_at=expires_at)
        kept = {"value": added.excluded.value, "expires_at": added.excluded.expires_at}
        self._connection.execute(added.on_conflict_do_update(index_elements=["name"], set_=kept))


class StoredTokens:
    """One service's token in the database, for all processes; fetched under a lock that is a lease."""

    def __init__(self, store: "Store", name: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store, self._name, self._now = store, name, now
        self._here = threading.Lock()

    def read(self) -> tuple[str, datetime] | None:
        """The token and when it ends (with a zone), or None."""
        with self._store.reading() as tx:
            return tx.tokens.get(self._name)

    def write(self, token: str, expires_at: datetime) -> None:
        """Keep a new token."""
        with self._store.writing() as tx:
            tx.tokens.put(self._name, token, expires_at)

    @contextmanager
    def lock(self, wait: float) -> Iterator[None]:
        """Be the only one, of all processes, in this block; a holder that died is waited for no longer than HOLD.

        Raises TimeoutError after `wait` seconds. No transaction is open meanwhile.
        """
        until = time.monotonic() + wait
        if not self._here.acquire(timeout=max(wait, 0)):
            raise TimeoutError("the token's lock is held")
        try:
            owner = self._take(until)
            try:
                yield
            finally:
                with self._store.writing() as tx:
                    tx.leases.give_back(self._lease, owner)
        finally:
            self._here.release()

    @property
    def _lease(self) -> str:
        return f"token:{self._name}"

    def _take(self, until: float) -> str:
        owner = secrets.token_hex(8)
        while True:
            with self._store.writing() as tx:
                if tx.leases.take(self._lease, owner, HOLD, self._now()):
                    return owner
            if time.monotonic() >= until:
                raise TimeoutError("the token's lock is held")
            time.sleep(_LOOK_AGAIN)
