"""The door for machines: `python -m webhooks` is the web, `flask --app webhooks` the command line."""

import os

import click
from flask import Flask
from flask.cli import FlaskGroup

from bot.texts.starting import NOT_DURABLE
from bot.wiring import House
from console import register as register_console
from console import register_commands
from console.commands.base import Mistake, Unusable
from core import log, watch
from core.settings import BadSettings, from_environment
from core.store.durable import NotDurable
from webhooks import health, sms, wechat
from webhooks.sessions import Sessions


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
    app.session_interface = Sessions()
    app.secret_key = house.settings.secret_key.get_secret_value()
    app.extensions["mashangban"] = house
    wechat.install(app, house, house.settings)
    sms.install(app, house, house.settings)
    health.install(app)
    register_console(app)
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
    context = click.get_current_context(silent=True)
    if context is None or not isinstance(context.command, FlaskGroup):
        raise Unusable(bad)
    app = Flask(__name__, static_folder=None)
    app.extensions["mashangban.bad"] = bad
    register_commands(app)
    return app
