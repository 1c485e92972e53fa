"""Run by alembic: migrates, or compares with `core.store.tables`, on the connection it was handed."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import DefaultClause, False_

from core.store.tables import metadata
from core.store.types import Sealed, UtcTime


def render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types by their short names, and a false that every database understands."""
    if kind == "server_default" and isinstance(item, DefaultClause) and isinstance(item.arg, False_):
        return "sa.false()"
    if kind == "type" and isinstance(item, UtcTime | Sealed):
        autogen.imports.add(f"from core.store.types import {type(item).__name__}")
        return f'Sealed("{item.column}")' if isinstance(item, Sealed) else "UtcTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render,
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
