"""WeChat does not take a notice, and time presses: it goes by SMS instead, once."""

from datetime import datetime, timedelta

from bot.notify import metrics
from core.store.engine import Tx
from core.store.outbox import Sending

PATIENCE = timedelta(minutes=10)
"""How long a notice waits for WeChat to take it, where there is another channel."""
NEAR = timedelta(hours=1)
"""With less than this left of the complaint's clock it does not wait at all."""
REASON = "pressing"


def press(tx: Tx, now: datetime) -> int:
    """Give the other channel what WeChat certainly has not taken though it was tried; how many. What may have reached
    the person, and what waits for the morning, is left alone."""
    pressed = tx.outbox.give_up_waiting(now - PATIENCE, now + NEAR, REASON, now)
    for row_id, template in pressed:
        tx.outbox.fall_back(row_id, now)
        metrics.NOTICES.labels("wechat", template, Sending.FAILED, REASON).inc()
    return len(pressed)
