"""How often one network address may knock: counted in Redis where there is one, else in this process."""

import ipaddress
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from flask import abort, current_app, request
from limits import RateLimitItem, RateLimitItemPerSecond, parse_many
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from core import broker, watch
from core.limits import LIMITS, MINUTE, What
from core.settings import Settings

KNOCKS: dict[str, Sequence[RateLimitItem]] = {
    "code": parse_many("6/minute; 40/hour"),
    "typed": [
        RateLimitItemPerSecond(limit.most, int(limit.span.total_seconds()))
        for limit in (*LIMITS[What.CODE][:1], *LIMITS[What.CODE_PAGES])
    ],
    "try": parse_many("15/minute; 100/hour"),
    "digits": parse_many("10/minute; 60/hour"),
    "scan": parse_many("4/minute; 30/hour"),
    "link": parse_many("15/minute; 100/hour"),
    "page": parse_many("60/minute"),
    "files": parse_many("30/minute; 200/hour"),
    "file": parse_many("10/minute; 60/day"),
}
"""code: asking for one; typed: strangers' asking for the same person; try: typing one; digits: asking for those to say
in chat; scan: for a code beside them, without which a page shows the digits alone; link: following one; page: a
resident's link; files: a link to a file; file: the same one. All but `typed` and `file` are for one network address,
behind which an office may sit."""
NETWORK = 64
"""Bits of an IPv6 address that one household or machine has; it may choose the others as it likes."""


class Asked(NamedTuple):
    """Whether one more is allowed; if not, the span of the limit that is reached."""

    allowed: bool
    span: timedelta = MINUTE


class Limits:
    """One for the application. Where Redis does not answer, this process counts alone for a while."""

    def __init__(self, settings: Settings, pause: broker.Pause | None = None) -> None:
        self._proxies = settings.trusted_proxies
        self._here = MovingWindowRateLimiter(storage_from_string("memory://"))
        self._pause = pause or broker.Pause()
        url = settings.redis_url
        url = f"redis+{url}" if url.startswith("unix://") else url
        self._shared = MovingWindowRateLimiter(storage_from_string(url, **broker.options())) if url else None

    def allows(self, what: str, whose: str) -> bool:
        """Whether one more is allowed; it is counted."""
        return self.ask(what, whose).allowed

    def ask(self, what: str, whose: str) -> Asked:
        """The same, and which limit is reached."""
        if self._shared and self._pause.over:
            try:
                asked = _hit(self._shared, what, whose)
            except Exception as error:
                self._pause.begin(error)
            else:
                self._pause.end()
                return asked
        return _hit(self._here, what, whose)

    def address(self) -> str:
        """Where the request comes from: what the outermost trusted proxy saw, or who is connected. Of an IPv6 address
        the network alone."""
        forwarded = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
        if self._proxies and len(forwarded) >= self._proxies:
            return _network(forwarded[-self._proxies])
        return _network(request.remote_addr or "")


def _hit(limiter: MovingWindowRateLimiter, what: str, whose: str) -> Asked:
    for item in KNOCKS[what]:
        if not limiter.hit(item, what, whose):
            return Asked(False, timedelta(seconds=item.get_expiry()))
    return Asked(True)


def _network(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, NETWORK), strict=False))


def knock(what: str) -> None:
    """Count a request of this address. Aborts with 429 where there were too many."""
    limits = of_app()
    if not limits.allows(what, limits.address()):
        watch.refused("address_limit", door=what)
        abort(429)


def of_app() -> Limits:
    """The application's."""
    found: Limits = current_app.extensions["mashangban.limits"]
    return found
