"""What a channel says later of a message it took."""

from datetime import datetime
from typing import Any

from bot.messages import Receipt
from bot.notify import metrics
from bot.notify.address import phone_of
from core import watch
from core.store.engine import Tx
from core.store.outbox import Sending, Told


def apply_receipt(tx: Tx, receipt: Receipt, now: datetime) -> None:
    """Write what became of the message; one that did not arrive goes by the row's other channel.

    A receipt faster than our own note of the message waits for `match_parked`; one told again changes nothing, nor
    does one of a text to another phone.
    """
    told = Told(*receipt[:4], _index(tx, receipt.phone))
    if _applied(tx, told, now) is None:
        tx.outbox.park(told, now)


def match_parked(tx: Tx, now: datetime) -> int:
    """Apply the receipts that came too early; how many belonged to a message."""
    return sum(bool(_applied(tx, one, now)) for one in tx.outbox.parked())


def _applied(tx: Tx, told: Told, now: datetime) -> bool | None:
    """Whether it was believed; None where its message is not known."""
    row = tx.outbox.told_of(told.provider_id, told.key)
    if row is None:
        return None
    if told.phone_ix != _went_to(tx, row):
        watch.refused("receipt_phone", row=row.id, channel=row.channel, template=row.template)
        return False
    tx.outbox.receipt(row, told.delivered, told.reason, now)
    if not told.delivered and tx.outbox.fall_back(row.id, now):
        tx.has_news = True
    state = Sending.DELIVERED if told.delivered else Sending.FAILED
    metrics.NOTICES.labels(row.channel, row.template, state, told.reason if state is Sending.FAILED else "").inc()
    return True


def _went_to(tx: Tx, row: Any) -> str | None:
    """The index of the phone a text went to, if that is still known; nothing for what was no text."""
    if row.channel != "sms":
        return ""
    phone = phone_of(tx, row)
    return _index(tx, phone) if phone else None


def _index(tx: Tx, phone: str) -> str:
    return tx.cipher.index(phone, "phone") if phone else ""
