"""The application, as a process of the web has it and as the command line has it."""

import os

import click
from flask import Flask
from flask.cli import FlaskGroup

from bot.wiring import House
from console import register_commands
from console.commands.base import Unusable
from core import log, watch
from core.settings import BadSettings
from webhooks.environment import sound


def create(house: House | None) -> Flask:
    """The application. Without a house this is a program's start: all is taken from the environment, and whatever the
    process writes is for its own account alone. Raises Unusable where the environment cannot be used; to whoever looks
    for a command, that says so itself."""
    if house is None:
        os.umask(0o077)
        try:
            house = House(*sound())
        except BadSettings as error:
            return _commands_alone(error)
        log.setup(house.settings)
        watch.THIS_PROCESS.keep(watch.recorded(house.store, house.now))
    app = Flask("webhooks", static_folder=None)
    app.extensions["mashangban"] = house
    register_commands(app)
    if not _is_command():
        from webhooks.serving import serve  # no command needs doors or pages

        serve(app, house)
    return app


def _commands_alone(bad: BadSettings) -> Flask:
    """Nothing is served by it."""
    if not _is_command():
        raise Unusable(bad)
    app = Flask("webhooks", static_folder=None)
    app.extensions["mashangban.bad"] = bad
    register_commands(app)
    return app


def _is_command() -> bool:
    """Whether somebody looks for a command of ours; `flask run` and `flask routes` do not."""
    context = click.get_current_context(silent=True)
    return context is not None and isinstance(context.command, FlaskGroup)
