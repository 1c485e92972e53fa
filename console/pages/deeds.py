"""What managers and officers do about a complaint from its page: the same commands as in chat."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for

from console import words
from console.pages.base import looking, pages
from console.pages.visitor import act, allowed, visitor
from core import browsing
from core.accounts import Kind
from core.commands import REFUSAL_CATEGORIES, Accept, Command, Finish, Guide, Refuse
from core.complaint import Complaint, Refusal
from core.lifecycle import Act, possible
from core.plain import plain, whole

MOST_WORDS = 500
DEEDS: dict[Kind, tuple[Act, ...]] = {
    Kind.MANAGER: (Act.ACCEPT, Act.FINISH, Act.REFUSE),
    Kind.OFFICER: (Act.GUIDE,),
}


def offered(kind: Kind, found: Complaint, street: str) -> list[Act]:
    """What this kind of account can do about it here and now."""
    if kind is Kind.OFFICER and street and found.district:
        return []
    return [one for one in DEEDS.get(kind, ()) if possible(found, one)]


@pages.post("/complaints/<number>/<deed>")
@allowed(*DEEDS)
def do(number: str, deed: str) -> Any:
    """One of them; each answers the round the page showed."""
    if deed not in [str(one) for one in DEEDS[visitor().account.kind]]:
        abort(404)
    with looking() as tx:
        found = browsing.complaint(tx, visitor().account, number)
    if found is None:
        abort(404)
    text = plain(request.form.get("text", ""))
    if len(text) > MOST_WORDS:
        flash(words.TOO_LONG.format(most=MOST_WORDS))
    else:
        flash(_done(_command(deed, found.id, text, whole(request.form.get("round", "")) or 0)))
    return redirect(url_for("pages.complaint", number=number))


def _done(command: Command) -> str:
    try:
        act(command)
    except Refusal as refusal:
        return words.refused(refusal)
    return words.DONE[type(command).__name__]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _command(deed: str, key: int, text: str, number: int) -> Command:
    match deed:
        case Act.ACCEPT:
            return Accept(key, number, _day(request.form.get("day", "")))
        case Act.FINISH:
            return Finish(key, text, (), number)
        case Act.REFUSE:
            category = request.form.get("category", "")
            return Refuse(key, text, category if category in REFUSAL_CATEGORIES else REFUSAL_CATEGORIES[-1], number)
        case _:
            return Guide(key, text, number)
