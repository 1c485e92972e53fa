"""What these tests share."""

from tests.applications.kit import bureau

__all__ = ["bureau"]
