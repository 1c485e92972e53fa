"""A copy of everything that is kept: the database in one file a day, and the files people sent beside it."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import URL

MEDIA = "media"
KINDS = {"sqlite": ".db", "postgresql": ".dump"}


class Failed(Exception):
    """The copy could not be made; the text says why, in Chinese."""


class Copied(NamedTuple):
    """The database's copy, how many files were new, and how many old copies and files were removed."""

    file: Path
    new: int
    removed: int


def back_up(url: URL, data_dir: Path, folder: Path, today: date, keep: int) -> Copied:
    """Copy the database first and the files after it, so that whatever the copy names is there; then remove what is
    older than `keep` days, and files that were deleted. Only this account can read any of it. Raises Failed."""
    with _for_us_alone():
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{today}{KINDS[url.get_backend_name()]}"
        aside = file.with_name(f".{file.name}")
        aside.unlink(missing_ok=True)
        _sqlite(url, aside) if url.get_backend_name() == "sqlite" else _postgresql(url, aside)
        aside.replace(file)
        new, gone = _mirror(data_dir / MEDIA, folder / MEDIA)
    return Copied(file, new, gone + _prune(folder, today - timedelta(days=keep)))


def _sqlite(url: URL, to: Path) -> None:
    with closing(sqlite3.connect(f"file:{url.database}?mode=ro", uri=True)) as database:
        database.execute("VACUUM INTO ?", (str(to),))


def _postgresql(url: URL, to: Path) -> None:
    """By pg_dump, to which the password goes by its environment: arguments can be read by everybody."""
    host = url.host or url.query.get("host")
    given = {"PGHOST": host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password}
    known = {name: str(value) for name, value in given.items() if value}
    try:
        subprocess.run(  # noqa: S603 - no shell, our own words
            ["pg_dump", "--format=custom", f"--file={to}", str(url.database)],  # noqa: S607 - the distribution's
            env=os.environ | known,
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise Failed("没有 pg_dump：安装 postgresql-client，版本不低于数据库的") from error
    except subprocess.CalledProcessError as error:
        raise Failed(f"pg_dump：{error.stderr.strip()}") from error


def _mirror(source: Path, to: Path) -> tuple[int, int]:
    """Copy what is new or was sealed anew, remove what is gone; how many of each. A file is never half there."""
    there = {path.relative_to(source) for path in source.glob("*/[!.]*")}
    new = 0
    for name in sorted(there):
        old, copy = source / name, to / name
        with_time = copy.stat() if copy.exists() else None
        try:
            now = old.stat()
            if with_time and (with_time.st_size, with_time.st_mtime_ns) == (now.st_size, now.st_mtime_ns):
                continue
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(old, aside := copy.with_name(f".{copy.name}"))
        except FileNotFoundError:
            continue
        aside.replace(copy)
        new += 1
    gone = [path for path in to.glob("*/*") if path.relative_to(to) not in there]
    for path in gone:
        path.unlink()
    return new, len(gone)


def _prune(folder: Path, before: date) -> int:
    old = [path for kind in KINDS.values() for path in folder.glob(f"????-??-??{kind}") if path.stem < str(before)]
    for path in old:
        path.unlink()
    return len(old)


@contextmanager
def _for_us_alone() -> Iterator[None]:
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
