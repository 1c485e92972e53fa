"""What is asked of a row at the moment it would leave, and what may come of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.notify.channels import Letter
from bot.notify.payload import Payload
from core.complaint import Complaint
from core.directory import Area
from core.settings import Settings
from core.store.engine import Tx
from core.store.media import Medium
from core.store.outbox import Sending


@dataclass(frozen=True, slots=True)
class Send:
    """Send the letter. `window` says that WeChat's reply window may be used, `template` that a template may;
    `stored` is the hash of the letter's file, to be read last."""

    letter: Letter
    window: bool = False
    template: bool = False
    stored: str = ""


@dataclass(frozen=True, slots=True)
class Fetch:
    """Get this medium from the channel."""

    medium: Medium


@dataclass(frozen=True, slots=True)
class End:
    """Do not send, for good. `fall_back` says that the other channel may."""

    reason: str
    state: Sending = Sending.SKIPPED
    fall_back: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """Do not send before `until`."""

    until: datetime
    reason: str


Verdict = Send | Fetch | End | Wait


class Case:
    """A claimed row with what has to be known of it."""

    def __init__(self, tx: Tx, row: Any, payload: Payload, settings: Settings, now: datetime) -> None:
        self.tx, self.row, self.payload, self.settings, self.now = tx, row, payload, settings, now
        self.letter = Letter("", row.key, row.template, payload.say)
        self.complaint: Complaint | None = tx.complaints.get(row.complaint_id) if row.complaint_id else None

    def area(self) -> Area | None:
        """The estate of the row's complaint."""
        return self.tx.directory.area(self.complaint.area_id) if self.complaint else None
