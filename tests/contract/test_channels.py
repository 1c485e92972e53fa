"""One contract for every way a notice leaves: sent once, over in time, never raising, saying what became of it."""

import time
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from bot.messages import SILENCE
from bot.notify.channels import Fate, Letter, Outcome
from bot.notify.channels.console import ConsoleChannel
from simulator import Simulator
from tests.contract.channel_kit import KEY_SECRET, OPENID, OVERALL, PHONE, SECRET, Way, upstream, ways

WAYS = ("words", "menu", "photo", "voice", "video", "template", "subscription", "sms", "tencent")
NOBODY = "http://127.0.0.1:9"
"""The discard port: nothing listens there."""


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with upstream() as sim:
        yield sim


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, sim: Simulator) -> Way:
    return ways(sim)[request.param]


def without_secrets(outcome: Outcome) -> bool:
    shown = repr(outcome)
    return not any(secret in shown for secret in (SECRET, KEY_SECRET, OPENID, PHONE, PHONE[3:], "access_token"))


def test_a_letter_arrives_once(way: Way) -> None:
    outcome = way.send()
    assert outcome.fate is Fate.SENT
    assert way.arrived() == 1


def test_an_upstream_that_hangs_is_left_in_time(way: Way) -> None:
    way.fault(hang=OVERALL * 2, accept=True)
    began = time.monotonic()
    outcome = way.send()
    assert time.monotonic() - began < OVERALL + 0.5
    assert (outcome.fate, outcome.reason) == (way.unclear, "timeout")
    assert without_secrets(outcome)


def test_an_upstream_that_drips_is_left_in_time(way: Way) -> None:
    way.fault(drip=4.0, accept=True)
    began = time.monotonic()
    outcome = way.send()
    assert time.monotonic() - began < OVERALL + 0.5
    assert (outcome.fate, outcome.reason) == (way.unclear, "timeout")


@pytest.mark.parametrize("body", ["<html>502 Bad Gateway</html>", '{"errcode":0,"err', "", "[]", "null", "7"])
def test_an_answer_that_cannot_be_read(way: Way, body: str) -> None:
    way.fault(body=body)
    outcome = way.send()
    assert (outcome.fate, outcome.reason) == (way.unclear, "bad_answer")


def test_a_server_error(way: Way) -> None:
    way.fault(status=502, body="<html>Bad Gateway</html>")
    assert way.send().fate is way.unclear


@pytest.mark.parametrize("name", WAYS)
def test_nobody_there_is_certainly_not_sent(name: str, sim: Simulator) -> None:
    outcome = ways(sim, NOBODY)[name].send()
    assert (outcome.fate, outcome.reason) == (Fate.RETRY, "unreachable")
    assert without_secrets(outcome)


def test_a_template_we_have_no_id_for(way: Way) -> None:
    if way.endpoint.endswith("custom/send"):
        assert way.send(template="unheard_of").fate is Fate.SENT
        return
    with capture_logs() as logs:
        outcome = way.send(template="unheard_of")
    assert (outcome.fate, outcome.reason, outcome.detail) == (Fate.FAILED, "template_missing", "unheard_of")
    assert [line["log_level"] for line in logs] == ["error"]
    assert way.arrived() == 0


def test_what_no_provider_expects_does_not_raise(way: Way) -> None:
    outcome = way.send(address="\ud800 nobody", key="k" * 300, fields={"thing1": "\x00\ud800"})
    assert outcome.fate in (Fate.FAILED, Fate.UNKNOWN)
    assert way.arrived() == 0


def test_sent_again_after_an_unclear_end_it_arrives_once_where_that_is_promised(way: Way) -> None:
    way.fault(hang=OVERALL * 2, accept=True)
    first = way.send()
    assert first.doubtful is (first.fate is Fate.RETRY)
    if first.doubtful:
        assert way.send().fate is Fate.SENT
        assert way.arrived() == 1
    else:
        assert first.fate is Fate.UNKNOWN


def test_the_console_writes_a_line_and_shows_nothing_of_the_person() -> None:
    letter = Letter(PHONE, "n1", "code", say=SILENCE, fields={"code": "123456"})
    with capture_logs() as logs:
        outcome = ConsoleChannel().send(letter)
    assert outcome == Outcome(Fate.SENT, provider_id="console-n1")
    assert logs == [{"event": "sms", "log_level": "info", "to": "177****1234", "template": "code", "fields": ["code"]}]


def test_the_console_of_the_demonstration_shows_the_values() -> None:
    letter = Letter(PHONE, "n1", "code", say=SILENCE, fields={"code": "123456"})
    with capture_logs() as logs:
        ConsoleChannel(show=True).send(letter)
    assert logs[0]["fields"] == {"code": "123456"}
    assert PHONE[3:] not in str(logs)
