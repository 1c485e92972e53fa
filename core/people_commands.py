"""What can be asked of the core about the people of a company; the rest of its commands are in `core/commands.py`."""

from dataclasses import dataclass, field


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


StaffCommand = AddStaff | EditStaff | ProveIdentity
