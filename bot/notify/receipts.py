"""What a channel says later of a message it took."""

from datetime import datetime

from bot.messages import Receipt
from bot.notify import metrics
from core.store.engine import Tx
from core.store.outbox import Sending


def apply_receipt(tx: Tx, receipt: Receipt, now: datetime) -> None:
    """Write what became of the message; one that did not arrive goes by the row's other channel.

    A receipt faster than our own note of the message waits for `match_parked`; one told again changes nothing.
    """
    if not _applied(tx, receipt, now):
        tx.outbox.park(receipt.provider_id, receipt.delivered, receipt.reason, receipt.key, now)


def match_parked(tx: Tx, now: datetime) -> int:
    """Apply the receipts that came too early; how many belonged to a message."""
    parked = tx.outbox.parked()
    return sum(_applied(tx, Receipt(*one), now) for one in parked)


def _applied(tx: Tx, receipt: Receipt, now: datetime) -> bool:
    row = tx.outbox.receipt(receipt.provider_id, receipt.delivered, receipt.reason, now, receipt.key)
    if row is None:
        return False
    if not receipt.delivered and tx.outbox.fall_back(row.id, now):
        tx.has_news = True
    state = Sending.DELIVERED if receipt.delivered else Sending.FAILED
    metrics.NOTICES.labels(row.channel, row.template, state, receipt.reason if state is Sending.FAILED else "").inc()
    return True
