"""The SMS account: how its signature and each of our templates stand at the gateway, and applying for what is missing.

The vendor's books are compared by content, so that it does not matter who applied for a template, or under which name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from bot.notify import texted


class Standing(StrEnum):
    """How the vendor's reviewer has decided."""

    PASSED = "passed"
    WAITING = "waiting"
    REFUSED = "refused"
    ABSENT = "absent"


class Signature(NamedTuple):
    """`carriers`: by the carrier's name, whether the signature is registered with it, where the vendor tells."""

    name: str
    standing: Standing
    reason: str = ""
    carriers: Mapping[str, bool] = {}


class Booked(NamedTuple):
    """A template on the vendor's books."""

    code: str
    content: str
    standing: Standing
    reason: str = ""


class Desk(Protocol):
    """One vendor's desk for signatures and templates. Each raises DeskError. `pause` is how many seconds to wait
    between two applications."""

    pause: float

    def content(self, name: str) -> str:
        """Our template as this vendor writes it."""

    def signature(self) -> Signature:
        """How the signature in the settings stands."""

    def templates(self) -> list[Booked]:
        """All templates of the account."""

    def apply(self, name: str) -> str:
        """Apply for one of ours; its code."""


class DeskError(Exception):
    """A call that brought nothing. `code` is the vendor's, or `unreachable`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Line(NamedTuple):
    """One of our templates. `code` is the vendor's, where it is on the books."""

    name: str
    stage: int
    standing: Standing
    code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """`strays`: names of SMS_TEMPLATES whose code says another text at the vendor's, or is not there."""

    signature: Signature
    lines: list[Line]
    strays: list[str] = field(default_factory=list)

    @property
    def usable(self) -> dict[str, str]:
        """What to write into SMS_TEMPLATES: name → code of what has passed."""
        return {line.name: line.code for line in self.lines if line.standing is Standing.PASSED}

    def to_apply(self, upto: int) -> list[Line]:
        """The templates of the stages up to this one that nobody has applied for: a refused one says first why."""
        return [line for line in self.lines if line.stage <= upto and line.standing is Standing.ABSENT]


def look(desk: Desk, configured: Mapping[str, str]) -> Report:
    """How everything stands, by stage. Raises DeskError."""
    booked = desk.templates()
    lines = [_line(name, desk.content(name), booked) for name in sorted(texted.leads(), key=texted.stage)]
    by_code = {one.code: one for one in booked}
    strays = [name for name, code in configured.items() if not _right(desk, name, by_code.get(code))]
    return Report(desk.signature(), lines, strays)


def apply(desk: Desk, lines: list[Line], sleep: Callable[[float], None], told: Callable[[Line], None]) -> None:
    """Apply for each, as slowly as the vendor wants it. Raises DeskError; what was applied for stays so."""
    for at, line in enumerate(lines):
        if at:
            sleep(desk.pause)
        told(line._replace(code=desk.apply(line.name), standing=Standing.WAITING))


def _line(name: str, content: str, booked: list[Booked]) -> Line:
    """The best that the books hold of this content."""
    order = list(Standing)
    same = sorted((one for one in booked if one.content == content), key=lambda one: order.index(one.standing))
    if not same:
        return Line(name, texted.stage(name), Standing.ABSENT)
    return Line(name, texted.stage(name), same[0].standing, same[0].code, same[0].reason)


def _right(desk: Desk, name: str, one: Booked | None) -> bool:
    return one is not None and name in texted.names() and one.content == desk.content(name)
