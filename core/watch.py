"""What looks like an attack, for those who watch: each refusal is counted at once, and a minute of them is a line of
the log and one of the record, so that whoever attacks can fill neither.

A line names what was refused and how often, never who asked or what was said: no phone, no openid, no words, no
address. `about` is whom of the directory it concerns (`staff:3`), for the record alone.
"""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from prometheus_client import Counter as Metric

from core.identity import SYSTEM

if TYPE_CHECKING:
    from core.store.engine import Store

WHAT = (
    "push_signature",
    "callback_secret",
    "sms_number",
    "receipt_phone",
    "text_code",
    "text_closed",
    "long_body",
    "slow_body",
    "crowd",
    "inside_only",
    "address_limit",
    "wrong_code",
    "code_locked",
    "too_many_codes",
    "codes_spent",
    "too_many_complaints",
    "too_many_words",
    "too_many_media",
    "too_many_files",
    "file_limit",
    "login_failed",
    "login_denied",
    "foreign_id",
    "tap_not_offered",
    "sealed_file",
    "audit_cut",
)
"""What there is to refuse; each is there from the start for who computes rates."""
REFUSED = Metric("refused_total", "What was refused because it may be an attack, by what it was.", ["what"])
for _one in WHAT:
    REFUSED.labels(_one)
MINUTE = 60.0

Refusals = Mapping[tuple[str, str], int]
"""How often, by what and about whom."""
log = structlog.get_logger()


class Watch:
    """The refusals of this process. The first of a kind is told at once, those that follow when the minute is over."""

    def __init__(self, minute: float = MINUTE) -> None:
        self._minute = minute
        self._lock = threading.Lock()
        self._counted = Counter[tuple[str, str]]()
        self._keep: Callable[[Refusals], None] = lambda _: None
        self._timer: threading.Timer | None = None

    def keep(self, by: Callable[[Refusals], None]) -> None:
        """Hand each minute's refusals to `by`, in a thread of its own."""
        self._keep = by

    def refused(self, what: str, about: str = "", **facts: int | str) -> None:
        """Tell of one refusal."""
        REFUSED.labels(what).inc()
        with self._lock:
            first = not any(kind == what for kind, _ in self._counted)
            if not self._counted:
                self._later()
            self._counted[what, about] += 1
        if first:
            log.warning("refused", what=what, **facts)

    def tell(self) -> None:
        """The minute is over."""
        with self._lock:
            told, self._counted = self._counted, Counter()
        kinds = Counter[str]()
        for (what, _), times in told.items():
            kinds[what] += times
        for what, times in kinds.items():
            if times > 1:
                log.warning("refused_again", what=what, times=times - 1)
        try:
            self._keep(told)
        except Exception as error:
            log.error("refusals_not_kept", error=type(error).__name__)

    def stop(self) -> None:
        """Tell nothing more by itself."""
        with self._lock:
            timer, self._timer = self._timer, None
        if timer:
            timer.cancel()
            timer.join()

    def _later(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = threading.Timer(self._minute, self.tell)
        self._timer.daemon = True
        self._timer.start()


def recorded(store: "Store", clock: Callable[[], datetime]) -> Callable[[Refusals], None]:
    """What keeps refusals in the record of `store`."""

    def keep(refusals: Refusals) -> None:
        with store.writing() as tx:
            for (what, about), times in refusals.items():
                tx.audit.write(SYSTEM, "refused", about or f"door:{what}", clock(), what=what, times=times)

    return keep


THIS_PROCESS = Watch()


def refused(what: str, about: str = "", **facts: int | str) -> None:
    """Tell of one refusal. `what` is one of WHAT; `facts` hold no personal data."""
    THIS_PROCESS.refused(what, about, **facts)
