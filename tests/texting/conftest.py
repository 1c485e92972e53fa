"""The forger of each test."""

from datetime import datetime

import pytest

from core.settings import Settings
from core.store.engine import Store
from tests.texting.kit import Forger


@pytest.fixture
def forger(store: Store, settings: Settings, now: datetime) -> Forger:
    return Forger(store, settings, now)
