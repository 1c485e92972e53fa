"""What can be asked of the core about applications; the rest of its commands are in `core/commands.py`.

`round` is the round a button or question belonged to, None for a typed word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.applications import Kind


@dataclass(frozen=True, slots=True)
class Apply:
    """Somebody applies; `area_id` is the estate, where the directory has it; `media` are the channel's ids of photos.
    The content is by the names of `core.applications.FIELDS`; of a verification, the phone is the contact's own."""

    kind: Kind
    content: Mapping[str, str] = field(repr=False)
    area_id: int | None = None
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resubmit:
    """What was returned is put forward again, with `changes` by field."""

    application_id: int
    changes: Mapping[str, str] = field(repr=False)
    media: tuple[str, ...] = ()
    round: int | None = None


@dataclass(frozen=True, slots=True)
class EndApplication:
    """终止任务 by whoever applied: it is pursued no further."""

    application_id: int
    round: int | None = None


@dataclass(frozen=True, slots=True)
class ApproveApplication:
    """An operator approves; what was asked for happens."""

    application_id: int
    round: int | None = None


@dataclass(frozen=True, slots=True)
class ReturnApplication:
    """An operator sends it back, with a reason for each field that is not right."""

    application_id: int
    reasons: Mapping[str, str] = field(repr=False)
    round: int | None = None


@dataclass(frozen=True, slots=True)
class ShowPhotos:
    """Send the asking person the photos of an application they may see."""

    application_id: int


@dataclass(frozen=True, slots=True)
class RemindReview:
    """An application's time for review is running out, or over."""

    application_id: int


ApplicationCommand = (
    Apply | Resubmit | EndApplication | ApproveApplication | ReturnApplication | ShowPhotos | RemindReview
)
