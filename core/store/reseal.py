"""Which data key each sealed value and file is under, and sealing anew what is not under the newest.

It can be stopped at any moment and begun again: where it has come to is told by the values themselves. Rows are locked
a few at a time, passing over those that somebody is changing just now, and a value is only put in place of the very
bytes that were read."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, LargeBinary, bindparam, column, delete, func, select, table, update
from sqlalchemy.dialects import postgresql, sqlite

from core.store.cipher import ID, Cipher, Unreadable
from core.store.engine import Store, Tx
from core.store.files import Files
from core.store.tables import data_keys, metadata
from core.store.types import Sealed

BATCH = 500

Held = dict[str, Counter[str]]
"""By the key's id: how many values of each column (`table.column`), and how many `files`, are under it."""


class Place(NamedTuple):
    """A sealed column, as it lies there."""

    name: str
    table: Any
    key: Any
    value: Any


class Step(NamedTuple):
    """What a batch did: how many were sealed anew, and how many no key opens."""

    where: str
    done: int
    unreadable: int


def places() -> list[Place]:
    """Every sealed column."""
    every = (one for each in metadata.sorted_tables for one in each.c)
    return [Place(one.type.column, *_plain(one)) for one in every if isinstance(one.type, Sealed)]


def held(store: Store, files: Files) -> Held:
    """What is under which key."""
    found: Held = {}
    for place in places():
        which = func.substr(place.value, 1, ID, type_=LargeBinary)
        query = select(which, func.count()).where(place.value.is_not(None)).group_by(which)
        with store.reading() as tx:
            for key_id, count in tx.connection.execute(query):
                found.setdefault(bytes(key_id).hex(), Counter())[place.name] += count
    for _, key_id in files.sealed_by():
        found.setdefault(key_id.hex(), Counter())["files"] += 1
    return found


def reseal(store: Store, files: Files) -> Iterator[Step]:
    """Seal anew what is not under the newest key: values in batches of a transaction each, then files."""
    for place in places():
        last: Any = 0 if place.key.type.python_type is int else ""
        while last is not None:
            with store.writing() as tx:
                step, last = _batch(tx, place, last)
            yield step
    for name, key_id in files.sealed_by():
        if key_id != store.cipher.newest:
            yield _file(store, files, name)


def _batch(tx: Tx, place: Place, after: Any) -> tuple[Step, Any]:
    """The next few beyond a key; and the last of them, None where there are no more."""
    old = func.substr(place.value, 1, ID, type_=LargeBinary) != tx.cipher.newest
    query = select(place.key, place.value).where(place.key > after, place.value.is_not(None), old)
    query = query.order_by(place.key).limit(BATCH).with_for_update(skip_locked=True)
    rows = tx.connection.execute(query).all()
    anew = [(key, value, sealed) for key, value in rows if (sealed := _anew(tx.cipher, value, place.name))]
    if anew:
        same = (place.key == bindparam("row")) & (place.value == bindparam("old", type_=LargeBinary))
        change = update(place.table).where(same).values({place.value: bindparam("new", type_=LargeBinary)})
        tx.connection.execute(change, [{"row": key, "old": old, "new": new} for key, old, new in anew])
    step = Step(place.name, len(anew), len(rows) - len(anew))
    return step, rows[-1][0] if len(rows) == BATCH else None


def _anew(cipher: Cipher, value: bytes, name: str) -> bytes | None:
    try:
        return cipher.seal(cipher.open(bytes(value), name), name)
    except Unreadable:
        return None


def _file(store: Store, files: Files, name: str) -> Step:
    try:
        files.reseal(name)
    except FileNotFoundError:
        return Step("files", 0, 0)
    except Unreadable:
        return Step("files", 0, 1)
    with store.reading() as tx:
        wanted = tx.upkeep.is_kept(name)
    if not wanted:  # dropped by a sweep meanwhile, and put back here
        files.remove(name)
    return Step("files", 1, 0)


def missing(connection: Connection, cipher: Cipher) -> list[str]:
    """The ids of keys that are in use and not there."""
    known = {key_id.hex() for key_id in cipher.key_ids}
    return [one for one in connection.scalars(select(data_keys.c.id).order_by(data_keys.c.since)) if one not in known]


def use(connection: Connection, cipher: Cipher, now: datetime) -> None:
    """Note that values are sealed with the newest key from now on."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    used = make(data_keys).values(id=cipher.newest.hex(), since=now)
    connection.execute(used.on_conflict_do_nothing())


def out_of_use(connection: Connection, key_ids: list[str]) -> None:
    """Nothing is under these keys any more: they need not be there."""
    connection.execute(delete(data_keys).where(data_keys.c.id.in_(key_ids)))


def _plain(one: Any) -> tuple[Any, Any, Any]:
    key = next(iter(one.table.primary_key))
    plain = table(one.table.name, column(key.name, key.type), column(one.name, LargeBinary()))
    return plain, plain.c[key.name], plain.c[one.name]
