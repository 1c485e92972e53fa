"""What is kept back for a while, and what is to be kept: notices that are held, and the day a manager has named."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.texts import promising
from bot.wording import promised_day
from core.complaint import Complaint, may_promise
from core.store.outbox import HELD, News, Sending


def held(told: Iterable[News], until: datetime) -> Iterator[News]:
    """What may still be taken back leaves when that is over."""
    for one in told:
        yield replace(one, due_at=until, reason=HELD) if one.state is Sending.QUEUED else one


def promised(complaint: Complaint) -> dict[str, str]:
    """Of the day that the manager has named."""
    by = promised_day(complaint)
    return {
        "by": by,
        "promised": promising.TOLD.format(by=by) if by else "",
        "course": promising.AS_PROMISED.format(day=by) if by else promising.COURSE,
        "put_off": promising.PUT_OFF if may_promise(complaint) else "",
    }
