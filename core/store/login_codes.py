"""Codes for the login page that WeChat made ahead, and that no browser shows yet. Each is shown by one browser, once:
whoever takes one takes it away."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from core.store.tables import login_codes as table

PREFIX = "login-"
"""How the scene of each begins; an estate's does not."""
SCENE_BYTES = 18
READY = 30
"""How many wait."""
LASTS = timedelta(days=30)
"""As long as WeChat keeps a temporary code."""
MARGIN = timedelta(days=1)
"""One that ends sooner is not given any more."""


class LoginCode(NamedTuple):
    """`url` is what the picture holds, `scene` what WeChat tells us when it is scanned."""

    scene: str
    url: str


def new_scene() -> str:
    """What no other code holds, and nobody guesses."""
    return PREFIX + secrets.token_urlsafe(SCENE_BYTES)


class LoginCodes:
    """Within the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lacking(self, now: datetime) -> int:
        """How many are to be asked for."""
        ready = select(func.count()).select_from(table).where(table.c.expires_at > now + MARGIN)
        return max(READY - (self._connection.scalar(ready) or 0), 0)

    def add(self, code: LoginCode, expires_at: datetime, now: datetime) -> None:
        """Keep one more; those that end soon are let go."""
        self._connection.execute(delete(table).where(table.c.expires_at <= now + MARGIN))
        self._connection.execute(insert(table).values(**code._asdict(), expires_at=expires_at))

    def take(self, now: datetime) -> LoginCode | None:
        """Take away the oldest; nothing where none waits. Nobody else gets the same, nor waits for who is faster."""
        free = select(table.c.id).where(table.c.expires_at > now + MARGIN).order_by(table.c.id).limit(1)
        key = self._connection.scalar(free.with_for_update(skip_locked=True))
        if key is None:
            return None
        gone = delete(table).where(table.c.id == key).returning(table.c.scene, table.c.url)
        return LoginCode(*self._connection.execute(gone).one())
