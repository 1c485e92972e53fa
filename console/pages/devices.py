"""Whose numbers were proved at this browser before, in a cookie of its own that is sent to the login page alone.

It opens nothing. It keeps a part of a number's codes for its owner, whom strangers would lock out otherwise by asking
for codes to it. It holds keyed hashes, and is signed: nobody makes one for a number that is not theirs.
"""

from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from console.pages.base import PREFIX, house

COOKIE = "msb_proved"
LASTS = timedelta(days=180)
MOST = 6
"""Numbers of one browser, at which several may sit."""


def proved(typed: str) -> bool:
    """Whether somebody at this browser has shown before that this phone or identity number is theirs."""
    return COOKIE in request.cookies and mark(typed) in _kept()


def mark(number: str) -> str:
    """What is kept of a number: nobody reads it from the browser."""
    return house().store.cipher.index(number, "pages.proved")


def remember(answer: Response, *marks: str) -> Response:
    """The answer, by which the browser keeps that these numbers are theirs who sits at it now."""
    new = [one for one in marks if one]
    kept = [*new, *(one for one in _kept() if one not in new)][:MOST]
    answer.set_cookie(
        COOKIE,
        _signer().dumps(kept),
        max_age=LASTS,
        path=f"{PREFIX}/login",
        secure=house().settings.public_url.startswith("https://"),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _kept() -> list[str]:
    try:
        kept: list[str] = _signer().loads(request.cookies.get(COOKIE, ""), max_age=int(LASTS.total_seconds()))
    except BadData:
        return []
    return kept


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=COOKIE)
