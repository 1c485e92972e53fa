"""What did not fit, told to those who watch; in the record where it concerns somebody of the directory."""

from core import watch
from core.identity import Actor
from core.services.work import Work
from core.store import sessions
from core.store.engine import Tx


def wrong_code(work: Work, phone: str, left: int) -> None:
    """A code sent to `phone` was not the one that was typed; `left` tries are left."""
    at_pages = work.actor.channel == sessions.CHANNEL
    what = "code_locked" if not left else "login_failed" if at_pages else "wrong_code"
    watch.refused(what, left=left)
    if what == "wrong_code":
        return
    # Nobody is at a browser yet, and its session is to be forgotten like any other.
    who = Actor(channel=work.actor.channel) if at_pages else work.actor
    for subject in _of_directory(work.tx, phone):
        work.tx.audit.write(who, what, subject, work.now, left=left)


def not_theirs(actor: Actor) -> None:
    """Somebody asked for what is not theirs, or is nothing."""
    if not actor.system:
        watch.refused("foreign_id", about=of_actor(actor))


def of_actor(actor: Actor) -> str:
    """Who of the directory acts, as the record names them; nothing for others."""
    named = (("operator", actor.operator_id), ("officer", actor.officer_id), ("staff", actor.staff_id))
    return next((f"{kind}:{key}" for kind, key in named if key), "")


def _of_directory(tx: Tx, phone: str) -> list[str]:
    """Everybody who has this phone."""
    if not phone:
        return []
    officer, operator = tx.directory.officer_by_phone(phone), tx.directory.operator_by_phone(phone)
    found = [f"staff:{one.id}" for one in tx.directory.staff_by_phone(phone)]
    found += [f"officer:{officer.id}"] if officer else []
    return found + ([f"operator:{operator.id}"] if operator else [])
