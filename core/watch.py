"""What looks like an attack, for those who watch: each refusal is a line of the log and a number to be counted.

A line names what was refused and how often, never who or what was said: no phone, no openid, no words, no address.
"""

import structlog
from prometheus_client import Counter

REFUSED = Counter("refused_total", "What was refused because it may be an attack, by what it was.", ["what"])

log = structlog.get_logger()


def refused(what: str, **facts: int | str) -> None:
    """Tell of one refusal. `what` is a fixed word (`push_signature`, `wrong_code`); `facts` hold no personal data."""
    REFUSED.labels(what).inc()
    log.warning("refused", what=what, **facts)
