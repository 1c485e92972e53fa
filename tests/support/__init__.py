"""What tests share."""

import pytest

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For tests whose subject is no database: once over SQLite is enough."""
