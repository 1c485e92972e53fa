"""What a dialog is made of.

A dialog is a class; each step is a method `step(heard, data)` that owns its question, the answers it accepts and
what follows. A step is first run with `heard.asking` true and puts its question; run again with what the person
said, it returns one of five turns:

    Ask(say)            the question (again); `data` replaces what the dialog remembers
    Go(self.step)       on to another step, which puts its question
    Over(dialog, …)     on to another dialog
    Do(command, then)   have something done, then go on with its result
    Done(say)           the conversation is over

A step never sends, never writes, and reads only through `heard.look`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, TypeVar

from bot.messages import Choice, Kind, Say
from core.commands import Command
from core.complaint import Refusal
from core.identity import Contact
from core.look import Look
from core.plain import whole

Data = dict[str, Any]
Step = Callable[["Heard", Data], "Turn"]
OneT = TypeVar("OneT")


class Args(NamedTuple):
    """What came with the words or the tap that opened a dialog: a complaint (`id` and `round` by a tap, the last
    digits of its `number` by words), the `rest` of the words, the `value` of the tap."""

    id: int | None = None
    round: int | None = None
    number: str = ""
    rest: str = ""
    value: str = ""

    @property
    def page(self) -> int:
        """The page of a list, from 0, that a tap on 下一页 asks for; the first, where it asks for none."""
        return whole(self.value.partition(",")[0], digits=4) or 0


NO_ARGS = Args()


@dataclass(frozen=True, slots=True)
class Heard:
    """What a step is handed: what the person said, who it is, what they may see, and the time.

    `chosen` is the id of the choice of this step's question that was tapped or typed; `words` are the words as
    written; `paused` is since when the person had been silent; `may` tells whether a verb of `bot/routes.py` is theirs.
    """

    who: Contact
    look: Look
    now: datetime
    kind: Kind = Kind.TEXT
    words: str = ""
    chosen: str = ""
    media: str = ""
    args: Args = NO_ARGS
    asking: bool = False
    paused: datetime | None = None
    may: Callable[[str], bool] = lambda verb: False

    @property
    def known(self) -> bool:
        """Whether the person has proved to be staff, an officer or an operator."""
        return bool(self.who.staff_id or self.who.officer_id or self.who.operator_id)

    def quiet(self) -> "Heard":
        """The same person and time, with nothing said: for putting a question."""
        return replace(self, words="", chosen="", media="", asking=True)


@dataclass(frozen=True, slots=True)
class Ask:
    say: Say
    data: Data | None = None


@dataclass(frozen=True, slots=True)
class Go:
    step: Step
    data: Data | None = None


@dataclass(frozen=True, slots=True)
class Over:
    """On to a step of another dialog, by their names; `heard` is what is said there at once."""

    dialog: str
    step: str
    data: Data
    heard: Heard


@dataclass(frozen=True, slots=True)
class Done:
    say: Say


@dataclass(frozen=True, slots=True)
class Do:
    """`otherwise` answers a refusal that should not end the conversation."""

    command: Command
    then: Callable[[Any], "Turn"]
    otherwise: Callable[[Refusal], "Turn"] | None = None


Turn = Ask | Go | Over | Done | Do


class Dialog:
    """One conversation. `name` and `version` are kept in the session: raise `version` when the meaning of the
    data changes, and say in `upgrade` what becomes of a conversation that is under way."""

    name: ClassVar[str]
    version: ClassVar[int] = 1
    keeps_draft: ClassVar[bool] = False
    """Whether an interrupted conversation is taken up again after the interruption."""

    def upgrade(self, step: str, data: Data) -> tuple[str, Data] | None:
        """Step and data of a conversation begun under an older version, or None to restart politely."""
        return None


def choices(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    """Choices from (id, label) pairs, to be numbered from 1."""
    return tuple(Choice(key, label) for key, label in pairs)


def turned(page: int, size: int, fetch: Callable[[int, int], tuple[list[OneT], int]]) -> tuple[int, list[OneT], int]:
    """A page of a list, what is on it, and how many there are in all: the first, where there is no such page (any
    more). `fetch` skips and takes so many."""
    found, total = fetch(page * size, size)
    return (page, found, total) if found or not page else (0, *fetch(0, size))


CANCEL = Choice("cancel", "取消", "0")
