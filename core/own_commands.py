"""What people ask of the core about themselves: whose a phone is, which notices they get, what is kept of them; the
rest of its commands are in `core/commands.py`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SendCode:
    """Send a six-digit code to a phone (+86…)."""

    phone: str


@dataclass(frozen=True, slots=True)
class CheckCode:
    """The code the person typed."""

    code: str


@dataclass(frozen=True, slots=True)
class FollowAgain:
    """Somebody bound follows the account (again)."""


@dataclass(frozen=True, slots=True)
class EndStanding:
    """The member of staff or the officer this contact is bound to has left."""

    contact_id: int


@dataclass(frozen=True, slots=True)
class ChooseDigest:
    """早报: the contact's list of what is to do comes at this hour of Shanghai's day, or never (None)."""

    hour: int | None


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


OwnCommand = (
    SendCode
    | CheckCode
    | FollowAgain
    | EndStanding
    | ChooseDigest
    | OptOut
    | OptIn
    | ChooseChannel
    | CopyData
    | ForgetPhone
    | ForgetEstate
    | EraseMe
)
