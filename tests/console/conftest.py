"""The fixture of the command line's tests."""

from datetime import datetime
from pathlib import Path

import pytest

from core.settings import Settings
from core.store.engine import Store
from tests.console.kit import Cli


@pytest.fixture
def cli(store: Store, settings: Settings, now: datetime, tmp_path: Path) -> Cli:
    """The command line over an empty, migrated store."""
    return Cli(store, settings, now, tmp_path)
