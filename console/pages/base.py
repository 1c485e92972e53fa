"""What all pages share: the blueprint, the house, a look, a deed."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, url_for
from werkzeug.routing import IntegerConverter

from bot.wiring import House
from core.commands import Command
from core.identity import Actor
from core.store.engine import Tx

PREFIX = "/console"
HERE = Path(__file__).parent
pages = Blueprint("pages", __name__, url_prefix=PREFIX, template_folder="templates", static_folder="static")


class Id(IntegerConverter):
    """In an address: a number that an id may be. A longer one is no address of ours, and no database's number."""

    regex = "[0-9]{1,15}"


def house() -> House:
    """The running application's parts."""
    found: House = current_app.extensions["mashangban"]
    return found


def now() -> datetime:
    """The house's time."""
    return house().now()


@contextmanager
def looking() -> Iterator[Tx]:
    """A consistent look at the database."""
    with house().store.reading() as tx:
        yield tx


def perform(actor: Actor, command: Command) -> Any:
    """Carry out a command as `actor`, durably, and wake the worker if there is news. Raises Refusal."""
    here = house()
    with here.store.writing() as tx:
        result = here.perform(tx, actor, command, here.now())
    if tx.has_news:
        here.bell.ring()
    return result


@cache
def _version(name: str) -> str:
    return hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:12]


@pages.app_template_global()
def asset(name: str) -> str:
    """The address of a file of ours, which changes with its content: browsers may keep it for good."""
    return url_for("pages.static", filename=name, v=_version(name))
