"""The door for machines: `python -m webhooks` is the web, `flask --app webhooks` the command line."""

from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from flask import Flask

    from bot.wiring import House


def create_app(house: Optional["House"] = None) -> "Flask":
    """The application; see `application.create`. Whoever only starts the web's processes does not import it."""
    from webhooks.application import create

    return create(house)
