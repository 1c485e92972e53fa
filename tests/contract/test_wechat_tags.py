"""The tag by which somebody is shown their menu: put on, taken off, and left alone where it is right."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.messages import SILENCE
from bot.notify.channels import Fate, Letter, Outcome
from bot.notify.channels.wechat_tags import TAGS, TagChannel
from simulator import Simulator
from tests.contract.channel_kit import OPENID, api, upstream

NOW = datetime(2024, 10, 17, 9, 23, tzinfo=UTC)
MEMBERS = "/cgi-bin/tags/members/"


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with upstream() as sim:
        yield sim


@pytest.fixture
def ids(sim: Simulator) -> dict[str, int]:
    """The tags as `wechat setup` makes them, by desk."""
    sim.account.add_tag("别人的标签")
    return {desk: sim.account.add_tag(name) or 0 for desk, name in TAGS.items()}


def channel(sim: Simulator) -> TagChannel:
    return TagChannel(api(sim), lambda: NOW)


def letter(desk: str, openid: str = OPENID) -> Letter:
    return Letter(openid, "menu:1", "menu", SILENCE, fields={"desk": desk})


def changes(sim: Simulator) -> list[str]:
    return [call["endpoint"].removeprefix(MEMBERS) for call in sim.calls if call["endpoint"].startswith(MEMBERS)]


def test_from_desk_to_desk(sim: Simulator, ids: dict[str, int]) -> None:
    tags = channel(sim)
    assert tags.send(letter("manager")).fate is Fate.SENT
    assert sim.person(OPENID).tags == {ids["manager"]}
    assert tags.send(letter("officer")).fate is Fate.SENT
    assert sim.person(OPENID).tags == {ids["officer"]}
    assert tags.send(letter("")).fate is Fate.SENT
    assert sim.person(OPENID).tags == set()


def test_again_it_changes_nothing(sim: Simulator, ids: dict[str, int]) -> None:
    tags = channel(sim)
    assert [tags.send(letter("manager")).fate for _ in range(3)] == [Fate.SENT] * 3
    assert changes(sim) == ["batchtagging"]


def test_what_others_tagged_stays(sim: Simulator, ids: dict[str, int]) -> None:
    other = next(number for number, name in sim.account.tags.items() if name == "别人的标签")
    sim.person(OPENID).tags = {other, ids["officer"]}
    channel(sim).send(letter("manager"))
    assert sim.person(OPENID).tags == {other, ids["manager"]}


def test_a_tag_nobody_made_yet_is_waited_for_and_an_operator_told(sim: Simulator) -> None:
    tags = channel(sim)
    with capture_logs() as logs:
        outcome = tags.send(letter("manager"))
    assert (outcome.fate, outcome.reason, outcome.until) == (Fate.RETRY, "tag_missing", NOW + timedelta(minutes=1))
    assert [line["log_level"] for line in logs] == ["error"]
    assert tags.send(letter("")).fate is Fate.SENT
    number = sim.account.add_tag(TAGS["manager"])
    assert tags.send(letter("manager")).fate is Fate.SENT
    assert sim.person(OPENID).tags == {number}


def test_a_tag_made_anew_is_looked_up_again(sim: Simulator, ids: dict[str, int]) -> None:
    tags = channel(sim)
    tags.send(letter("officer"))
    del sim.account.tags[ids["manager"]]
    renewed = sim.account.add_tag(TAGS["manager"])
    assert tags.send(letter("manager")).reason == "tag_missing"
    assert tags.send(letter("manager")).fate is Fate.SENT
    assert renewed in sim.person(OPENID).tags


def test_it_may_be_repeated_whatever_came_of_it(sim: Simulator, ids: dict[str, int]) -> None:
    tags = channel(sim)
    assert tags.idempotent
    sim.faults.order(MEMBERS + "batchtagging", body="<html>", accept=True)
    assert tags.send(letter("manager")).fate is Fate.RETRY
    assert tags.send(letter("manager")).fate is Fate.SENT
    assert changes(sim) == ["batchtagging"]


def test_whoever_left_is_a_failure_with_a_name(sim: Simulator, ids: dict[str, int]) -> None:
    sim.person(OPENID).following = False
    outcome = channel(sim).send(letter("manager"))
    assert outcome == Outcome(Fate.FAILED, reason="bad_openid", detail=outcome.detail)
    assert OPENID not in outcome.detail
