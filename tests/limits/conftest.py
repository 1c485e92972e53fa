"""The fixture of the limits' tests."""

from datetime import datetime

import pytest

from core.settings import Settings
from core.store.engine import Store
from tests.limits.kit import Crowd


@pytest.fixture
def crowd(store: Store, settings: Settings, now: datetime) -> Crowd:
    return Crowd(store, settings, now)
