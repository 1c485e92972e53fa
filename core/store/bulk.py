"""Many rows in one statement, by the driver itself: what a sweep writes by the thousand.

SQLAlchemy's own way with many rows costs several times as much, most of it for building the statement anew. Values are
bound as their columns' types bind them: what is sealed is sealed, and moments are UTC.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, Table, any_, literal
from sqlalchemy.engine import Dialect

from core.store.driver import ask, later, raw

Rows = Sequence[Mapping[str, Any]]
VARIABLES = 30_000
"""SQLite takes 32,766 in one statement."""


def among(connection: Connection, column: ColumnElement[Any], ids: Collection[int]) -> ColumnElement[bool]:
    """Whether a column is one of many ids, bound as one array where the database has arrays."""
    if connection.dialect.name == "sqlite":
        return column.in_(ids)
    return column == any_(literal(list(ids), ARRAY(BigInteger)))


def insert(connection: Connection, table: Table, rows: Rows, conflict: str = "") -> None:
    """Add rows that all have the same columns; `conflict` names the column for whose sake a row is passed over."""
    unless = f" ON CONFLICT ({conflict}) DO NOTHING" if conflict else ""
    _insert(connection, table, rows, unless)


def insert_numbered(connection: Connection, table: Table, rows: Rows) -> list[int]:
    """Add rows that all have the same columns; their ids, in the same order."""
    return sorted(_insert(connection, table, rows, " RETURNING id"))


def change(connection: Connection, table: Table, rows: Rows) -> None:
    """Set the other columns of the rows of these `id`s."""
    if not rows:
        return
    names = [name for name in rows[0] if name != "id"]
    driver, values = raw(connection), _bound(connection.dialect, table, [*names, "id"], rows)
    if connection.dialect.name == "sqlite":
        sets = ", ".join(f"{name} = ?" for name in names)
        driver.executemany(f"UPDATE {table.name} SET {sets} WHERE id = ?", values)  # noqa: S608 - names of our own tables
        return
    sets = ", ".join(f"{name} = given.{name}" for name in names)
    given = _given(_kinds(connection.dialect, table, [*names, "id"]), [*names, "id"])
    statement = f"UPDATE {table.name} SET {sets} FROM {given} WHERE {table.name}.id = given.id"  # noqa: S608 - likewise
    later(driver, statement, _columns(values))


def _insert(connection: Connection, table: Table, rows: Rows, ending: str) -> list[int]:
    if not rows:
        return []
    names = list(rows[0])
    driver, values = raw(connection), _bound(connection.dialect, table, names, rows)
    into = f"INSERT INTO {table.name} ({', '.join(names)})"
    if connection.dialect.name != "sqlite":
        return _insert_arrays(connection, table, names, values, into, ending)
    ids: list[int] = []
    size = VARIABLES // len(names)
    for first in range(0, len(values), size):
        some = values[first : first + size]
        one = f"({', '.join('?' * len(names))})"
        statement = f"{into} VALUES {', '.join([one] * len(some))}{ending}"
        ids += [row[0] for row in driver.execute(statement, [value for row in some for value in row]).fetchall()]
    return ids


def _insert_arrays(
    connection: Connection, table: Table, names: Sequence[str], values: Sequence[Sequence[Any]], into: str, ending: str
) -> list[int]:
    """What is the same in all rows is given once."""
    columns = dict(zip(names, _columns(values), strict=True))
    once = {name: column[0] for name, column in columns.items() if all(one == column[0] for one in column)}
    many = [name for name in names if name not in once] or list(names[:1])
    kinds = _kinds(connection.dialect, table, names)
    chosen = ", ".join(f"given.{name}" if name in many else f"%s::{kinds[name]}" for name in names)
    statement = f"{into} SELECT {chosen} FROM {_given(kinds, many)} ORDER BY place{ending}"  # noqa: S608 - our own names
    given = [one for name, one in once.items() if name not in many] + [columns[name] for name in many]
    if "RETURNING" not in ending:
        later(raw(connection), statement, given)
        return []
    return [row[0] for row in ask(raw(connection), statement, given).fetchall()]


def _bound(dialect: Dialect, table: Table, names: Sequence[str], rows: Rows) -> list[list[Any]]:
    binders = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    pairs = [(name, bind or _as_it_is) for name, bind in zip(names, binders, strict=True)]
    return [[bind(row[name]) for name, bind in pairs] for row in rows]


def _as_it_is(value: Any) -> Any:
    """A word of an enumeration as the plain word: the drivers take arrays of one type."""
    return str(value) if isinstance(value, str) else value


def _columns(values: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*values, strict=True)]


def _kinds(dialect: Dialect, table: Table, names: Sequence[str]) -> dict[str, str]:
    return {name: table.c[name].type.compile(dialect).split("(")[0] for name in names}


def _given(kinds: Mapping[str, str], names: Sequence[str]) -> str:
    """The rows as PostgreSQL is given them: an array for each column."""
    arrays = ", ".join(f"%s::{kinds[name]}[]" for name in names)
    return f"unnest({arrays}) WITH ORDINALITY AS given ({', '.join([*names, 'place'])})"
