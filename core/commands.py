"""What can be asked of the core. One function of `core.services` carries out each.

`round` is the round a button or question belonged to, None for a typed word.
"""

from dataclasses import dataclass

from core.application_commands import ApplicationCommand
from core.console_commands import ConsoleCommand
from core.kinds import Kind
from core.people_commands import StaffCommand


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
    """接收处理: the manager takes it in hand; the owner is told by a fixed text."""

    complaint_id: int
    round: int | None = None


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
class SendCode:
    """Send a six-digit code to a phone (+86…)."""

    phone: str


@dataclass(frozen=True, slots=True)
class CheckCode:
    """The code the person typed."""

    code: str


@dataclass(frozen=True, slots=True)
class SendLoginCode:
    """A code to the phone of whoever the directory knows by `typed`: an identity number, or a phone (+86…)."""

    typed: str


@dataclass(frozen=True, slots=True)
class OpenConsole:
    """登录网页 in chat: a link that opens the pages once."""


@dataclass(frozen=True, slots=True)
class TakeLogin:
    """A browser comes by such a link."""

    token: str


@dataclass(frozen=True, slots=True)
class AskLogin:
    """A browser asks for digits to be said in chat."""


@dataclass(frozen=True, slots=True)
class ConfirmLogin:
    """Somebody bound says in chat that the browser which shows these digits is theirs."""

    digits: str


@dataclass(frozen=True, slots=True)
class FinishLogin:
    """The browser looks whether its digits were confirmed."""


@dataclass(frozen=True, slots=True)
class ChooseAccount:
    """Go on as one of the accounts of the person at the browser: `kind` as in `core.accounts`, and the id of it."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class LogOut:
    """The browser's session is over."""


@dataclass(frozen=True, slots=True)
class FollowAgain:
    """Somebody bound follows the account (again)."""


@dataclass(frozen=True, slots=True)
class Leave:
    """离职: somebody works for the company no longer."""

    staff_id: int


@dataclass(frozen=True, slots=True)
class Assign:
    """An estate is put in somebody's care, beside whoever has it in theirs."""

    staff_id: int
    area_id: int


@dataclass(frozen=True, slots=True)
class Unassign:
    """An estate is taken out of somebody's care."""

    staff_id: int
    area_id: int


@dataclass(frozen=True, slots=True)
class Replace:
    """更换经理: an estate is put in these people's care and nobody else's. With `leaving`, whoever had it until now
    leaves the company (seed, question 10); `instead_of` are those the actor was shown to have it."""

    area_id: int
    staff_ids: tuple[int, ...]
    leaving: bool = False
    instead_of: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class EndStanding:
    """The member of staff or the officer this contact is bound to has left."""

    contact_id: int


@dataclass(frozen=True, slots=True)
class ChooseDigest:
    """早报: the contact's list of what is to do comes at this hour of Shanghai's day, or never (None)."""

    hour: int | None


@dataclass(frozen=True, slots=True)
class SendDigest:
    """The contact's hour has come: send today's list, once."""

    contact_id: int


@dataclass(frozen=True, slots=True)
class OptOut:
    """退订: no ordinary notices to one's phone by SMS any more."""


@dataclass(frozen=True, slots=True)
class OptIn:
    """恢复: texts again."""


@dataclass(frozen=True, slots=True)
class ChooseChannel:
    """通知设置: one's own notices by `wechat`, `sms` or `both`."""

    channel: str


@dataclass(frozen=True, slots=True)
class RetryNotice:
    """An operator has a notice sent after all that was given up."""

    notice_id: int


@dataclass(frozen=True, slots=True)
class GiveUpNotice:
    """An operator lets a notice go that was given up."""

    notice_id: int


@dataclass(frozen=True, slots=True)
class CopyData:
    """A copy of all that is kept of the person who asks."""


@dataclass(frozen=True, slots=True)
class ForgetPhone:
    """The person's phone is to be kept no longer."""


@dataclass(frozen=True, slots=True)
class ForgetEstate:
    """That the person scanned this estate's code is to be kept no longer."""

    area_id: int


@dataclass(frozen=True, slots=True)
class EraseMe:
    """Nothing is to be kept of the person who asks."""


OwnDataCommand = CopyData | ForgetPhone | ForgetEstate | EraseMe
PeopleCommand = Leave | Assign | Unassign | Replace | StaffCommand
LoginCommand = SendLoginCode | OpenConsole | TakeLogin | AskLogin | ConfirmLogin | FinishLogin | ChooseAccount | LogOut
ComplaintCommand = Accept | Refuse | Finish | Rate | Withdraw | Nudge | AskGuidance | Guide | Escalate | Urge | AddWords
DeskCommand = AcceptAll | Note | Extend | HandOver | TakeOver | DeclineHandover | SaveReply | DropReply | Undo
Command = (
    DeskCommand
    | ApplicationCommand
    | ScanArea
    | KeepMedia
    | Submit
    | ComplaintCommand
    | Remind
    | ChooseDigest
    | SendDigest
    | ShowMedia
    | AskReport
    | PrintCode
    | SendCode
    | CheckCode
    | FollowAgain
    | OwnDataCommand
    | EndStanding
    | PeopleCommand
    | OptOut
    | OptIn
    | ChooseChannel
    | RetryNotice
    | GiveUpNotice
    | LoginCommand
    | ConsoleCommand
)

REFUSAL_CATEGORIES = ("非物业职责", "重复", "无实质内容", "其他")
SOLVED = ("solved", "partly", "unsolved")
