"""Who looks at a page. The cookie holds a session's name; who that is, and what they may do, is looked up each time:
whoever leaves is out with the next click."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from flask import Flask, abort, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_wtf.csrf import CSRFProtect

from console.pages.base import house, now, pages, perform
from console.words import MENUS
from core import accounts
from core.accounts import Account, Kind
from core.commands import Command
from core.identity import Actor, Contact

LONGEST = 256 * 1024
"""Bytes of a form."""
NUL = "\x00"
"""PostgreSQL keeps no text that holds it, and nobody writes it."""
AS = "as"
"""Under which name the cookie holds the kind of account."""
COMING = "coming"
"""Under which name the cookie holds a session that is on its way in."""


@dataclass
class Visitor(UserMixin):
    """Somebody with an account."""

    session: str
    contact: Contact
    account: Account
    several: bool

    def get_id(self) -> str:
        """What the cookie remembers them by."""
        return self.session

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return Actor.of(self.contact)


csrf = CSRFProtect()


def install(app: Flask) -> None:
    """Have visitors looked up, and the forms of the pages (machines' posts excepted) checked for their token."""
    manager = LoginManager(app)
    manager.session_protection = None  # type: ignore[assignment]  # a phone changes its address all day
    manager.user_loader(_known)
    csrf.init_app(app)
    app.context_processor(_shown)


def _shown() -> dict[str, Any]:
    """What the frame of each page shows of the visitor."""
    if not current_user.is_authenticated:
        return {"me": None}
    me = visitor()
    return {"me": me.account, "several": me.several, "menu": MENUS[me.account.kind]}


@pages.before_request
def _checked() -> None:
    request.max_content_length = LONGEST
    given = (value for _, values in request.values.lists() for value in values)
    if any(NUL in text for text in (request.path, *given)):
        abort(400)
    csrf.protect()


def _known(name: str) -> Visitor | None:
    at = now()
    with house().store.reading() as tx:
        found = tx.sessions.of(name, at)
        if found is None:
            return None
        contact, to_note = found
        account = accounts.chosen(tx, contact, session.get(AS, ""))
        several = account is not None and len(accounts.of_phone(tx, contact.phone)) > 1
    if account is None:
        return None
    if to_note:
        with house().store.writing() as tx:
            tx.sessions.used(contact.id, at)
    return Visitor(name, contact, account, several)


def visitor() -> Visitor:
    """Who looks. Only where somebody does."""
    return cast(Visitor, current_user)


def act(command: Command) -> Any:
    """Carry out a command as the visitor. Raises Refusal."""
    return perform(visitor().actor, command)


def enter(name: str, kind: str) -> None:
    """Whoever holds the session `name` is in, with a cookie in which nothing of before is left."""
    session.clear()
    session[AS] = kind
    found = _known(name)
    assert found is not None
    session.permanent = True
    login_user(found)


def allowed(*kinds: Kind) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A view for these kinds of account. Others find nothing there; who is nobody is asked to log in."""

    def made(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def checked(*args: Any, **more: Any) -> Any:
            if not current_user.is_authenticated:
                wanted = request.full_path.rstrip("?") if request.method == "GET" else None
                return redirect(url_for("pages.login", next=wanted))
            if visitor().account.kind not in kinds:
                abort(404)
            return view(*args, **more)

        return checked

    return made
