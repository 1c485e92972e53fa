"""What operators and the pages alone ask of the core; the rest of its commands are in `core/commands.py`."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Unmask:
    """See what is masked, once, for a reason. `kind` is staff, owner (of a complaint) or application, `id` whose."""

    kind: str
    id: int
    reason: str


@dataclass(frozen=True, slots=True)
class NoteExport:
    """A list was taken away as a file of so many rows; `filters` as in its address, without words."""

    what: str
    rows: int
    filters: dict[str, str]


@dataclass(frozen=True, slots=True)
class AddOfficer:
    """A street officer, or a district officer where `street` is empty. The phone is +86…; `new`: the directory need
    not know the place."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    district: str
    street: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class EndOfficer:
    """An officer is in office no longer."""

    officer_id: int


@dataclass(frozen=True, slots=True)
class AddOperator:
    """Somebody who runs the platform. The phone is +86…"""

    name: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EndOperator:
    """An operator is in office no longer."""

    operator_id: int


@dataclass(frozen=True, slots=True)
class AddCompany:
    """A property company, and who acts for it, by phone (+86…)."""

    name: str
    code: str = ""
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RetryNotice:
    """An operator has a notice sent after all that was given up."""

    notice_id: int


@dataclass(frozen=True, slots=True)
class GiveUpNotice:
    """An operator lets a notice go that was given up."""

    notice_id: int


ConsoleCommand = (
    Unmask | NoteExport | AddOfficer | EndOfficer | AddOperator | EndOperator | AddCompany | RetryNotice | GiveUpNotice
)
