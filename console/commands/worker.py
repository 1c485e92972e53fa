"""`worker`: what the Procfile runs beside the web."""

from flask import current_app

from bot.wiring import House
from console.commands.base import command
from core import log


@command("worker", help="投递通知、取回附件、做到期该做的事；可以同时运行任意多个，随时可以停")
def worker() -> None:
    """Work until SIGTERM."""
    house: House = current_app.extensions["mashangban"]
    log.setup(house.settings)
    house.worker().run()
