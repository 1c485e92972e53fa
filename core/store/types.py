"""Column types that keep two promises: times are UTC with zone, personal data is sealed."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


def utc_text(moment: datetime) -> str:
    """A moment as SQLite stores it: UTC, of fixed width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class UtcTime(TypeDecorator[datetime]):
    """A moment with a zone, stored in UTC. Refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(32) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return utc_text(value) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)


class Sealed(TypeDecorator[str]):
    """Text that is encrypted at rest, of `length` characters at most where that is given, which nothing enforces. The
    engine's dialect carries the cipher (`core.store.engine`)."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str, length: int | None = None) -> None:
        super().__init__()
        self.column = column
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes | None:
        return None if value is None else dialect.cipher.seal(value, self.column)

    def process_result_value(self, value: bytes | None, dialect: Any) -> str | None:
        return None if value is None else dialect.cipher.open(bytes(value), self.column)
