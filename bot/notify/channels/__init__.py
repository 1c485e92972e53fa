"""The port every channel of notices implements: one letter out, one outcome back. One file a channel."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol, runtime_checkable

from bot.messages import Say


class Route(StrEnum):
    """How a letter may leave by WeChat: as a message in the reply window, or as a template."""

    WINDOW = "window"
    TEMPLATE = "template"


class File(NamedTuple):
    """A stored photo, voice message or video, by its MIME type. `content` is read just before it is sent."""

    mime: str
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice ready to send by one channel.

    `address` is the openid or the phone (+86…); `key` is the same at every try of the same notice;
    `say` is for channels that carry words; `template` and `fields` (name → value, already worded) for those
    that carry only templates; `file` is sent instead of words;
    `route` tells WeChat which way to take; `link` is the page a template card opens, or empty.
    """

    address: str
    key: str
    template: str
    say: Say
    fields: dict[str, str] = field(default_factory=dict)
    file: File | None = None
    route: Route = Route.WINDOW
    link: str = ""


class Fate(StrEnum):
    """What became of one try."""

    SENT = "sent"  # the provider took it
    RETRY = "retry"  # it certainly did not take it: try again at `until`, or after our own back-off
    CLOSED = "closed"  # the window is closed or used up: WeChat's next route, a template
    FAILED = "failed"  # it certainly never will: next channel
    UNKNOWN = "unknown"  # it may have: never blindly again, unless the channel is idempotent


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reason` is a short name (`not_following`, `quota`, `timeout` …); `detail` is for the operator's log,
    free of secrets and personal data; `until` (with a zone) is when a RETRY makes sense at the earliest;
    `doubtful` says of a RETRY that it may have been taken, but that the same key by the same route, within ten
    minutes, reaches the person once all the same."""

    fate: Fate
    provider_id: str = ""
    reason: str = ""
    detail: str = ""
    until: datetime | None = None
    doubtful: bool = False


class Channel(Protocol):
    """Sends one letter, within 10 s in all, and never raises: what goes wrong is an Outcome."""

    name: str
    idempotent: bool  # the same `key` sent twice reaches the person once

    def send(self, letter: Letter) -> Outcome: ...


@runtime_checkable
class Asked(Protocol):
    """A channel that can be asked later what became of the letter `key`, sent to `phone` (+86…) at `sent_at`. Never
    raises. SENT: it has it (reason `delivered`, or `waiting` for the network); FAILED: it did not arrive; RETRY
    (`not_found`): its books, complete but for the last minutes, certainly do not hold it; UNKNOWN: nobody knows."""

    def query(self, key: str, phone: str, sent_at: datetime) -> Outcome: ...
