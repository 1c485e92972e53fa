"""What has happened. Each event is told to the people the catalogue of notices names for it."""

from dataclasses import dataclass, field
from typing import Any

from core.applications import Application
from core.complaint import Complaint
from core.directory import Area


@dataclass(frozen=True, slots=True)
class ComplaintEvent:
    """News of one complaint, as it is after the change. `entry_id` is the timeline line it belongs to; `undoable`: who
    did it may take it back."""

    complaint: Complaint
    area: Area
    entry_id: int
    text: str = ""
    media: tuple[int, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    undoable: bool = False


class Submitted(ComplaintEvent):
    """Filed by a resident."""


class Joined(ComplaintEvent):
    """Filed by a resident and joined to a neighbour's."""


class LeadPassed(ComplaintEvent):
    """The neighbour's complaint that others joined was withdrawn: this one leads them now."""


class Accepted(ComplaintEvent):
    """Taken in hand by the manager."""


class Refused(ComplaintEvent):
    """Refused by the manager; `text` is the reason."""


class Finished(ComplaintEvent):
    """Finished by the manager; `text` is the result."""


class Satisfied(ComplaintEvent):
    """Rated well: closed. `text` tells the rating."""


class SentBack(ComplaintEvent):
    """Rated badly for the first time: the manager has it again. `text` is the owner's reason."""


class SentUp(ComplaintEvent):
    """Rated badly again: the street is to guide. `text` is the owner's reason."""


class ClosedUnsatisfied(ComplaintEvent):
    """Rated badly after guidance: closed, marked 不满意."""


class NearDue(ComplaintEvent):
    """The manager's time is running out."""


class Due(ComplaintEvent):
    """The manager's time has run out."""


class Overdue(ComplaintEvent):
    """The manager's time ran out a day ago or longer; told each day."""


class GuidanceNear(ComplaintEvent):
    """The officers' time for guidance is running out."""


class GuidanceDue(ComplaintEvent):
    """The officers' time for guidance has run out."""


class GuidanceOverdue(ComplaintEvent):
    """The officers' time for guidance ran out a day ago or longer; told each day."""


class Silent(ComplaintEvent):
    """Nothing has been heard for days of what the manager has in hand."""


class SilentTogether(ComplaintEvent):
    """The same, of one that is answered together with a neighbour's: the manager hears of that."""


class Promised(ComplaintEvent):
    """The manager has named the day by which it will be done."""


class PromiseNear(ComplaintEvent):
    """The day that the manager has named has come."""


class PromiseMissed(ComplaintEvent):
    """The day that the manager has named is over, and it is not done."""


class PromiseMissedTogether(ComplaintEvent):
    """The same, of one that is answered together with a neighbour's: the manager hears of that."""


class RatingDue(ComplaintEvent):
    """The time for rating is running out: the one reminder."""


class RatingExpired(ComplaintEvent):
    """Closed without a rating, marked 未评价."""


class Withdrawn(ComplaintEvent):
    """Withdrawn by the owner."""


class Nudged(ComplaintEvent):
    """The owner asks how it stands."""


class GuidanceAsked(ComplaintEvent):
    """The manager asks for guidance; `text` is the reason."""


class Guided(ComplaintEvent):
    """An officer has given guidance: `text`."""


class Escalated(ComplaintEvent):
    """The street has handed the guidance up to the district; `text` is the reason."""


class Urged(ComplaintEvent):
    """An officer presses for what is overdue; `text` is what they add, or nothing."""


class Noted(ComplaintEvent):
    """The manager has noted `text`, for staff's eyes alone."""


class Extended(ComplaintEvent):
    """The manager has lengthened the time; `text` is the reason."""


class HandoverAsked(ComplaintEvent):
    """A manager (`details` from_id) asks another (to_id) to take it over; `text` is the reason."""


class HandoverTaken(ComplaintEvent):
    """Whoever was asked has taken it over."""


class HandoverDeclined(ComplaintEvent):
    """Whoever was asked does not take it over."""


class Undone(ComplaintEvent):
    """The manager has taken back what nobody had been told of yet."""


class WordsAdded(ComplaintEvent):
    """The owner has added words or photos."""


@dataclass(frozen=True, slots=True)
class AreaEvent:
    """News of an estate: `staff_id` is whose it has become, `complaints` the first of the `total` still open."""

    area: Area
    staff_id: int | None
    complaints: tuple[Complaint, ...]
    total: int


class AreaTaken(AreaEvent):
    """An estate with open complaints was put in somebody's care."""


class AreaLost(AreaEvent):
    """An estate with open complaints is somebody's no longer: `staff_id` is whose it was."""


class AreaLeft(AreaEvent):
    """Nobody is in charge of an estate any more."""


@dataclass(frozen=True, slots=True)
class ApplicationEvent:
    """News of an application, as it is after the change. `former_id` is the company that an estate was taken from."""

    application: Application
    former_id: int | None = None


class ApplicationSubmitted(ApplicationEvent):
    """Put forward, or put forward again."""


class ApplicationWaiting(ApplicationEvent):
    """Its time for review is running out, or over; told each day."""


class ApplicationApproved(ApplicationEvent):
    """Approved by an operator: what was asked for has happened."""


class ApplicationReturned(ApplicationEvent):
    """Returned by an operator, with reasons."""


class ApplicationEnded(ApplicationEvent):
    """Given up by whoever applied."""


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A code to prove a phone with. It is told once, by SMS, and kept nowhere in clear."""

    contact_id: int
    verification_id: int
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MediaWanted:
    """Something has to be fetched from the channel."""

    media_id: int
    provider_id: str


@dataclass(frozen=True, slots=True)
class MediaShown:
    """Somebody entitled to it asked, as whom the ids say, to see what came with a complaint, or with an application."""

    contact_id: int
    complaint_id: int | None
    media: tuple[int, ...]
    staff_id: int | None = None
    officer_id: int | None = None
    operator_id: int | None = None


@dataclass(frozen=True, slots=True)
class StandingChanged:
    """Who a contact is in the directory was proved, has ended, or has to be made known to the channel anew."""

    contact_id: int


@dataclass(frozen=True, slots=True)
class DigestReady:
    """The morning's list of a manager or an officer: how many lie with them in `total`, are `overdue`, fall due later
    `today`; the most urgent, with their estates' names. `late` counts, for an officer, what managers have let run
    over; `chosen`: the hour is the person's own choice."""

    contact_id: int
    chosen: bool
    total: int
    overdue: int
    today: int
    urgent: tuple[tuple[Complaint, str], ...]
    late: int = 0
    staff_id: int | None = None
    officer_id: int | None = None


@dataclass(frozen=True, slots=True)
class PictureAsked:
    """Somebody entitled to it asked for what has to be drawn: `media_id` is the chart of a report, or a poster."""

    contact_id: int
    media_id: int
    staff_id: int | None
    officer_id: int | None


Event = (
    ComplaintEvent
    | AreaEvent
    | ApplicationEvent
    | CodeSent
    | MediaWanted
    | MediaShown
    | StandingChanged
    | PictureAsked
    | DigestReady
)
