"""`worker`: what the Procfile runs beside the web."""

from typing import cast

from bot.wiring import House
from console.commands.base import command, house
from core import log


@command("worker", help="投递通知、取回附件、做到期该做的事；可以同时运行任意多个，随时可以停")
def worker() -> None:
    """Work until SIGTERM."""
    here = cast(House, house())
    log.setup(here.settings)
    here.worker().run()
