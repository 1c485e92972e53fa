"""The door for machines: `flask --app webhooks`, or `webhooks:create_app()` for a WSGI server."""

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
    """The application, from the environment unless a house is given."""
    if house is None:
        house = _house()
        log.setup(house.settings)
    app = Flask(__name__, static_folder=None)
    app.session_interface = Sessions()
    app.secret_key = house.settings.secret_key.get_secret_value()
    app.extensions["mashangban"] = house
    wechat.install(app, house, house.settings)
    sms.install(app, house, house.settings)
    app.register_blueprint(health.routes)
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
