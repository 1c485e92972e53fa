"""Imported for its effect by the process that others are forked from: all modules, all that a first message loads."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import bot.notify.channels.aliyun  # noqa: F401
import console.commands
import console.pages  # noqa: F401
import tests.support.forked  # noqa: F401
from bot.messages import Inbound, Kind
from bot.wiring import House
from core.settings import Settings
from core.store.migrate import migrate
from tests.support import town
from webhooks import create_app

with tempfile.TemporaryDirectory() as _folder:
    _house = House.build(Settings(database_url=f"sqlite:///{_folder}/warm.db", data_dir=Path(_folder)))
    _now = datetime.now(UTC)
    migrate(_house.store.engine)
    create_app(_house).test_client().get("/readyz")
    town.build(_house.store, _now)
    for _words in ("7栋楼道灯不亮", "万和世家", "提交"):
        _house.receive(Inbound("wechat", "oWarm", _words, Kind.TEXT, _now, text=_words))
    _house.worker().drain(_now)
    _house.store.close()
