"""/readyz says in one word each what is wrong, before nothing can be kept any more; over both databases."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from webhooks import create_app, health


@pytest.fixture
def client(store: Store, settings: Settings) -> FlaskClient:
    return create_app(House(settings, store)).test_client()


def asked(client: FlaskClient) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.get_json()


def test_all_is_well(client: FlaskClient) -> None:
    assert asked(client) == (200, {"ready": True, "database": "ok", "broker": "embedded", "disk": "ok"})


def test_little_room(client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    free = shutil.disk_usage(settings.data_dir.parent).free
    monkeypatch.setattr(health, "ROOM", 2 * free)
    assert asked(client) == (503, {"ready": False, "database": "ok", "broker": "embedded", "disk": "full"})
    assert client.get("/healthz").status_code == 200


def test_sqlites_own_disk_is_looked_at_too(
    client: FlaskClient, settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    usage = shutil.disk_usage
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: looked.append(Path(path)) or usage(path))
    asked(client)
    own = [Path(store.engine.url.database or "").parent] if store.engine.dialect.name == "sqlite" else []
    assert looked == [settings.data_dir.parent, *own]


def test_a_database_that_may_forget_is_down(settings: Settings, postgresql_url: str) -> None:
    """As after a fail-over to a server that runs with fsync=off."""
    careless = settings.model_copy(update={"app_env": "production", "database_url": postgresql_url})
    client = create_app(House(careless, Store.from_settings(careless))).test_client()
    assert asked(client)[1]["database"] == "down"
