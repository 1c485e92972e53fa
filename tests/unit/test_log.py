"""The log tells what happened and nobody's secrets, whoever writes to it."""

import io
import json
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import structlog

from core.clocks import durations
from core.complaint import Complaint
from core.lifecycle import Act
from core.log import masker, setup
from core.settings import Settings

PHONE, IDENTITY, OPENID = "17712340001", "510107199003077465", "oAbCdEfGhIjKlMnOpQrStUvWxYz0"
SECRET = "a-very-secret-value"


@pytest.fixture
def settings() -> Settings:
    return Settings(wechat_app_secret=SECRET, sms_callback_secret="callback-one,callback-two")  # type: ignore[arg-type]


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield io.StringIO()
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        (f"phone {PHONE}.", "phone 177****0001."),
        (f"phone=+86{PHONE}", "phone=+86177****0001"),
        (f'{{"PhoneNumbers": "86{PHONE}"}}', '{"PhoneNumbers": "86177****0001"}'),
        (f"id {IDENTITY}", "id *****7465"),
        ("id 51010719900307746X", "id *****746X"),
        (f"openid={OPENID}&x=1", "openid=o***&x=1"),
        (f"secret={SECRET}", "secret=***"),
        ("/sms/aliyun/callback-two/report", "/sms/aliyun/***/report"),
    ],
)
def test_what_must_not_be_written_is_masked(settings: Settings, line: str, masked: str) -> None:
    assert masker(settings)(line) == masked


@pytest.mark.parametrize(
    "line", ["complaint 0040202410170000001", "row 123456", "at 1729156980123", "no-openid-at-all"]
)
def test_what_an_operator_needs_stays(settings: Settings, line: str) -> None:
    assert masker(settings)(line) == line


@pytest.mark.parametrize("env", ["demo", "production"])
def test_everything_written_by_anybody_passes_the_mask(stream: io.StringIO, settings: Settings, env: str) -> None:
    setup(settings.model_copy(update={"app_env": env}), stream)
    log = structlog.get_logger()
    log.info("told", phone=PHONE, nested={"openid": [OPENID]}, words=SECRET)
    logging.getLogger("some.library").warning("sent to %s", PHONE)
    try:
        raise ValueError(f"no {IDENTITY} for {SECRET}")
    except ValueError:
        log.exception("failed")
        logging.getLogger("some.library").exception("failed")
    written = stream.getvalue()
    assert not [one for one in (PHONE, IDENTITY, OPENID, SECRET) if one in written]
    assert written.count("177****0001") == 2
    assert "ValueError" in written


def test_production_writes_one_json_object_a_line(stream: io.StringIO, settings: Settings) -> None:
    setup(settings.model_copy(update={"app_env": "production"}), stream)
    structlog.get_logger("bot").info("notice", row=7, state="已发送")
    logging.getLogger("lib").warning("two\nlines")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert (first["event"], first["row"], first["state"], first["level"]) == ("notice", 7, "已发送", "info")
    assert first["timestamp"].endswith("Z")
    assert second["event"] == "two\nlines"


def test_a_complaints_step_is_no_line_of_the_log(stream: io.StringIO, settings: Settings) -> None:
    """The machine's library tells of each of its callbacks, several a message."""
    setup(settings, stream)
    one = Complaint(1, "0040202610220000001", 1, 1, "灯坏了", datetime.now(UTC))
    one.start(one.submitted_at, durations(settings))
    one.step(Act.ACCEPT, None, one.submitted_at, durations(settings))
    assert stream.getvalue() == ""


def test_ten_thousand_adversarial_characters_take_no_time(settings: Settings) -> None:
    mask = masker(settings)
    for piece in ("o", "1", "+86", "oo-", "19900307", "1" * 10 + "x"):
        begun = time.perf_counter()
        mask(piece * (10_000 // len(piece)))
        assert time.perf_counter() - begun < 0.05, piece
