"""What is said beside an act that may be taken back: for how long."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.dialogs.base import Done, Turn
from bot.texts import undoing as texts
from core import commands as c
from core.services.manager import Batch
from core.undoing import WITHIN

_HELD = (
    *(c.Accept, c.AcceptAll, c.Refuse, c.Finish, c.AskGuidance, c.Extend, c.Promise),
    *(c.HandOver, c.TakeOver, c.DeclineHandover),
)
"""Acts that somebody is told of: they can be taken back until the news leaves."""


def with_note(turn: Turn, command: c.Command, result: Any, hold: timedelta) -> Turn:
    """The end of a conversation, with what is said there of taking it back."""
    time = WITHIN if isinstance(command, c.Note) else hold if isinstance(command, _HELD) else timedelta(0)
    nothing = isinstance(result, Batch) and not result.accepted
    if not time or nothing or not isinstance(turn, Done):
        return turn
    return Done(replace(turn.say, text=turn.say.text + texts.NOTE.format(time=spelled(time))))


def spelled(time: timedelta) -> str:
    """`半分钟`."""
    seconds = int(time.total_seconds())
    return texts.TIMES.get(seconds, texts.SECONDS.format(seconds=seconds))
