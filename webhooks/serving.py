"""Doors and pages, put into the application that is served."""

from flask import Flask

from bot.wiring import House
from console import register_pages
from webhooks import health, sms, wechat
from webhooks.sessions import Sessions


def serve(app: Flask, house: House) -> None:
    """All that is answered over HTTP, made ready before the first request."""
    assert house.dispatch
    app.session_interface = Sessions()
    app.secret_key = house.settings.secret_key.get_secret_value()
    wechat.install(app, house, house.settings)
    sms.install(app, house, house.settings)
    health.install(app)
    register_pages(app)
