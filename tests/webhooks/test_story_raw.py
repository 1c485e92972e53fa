"""The story of one complaint as WeChat itself would carry it: signed, sealed requests over real connections, each
message delivered twice. One effect, and the same answer byte for byte once it is opened."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Any

import pytest
import requests
import xmltodict
from pydantic import SecretStr
from sqlalchemy import func, select
from wechatpy.crypto import WeChatCrypto
from werkzeug.serving import make_server

from bot.notify.channels import Letter
from bot.notify.channels.wechat_api import Media
from bot.notify.worker import Worker
from bot.taps import number
from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from core.store.outbox import Sending
from core.store.tables import complaints, contacts, inbox, media
from simulator import Config, messages
from simulator.messages import Fields
from simulator.pictures import sample
from simulator.replies import parts
from simulator.wechat_push import HEADERS, Push, new_message_id, seal
from tests.support import town
from tests.support.stage import Recorder
from tests.webhooks.wechat_kit import APP_ID, CURRENT, TOKEN
from webhooks import create_app

RESIDENT, MANAGER = "oResidentResidentResident0001", "oManagerManagerManagerManag01"
WORDS = "7栋负一楼排水沟堵了,车位上全是水"


class Twice:
    """WeChat's hand: whatever somebody does is delivered twice, `at_once` or one after the other."""

    def __init__(self, url: str, at_once: bool, work: Callable[[], Any], letters: list[tuple[str, Letter]]) -> None:
        self._config = Config(bot_url=url, app_id=APP_ID, token=TOKEN, aes_keys=(CURRENT,))
        self._at_once, self._work, self._letters = at_once, work, letters
        self._choices: dict[str, dict[str, str]] = {}
        self.messages = 0

    def scans(self, openid: str, scene: str) -> str:
        return self._push(openid, messages.subscribe(scene, "ticket"))

    def says(self, openid: str, words: str) -> str:
        return self._push(openid, messages.text(words))

    def sends_photo(self, openid: str) -> str:
        return self._push(openid, messages.image(f"photo-{self.messages}", "http://photo"))

    def taps(self, openid: str, label: str) -> str:
        """Tap what the last answer, or a notice since then, offered under this label (a complaint's number follows)."""
        whole = next(one for one in self._choices[openid] if label in (one, one.rpartition(" ")[0]))
        return self._push(openid, messages.text(whole, self._choices[openid][whole]))

    def _push(self, openid: str, fields: Fields) -> str:
        whole = fields | {"CreateTime": int(time.time())}
        if fields["MsgType"] != "event":
            whole["MsgId"] = new_message_id()
        first, second = self._delivered(openid, whole)
        assert first == second
        self.messages += 1
        shown = parts(str(xmltodict.parse(first)["xml"]["Content"]))
        self._choices[openid] = {one["label"]: one["tap"] for one in shown if "tap" in one}
        self._tell()
        return "".join(one["text"] for one in shown)

    def _delivered(self, openid: str, fields: Fields) -> list[bytes]:
        """The opened answers. At once: identical requests; one after the other: sealed anew for the second."""
        pushes = [seal(self._config, openid, fields) for _ in range(2)]
        if not self._at_once:
            return [opened(push) for push in pushes]
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(opened, pushes[:1] * 2))

    def _tell(self) -> None:
        """Let the worker tell what is new, and remember what it offers to tap."""
        seen = len(self._letters)
        self._work()
        for _, letter in self._letters[seen:]:
            if letter.say.choices:
                self._choices[letter.address] = {one.label: number(one.id) for one in letter.say.choices}


def opened(push: Push) -> bytes:
    """Deliver, and open the sealed answer by wechatpy's code."""
    response = requests.post(push.url, push.body, headers=HEADERS, timeout=30)
    assert response.status_code == 200
    sealed = xmltodict.parse(response.content)["xml"]
    crypto = WeChatCrypto(TOKEN, CURRENT, APP_ID)
    xml = crypto.decrypt_message(response.content, sealed["MsgSignature"], sealed["TimeStamp"], sealed["Nonce"])
    return xml.encode() if isinstance(xml, str) else bytes(xml)


def photo(provider_id: str, limit: int) -> Media:
    """Media as WeChat would hand them out: any id is a photo."""
    return Media(sample(0), "image/jpeg")


@pytest.fixture
def letters() -> list[tuple[str, Letter]]:
    """What the worker sent, by channel."""
    return []


