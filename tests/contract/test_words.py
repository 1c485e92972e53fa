"""Somebody's words in a text: what a gateway refuses them for does not keep the news from the person."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.notify.channels import Fate
from bot.notify.texted import wordless
from simulator import Simulator
from tests.contract.channel_kit import PHONE, TEXT, Way, upstream, ways

BLOCKED = {"aliyun": "isv.BLACK_KEY_CONTROL_LIMIT", "tencent": "FailedOperation.ContainSensitiveWord"}
RESULT = TEXT | {"state": "已处理完成，请评价", "brief": "已处理完", "opening": "已处理：", "words": "换好了门机"}
ROOM = {"aliyun": "已处理：换好了门机", "tencent": "已处理完"}


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with upstream() as sim:
        yield sim


@pytest.fixture(params=BLOCKED)
def way(request: pytest.FixtureRequest, sim: Simulator) -> Way:
    return next(one for one in ways(sim).values() if one.channel.name == request.param)


def said(way: Way) -> list[str]:
    return [one["text"] for one in way.sim.sms.listed(PHONE)]


def send(way: Way, fields: dict[str, str]) -> Any:
    return way.send(template="finished", fields=fields)


def test_they_are_told_where_there_is_room(way: Way) -> None:
    assert send(way, RESULT).fate is Fate.SENT
    (text,) = said(way)
    assert ROOM[way.channel.name] in text


def test_refused_for_its_words_a_text_goes_without_them(way: Way) -> None:
    way.fault(code=BLOCKED[way.channel.name])
    assert send(way, RESULT).fate is Fate.SENT
    (text,) = said(way)
    assert "换好了门机" not in text
    assert "已处理完" in text


def test_refused_all_the_same_it_is_not_tried_a_third_time(way: Way) -> None:
    way.fault(code=BLOCKED[way.channel.name], times=2)
    assert send(way, RESULT).reason == "blocked_words"
    assert said(way) == []
    assert send(way, RESULT).fate is Fate.SENT


def test_one_without_words_is_tried_once(way: Way) -> None:
    way.fault(code=BLOCKED[way.channel.name], times=1)
    assert send(way, wordless(RESULT)).reason == "blocked_words"
    assert said(way) == []
