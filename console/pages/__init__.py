"""The pages at `/console` for companies, managers, officers and operators, and a complaint's own page for its resident.

Who looks is looked up at each request (`visitor.py`); what they may see is part of each query (`core/browsing.py`);
what they do are the same commands as in chat.
"""

from datetime import timedelta

from flask import Flask, Response, redirect, url_for

from bot.wiring import House
from console.pages import (
    business,
    complaints,
    deeds,
    door,
    errors,
    estates,
    exports,
    files,
    offices,
    owner,
    people,
    reports,
    visitor,
)
from console.pages.base import PREFIX, Id, pages
from console.pages.headers import guard
from console.pages.limits import Limits
from console.words import FILTERS
from core.store.sessions import LONGEST

VIEWS = (door, complaints, files, deeds, exports, estates, people, business, offices, reports, owner)
"""The modules whose views are on the blueprint."""


def install(app: Flask, house: House) -> None:
    """Add the pages. Sessions are a signed name in a cookie, sent to the pages alone."""
    app.config.update(
        SESSION_COOKIE_NAME="msb",
        SESSION_COOKIE_PATH=PREFIX,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=house.settings.public_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=LONGEST,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_SSL_STRICT=False,  # it asks for a Referer, which our own policy has browsers leave out
        WTF_CSRF_TIME_LIMIT=int(timedelta(hours=12).total_seconds()),
    )
    app.extensions["mashangban.limits"] = Limits(house.settings)
    app.jinja_env.filters |= FILTERS
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    visitor.install(app)
    guard(app, house.settings)
    errors.install(app)
    app.url_map.converters["id"] = Id
    app.add_url_rule("/", "home", _home)
    app.register_blueprint(pages)


def _home() -> Response:
    """What people who type the bare address are looking for."""
    return redirect(url_for("pages.home"))  # type: ignore[return-value]
