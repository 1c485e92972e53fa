"""The fixture of the pages' tests."""

from datetime import datetime

import pytest

from core.settings import Settings
from core.store.engine import Store
from tests.pages.kit import Site


@pytest.fixture
def site(store: Store, settings: Settings, now: datetime) -> Site:
    """The town's pages."""
    return Site(store, settings, now)
