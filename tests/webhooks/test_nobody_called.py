"""Nothing is called outside while a request is open. The doors are looked at here; every step of every dialog by the
same fixture in the tests of conversations and transcripts, every page in those of the pages."""

import json
from contextlib import suppress
from datetime import datetime

import pytest
import requests
from pydantic import SecretStr

from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from tests.faults.door import Door
from tests.support.outside import nobody_called
from tests.webhooks.sms_kit import FINE, SECRET
from webhooks import create_app


def test_it_would_be_seen_even_where_it_was_swallowed() -> None:
    with pytest.raises(AssertionError), nobody_called(), suppress(requests.RequestException):
        requests.get("http://127.0.0.1:9/", timeout=1)


def test_wechats_door(settings: Settings, redis_url: str) -> None:
    """Redis alone may be asked."""
    socket = redis_url.removeprefix("unix://")
    door = Door(settings.database_url, settings.data_dir, redis_url=redis_url)
    with nobody_called(socket):
        assert {door.say() for _ in range(12)} == {200}
    door.store.close()


@pytest.mark.parametrize("place", FINE)
def test_the_gateways_doors(store: Store, settings: Settings, now: datetime, place: str) -> None:
    given = settings.model_copy(update={"sms_callback_secret": (SecretStr(SECRET),)})
    client = create_app(House(given, store, lambda: now)).test_client()
    gateway, last = place.split("/")
    with nobody_called():
        answer = client.post(f"/sms/{gateway}/{SECRET}/{last}", data=json.dumps(FINE[place]))
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/console/login"])
def test_what_is_looked_at(store: Store, settings: Settings, path: str) -> None:
    client = create_app(House(settings, store)).test_client()
    with nobody_called():
        assert client.get(path).status_code == 200
