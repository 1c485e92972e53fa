"""What can be asked of the core. One function of `core.services` carries out each. What is asked about complaints is
here; the other commands are in `core/*_commands.py`.

`round` is the round a button or question belonged to, None for a typed word.
"""

from dataclasses import dataclass
from datetime import date

from core.application_commands import ApplicationCommand
from core.console_commands import ConsoleCommand
from core.kinds import Kind
from core.login_commands import LoginCommand
from core.own_commands import OwnCommand
from core.people_commands import PeopleCommand


@dataclass(frozen=True, slots=True)
class ScanArea:
    """The contact scanned (or picked) an estate."""

    area_id: int


@dataclass(frozen=True, slots=True)
class KeepMedia:
    """Something was sent that has to be fetched before the channel forgets it."""

    kind: str
    provider_id: str


@dataclass(frozen=True, slots=True)
class Submit:
    """A resident files a complaint. `media` are the channel's ids of what was sent with it; `lead_id` is the
    neighbour's complaint it is to be answered together with; `kind` is the one chosen, None: the one the words speak
    of."""

    area_id: int
    content: str
    place: str = ""
    media: tuple[str, ...] = ()
    anonymous: bool = False
    lead_id: int | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Accept:
    """接收处理: the manager takes it in hand; the owner is told by a fixed text, and the `day` by which it will be
    done, where one is named."""

    complaint_id: int
    round: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Refuse:
    """拒绝处理, with a reason the owner reads; `category` is one of REFUSAL_CATEGORIES."""

    complaint_id: int
    reason: str
    category: str
    round: int | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    """完成处理, with the result the owner reads."""

    complaint_id: int
    result: str
    media: tuple[str, ...] = ()
    round: int | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """The owner's answer to a closing: `solved` is solved, partly or unsolved; `stars` 1 to 5, or 0 where a
    person who says unsolved gives none."""

    complaint_id: int
    solved: str
    stars: int
    reason: str = ""
    round: int | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """撤销 by the owner."""

    complaint_id: int
    round: int | None = None


@dataclass(frozen=True, slots=True)
class Nudge:
    """催办 by the owner: at most one a day, moves no deadline."""

    complaint_id: int


@dataclass(frozen=True, slots=True)
class AskGuidance:
    """求助: the manager asks the street for guidance."""

    complaint_id: int
    reason: str
    round: int | None = None


@dataclass(frozen=True, slots=True)
class Guide:
    """指导 by a street or district officer."""

    complaint_id: int
    text: str
    round: int | None = None


@dataclass(frozen=True, slots=True)
class Escalate:
    """上报: the street hands the guidance up to the district."""

    complaint_id: int
    reason: str
    round: int | None = None


@dataclass(frozen=True, slots=True)
class Urge:
    """督办 by an officer: what is overdue with the manager; `text` may be empty."""

    complaint_id: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class AddWords:
    """补充 by the owner: words, photos, or both, for an open complaint."""

    complaint_id: int
    text: str = ""
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remind:
    """The moment of these complaints has come: say what time has to say of each."""

    complaint_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShowMedia:
    """Send the asking manager or officer what came with a complaint."""

    complaint_id: int


@dataclass(frozen=True, slots=True)
class AskReport:
    """报表 for the manager or officer who asks."""


@dataclass(frozen=True, slots=True)
class PrintCode:
    """打印码上办 of an estate, in one of the sizes of its poster."""

    area_id: int
    size: str


@dataclass(frozen=True, slots=True)
class AcceptAll:
    """接收 of several at once, as (complaint, round)."""

    complaints: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """备注 by the manager, for staff's eyes alone."""

    complaint_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Extend:
    """延期 by the manager, by so many days; `extended` is how often it had been when they decided."""

    complaint_id: int
    days: int
    reason: str
    extended: int | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """预计: the manager names the day by which it will be done."""

    complaint_id: int
    day: date
    round: int | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """转派: another manager of the company is asked to take a complaint over."""

    complaint_id: int
    to_id: int
    reason: str
    round: int | None = None


@dataclass(frozen=True, slots=True)
class TakeOver:
    """接手 by the manager who was asked."""

    complaint_id: int
    round: int | None = None


@dataclass(frozen=True, slots=True)
class DeclineHandover:
    """不接手 by the manager who was asked."""

    complaint_id: int


@dataclass(frozen=True, slots=True)
class SaveReply:
    """存为常用语: keep an answer for using it again with `act`, finish or refuse."""

    act: str
    text: str


@dataclass(frozen=True, slots=True)
class DropReply:
    """Forget a kept answer."""

    reply_id: int


@dataclass(frozen=True, slots=True)
class Undo:
    """撤回 by the manager: take back the last act."""


@dataclass(frozen=True, slots=True)
class SendDigest:
    """The contact's hour has come: send today's list, once."""

    contact_id: int


ComplaintCommand = Accept | Refuse | Finish | Rate | Withdraw | Nudge | AskGuidance | Guide | Escalate | Urge | AddWords
DeskCommand = AcceptAll | Note | Extend | Promise | HandOver | TakeOver | DeclineHandover | SaveReply | DropReply | Undo
Command = (
    ComplaintCommand
    | DeskCommand
    | ScanArea
    | KeepMedia
    | Submit
    | Remind
    | SendDigest
    | ShowMedia
    | AskReport
    | PrintCode
    | OwnCommand
    | LoginCommand
    | PeopleCommand
    | ApplicationCommand
    | ConsoleCommand
)

REFUSAL_CATEGORIES = ("非物业职责", "重复", "无实质内容", "其他")
SOLVED = ("solved", "partly", "unsolved")
