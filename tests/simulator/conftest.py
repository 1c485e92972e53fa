"""A simulator and an echoing bot that can reach each other, on loopback."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from simulator import Config, Simulator, serving
from tests.simulator.echo_bot import EchoBot, listening

AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ESTATE = {"name": "万和世家", "scene": "a1b2c3", "district": "高新区", "street": "桂溪街道"}


class Clock:
    """The time as tests set it; it does not go on by itself."""

    def __init__(self) -> None:
        self.now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bot() -> Iterator[EchoBot]:
    bot = EchoBot("token", AES_KEY, "wx0000000000000000")
    with listening(bot) as bot.url:
        yield bot


@pytest.fixture
def sim(bot: EchoBot, clock: Clock) -> Iterator[Simulator]:
    config = Config(
        bot_url=bot.url,
        app_secret="app-secret",
        token="token",
        aes_keys=(AES_KEY,),
        wechat_templates={"accepted": "TPL_ACCEPTED"},
        sms_key_id="key-id",
        sms_key_secret="key-secret",
        sms_callback_secret="path-secret",
        sms_templates={"code": "SMS_1", "accepted": "SMS_2", "other": "SMS_3"},
        push_timeout=0.4,
        push_pause=0.01,
        receipt_delay=0.01,
        receipt_pauses=(0.05,),
        clock=clock,
    )
    sim = Simulator(config)
    sim.estates.put([ESTATE])
    with serving(sim):
        yield sim


@pytest.fixture
def api(sim: Simulator) -> Callable[..., dict[str, Any]]:
    """Call WeChat's API with a fresh token: `api("message/custom/send", touser=…)` answers the JSON."""

    def call(path: str, token: str = "", **body: Any) -> dict[str, Any]:
        token = token or sim.tokens.stable()[0]
        url = f"{sim.base_url}/cgi-bin/{path}?access_token={token}"
        if not body:
            return requests.get(url, timeout=5).json()
        return requests.post(url, json.dumps(body, ensure_ascii=False).encode(), timeout=5).json()

    return call
