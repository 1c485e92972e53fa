"""What is counted about notices, by each process for itself; and what the database tells of the outbox as a whole."""

from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client import Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from core.store.engine import Store
from core.store.figures import DAY, outbox_figures

NOTICES = Counter("notices_total", "Notices by what became of them.", ["channel", "template", "state", "reason"])
WAIT = Histogram(
    "outbox_wait_seconds",
    "From when a notice was due until its channel took it.",
    ["channel"],
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600),
)
CALL = Histogram(
    "outbox_call_seconds",
    "How long one try by a channel took.",
    ["channel"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15),
)
SWEPT = Counter("swept_total", "What the sweeps did.", ["what"])
CALLBACKS = Counter(
    "sms_callbacks_total",
    "Receipts and texts the SMS gateways posted, and what became of each; `refused` are requests with a wrong path.",
    ["gateway", "kind", "outcome"],
)
FAULTS = Counter("worker_faults_total", "Times a worker's own step failed and is repeated.", ["channel", "step"])

CHANNELS = ("wechat", "sms", "media", "account")


class OutboxFigures(Collector):
    """The outbox's figures at the moment they are asked for: workers have no door of their own to be asked at."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """`database_up`, and where it is 1 the others."""
        now = self._clock()
        up = GaugeMetricFamily("database_up", "1 where the database answers.")
        try:
            with self._store.reading() as tx:
                found, spent = outbox_figures(tx.connection, now), tx.texts.spent(now)
                codes = tx.verifications.spent(now)
        except SQLAlchemyError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        waiting = GaugeMetricFamily("outbox_waiting", "Rows to be sent, now or later.", labels=["channel"])
        late = GaugeMetricFamily("outbox_overdue_seconds", "Since when the oldest row is due.", labels=["channel"])
        dead = GaugeMetricFamily("outbox_dead", "Rows given up after all tries.", labels=["channel"])
        for channel in CHANNELS:
            count, since = found.waiting.get(channel, (0, now))
            waiting.add_metric([channel], count)
            late.add_metric([channel], max((now - since).total_seconds(), 0))
            dead.add_metric([channel], found.dead.get(channel, 0))
        yield from (waiting, late, dead)
        texts = GaugeMetricFamily("texts_today", "Texts that left on this day of Shanghai's, or may have.")
        texts.add_metric([], spent)
        yield texts
        sent = GaugeMetricFamily("codes_today", "Verification codes sent on this day of Shanghai's.")
        sent.add_metric([], codes)
        yield sent
        labels = ["channel", "state", "reason"]
        unsent = GaugeMetricFamily(
            "outbox_unsent_last_day", f"Of the last {DAY}: rows not sent, and why.", labels=labels
        )
        for key, count in found.unsent.items():
            unsent.add_metric(key, count)
        yield unsent
