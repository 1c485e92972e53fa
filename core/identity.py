"""Who is talking: contacts as channels know them, and what they are in the directory."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import phonenumbers

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5

MANAGER_POST = "项目负责人"
OTHER_POST = "其他"
POSTS = (MANAGER_POST, "客服", "保安", "保洁", "维修", "绿化", OTHER_POST)
"""What a company may choose from; the first is the one that handles complaints (seed, questions 5 and 18)."""


@dataclass(slots=True)
class Contact:
    """One address on one channel. `staff_id`, `officer_id` and `operator_id` tell whom the person proved
    to be; what that allows is looked up at each act. `session` and `asked` belong to the conversation; `notify_by`
    is the channel the person chose for notices (wechat, sms, both), or nothing."""

    id: int
    channel: str
    session: str = ""
    asked: str = ""
    area_id: int | None = None
    staff_id: int | None = None
    officer_id: int | None = None
    operator_id: int | None = None
    phone: str = ""
    consent_at: datetime | None = None
    following: bool = False
    notify_by: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does an act, and by which channel it came. An empty one is the system itself."""

    contact_id: int | None = None
    staff_id: int | None = None
    officer_id: int | None = None
    channel: str = ""
    operator_id: int | None = None

    @classmethod
    def of(cls, contact: Contact) -> "Actor":
        return cls(contact.id, contact.staff_id, contact.officer_id, contact.channel, contact.operator_id)

    @property
    def system(self) -> bool:
        """Whether nobody acts: the system itself, or whoever has the command line."""
        return (self.contact_id, self.staff_id, self.officer_id, self.operator_id) == (None, None, None, None)


SYSTEM = Actor()
CLI = Actor(channel="cli")
"""Whoever has the command line: the system's own rights, under a name of its own in the record."""


def mobile(text: str) -> str | None:
    """A Chinese mobile number as +86…, or None. Only country code 86 and type MOBILE are taken."""
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != 86 or not phonenumbers.is_valid_number(number):
        return None
    if phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.MOBILE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def masked_phone(phone: str) -> str:
    """`177****1234`."""
    national = phone.removeprefix("+86")
    return f"{national[:3]}****{national[-4:]}" if len(national) >= 7 else "****"


def masked_name(name: str) -> str:
    """The surname and a star: `张*`."""
    return f"{name[:1]}*" if name else ""


def masked_user(username: str) -> str:
    """`170...623`, as the platform's own list shows it (seed, question 17)."""
    return f"{username[:3]}...{username[-3:]}" if len(username) > 6 else username


def masked_identity(identity: str) -> str:
    """`*****7465`, as the platform's own list shows it (seed, question 17)."""
    return f"*****{identity[-4:]}" if identity else ""
