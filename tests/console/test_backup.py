"""The nightly copy: whole, for its account alone, restorable, and without what was deleted or is too old."""

import os
import sqlite3
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from core.store.engine import Store
from core.store.files import Files
from core.store.tables import areas
from tests.console.kit import Cli
from tests.support import sqlite_only
from tests.support.postgres import programs
from tests.support.rows import add_area


@pytest.fixture
def kept(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """An estate and a photo; and the programs that come with the tests' PostgreSQL."""
    monkeypatch.setenv("PATH", f"{programs()}{os.pathsep}{os.environ['PATH']}")
    with cli.store.writing() as tx:
        add_area(tx, cli.now)
    Files(cli.settings.data_dir, cli.store.cipher).put(b"a photo")
    return cli


def everything_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_copy_of_all_there_is(kept: Cli, tmp_path: Path) -> None:
    to = tmp_path / "backups" / "here"
    done = kept.json("backup", to)
    assert (Path(done["file"]).stem, done["new_files"], done["removed"]) == ("2024-10-17", 1, 0)
    assert len(everything_in(to)) == 2
    assert {path.stat().st_mode & 0o077 for path in [to, *to.rglob("*")]} == {0}
    again = kept.json("backup", to)
    assert (again["file"], again["new_files"]) == (done["file"], 0)
    assert "已备份" in kept.text("backup", to)


@sqlite_only
def test_what_was_copied_can_be_put_back(kept: Cli, tmp_path: Path) -> None:
    file = kept.json("backup", tmp_path / "there")["file"]
    settings = kept.settings.model_copy(update={"database_url": f"sqlite:///{file}"})
    with Store.from_settings(settings).reading() as tx:
        assert list(tx.connection.scalars(select(areas.c.name))) == ["万和世家"]
    with sqlite3.connect(file) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_dump_of_postgresql_can_be_read(kept: Cli, tmp_path: Path) -> None:
    if make_url(kept.settings.database_url).get_backend_name() == "sqlite":
        pytest.skip("PostgreSQL's own")
    file = kept.json("backup", tmp_path / "there")["file"]
    listed = subprocess.run(["pg_restore", "--list", file], capture_output=True, text=True, check=True)
    assert "TABLE DATA public complaints" in listed.stdout


def test_old_copies_and_deleted_files_go(kept: Cli, tmp_path: Path) -> None:
    to = tmp_path / "there"
    first = Path(kept.json("backup", to)["file"])
    (to / "readme.txt").write_text("not ours")
    for photo in (kept.settings.data_dir / "media").glob("*/*"):
        photo.unlink()
    kept.now += timedelta(days=30)
    done = kept.json("backup", to)
    assert (done["removed"], first.exists()) == (1, True), "the photo that was deleted"
    kept.now += timedelta(days=1)
    assert kept.json("backup", to)["removed"] == 1
    assert not first.exists()
    assert (to / "readme.txt").exists()


def test_a_folder_that_cannot_be_written(kept: Cli) -> None:
    assert kept.mistake("backup", "/proc/none").startswith("写不进 /proc/none")


def test_without_pg_dump(kept: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if make_url(kept.settings.database_url).get_backend_name() == "sqlite":
        pytest.skip("PostgreSQL's own")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert kept.mistake("backup", tmp_path / "there").startswith("没有 pg_dump")
