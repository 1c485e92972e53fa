"""A database that may forget what it has confirmed is not used: asked at every connection, told at the start."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.texts.starting import NOT_DURABLE
from core.settings import Settings
from core.store import durable
from core.store.cipher import Cipher
from core.store.durable import NotDurable
from core.store.engine import Store, make_engine
from tests.support import sqlite_only
from tests.support.processes import HOME, environment

CIPHER = Cipher.from_settings(Settings())
NO_WAL = "sqlite:///file:a.db?vfs=unix-dotfile&uri=true"
SETTINGS = ("synchronous_commit", "idle_in_transaction_session_timeout")


def test_every_connection_is_durable(store: Store) -> None:
    with store.writing() as one, store.reading() as other:
        for tx in (one, other):
            sqlite = tx.connection.dialect.name == "sqlite"
            asked = ("PRAGMA journal_mode", "PRAGMA synchronous") if sqlite else [f"SHOW {name}" for name in SETTINGS]
            told = [tx.connection.execute(text(one)).scalar() for one in asked]
            assert told == (["wal", 2] if sqlite else ["on", "1min"])


@sqlite_only
@pytest.mark.parametrize(("missing", "reason"), [("synchronous", "sqlite"), ("journal_mode", "wal")])
def test_a_sqlite_that_does_not_take_it_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str, reason: str, store: Store
) -> None:
    left = tuple(one for one in durable._PRAGMAS if not one.startswith(missing))
    monkeypatch.setattr(durable, "_PRAGMAS", (*left, "synchronous=NORMAL" if reason == "sqlite" else "user_version"))
    another = Store(make_engine(f"sqlite:///{tmp_path}/new.db", CIPHER), CIPHER)
    for begin in (another.check, another.writing().__enter__, another.reading().__enter__):
        with pytest.raises(NotDurable) as refused:
            begin()
        assert refused.value.reason == reason


def test_a_place_where_sqlite_cannot_write_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without shared memory, as on many network disks, WAL is not to be had and SQLite says so, if asked."""
    monkeypatch.chdir(tmp_path)
    engine = make_engine(NO_WAL, CIPHER)
    with pytest.raises(NotDurable) as refused:
        engine.connect()
    assert refused.value.reason == "wal"


class TestPostgreSQL:
    """The tests' server runs with fsync=off, as nobody else's may."""

    def test_production_refuses_a_server_that_does_not_sync(self, postgresql_url: str) -> None:
        with pytest.raises(NotDurable) as refused:
            make_engine(postgresql_url, CIPHER, production=True).connect()
        assert refused.value.reason == "fsync"

    def test_anybody_refuses_commits_that_do_not_wait(
        self, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As behind a pooler that resets what was set."""
        monkeypatch.setattr(durable, "_WANTED", "SET synchronous_commit = off")
        with pytest.raises(NotDurable) as refused:
            make_engine(postgresql_url, CIPHER).connect()
        assert refused.value.reason == "synchronous_commit"

    def test_what_the_role_or_the_url_says_does_not_count(self, postgresql_url: str) -> None:
        url = make_url(postgresql_url).update_query_dict({"options": "-c synchronous_commit=off"})
        with make_engine(url.render_as_string(hide_password=False), CIPHER).connect() as connection:
            assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"


@pytest.mark.parametrize(
    "program", [("-m", "webhooks"), ("-m", "flask", "--app", "webhooks", "worker")], ids=["web", "worker"]
)
def test_web_and_worker_refuse_to_start_in_one_plain_line(tmp_path: Path, program: tuple[str, ...]) -> None:
    there = {"DATABASE_URL": NO_WAL, "DATA_DIR": str(tmp_path), "PYTHONPATH": str(HOME)}
    command = [sys.executable, *program]
    done = subprocess.run(command, env=environment(**there), cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"错误：{NOT_DURABLE['wal']}\n")


def test_a_database_that_is_down_is_looked_at_when_it_is_back(tmp_path: Path) -> None:
    """Whoever starts meanwhile answers 503 until then."""
    engine = make_engine(f"postgresql+psycopg://nobody@/none?host={tmp_path}", CIPHER)
    Store(engine, CIPHER).check()


def test_every_reason_has_its_sentence() -> None:
    assert set(NOT_DURABLE) == set(re.findall(r'NotDurable\("(\w+)"\)', Path(durable.__file__).read_text("utf-8")))
