"""How often one address may knock: counted in Redis where there is one, else in this process."""

import structlog
from flask import abort, current_app, request
from limits import RateLimitItem, parse_many
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from core.settings import Settings

log = structlog.get_logger()

KNOCKS = {
    "code": parse_many("6/minute; 40/hour"),
    "typed": parse_many("1/minute; 5/hour; 10/day"),
    "try": parse_many("15/minute; 100/hour"),
    "digits": parse_many("10/minute; 60/hour"),
    "scan": parse_many("4/minute; 30/hour"),
    "link": parse_many("15/minute; 100/hour"),
    "page": parse_many("60/minute"),
}
"""code: asking for one; typed: for the same person; try: typing one; digits: asking for those to say in chat; scan:
for a code beside them, without which a page shows the digits alone; link: following one; page: a resident's link. All
but `typed` are for one network address, behind which an office may sit."""


class Limits:
    """One for the application. Where Redis does not answer, this process counts alone."""

    def __init__(self, settings: Settings) -> None:
        self._proxies = settings.trusted_proxies
        self._here = MovingWindowRateLimiter(storage_from_string("memory://"))
        url = settings.redis_url
        url = f"redis+{url}" if url.startswith("unix://") else url
        self._shared = MovingWindowRateLimiter(storage_from_string(url)) if url else None

    def allows(self, what: str, whose: str) -> bool:
        """Whether one more is allowed; it is counted."""
        items = KNOCKS[what]
        if self._shared:
            try:
                return all(self._hit(self._shared, item, what, whose) for item in items)
            except Exception as error:
                log.warning("limits_not_shared", error=type(error).__name__)
        return all(self._hit(self._here, item, what, whose) for item in items)

    def address(self) -> str:
        """Where the request comes from: what the outermost trusted proxy saw, or who is connected."""
        forwarded = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
        if self._proxies and len(forwarded) >= self._proxies:
            return forwarded[-self._proxies]
        return request.remote_addr or ""

    @staticmethod
    def _hit(limiter: MovingWindowRateLimiter, item: RateLimitItem, what: str, whose: str) -> bool:
        return limiter.hit(item, what, whose)


def knock(what: str) -> None:
    """Count a request of this address. Aborts with 429 where there were too many."""
    limits = of_app()
    if not limits.allows(what, limits.address()):
        abort(429)


def of_app() -> Limits:
    """The application's."""
    found: Limits = current_app.extensions["mashangban.limits"]
    return found
