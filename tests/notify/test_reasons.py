"""Whatever was not sent has a reason that is explained to operators: in every golden conversation, and on the
command line."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.texts.reasons import REASONS
from core.settings import Settings
from core.store.engine import Store
from core.store.outbox import News, Sending
from tests.console.kit import Cli
from tests.support import sqlite_only
from tests.support.stage import Stage

pytestmark = sqlite_only

UNSENT = (Sending.SKIPPED, Sending.FAILED, Sending.UNKNOWN, Sending.DEAD)
FOLDER = Path(__file__).parents[1] / "transcripts"


@pytest.mark.parametrize("number", ["20", "22", "31"])
def test_in_conversations(store: Store, settings: Settings, number: str) -> None:
    """Without a manager, with nobody bound to guide, and with somebody who follows no more."""
    (path,) = FOLDER.glob(f"{number}-*.txt")
    Stage(store, settings.model_copy(update={"quiet_hours": ""})).play(path.read_text(encoding="utf-8"))
    with store.reading() as tx:
        reasons = [row.reason for row in tx.outbox.listed() if row.state in UNSENT]
    assert reasons
    assert set(reasons) <= set(REASONS)


def test_on_the_command_line(store: Store, settings: Settings, now: datetime, tmp_path: Path) -> None:
    cli = Cli(store, settings, now, tmp_path)
    rows = [
        News(reason, reason, "sms", "accepted", "owner", "{}", now, state=Sending.SKIPPED, reason=reason)
        for reason in ("no_phone", "MK:100D")
    ]
    with store.writing() as tx:
        tx.outbox.add(rows, now)
    assert [one["reason"] for one in cli.json("notifications")] == ["no_phone", "MK:100D"]
    text = cli.text("notifications")
    assert REASONS["no_phone"].meaning in text
    assert "MK:100D" in text
