"""The door for machines: `python -m webhooks` is the web, `flask --app webhooks` the command line."""

import os

import click
from flask import Flask
from flask.cli import FlaskGroup

from bot.texts.starting import NOT_DURABLE
from bot.wiring import House
from console import register_commands
from console.commands.base import Mistake, Unusable
from core import log, watch
from core.settings import BadSettings, from_environment
from core.store.durable import NotDurable


def create_app(house: House | None = None) -> Flask:
    """The application. Without a house this is a program's start: all is taken from the environment, and whatever the
    process writes is for its own account alone. Raises Unusable where the environment cannot be used; to whoever looks
    for a command, that says so itself."""
    if house is None:
        os.umask(0o077)
        try:
            house = house_of_environment()
        except BadSettings as error:
            return _commands_alone(error)
        log.setup(house.settings)
        watch.THIS_PROCESS.keep(watch.recorded(house.store, house.now))
    app = Flask(__name__, static_folder=None)
    app.extensions["mashangban"] = house
    register_commands(app)
    if not _is_command():
        from webhooks.serving import serve  # no command needs doors or pages

        serve(app, house)
    return app


def house_of_environment() -> House:
    """Raises BadSettings, and Mistake where the database cannot be one of ours."""
    settings = from_environment()
    try:
        house = House.build(settings)
        house.store.check()
    except NotDurable as error:
        raise Mistake(NOT_DURABLE[error.reason]) from None
    except OSError as error:
        raise Mistake(f"DATABASE_URL 的文件夹建不了：{error}") from None
    return house


def _commands_alone(bad: BadSettings) -> Flask:
    """Nothing is served by it."""
    if not _is_command():
        raise Unusable(bad)
    app = Flask(__name__, static_folder=None)
    app.extensions["mashangban.bad"] = bad
    register_commands(app)
    return app


def _is_command() -> bool:
    """Whether somebody looks for a command of ours; `flask run` and `flask routes` do not."""
    context = click.get_current_context(silent=True)
    return context is not None and isinstance(context.command, FlaskGroup)
