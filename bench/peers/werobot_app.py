"""Peer d: WeRoBot with its SQLite sessions, counting what each person has said."""

import os
from typing import Any

from werobot import WeRoBot
from werobot.session.sqlitestorage import SQLiteStorage

from bench.account import AES_KEY, APP_ID, TOKEN


def create_app() -> Any:
    """WeRoBot's own WSGI application; its sessions lie in the file WEROBOT_SESSIONS."""
    robot = WeRoBot(
        TOKEN=TOKEN,
        ENCODING_AES_KEY=AES_KEY,
        APP_ID=APP_ID,
        SESSION_STORAGE=SQLiteStorage(os.environ["WEROBOT_SESSIONS"]),
    )

    @robot.text
    def count(message: Any, session: dict[str, Any]) -> str:
        session["count"] = session.get("count", 0) + 1
        return f"{session['count']}: {message.content}"

    @robot.scan
    def scanned(message: Any, session: dict[str, Any]) -> str:
        session["scene"] = message.key
        return "scan"

    return robot.wsgi
