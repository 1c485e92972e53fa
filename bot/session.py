"""Where a conversation stands, as it is kept between two messages."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from bot.messages import Choice

BACK_STEPS = 8
EARLIER = 32
"""Choices of earlier answers that can still be tapped."""


@dataclass(slots=True)
class Place:
    """A dialog, its version, the step that asked, and what the dialog remembers."""

    dialog: str
    version: int
    step: str
    data: dict[str, Any] = field(default_factory=dict)

    def dump(self) -> dict[str, Any]:
        """The place as JSON keeps it."""
        return {"dialog": self.dialog, "version": self.version, "step": self.step, "data": self.data}


class Unsure(NamedTuple):
    """A place whose deed is done once its code comes back: the code's keyed hash, until when it is taken, and how many
    wrong ones came."""

    place: Place
    code_ix: str
    until: datetime
    tries: int = 0


@dataclass(slots=True)
class Session:
    """`question` numbers the questions put to this person, so that an old button is known for one; `offered` are
    the choices of the last answer, given `at` that time, and `earlier` the ids of those before that depend on no
    question; `back` are the places 返回 leads to; `parked` is an unfinished conversation to be taken up after the
    present one. `texted` is what the same person converses by text, a session of its own as `dump` has it, in which
    `unsure` is what waits for a code."""

    here: Place | None = None
    back: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    parked: Place | None = None
    question: int = 0
    offered: tuple[Choice, ...] = ()
    at: datetime | None = None
    earlier: tuple[str, ...] = ()
    texted: str = ""
    unsure: list[Unsure] = field(default_factory=list)

    @classmethod
    def load(cls, text: str) -> "Session":
        """The session kept as `text`; a new one where there is none, or where it cannot be read any more."""
        if not text:
            return cls()
        try:
            kept = json.loads(text)
            return cls(
                Place(**kept["here"]) if kept["here"] else None,
                [(step, data) for step, data in kept["back"]],
                Place(**kept["parked"]) if kept["parked"] else None,
                kept["question"],
                tuple(Choice(*one) for one in kept["offered"]),
                datetime.fromisoformat(kept["at"]) if kept["at"] else None,
                tuple(kept.get("earlier", ())),
                kept.get("texted", ""),
                [
                    Unsure(Place(**place), ix, datetime.fromisoformat(until), tries)
                    for place, ix, until, tries in kept.get("unsure", ())
                ],
            )
        except (ValueError, KeyError, TypeError):
            return cls()

    def dump(self) -> str:
        """The session as text to keep."""
        return json.dumps(
            {
                "here": self.here.dump() if self.here else None,
                "back": self.back[-BACK_STEPS:],
                "parked": self.parked.dump() if self.parked else None,
                "question": self.question,
                "offered": self.offered,
                "at": self.at.isoformat() if self.at else None,
                "earlier": self.earlier,
                "texted": self.texted,
                "unsure": [(one.place.dump(), one.code_ix, one.until.isoformat(), one.tries) for one in self.unsure],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """The question a notice put to the person last, and when."""

    choices: tuple[Choice, ...]
    at: datetime

    @classmethod
    def load(cls, text: str) -> "Asked | None":
        """The question kept as `text`, or None."""
        if not text:
            return None
        kept = json.loads(text)
        return cls(tuple(Choice(*one) for one in kept["choices"]), datetime.fromisoformat(kept["at"]))

    def dump(self) -> str:
        """The question as text to keep."""
        return json.dumps({"choices": self.choices, "at": self.at.isoformat()}, ensure_ascii=False)
