"""Years of complaints, made by the database itself in plain SQL, so that a million take seconds.

The town stays the same; its past grows: each of 1,000 estates has 5 open complaints, all others are closed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, create_engine, text
from tqdm import tqdm

from core.store.engine import Store
from core.store.types import utc_text

ESTATES = 1000
OPEN_EACH = 5
CHUNK = 50_000
_COMPLAINTS_EACH = 4
"""Complaints a resident has filed in all those years."""

_WORDS = "7栋负一楼排水沟堵了,车位上全是水,请尽快来人看看。"

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT CAST(:first AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < :last) "

_ESTATE = """
INSERT INTO areas (name, district, street, scene, company_id, updated_at)
{numbers} SELECT 'e' || i, '高新区', '桂溪街道', 'e' || i, 1, {now} FROM n"""

_CONTACT = """
INSERT INTO contacts (channel, address, address_ix, area_id, following, created_at, seen_at)
{numbers} SELECT 'wechat', :sealed, {scattered}, 1 + i % :estates, true, {now}, {now} FROM n"""

_COMPLAINT = """
INSERT INTO complaints (id, number, area_id, contact_id, content, state, round, clock, deadline, outcome,
                        submitted_at, answered_at, closed_at)
{numbers} SELECT i, '0040' || (100000000000000 + i), 1 + i % :estates, 1 + i * 7919 % :contacts, :sealed,
       CASE WHEN i > :closed THEN 'PENDING' ELSE 'CLOSED' END, 1,
       CASE WHEN i > :closed THEN 'pending' END,
       CASE WHEN i > :closed THEN {now} END,
       CASE WHEN i > :closed THEN NULL ELSE 'satisfied' END,
       {then}, {then}, CASE WHEN i > :closed THEN NULL ELSE {then} END FROM n"""

_LINE = """
INSERT INTO timeline (complaint_id, at, act, who, state, round, text, details)
{numbers} SELECT i, {then}, 'submit', 'owner', 'PENDING', 1, :sealed, '{{}}' FROM n"""

_NEWS = """
INSERT INTO outbox (key, lane, channel, template, audience, complaint_id, payload, state, due_at, created_at)
{numbers} SELECT 'old:' || i, 's' || i % 1000, 'wechat', 'new_complaint', 'manager', i, :sealed, 'sent',
       {then}, {then} FROM n"""

_KEPT = """
INSERT INTO inbox (key, contact_id, answer, at)
{numbers} SELECT {scattered}, 1 + i % :contacts, :sealed, {now} FROM n"""

_SQLITE = {
    "now": ":now",
    "then": "strftime('%Y-%m-%dT%H:%M:%f000+00:00', :now, '-' || (:complaints - i) || ' minutes')",
    "scattered": "lower(hex(randomblob(20)))",
}
_POSTGRESQL = {
    "now": "CAST(:now AS timestamptz)",
    "then": "CAST(:now AS timestamptz) - (:complaints - i) * interval '1 minute'",
    "scattered": "md5(random()::text || i)",
}


def add(store: Store, complaints: int) -> None:
    """Give the town that many complaints, with residents, timeline and notices; draws a progress bar."""
    contacts = max(complaints // _COMPLAINTS_EACH, ESTATES)
    values = {"complaints": complaints, "closed": complaints - ESTATES * OPEN_EACH, "contacts": contacts}
    values |= {"estates": ESTATES, "now": utc_text(datetime.now(UTC))}
    steps = (
        (_ESTATE, ESTATES, ""),
        (_CONTACT, contacts, "contacts.address"),
        (_COMPLAINT, complaints, "complaints.content"),
        (_LINE, complaints, "timeline.text"),
        (_NEWS, complaints, "outbox.payload"),
        (_KEPT, contacts, "inbox.answer"),
    )
    total = sum(rows for _, rows, _ in steps)
    title = f"{complaints:,} complaints on {store.engine.dialect.name}"
    with _trusted(store.engine) as connection, tqdm(total=total, desc=title, unit="row", leave=False) as bar:
        for statement, rows, column in steps:
            sealed = store.cipher.seal(_WORDS, column)
            for first in range(1, rows + 1, CHUNK):
                last = min(first + CHUNK - 1, rows)
                _run(connection, statement, values | {"first": first, "last": last, "sealed": sealed})
                bar.update(last - first + 1)
        _tidy(connection)


@contextmanager
def _trusted(engine: Engine) -> Iterator[Connection]:
    """A connection that checks no foreign keys and waits for no disk: what it writes is right, and can be made anew."""
    plain = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with plain.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        connection.execute(text("PRAGMA synchronous = OFF" if sqlite else "SET session_replication_role = replica"))
        if not sqlite:
            connection.execute(text("SET synchronous_commit = off"))
        yield connection
    plain.dispose()


def _run(connection: Connection, statement: str, values: dict[str, object]) -> None:
    parts = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    whole = statement.format(numbers=_NUMBERS, **parts)
    connection.execute(text(whole), {name: value for name, value in values.items() if f":{name}" in whole})


def _tidy(connection: Connection) -> None:
    """What the database's own housekeeping has done by the time its past is that long."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        return
    connection.execute(text("SELECT setval(pg_get_serial_sequence('complaints', 'id'), max(id)) FROM complaints"))
    connection.execute(text("VACUUM ANALYZE"))
    connection.execute(text("CHECKPOINT"))
