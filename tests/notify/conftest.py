"""What the worker's tests share."""

from datetime import datetime

import pytest

from core.settings import Settings
from core.store.engine import Store
from tests.notify.worker_kit import House


@pytest.fixture
def house(store: Store, settings: Settings, now: datetime) -> House:
    return House(store, settings, now)
