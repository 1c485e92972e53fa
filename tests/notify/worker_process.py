"""A worker in a process of its own, whose channels note in a file what they are handed."""

import sys
from pathlib import Path
from typing import Any

from bot.notify.channels import Fate, Letter, Outcome
from bot.notify.worker import Worker
from core.settings import Settings
from core.store.engine import Store


class Sink:
    """A channel whose deliveries are lines in a file, there before the call returns."""

    idempotent = False

    def __init__(self, name: str, path: Path) -> None:
        self.name, self._path = name, path

    def send(self, letter: Letter) -> Outcome:
        with self._path.open("a") as file:
            file.write(f"{letter.route}:{letter.key}\n")
        return Outcome(Fate.SENT)


def nothing(*_: Any) -> Any:
    raise LookupError("there is nothing to fetch or to perform")


def main(url: str, path: str) -> None:
    settings = Settings(database_url=url, wechat_templates={"accepted": "T1"}, quiet_hours="")
    channels = {name: Sink(name, Path(path)) for name in ("wechat", "sms")}
    Worker(Store.from_settings(settings), settings, channels, nothing, nothing).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
