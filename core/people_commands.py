"""What can be asked of the core about the people of a company; the rest of its commands are in `core/commands.py`."""

from dataclasses import dataclass, field


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
class AddStaff:
    """添加人员: somebody works for the actor's company. The phone is +86…, the identity number a full one."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    identity: str = field(repr=False)
    post: str
    area_ids: tuple[int, ...] = ()
    username: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class EditStaff:
    """编辑: what is given replaces what is known of somebody."""

    staff_id: int
    post: str | None = None
    phone: str | None = field(default=None, repr=False)
    username: str | None = field(default=None, repr=False)
    area_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class ProveIdentity:
    """实名核对: the identity number of whoever acts, and the user name of their account, as they themselves say."""

    identity: str = field(repr=False)
    username: str = field(default="", repr=False)


PeopleCommand = Leave | Assign | Unassign | Replace | AddStaff | EditStaff | ProveIdentity
