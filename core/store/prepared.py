"""Statements compiled once and run by the database's own driver: a tenth of what SQLAlchemy's cursors cost.

They are written with SQLAlchemy, once, with a `bindparam` for each value, and `among` for many ids. Values are bound
and read as their columns' types say: what is sealed is sealed and opened, moments are UTC. The driver's own errors are
raised.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Insert,
    String,
    TypeDecorator,
    Update,
    bindparam,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect, result_tuple
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from core.store.driver import ask, later, raw

Statement = Any
"""Anything that SQLAlchemy compiles."""
Process = Callable[[Any], Any]
INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""Each database's own, which knows what to do on a conflict."""


class Ids(TypeDecorator[list[int]]):
    """Many ids as one value: an array, or where there are none, JSON."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String() if dialect.name == "sqlite" else ARRAY(BigInteger))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return json.dumps(list(value)) if dialect.name == "sqlite" else list(value)


class among(ColumnElement[bool]):  # noqa: N801 - reads like the functions it stands among
    """Whether a column is one of the ids given by `name`."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        self.column, self.ids = column, bindparam(name, type_=Ids)


@compiles(among, "sqlite")
def _among_json(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    column, ids = compiler.process(element.column, **kw), compiler.process(element.ids, **kw)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - both are compiled by SQLAlchemy


@compiles(among, "postgresql")
def _among_array(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    return f"{compiler.process(element.column, **kw)} = ANY ({compiler.process(element.ids, **kw)})"


class Prepared:
    """One statement. `columns` are those that an INSERT or UPDATE sets from values given by their names; a function is
    given the database's own `insert` and makes the statement with it."""

    def __init__(self, statement: Statement | Callable[[Any], Statement], *columns: str) -> None:
        self._statement, self._columns = statement, columns

    def rows(self, connection: Connection, **values: Any) -> list[Any]:
        """All rows."""
        ready = self._ready(connection.dialect)
        return [ready.read(row) for row in ready.run(connection, values).fetchall()]

    def row(self, connection: Connection, **values: Any) -> Any:
        """The first row, or None."""
        ready = self._ready(connection.dialect)
        row = ready.run(connection, values).fetchone()
        return None if row is None else ready.read(row)

    def scalars(self, connection: Connection, **values: Any) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self.rows(connection, **values)]

    def scalar(self, connection: Connection, **values: Any) -> Any:
        """The first value of the first row, or None."""
        row = self.row(connection, **values)
        return None if row is None else row[0]

    def run(self, connection: Connection, **values: Any) -> int:
        """How many rows it has changed."""
        return int(self._ready(connection.dialect).run(connection, values).rowcount)

    def later(self, connection: Connection, **values: Any) -> None:
        """Have it done; its answer is not waited for."""
        self._ready(connection.dialect).later(connection, values)

    def _ready(self, dialect: Any) -> "_Ready":
        known: dict[Prepared, _Ready] = dialect.__dict__.setdefault("prepared", {})
        if self not in known:
            known[self] = self._compiled(dialect)
        return known[self]

    def _compiled(self, dialect: Dialect) -> "_Ready":
        make = self._statement
        statement = make(INSERTS[dialect.name]) if callable(make) else make
        columns = list(self._columns) if isinstance(statement, Insert | Update) else None
        return _Ready(statement, columns, dialect)


class _Ready:
    """The statement as one engine's driver takes it."""

    def __init__(self, statement: Statement, columns: Sequence[str] | None, dialect: Any) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        self._words = str(compiled)
        self._order: Sequence[str] | None = compiled.positiontup
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        processes = ((name, one.type.dialect_impl(dialect).bind_processor(dialect)) for name, one in binds.items())
        self._binds = {name: process for name, process in processes if process}
        self._fixed = {name: self._bound(name, one.value) for name, one in binds.items() if not one.required}
        read = list(getattr(statement, "exported_columns", ()))
        self._make = result_tuple([str(one.key) for one in read])
        opened = (one.type.dialect_impl(dialect).result_processor(dialect, None) for one in read)
        self._reads = [(at, process) for at, process in enumerate(opened) if process]

    def run(self, connection: Connection, values: dict[str, Any]) -> Any:
        """The driver's cursor after it."""
        return ask(raw(connection), self._words, self._given(values))

    def later(self, connection: Connection, values: dict[str, Any]) -> None:
        later(raw(connection), self._words, self._given(values))

    def read(self, found: Sequence[Any]) -> Any:
        """A row as its columns' types have it."""
        if not self._reads:
            return self._make(found)
        row = list(found)
        for at, process in self._reads:
            row[at] = process(row[at])
        return self._make(row)

    def _given(self, values: dict[str, Any]) -> Any:
        given = self._fixed | {name: self._bound(name, value) for name, value in values.items()}
        return given if self._order is None else [given[name] for name in self._order]

    def _bound(self, name: str, value: Any) -> Any:
        process = self._binds.get(name)
        return process(value) if process else _plain(value)


def _plain(value: Any) -> Any:
    """A word of an enumeration as the plain word: the drivers do not know ours."""
    return str(value) if isinstance(value, str) else value
