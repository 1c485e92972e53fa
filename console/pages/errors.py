"""What is said where a page cannot be shown: what happened, and what to do."""

import traceback

import structlog
from flask import Flask, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from console import words
from console.pages.base import PREFIX, pages
from console.pages.visitor import visitor
from core.services import misses

log = structlog.get_logger()
Answer = tuple[str, int]


def install(app: Flask) -> None:
    """Say it on a page of ours wherever the address is one of the pages'."""
    app.register_error_handler(HTTPException, _of_http)


@pages.route("/<path:_>")
def nothing(_: str) -> Answer:
    """An address that is no page."""
    return _page(404)


def _of_http(error: HTTPException) -> HTTPException | Answer:
    if request.path != PREFIX and not request.path.startswith(f"{PREFIX}/"):
        return error
    if error.code is None or error.code < 400:
        return error
    if error.code == 404 and request.view_args and current_user.is_authenticated:
        misses.not_theirs(visitor().actor)
    return _page(error.code, "form" if isinstance(error, CSRFError) else "")


@pages.errorhandler(Exception)
def _fault(error: Exception) -> HTTPException | Answer:
    """Where it broke and of what kind, without its words, which may hold what a person wrote."""
    if isinstance(error, HTTPException):
        return _of_http(error)
    where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
    log.error("page_failed", page=request.endpoint, error=type(error).__name__, where=where)
    return _page(500)


def _page(code: int, what: str = "") -> Answer:
    title, text = words.ERRORS.get(what or code, words.ERRORS[400 if code < 500 else 500])
    return render_template("error.html", title=title, text=text), code
