"""What a person said and what we answer, the same for every channel.

A channel's door turns its own format into `Inbound`; a channel's sender turns `Say` into its own format.
Nothing between the two knows which channel a message came by.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from core.plain import plain


class Kind(StrEnum):
    """What kind of thing came in. `OTHER` is anything we do not know yet; it is answered kindly."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    LOCATION = "location"
    LINK = "link"
    FOLLOW = "follow"
    SCAN = "scan"
    UNFOLLOW = "unfollow"
    CLICK = "click"
    RECEIPT = "receipt"
    CONSENT = "consent"
    SILENT = "silent"
    OTHER = "other"


class Receipt(NamedTuple):
    """What a channel later says of a message we sent, by the id it gave the message then, or by `key`, the one we
    gave the notice: a message whose id never reached us has only that. `phone` (+86…) is where a text went."""

    provider_id: str
    delivered: bool
    reason: str = ""
    key: str = ""
    phone: str = ""


class Consent(NamedTuple):
    """One template a person allowed (`accepted`) or refused to be sent by subscription message."""

    template_id: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message or event as it came in.

    `key` is what makes it the same message when it is delivered again; `tap` is the id carried by a tapped
    choice or menu key; `scene` is what the scanned code holds (a FOLLOW may carry one too); `media` is the
    channel's id of a photo, voice message or video; `text` is the words, made plain (for VOICE the channel's
    own transcription, for LOCATION the place's label). `sent_at` has a zone.
    """

    channel: str
    address: str
    key: str
    kind: Kind
    sent_at: datetime
    text: str = ""
    tap: str = ""
    scene: str = ""
    media: str = ""
    place: tuple[float, float] | None = None
    receipts: tuple[Receipt, ...] = ()
    consents: tuple[Consent, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", plain(self.text))


class Choice(NamedTuple):
    """Something to tap. `id` says what it does and which round it answers; `key` is the number that types it."""

    id: str
    label: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    """One message to a person: words, and what they may choose. An empty `text` means silence."""

    text: str
    choices: tuple[Choice, ...] = ()


SILENCE = Say("")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one message, and when (with a zone): delivered again, it gets both again."""

    say: Say
    at: datetime
