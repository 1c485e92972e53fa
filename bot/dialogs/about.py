"""Finding the complaint that somebody's words or tap are about."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.dialogs.base import CANCEL, Ask, Done, Heard, Turn
from bot.messages import Choice, Say
from bot.texts import common, refusals
from bot.texts import help as texts
from bot.wording import SHORT, excerpt, short
from core.complaint import Complaint
from core.identity import Actor
from core.look import Role
from core.services.misses import not_theirs


class Deed(NamedTuple):
    """What somebody wants to do: the verb of its taps, whether a complaint allows it now (`fits`), whether an old
    button for it is refused (`strict`), and what is said where there is no such complaint (`none`)."""

    verb: str
    fits: Callable[[Complaint], bool]
    none: str
    strict: bool = True


def about(
    heard: Heard,
    role: Role,
    deed: Deed,
    candidates: Callable[[], Sequence[Complaint]],
    not_found: str,
    which: str,
) -> Complaint | Turn:
    """The one complaint that is meant, or the turn that says why there is none, or asks which.

    A tap names it; so does the end of its number; without either it is the only one of `candidates` that fits.
    """
    args = heard.args
    if args.id is not None:
        tapped = heard.look.complaint(args.id, role)
        if tapped is None:
            not_theirs(Actor.of(heard.who))
            return Done(Say(not_found))
        return _current(tapped, deed, args.round)
    if args.number.isdecimal() and len(args.number) < SHORT:
        listed = texts.MINE if role is Role.OWNER else texts.TODO
        return Done(Say(common.SHORT_NUMBER.format(number=args.number, listed=listed)))
    named = heard.look.ending(args.number, role) if args.number else list(candidates())
    if args.number and len(named) == 1:
        return _current(named[0], deed, None)
    found = [one for one in named if deed.fits(one)]
    if len(found) == 1:
        return found[0]
    if not found:
        return Done(Say(not_found if args.number and not named else deed.none))
    offered = (*(_choice(one, deed.verb) for one in found[:8]), CANCEL)
    return Ask(Say(which.format(count=len(found)), offered), {"rest": args.rest})


def _current(complaint: Complaint, deed: Deed, answered: int | None) -> Complaint | Turn:
    """The complaint, unless the button is old or the state does not allow the deed."""
    old = deed.strict and answered is not None and answered != complaint.round
    if old or not deed.fits(complaint):
        text = refusals.TEXTS["stale" if old else "not_now"]
        return Done(Say(text.format(short=short(complaint), state=complaint.state.value)))
    return complaint


def _choice(complaint: Complaint, verb: str) -> Choice:
    label = f"{short(complaint)} {excerpt(complaint.content, 12)}"
    return Choice(f"{verb}:{complaint.id}:{complaint.round}", label)
