"""The door for machines: `python -m webhooks` is the web, `flask --app webhooks` the command line."""

import os

from click import ClickException
from flask import Flask
from sqlalchemy.exc import ArgumentError

from bot.texts.starting import NOT_DURABLE
from bot.wiring import House
from console import register as register_console
from core import log
from core.settings import BadSettings, from_environment
from core.store.durable import NotDurable
from webhooks import health, sms, wechat
from webhooks.sessions import Sessions


def create_app(house: House | None = None) -> Flask:
    """The application. Without a house this is a program's start: all is taken from the environment, and whatever the
    process writes is for its own account alone."""
    if house is None:
        os.umask(0o077)
        house = _house()
        log.setup(house.settings)
    app = Flask(__name__, static_folder=None)
    app.session_interface = Sessions()
    app.secret_key = house.settings.secret_key.get_secret_value()
    app.extensions["mashangban"] = house
    wechat.install(app, house, house.settings)
    sms.install(app, house, house.settings)
    health.install(app)
    register_console(app)
    return app


def _house() -> House:
    try:
        house = House.build(from_environment())
        house.store.check()
    except NotDurable as error:
        raise ClickException(NOT_DURABLE[error.reason]) from None
    except (BadSettings, OSError, ArgumentError) as error:
        raise ClickException(str(error)) from None
    return house
