"""WeChat's own side of the channel: the error table, and what its messages hold."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.messages import Choice, Say
from bot.notify.channels import Fate, File, Route
from bot.notify.channels.wechat import CUSTOM, TEMPLATE, WeChatChannel
from bot.taps import number
from simulator import Simulator
from tests.contract.channel_kit import CARD, OPENID, Way, api, upstream, ways

NOW = datetime(2024, 10, 17, 15, 30, tzinfo=UTC)  # 23:30 in Chengdu
MIDNIGHT = datetime(2024, 10, 17, 16, 5, tzinfo=UTC)


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with upstream() as sim:
        yield sim


def at_night(sim: Simulator, name: str) -> Way:
    way = ways(sim)[name]
    way.channel = WeChatChannel(api(sim), {"accepted": "TPL_ACCEPTED"}, lambda: NOW)
    return way


@pytest.mark.parametrize(
    ("code", "fate", "reason", "until"),
    [
        (40001, Fate.RETRY, "token", NOW + timedelta(minutes=1)),
        (42001, Fate.RETRY, "token", NOW + timedelta(minutes=1)),
        (41001, Fate.FAILED, "token_missing", None),
        (45009, Fate.RETRY, "quota", MIDNIGHT),
        (45011, Fate.RETRY, "minute_limit", NOW + timedelta(minutes=1)),
        (43108, Fate.RETRY, "concurrent", NOW + timedelta(seconds=5)),
        (45015, Fate.CLOSED, "window_closed", None),
        (45047, Fate.CLOSED, "window_closed", None),
        (43004, Fate.FAILED, "not_following", None),
        (43101, Fate.FAILED, "refused", None),
        (40003, Fate.FAILED, "bad_openid", None),
        (40037, Fate.FAILED, "template_missing", None),
        (47003, Fate.FAILED, "bad_field", None),
        (48001, Fate.FAILED, "no_permission", None),
        (40249, Fate.FAILED, "template_blocked", None),
        (40243, Fate.RETRY, "secret_frozen", NOW + timedelta(minutes=10)),
        (61004, Fate.RETRY, "ip_not_allowed", NOW + timedelta(minutes=10)),
        (40164, Fate.RETRY, "ip_not_allowed", NOW + timedelta(minutes=10)),
        (99999, Fate.FAILED, "declined", None),
    ],
)
@pytest.mark.parametrize("name", ["words", "template"])
def test_the_table_of_errors(
    sim: Simulator, name: str, code: int, fate: Fate, reason: str, until: datetime | None
) -> None:
    way = at_night(sim, name)
    way.fault(code=str(code), times=-1)
    outcome = way.send()
    assert (outcome.fate, outcome.reason, outcome.until) == (fate, reason, until)
    assert outcome.detail.startswith(str(code))
    assert "rid" in outcome.detail


@pytest.mark.parametrize(("name", "fate"), [("words", Fate.UNKNOWN), ("template", Fate.RETRY)])
def test_busy_may_mean_sent(sim: Simulator, name: str, fate: Fate) -> None:
    way = at_night(sim, name)
    way.fault(code="-1")
    assert (way.send().fate, way.send().fate) == (fate, Fate.SENT)


@pytest.mark.parametrize("code", ["-1", "40007", "45009"])
@pytest.mark.parametrize("name", ["photo", "voice", "video"])
def test_an_upload_that_fails_has_sent_nothing(sim: Simulator, name: str, code: str) -> None:
    way = at_night(sim, name)
    sim.faults.order("/cgi-bin/media/upload", code=code)
    assert way.send().fate in (Fate.RETRY, Fate.FAILED)
    assert way.arrived() == 0


def test_an_upload_without_answer_has_sent_nothing(sim: Simulator) -> None:
    way = at_night(sim, "photo")
    sim.faults.order("/cgi-bin/media/upload", body="<html>")
    assert (way.send().fate, way.send().fate, way.arrived()) == (Fate.RETRY, Fate.SENT, 1)


@pytest.mark.parametrize(("mime", "kind"), [("audio/amr", "voice"), ("audio/mpeg", "voice"), ("video/mp4", "video")])
def test_voice_and_video_are_sent_as_such(sim: Simulator, mime: str, kind: str) -> None:
    assert ways(sim)["voice"].send(file=File(mime, b"#!AMR\n" + bytes(32 * 150))).fate is Fate.SENT
    bubble = sim.person(OPENID).bubbles[-1]
    assert bubble["kind"] == kind
    uploads = [call["asked"]["type"] for call in sim.calls if call["endpoint"] == "/cgi-bin/media/upload"]
    assert uploads == {"voice": ["voice"], "video": ["video", "thumb"]}[kind]
    assert bubble.get("seconds", 3) == 3


@pytest.mark.parametrize(("code", "alarms"), [("40164", 1), ("48001", 1), ("45009", 1), ("43004", 0), ("45015", 0)])
def test_what_an_operator_must_see_is_an_error_in_the_log(sim: Simulator, code: str, alarms: int) -> None:
    way = at_night(sim, "words")
    way.fault(code=code)
    with capture_logs() as logs:
        way.send()
    assert [line["log_level"] for line in logs] == ["error"] * alarms
    assert OPENID not in str(logs)


def body(sim: Simulator, endpoint: str) -> dict[str, Any]:
    return next(call["asked"] for call in reversed(sim.calls) if call["endpoint"] == endpoint)


def test_the_window_closes_after_five(sim: Simulator) -> None:
    way = ways(sim)["words"]
    assert [way.send().fate for _ in range(6)] == [Fate.SENT] * 5 + [Fate.CLOSED]


def test_a_choice_comes_back_with_its_id(sim: Simulator) -> None:
    ways(sim)["menu"].send()
    assert [piece["tap"] for piece in sim.person(OPENID).choices] == [number("solved:7:1"), number("solved:7:0")]


def test_an_account_without_menus_has_the_choices_written_out(sim: Simulator) -> None:
    way = ways(sim)["menu"]
    sim.quirks.switch(menus=False)
    assert [way.send().fate, way.send(key="again").fate] == [Fate.SENT, Fate.SENT]
    assert "\n已解决" in sim.person(OPENID).words[-1]
    assert sum(call["endpoint"] == CUSTOM for call in sim.calls) == 3, "it is asked once whether menus are taken"


def test_words_are_neither_escaped_nor_tags_nor_too_long(sim: Simulator) -> None:
    ways(sim)["words"].send(say=Say("<a href='http://x'>点</a>" + "漏" * 2000))
    shown = sim.person(OPENID).words[-1]
    assert shown.startswith("＜a href='http://x'>点＜/a>漏漏")
    assert len(shown.encode()) <= 2048


def test_a_long_menu_keeps_its_choices(sim: Simulator) -> None:
    choices = tuple(Choice(f"c:{n}", "7栋负一楼排水沟堵了", str(n)) for n in range(8))
    assert ways(sim)["menu"].send(say=Say("漏" * 2000, choices)).fate is Fate.SENT
    assert len(sim.person(OPENID).choices) == 8


def test_a_template_carries_its_link_and_an_id_against_doubles(sim: Simulator) -> None:
    way = ways(sim)["template"]
    outcome = way.send(link="https://x.cn/c/1", key="n1")
    sent = body(sim, TEMPLATE)
    assert (sent["url"], sent["client_msg_id"], sent["template_id"]) == ("https://x.cn/c/1", "n1", "TPL_ACCEPTED")
    assert outcome.provider_id.isdigit()
    assert way.send(key="n1").provider_id == outcome.provider_id
    assert way.arrived() == 1
    way.send(key="k" * 33)
    first = body(sim, TEMPLATE)["client_msg_id"]
    way.send(key="k" * 34)
    assert len(first) == 32
    assert body(sim, TEMPLATE)["client_msg_id"] != first


def test_a_subscription_needs_consent(sim: Simulator) -> None:
    way = ways(sim)["subscription"]
    sim.quota.refused(OPENID, "TPL_FINISHED")
    assert (way.send().fate, way.send().reason) == (Fate.FAILED, "refused")


def test_a_template_is_preferred_to_a_subscription(sim: Simulator) -> None:
    way = ways(sim)["template"]
    way.channel = WeChatChannel(api(sim), {"accepted": "TPL_ACCEPTED", "accepted.subscribe": "TPL_FINISHED"})
    way.send()
    assert body(sim, TEMPLATE)["template_id"] == "TPL_ACCEPTED"


def test_values_are_made_to_fit(sim: Simulator) -> None:
    way = ways(sim)["template"]
    long = CARD | {"thing1": "万和世家" * 10, "character_string2": "0040汉20241017002" * 5, "thing5": "一\n二"}
    assert way.send(fields=long).fate is Fate.SENT
    sent = body(sim, TEMPLATE)["data"]
    assert sent["thing1"]["value"] == "万和世家" * 4 + "万和世…"
    assert sent["thing5"]["value"] == "一 二"
    assert json.dumps(sent["character_string2"]["value"]).isascii()


def test_someone_who_left(sim: Simulator) -> None:
    sim.person(OPENID).following = False
    for name in ("words", "template"):
        assert ways(sim)[name].send().reason == "not_following"
    assert ways(sim)["words"].send(address="stranger").reason == "bad_openid"
    assert ways(sim)["words"].send(route=Route.WINDOW, say=Say("")).fate is Fate.FAILED


def test_a_bug_of_ours_is_an_outcome_too(sim: Simulator) -> None:
    way = ways(sim)["template"]
    outcome = way.send(fields={"thing1": None})
    assert (outcome.fate, outcome.reason) == (Fate.UNKNOWN, "internal")
    assert [call for call in sim.calls if call["endpoint"] == TEMPLATE] == []
