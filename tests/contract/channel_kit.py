"""Every way a notice can leave, each with the stand-in for its upstream: the simulator."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from bot.messages import Choice, Say
from bot.notify.channels import Channel, Fate, File, Letter, Outcome, Route
from bot.notify.channels.aliyun import AliyunChannel
from bot.notify.channels.tencent import TencentChannel
from bot.notify.channels.wechat import CUSTOM, SUBSCRIBE, TEMPLATE, WeChatChannel
from bot.notify.channels.wechat_api import WeChatApi
from bot.notify.channels.wechat_token import MemoryTokens
from simulator import Config, Simulator, serving

OPENID = "oABCDEFGHIJKLMNOPQRSTUVWXYZ1"
PHONE = "+8617712341234"
SECRET = "app-secret-0123456789"
KEY_SECRET = "key-secret-0123456789"
CONNECT, OVERALL = 0.5, 0.8
"""Seconds: short, so that hanging upstreams do not hold the tests."""

PHOTO = File("image/jpeg", b"\xff\xd8\xff\xe0 jpeg")
VOICE = File("audio/amr", b"#!AMR\n" + bytes(32 * 150))
"""Three seconds of it."""
VIDEO = File("video/mp4", b"\0\0\0\x18ftypmp42")
CARD = {
    "thing1": "万和世家",
    "character_string2": "004020241017002",
    "thing3": "处理中",
    "time4": "2024年10月17日 17:23",
    "thing5": "",
}
TEXT = {"area": "万和世家", "number": "1017002", "state": "处理中"}


@dataclass
class Way:
    """One way out. `endpoint` is where the simulator's faults strike; `unclear` is the fate of a call that may
    have been carried out; `arrived` counts what reached the person."""

    channel: Channel
    letter: Letter
    endpoint: str
    unclear: Fate
    arrived: Callable[[], int]
    sim: Simulator

    def send(self, **change: Any) -> Outcome:
        return self.channel.send(replace(self.letter, **change))

    def fault(self, **how: Any) -> None:
        self.sim.faults.order(self.endpoint, **how)


@contextmanager
def upstream() -> Iterator[Simulator]:
    """The clouds; one resident follows and has just written."""
    config = Config(
        app_secret=SECRET,
        wechat_templates={"accepted": "TPL_ACCEPTED", "finished": "TPL_FINISHED"},
        sms_key_id="key-id",
        sms_key_secret=KEY_SECRET,
        tencent_secret_id="secret-id",
        tencent_secret_key=KEY_SECRET,
        sms_templates={"accepted": "SMS_2", "code": "SMS_1", "finished": "SMS_3"},
        sms_limits=False,
        push_tries=1,
        push_timeout=0.2,
        receipt_delay=0.01,
        receipt_pauses=(),
    )
    sim = Simulator(config)
    sim.person(OPENID).following = True
    sim.quota.wrote(OPENID)
    sim.quota.consented(OPENID, "TPL_FINISHED", always=True)
    with serving(sim):
        yield sim


def api(sim: Simulator, url: str = "", overall: float = OVERALL) -> WeChatApi:
    config = sim.config
    url = url or sim.base_url
    return WeChatApi(url, config.app_id, SECRET, MemoryTokens(), connect=CONNECT, overall=overall)


def wechat(sim: Simulator, url: str = "", overall: float = OVERALL) -> WeChatChannel:
    return WeChatChannel(api(sim, url, overall), {"accepted": "TPL_ACCEPTED", "finished.subscribe": "TPL_FINISHED"})


def aliyun(sim: Simulator, url: str = "", secret: str = KEY_SECRET, overall: float = OVERALL) -> AliyunChannel:
    url, templates = url or sim.base_url, sim.config.sms_templates
    return AliyunChannel(url, "key-id", secret, "码上办", templates, connect=CONNECT, overall=overall)


def tencent(sim: Simulator, url: str = "", secret: str = KEY_SECRET, app_id: str = "") -> TencentChannel:
    return TencentChannel(
        url or sim.base_url,
        "secret-id",
        secret,
        app_id or sim.config.tencent_app_id,
        "码上办",
        sim.config.sms_templates,
        connect=CONNECT,
        overall=OVERALL,
    )


def ways(sim: Simulator, url: str = "") -> dict[str, Way]:
    """By name; with `url` the upstream is there instead of the simulator."""

    def bubbles(kind: str) -> Callable[[], int]:
        return lambda: sum(bubble["kind"] == kind for bubble in sim.person(OPENID).bubbles)

    def way(channel: Channel, letter: Letter, endpoint: str, unclear: Fate, arrived: Callable[[], int]) -> Way:
        return Way(channel, letter, endpoint, unclear, arrived, sim)

    say, chat = Say("项目经理已接收"), wechat(sim, url)
    words = Letter(OPENID, "n1:wechat", "accepted", say)
    menu = replace(words, say=Say("是否解决", (Choice("solved:7:1", "已解决"), Choice("solved:7:0", "未解决"))))
    card = replace(words, route=Route.TEMPLATE, fields=CARD)
    text = Letter(PHONE, "n1:sms", "accepted", say, fields=TEXT)

    def texts() -> int:
        return len(sim.sms.listed(PHONE))

    return {
        "words": way(chat, words, CUSTOM, Fate.UNKNOWN, bubbles("text")),
        "menu": way(chat, menu, CUSTOM, Fate.UNKNOWN, bubbles("menu")),
        "photo": way(chat, replace(words, file=PHOTO), CUSTOM, Fate.UNKNOWN, bubbles("image")),
        "voice": way(chat, replace(words, file=VOICE), CUSTOM, Fate.UNKNOWN, bubbles("voice")),
        "video": way(chat, replace(words, file=VIDEO), CUSTOM, Fate.UNKNOWN, bubbles("video")),
        "template": way(chat, card, TEMPLATE, Fate.RETRY, bubbles("template")),
        "subscription": way(chat, replace(card, template="finished"), SUBSCRIBE, Fate.UNKNOWN, bubbles("template")),
        "sms": way(aliyun(sim, url), text, "sms", Fate.UNKNOWN, texts),
        "tencent": way(tencent(sim, url), text, "sms", Fate.UNKNOWN, texts),
    }
