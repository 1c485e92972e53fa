"""One engine for SQLite and PostgreSQL, and the transaction every change happens in."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import structlog
from psycopg.errors import UniqueViolation
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

from core.settings import Settings
from core.store.applications import Applications
from core.store.audit import Audit
from core.store.cipher import Cipher
from core.store.codes import Codes
from core.store.complaints import Complaints
from core.store.contacts import Contacts
from core.store.digests import Digests
from core.store.directory import Directory
from core.store.driver import gather, raw
from core.store.durable import NotDurable, prepare_postgresql, prepare_sqlite
from core.store.groups import Groups
from core.store.handovers import Handovers
from core.store.inbox import Duplicate, Inbox, is_duplicate
from core.store.leases import Leases
from core.store.login_codes import LoginCodes
from core.store.logins import Logins
from core.store.media import MediaShelf
from core.store.neighbours import Neighbours
from core.store.outbox import Outbox
from core.store.own_data import OwnData
from core.store.reasons import Reasons
from core.store.registry import Registry
from core.store.reminders import Reminders
from core.store.replies import Replies
from core.store.scenes import OldScenes
from core.store.sessions import Sessions
from core.store.silence import Silence
from core.store.texts import Texts
from core.store.tokens import Tokens
from core.store.unclear import Unclear
from core.store.upkeep import Upkeep
from core.store.verifications import Verifications

log = structlog.get_logger()

_PATIENCE = {"connect_timeout": "3", "tcp_user_timeout": "5000"}
"""Seconds for a connection, and milliseconds in which the other side has to confirm what it was sent."""


def make_engine(url: str, cipher: Cipher, pool_size: int = 16, production: bool = False) -> Engine:
    """An engine whose commits are durable, read back from each connection; see `core.store.durable`."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"timeout": 30, "check_same_thread": False}, pool_size=pool_size)
        event.listen(engine, "connect", prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    else:
        engine = create_engine(_impatient(parsed), pool_size=pool_size, max_overflow=8, pool_pre_ping=False)
        event.listen(engine, "connect", lambda connection, _: prepare_postgresql(connection, production))
        gather(engine)
    engine.dialect.cipher = cipher  # type: ignore[attr-defined]  # what `Sealed` columns seal with
    return engine


def _impatient(url: URL) -> URL:
    """A server that does not answer at all is given up in seconds, unless the URL says otherwise."""
    return url.set(query=_PATIENCE | dict(url.query))


def _begin_immediate(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    raw(connection).execute("BEGIN" if reading else "BEGIN IMMEDIATE")


class Tx:
    """One open transaction: each kind of thing under its own name. `has_news`: the worker is to be woken after it."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self.connection = connection
        self.cipher = cipher
        self.has_news = False

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.connection, self.cipher)

    @cached_property
    def contacts(self) -> Contacts:
        return Contacts(self.connection, self.cipher)

    @cached_property
    def applications(self) -> Applications:
        return Applications(self.connection)

    @cached_property
    def complaints(self) -> Complaints:
        return Complaints(self.connection, self.cipher)

    @cached_property
    def reminders(self) -> Reminders:
        return Reminders(self.connection, self.complaints)

    @cached_property
    def neighbours(self) -> Neighbours:
        return Neighbours(self.connection, self.cipher)

    @cached_property
    def digests(self) -> Digests:
        return Digests(self.connection)

    @cached_property
    def directory(self) -> Directory:
        return Directory(self.connection, self.cipher)

    @cached_property
    def handovers(self) -> Handovers:
        return Handovers(self.connection)

    @cached_property
    def replies(self) -> Replies:
        return Replies(self.connection)

    @cached_property
    def registry(self) -> Registry:
        return Registry(self.connection, self.cipher)

    @cached_property
    def old_scenes(self) -> OldScenes:
        return OldScenes(self.connection)

    @cached_property
    def media(self) -> MediaShelf:
        return MediaShelf(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection)

    @cached_property
    def verifications(self) -> Verifications:
        return Verifications(self.connection, self.cipher)

    @cached_property
    def codes(self) -> Codes:
        return Codes(self.connection, self.cipher)

    @cached_property
    def texts(self) -> Texts:
        return Texts(self.connection, self.cipher)

    @cached_property
    def own_data(self) -> OwnData:
        return OwnData(self.connection, self.cipher)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.connection, self.cipher)

    @cached_property
    def reasons(self) -> Reasons:
        return Reasons(self.connection, self.cipher)

    @cached_property
    def leases(self) -> Leases:
        return Leases(self.connection)

    @cached_property
    def logins(self) -> Logins:
        return Logins(self.connection, self.cipher)

    @cached_property
    def login_codes(self) -> LoginCodes:
        return LoginCodes(self.connection)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.connection, self.cipher)

    @cached_property
    def tokens(self) -> Tokens:
        return Tokens(self.connection)

    @cached_property
    def unclear(self) -> Unclear:
        return Unclear(self.connection)

    @cached_property
    def silence(self) -> Silence:
        return Silence(self.connection, self.cipher)

    @cached_property
    def upkeep(self) -> Upkeep:
        return Upkeep(self.connection, self.cipher)


class Store:
    """The database. `writing()` is the one way to change it, `reading()` a consistent look at it."""

    def __init__(self, engine: Engine, cipher: Cipher) -> None:
        self.engine = engine
        self.cipher = cipher
        self._begin = Groups(engine).writing if engine.dialect.name == "sqlite" else engine.begin

    @classmethod
    def from_settings(cls, settings: Settings) -> "Store":
        """The store of DATABASE_URL, sealed by DATA_KEYS."""
        cipher = Cipher.from_settings(settings)
        production = settings.app_env == "production"
        return cls(make_engine(settings.database_url, cipher, production=production), cipher)

    def check(self) -> None:
        """Raises NotDurable where the database may forget what it has confirmed. One that cannot be reached now is
        looked at once it can be: so is each new connection."""
        try:
            self.engine.connect().close()
        except NotDurable:
            raise
        except Exception as error:
            log.warning("database_unreached", error=type(error).__name__)

    @contextmanager
    def writing(self) -> Iterator[Tx]:
        """A transaction that commits where the block ends, and rolls back where it raises. Raises Duplicate."""
        try:
            with self._begin() as connection:
                tx = Tx(connection, self.cipher)
                yield tx
                tx.audit.settle()
        except UniqueViolation as error:
            if is_duplicate(error):
                raise Duplicate from None
            raise

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """A transaction for looking only; it waits for no writer."""
        with self.engine.connect().execution_options(reading=True) as connection, connection.begin():
            yield Tx(connection, self.cipher)

    def close(self) -> None:
        """Give the connections back to the database."""
        self.engine.dispose()
