"""Whoever leaves is out at that moment: the change itself closes what they had open."""

from core import events as e
from core.services.work import Work
from core.store import sessions

MENU_CHANNEL = "wechat"
"""The channel that shows people menus by what they are."""
LANES = {"staff_id": "s", "officer_id": "o", "operator_id": "p"}
"""How the lanes of their notices begin, by what ties a contact to them."""


def close_doors(work: Work, whom: str, key: int) -> None:
    """Nobody is bound to this person any more (`whom` is staff_id, officer_id or operator_id), browsers are logged
    out, what was begun in chat is forgotten, notices that wait for them are not sent. A contact whose own message is
    under way is passed over, so that nobody waits for another: rights are looked up at each act, and the next sweep
    unbinds it."""
    bound = work.tx.contacts.bound_to(whom, key)
    for contact_id, channel in bound:
        let_go(work, contact_id, channel, whom)
    lanes = f"{LANES[whom]}{key}", *(f"c{contact_id}" for contact_id, _ in bound)
    work.tx.outbox.end_for(whom, key, lanes, "rights_ended")
    if whom == "staff_id":
        work.tx.replies.forget(key)


def let_go(work: Work, contact_id: int, channel: str, *whom: str) -> None:
    """The contact is theirs no longer."""
    if channel == sessions.CHANNEL:
        work.tx.sessions.end(contact_id, work.now)
        return
    work.tx.contacts.let_go(contact_id, whom)
    standing_changed(work, contact_id, channel)


def standing_changed(work: Work, contact_id: int, channel: str) -> None:
    """The channel, if it shows menus, is to show another."""
    if channel == MENU_CHANNEL:
        work.events.append(e.StandingChanged(contact_id))