@pytest.fixture(params=["at once", "one after the other"])
def twice(
    request: pytest.FixtureRequest, store: Store, settings: Settings, letters: list[tuple[str, Letter]]
) -> Iterator[Twice]:
    account = {"wechat_app_id": APP_ID, "wechat_token": SecretStr(TOKEN), "wechat_aes_keys": (SecretStr(CURRENT),)}
    house = House(settings.model_copy(update=account | {"quiet_hours": ""}), store)
    town.build(store, house.now())
    town.bind(store, "张益达", MANAGER, house.now())
    channels = {name: Recorder(name, letters) for name in ("wechat", "sms", "account")}
    worker = Worker(store, house.settings, channels, photo, house.by_itself, house.now)
    server = make_server("127.0.0.1", 0, create_app(house), threaded=True)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    yield Twice(url, request.param == "at once", lambda: worker.drain(house.now()), letters)
    server.shutdown()
    server.server_close()


def test_each_message_twice_has_one_effect_and_one_answer(
    twice: Twice, store: Store, letters: list[tuple[str, Letter]]
) -> None:
    assert "哪里有问题" in twice.scans(RESIDENT, "scene-万和世家")
    assert WORDS in twice.says(RESIDENT, WORDS)
    assert "1张照片" in twice.sends_photo(RESIDENT)
    assert "已提交，编号 0040" in twice.taps(RESIDENT, "提交")
    assert "已接收" in twice.taps(MANAGER, "接收")
    assert "处理结果" in twice.says(MANAGER, "完成")
    assert "已疏通" in twice.says(MANAGER, "已疏通排水沟,积水清干")
    assert "1张" in twice.sends_photo(MANAGER)
    assert "已完成" in twice.taps(MANAGER, "确认")
    assert "没办好" in twice.taps(RESIDENT, "没解决，退回再办")
    assert "退回" in twice.says(RESIDENT, "今天又积水了")
    assert "处理结果" in twice.taps(MANAGER, "完成")
    twice.says(MANAGER, "更换了排水泵")
    assert "已完成" in twice.says(MANAGER, "1")
    assert "满意吗" in twice.taps(RESIDENT, "已解决")
    assert "已结束" in twice.taps(RESIDENT, "非常满意")
    assert timeline(store) == [
        ("submit", "owner", "PENDING", WORDS),
        ("accept", "manager", "HANDLING", ""),
        ("finish", "manager", "RATING", "已疏通排水沟,积水清干"),
        ("rate", "owner", "FURTHER", "今天又积水了"),
        ("finish", "manager", "RATING", "更换了排水泵"),
        ("rate", "owner", "CLOSED", ""),
    ]
    assert counted(store) == {"messages": twice.messages, "photos": 2}
    told(store, letters)


def test_after_a_scan_two_messages_file_one_tap_accepts_two_taps_rate(twice: Twice, store: Store) -> None:
    twice.scans(RESIDENT, "scene-万和世家")
    before = twice.messages
    twice.says(RESIDENT, WORDS)
    assert "编号 0040" in twice.says(RESIDENT, "1")
    assert twice.messages - before == 2
    twice.taps(MANAGER, "接收")
    twice.says(MANAGER, "完成")
    twice.says(MANAGER, "已疏通")
    twice.says(MANAGER, "1")
    before = twice.messages
    twice.taps(RESIDENT, "已解决")
    twice.taps(RESIDENT, "满意")
    assert twice.messages - before == 2
    assert [act for act, *_ in timeline(store)] == ["submit", "accept", "finish", "rate"]


def timeline(store: Store) -> list[tuple[str, str, str, str]]:
    """What happened to the one complaint: act, who, the state after it, words."""
    with store.reading() as tx:
        (complaint_id,) = tx.connection.scalars(select(complaints.c.id)).all()
        return [(one.act, one.who, one.state.name, one.text) for one in tx.complaints.timeline(complaint_id)]


def counted(store: Store) -> dict[str, int]:
    """The messages kept of the two people (the manager's binding apart), and the photos."""
    with store.reading() as tx:
        people = select(contacts.c.id).where(contacts.c.channel == "wechat")
        kept = tx.connection.scalar(select(func.count()).select_from(inbox).where(inbox.c.contact_id.in_(people)))
        photos = tx.connection.scalar(select(func.count()).select_from(media))
    assert kept is not None
    assert photos is not None
    return {"messages": kept - 1, "photos": photos}


def told(store: Store, letters: list[tuple[str, Letter]]) -> None:
    """Every notice ended, and left the house once."""
    with store.reading() as tx:
        rows = [row for row in tx.outbox.listed() if row.channel in ("wechat", "sms")]
    assert {row.state for row in rows} <= {Sending.SENT, Sending.SKIPPED}
    sent = Counter(letter.key for _, letter in letters)
    assert set(sent.values()) == {1}
    assert {row.key for row in rows if row.state == Sending.SENT} <= set(sent)
    templates = Counter(row.template for row in rows if row.channel == "wechat" and not row.media_id)
    assert templates["finished"] == 2
    assert [templates[name] for name in ("new_complaint", "accepted", "sent_back", "satisfied")] == [1, 1, 1, 1]
