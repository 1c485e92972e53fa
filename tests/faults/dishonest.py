"""A web that must be found out: it answers before it commits, and knows no message again."""

import secrets
import threading
from dataclasses import replace

from bot.messages import SILENCE, Answer, Inbound
from bot.wiring import House
from core.settings import from_environment
from tests.support.forked import serve
from webhooks import create_app

LATER = 0.4
"""Seconds after the answer."""


class Dishonest(House):
    """What it says is kept is kept a little later, if it lives so long; and delivered again, it is kept again."""

    def receive(self, inbound: Inbound) -> Answer:
        new = replace(inbound, key=f"{inbound.key[:20]}{secrets.token_hex(6)}")
        threading.Timer(LATER, super().receive, [new]).start()
        return Answer(SILENCE, self.now())


def web() -> None:
    """The web of the environment, made so."""
    serve(create_app(Dishonest.build(from_environment())))
