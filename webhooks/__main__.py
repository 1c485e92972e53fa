"""`python -m webhooks`: the web, as the environment describes it."""

import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from console.commands.base import Mistake, Unusable
from core.settings import BadSettings
from webhooks.environment import sound

HEADERS_MS = 5_000
"""Milliseconds in which a request's headers must have arrived, the first or the next of a connection."""
GRACE = 20
"""Seconds to finish what was begun, when it is to end."""


def main() -> None:
    """Serve until SIGTERM. HTTP/1 alone: what HTTP/2 offers the proxy has for browsers."""
    try:
        settings, store = sound()
    except BadSettings as bad:
        Unusable(bad).show()
        sys.exit(1)
    except Mistake as mistake:
        mistake.show()
        sys.exit(1)
    store.close()
    Granian(
        "webhooks.front:create",
        factory=True,
        interface=Interfaces.RSGI,
        address=settings.web_host,
        port=settings.port,
        workers=settings.web_concurrency,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_MS),
        websockets=False,
        workers_kill_timeout=GRACE,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
