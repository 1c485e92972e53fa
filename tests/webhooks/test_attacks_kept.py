"""A process made from its environment keeps what it refuses in its own record."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.wiring import House
from core import watch
from core.watch import Watch
from tests.support.databases import copied
from tests.webhooks.sms_kit import up
from webhooks import create_app

SECRET = "canary5c0ffee0123456789abcdef0123"


@pytest.fixture
def _own_log() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.usefixtures("_own_log")
def test_foreign_numbers_are_in_the_record_by_the_minute(
    monkeypatch: pytest.MonkeyPatch, sqlite_template: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(watch, "THIS_PROCESS", Watch(minute=3600))
    monkeypatch.setenv("DATABASE_URL", copied(sqlite_template, tmp_path))
    monkeypatch.setenv("SMS_CALLBACK_SECRET", SECRET)
    app = create_app()
    house: House = app.extensions["mashangban"]
    for number in range(3):
        item = up(phone_number="+14155550123", sequence_id=number)
        assert app.test_client().post(f"/sms/aliyun/{SECRET}/up", json=[item]).status_code == 200
    watch.THIS_PROCESS.tell()
    with house.store.reading() as tx:
        [line] = [line for line in tx.audit.lines("", None, 0) if line.act == "refused"]
    assert (line.subject, line.details) == ("door:sms_number", {"what": "sms_number", "times": 3})
    assert "4155550123" not in str(line)
    house.store.close()
