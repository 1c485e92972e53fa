"""Pages of a list: which is shown, and where the others are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from core.plain import whole
from core.queries import PAGE


@dataclass(frozen=True)
class Pager:
    """`number` counts from 1."""

    number: int
    total: int
    size: int = PAGE

    @staticmethod
    def asked(given: Mapping[str, str]) -> int:
        """Which page an address asks for."""
        return max(1, min(whole(given.get("page", "")) or 1, 1_000_000))

    @property
    def pages(self) -> int:
        """How many there are; one of nothing."""
        return max(1, -(-self.total // self.size))

    @property
    def before(self) -> int:
        """How many lines stand before this page."""
        return (self.number - 1) * self.size

    def url(self, number: int) -> str:
        """Where a page is, with the same filter."""
        given: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "page"}
        return url_for(request.endpoint or "", **(request.view_args or {}), **given, page=number)
