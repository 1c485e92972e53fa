"""Retiring a data key: what is under it is told, sealed anew while others write, and then it may go."""

import json
from base64 import b64encode
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select, text

from core.complaint import Entry
from core.identity import SYSTEM
from core.lifecycle import State
from core.settings import Settings
from core.store import reseal
from core.store.cipher import Cipher
from core.store.engine import Store
from core.store.files import Files
from core.store.tables import data_keys, metadata, staff
from tests.console.kit import Cli
from tests.support.rows import add_area, add_company, add_complaint, add_contact, add_staff

PEOPLE = 12
PHOTO = b"JFIF a photo " * 9000


def keyed(settings: Settings, *keys: bytes) -> Settings:
    return settings.model_copy(update={"data_keys": tuple(SecretStr(b64encode(one).decode()) for one in keys)})


OLD, NEW = b"o" * 32, b"n" * 32


def key_id(key: bytes) -> str:
    return Cipher([key], b"").newest.hex()


def with_keys(cli: Cli, *keys: bytes) -> Cli:
    """The same house, started again with these keys."""
    given = keyed(cli.settings, *keys)
    return replace(cli, settings=given, store=Store.from_settings(given))


@pytest.fixture
def old(settings: Settings, now: datetime, tmp_path: Path) -> Cli:
    """A house that has always had the old key."""
    given = keyed(settings, OLD)
    cli = Cli(Store.from_settings(given), given, now, tmp_path)
    with cli.store.writing() as tx:
        area = add_area(tx, now)
    cli.text("init")
    with cli.store.writing() as tx:
        company, who = add_company(tx, now), add_contact(tx, now)
        for at in range(PEOPLE):
            add_staff(tx, now, company, area, name=f"张{at}", phone=f"+86177123400{at:02}", username=f"u{at}")
        complaint = add_complaint(tx, now, area, who)
        tx.complaints.write(complaint, Entry(now, "submit", "owner", State.PENDING, 1, "电梯坏了", "wechat", who))
        tx.audit.write(SYSTEM, "look", "staff:1", now, reason="看看")
        medium = tx.media.want(who, "image", "m1", now)
        assert medium is not None
        tx.media.stored(medium, Files(given.data_dir, cli.store.cipher).put(PHOTO), "image/jpeg", len(PHOTO))
    return cli


def everything_opens(cli: Cli) -> None:
    with cli.store.reading() as tx:
        for table in metadata.sorted_tables:
            tx.connection.execute(select(table)).all()
        names = set(tx.connection.scalars(select(staff.c.name)))
    assert names >= {f"张{at}" for at in range(PEOPLE)}
    files = Files(cli.settings.data_dir, cli.store.cipher)
    assert [files.get(name) for name, _ in files.sealed_by()] == [PHOTO]
    found = cli.json("audit", "check")
    assert (found["broken"], found["flaws"]) == (None, [])


def test_what_is_under_which_key(old: Cli) -> None:
    (told,) = old.json("keys")
    assert (told["key"], told["place"], told["files"]) == (key_id(OLD), 1, 1)
    assert told["values"] > 3 * PEOPLE
    both = with_keys(old, NEW, OLD)
    assert [(one["key"], one["place"], one["values"] > 0) for one in both.json("keys")] == [
        (key_id(NEW), 1, False),
        (key_id(OLD), 2, True),
    ]
    assert [one["place"] for one in with_keys(old, NEW).json("keys")] == [1, None]
    assert "没有，打不开" in with_keys(old, NEW).text("keys")


def test_an_old_key_may_go_once_everything_is_sealed_anew(old: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reseal, "BATCH", 5)
    held = old.json("keys")[0]
    both = with_keys(old, NEW, OLD)
    both.text("init")
    done = both.json("keys", "reseal")
    assert done == {
        "resealed": {"values": held["values"], "files": held["files"]},
        "left": {},
        "unreadable": 0,
        "may_go": [key_id(OLD)],
    }
    assert both.json("keys", "reseal")["resealed"] == {"values": 0, "files": 0}
    assert f"可以从 DATA_KEYS 去掉：{key_id(OLD)}" in both.text("keys", "reseal")
    new = with_keys(old, NEW)
    assert "设置可用" in new.text("init")
    everything_opens(new)


def test_a_start_without_a_key_that_is_still_needed_says_so(old: Cli) -> None:
    with_keys(old, NEW, OLD).text("init")
    assert with_keys(old, NEW).mistake("init") == (
        f"DATA_KEYS 里少了还在用的密钥 {key_id(OLD)}：加回去；要去掉旧的，先运行 keys reseal"
    )
    with old.store.reading() as tx:
        assert set(tx.connection.scalars(select(data_keys.c.id))) == {key_id(OLD), key_id(NEW)}


def test_a_start_with_another_index_key_says_so(old: Cli) -> None:
    given = old.settings.model_copy(update={"index_key": SecretStr("x" * 44)})
    other = replace(old, settings=given, store=Store.from_settings(given))
    assert other.mistake("init") == "INDEX_KEY 不是这个库当初用的，谁都认不出来：改回去"


def test_what_no_key_opens_is_counted_and_holds_up_nothing_else(old: Cli) -> None:
    with old.store.writing() as tx:
        tx.connection.execute(text("UPDATE staff SET identity = phone WHERE id = 1"))
    both = with_keys(old, NEW, OLD)
    result = both.run("keys", "reseal", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["unreadable"], told["left"], told["may_go"]) == (1, 1, {key_id(OLD): 1}, [])
    assert "打不开" in result.stderr
