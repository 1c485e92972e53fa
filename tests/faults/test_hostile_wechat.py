"""The main stories in the world that users of real accounts report: taps that lose their ids and have no MsgId, menus
that are declined, voice without words, every message delivered three times, templates refused, receipts told again."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from honcho.environ import parse
from sqlalchemy import func, select
from werkzeug.serving import make_server

from bot.notify.settle import KEEP_PAUSED
from bot.wiring import House
from core.lifecycle import State
from core.settings import Settings
from core.store.engine import Store
from core.store.outbox import Sending
from core.store.tables import complaints, outbox, timeline
from simulator import Config, Simulator, replies, serving
from simulator.messages import Fields
from simulator.quirks import HOSTILE, NONE, NUMBERED, ZERO
from simulator.replies import Answer
from simulator.wechat_push import post, seal
from tests.support import sqlite_only, town
from tests.support.processes import HOME, free_port
from webhooks import create_app

pytestmark = sqlite_only

RESIDENT, NEIGHBOUR, MANAGER, OFFICER = "sim_resident_1", "sim_resident_2", "sim_manager_1", "sim_officer_1"
ESTATE = "万和世家"
APP_ID, TOKEN, SECRET = "wx0123456789abcdef", "token-of-hostile", "secret-of-hostile"
DEMO = parse((HOME / ".env.demo").read_text("utf-8"))
AES_KEY, CALLBACK = DEMO["WECHAT_AES_KEYS"], DEMO["SMS_CALLBACK_SECRET"]
TEMPLATES, TEXTS = json.loads(DEMO["WECHAT_TEMPLATES"]), json.loads(DEMO["SMS_TEMPLATES"])
TYPED = "typed"
SEND_TEMPLATE = "/cgi-bin/message/template/send"


class Thrice(Simulator):
    """Delivers the same bytes three times, two of them at once, and is answered the same each time."""

    said = 0

    def deliver(self, openid: str, fields: Fields) -> Answer:
        self.said += 1
        push = seal(self.config, openid, fields)
        with ThreadPoolExecutor(2) as pool:
            bodies = [*pool.map(post, [push, push]), post(push)]
        first, *more = (replies.read(self.config, body, openid, push.key) for body in bodies)
        assert [one.inner for one in more] == [first.inner] * 2
        return first


class World:
    """A bot and a WeChat that reach each other over real connections. What leaves the house leaves when it is asked."""

    typed = False
    """Whether people type what they could tap."""

    def __init__(self, store: Store, settings: Settings, sim: Simulator) -> None:
        self.store, self.sim = store, sim
        self.house = House(settings, store)
        self.receipts = 0
        """How many times the gateway has posted one."""
        self.worker = self.house.worker()
        now = datetime.now(UTC)
        town.build(store, now)
        town.bind(store, "张益达", MANAGER, now)
        town.bind(store, "周敏", OFFICER, now)
        sim.estates.put([{"name": ESTATE, "scene": f"scene-{ESTATE}", "district": "高新区", "street": "桂溪街道"}])

    def app(self) -> Flask:
        """The web, which counts the receipts that come."""
        app = create_app(self.house)
        inner = app.wsgi_app

        def counting(environ: dict[str, Any], start: Any) -> Any:
            self.receipts += environ["PATH_INFO"].startswith("/sms/")
            return inner(environ, start)

        app.wsgi_app = counting  # type: ignore[method-assign]
        return app

    def people_come(self) -> None:
        """The staff follow the account once it can be reached."""
        for who in (MANAGER, OFFICER):
            self.sim.person(who).follows()

    def says(self, who: str, words: str, answer: str) -> None:
        self.heard(self.sim.person(who).says(words), answer)

    def taps(self, who: str, choice: str, answer: str) -> None:
        """The newest choice that begins so; typed, where the account has only written it out."""
        person = self.sim.person(who)
        newest = next((one["label"] for one in person.choices if one["label"].startswith(choice)), "")
        tapped = newest and not self.typed
        self.heard(person.taps(newest) if tapped else person.says(newest or choice), answer)

    def files(self, who: str, words: str) -> None:
        self.heard(self.sim.person(who).scans(f"scene-{ESTATE}"), "哪里有问题")
        self.says(who, words, "请核对")
        self.taps(who, "提交", "已提交")

    def finishes(self, result: str) -> None:
        self.says(MANAGER, "完成", "处理结果")
        self.says(MANAGER, result, "业主会看到")
        self.taps(MANAGER, "确认", "已完成")

    def heard(self, said: str, answer: str) -> None:
        """What was answered holds this; then the news goes out."""
        assert answer in said, said
        self.worker.drain(datetime.now(UTC))

    def told(self, template: str, channel: str) -> list[tuple[str, str]]:
        """State and reason of a notice's rows."""
        with self.store.reading() as tx:
            return [
                (row.state, row.reason)
                for row in tx.outbox.listed()
                if (row.template, row.channel) == (template, channel)
            ]

    def counted(self) -> tuple[list[State], int, int]:
        """The complaints' states; the lines of their timelines; the notices that were told twice."""
        with self.store.reading() as tx:
            states = [State[one] for one in tx.connection.scalars(select(complaints.c.state).order_by(complaints.c.id))]
            lines = tx.connection.scalar(select(func.count()).select_from(timeline)) or 0
            told = select(outbox.c.template, outbox.c.contact_id, outbox.c.complaint_id, outbox.c.payload)
            rows = [tuple(row) for row in tx.connection.execute(told.where(outbox.c.channel == "wechat"))]
        return states, lines, len(rows) - len(set(rows))


@pytest.fixture
def world(store: Store, tmp_path: Path) -> Iterator[World]:
    port = free_port()
    sim = Thrice(
        Config(
            bot_url=f"http://127.0.0.1:{port}",
            app_id=APP_ID,
            app_secret=SECRET,
            token=TOKEN,
            aes_keys=(AES_KEY,),
            wechat_templates=TEMPLATES,
            sms_key_id="key-id",
            sms_key_secret=SECRET,
            sms_callback_secret=CALLBACK,
            sms_templates=TEXTS,
            receipt_delay=0.2,
            clock=lambda: time.time() + sim.said,  # without a MsgId, the second tells two taps apart
        )
    )
    with serving(sim):
        settings = Settings(
            database_url=str(store.engine.url),
            data_dir=tmp_path,
            wechat_app_id=APP_ID,
            wechat_app_secret=SECRET,
            wechat_token=TOKEN,
            wechat_aes_keys=(AES_KEY,),
            wechat_api_url=sim.base_url,
            wechat_templates=TEMPLATES,
            sms_provider="aliyun",
            sms_callback_secret=(CALLBACK,),
            sms_templates=TEXTS,
            aliyun_sms_url=sim.base_url,
            aliyun_sms_key_id="key-id",
            aliyun_sms_key_secret=SECRET,
            aliyun_sms_sign="码上办",
            undo_hold=0,
            quiet_hours="",
        )
        made = World(store, settings, sim)
        server = make_server("127.0.0.1", port, made.app(), threaded=True)
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        sim.quirks.switch(**HOSTILE)
        yield made
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("taps", [NUMBERED, ZERO, NONE, TYPED])
def test_the_stories_come_to_their_end_and_happen_once(world: World, taps: str) -> None:
    world.typed = taps == TYPED
    world.sim.quirks.switch(taps=NONE if world.typed else taps)
    world.people_come()
    world.files(RESIDENT, "7栋楼道灯不亮")
    world.taps(MANAGER, "接收", "已接收")
    world.finishes("换了新灯")
    world.taps(RESIDENT, "没解决", "哪里没办好")
    world.says(RESIDENT, "又不亮了", "退回")
    world.says(MANAGER, "求助 0001", "街道")
    world.says(MANAGER, "线路老了，要供电来", "确认吗")
    world.taps(MANAGER, "确认", "已请")
    world.taps(OFFICER, "指导", "意见")
    world.says(OFFICER, "请供电配合", "确认吗")
    world.taps(OFFICER, "确认", "指导")
    world.finishes("供电来修好了")
    world.taps(RESIDENT, "已解决", "满意吗")
    world.taps(RESIDENT, "非常满意", "已结束")

    world.files(NEIGHBOUR, "楼下广场舞太吵")
    world.taps(MANAGER, "拒绝", "哪一类")
    world.taps(MANAGER, "非物业职责", "理由")
    world.says(MANAGER, "请打城管电话", "确认吗")
    world.taps(MANAGER, "确认", "已拒绝")
    world.taps(NEIGHBOUR, "不认可", "哪里没办好")
    world.says(NEIGHBOUR, "就在小区里跳", "退回")
    world.says(NEIGHBOUR, "撤销 0002", "确认")
    world.taps(NEIGHBOUR, "确认", "已撤销")

    world.heard(world.sim.person(NEIGHBOUR).sends_voice("电梯里有异响"), "语音")
    world.says(NEIGHBOUR, "3栋电梯有异响", "请核对")
    world.taps(NEIGHBOUR, "提交", "已提交")

    states, lines, twice = world.counted()
    assert states == [State.CLOSED, State.WITHDRAWN, State.PENDING]
    assert lines == 13
    assert twice == 0


@pytest.mark.parametrize(
    ("code", "reason"), [("43101", "refused"), ("40249", "template_blocked"), ("40243", "secret_frozen")]
)
def test_a_template_that_is_refused_leads_to_one_text_however_often_its_receipt_comes(
    world: World, code: str, reason: str
) -> None:
    world.sim.quirks.switch(repeats=10)
    world.sim.person(MANAGER).following = True
    world.sim.faults.order(SEND_TEMPLATE, code=code, times=-1, to=MANAGER)
    world.files(RESIDENT, "7栋楼道灯不亮")
    for later in (timedelta(minutes=11), KEEP_PAUSED):
        world.worker.drain(datetime.now(UTC) + later)
    assert world.told("new_complaint", "wechat") in ([(Sending.FAILED, reason)], [(Sending.DEAD, reason)])
    phone = town.STAFF["张益达"][0].removeprefix("+86")
    (text,) = world.sim.sms.listed(phone)
    world.sim.wait(lambda: world.receipts >= 11 or None, 15.0, "the receipts never came")
    assert world.told("new_complaint", "sms") == [(Sending.DELIVERED, "")]
    world.sim.faults.clear()
    world.worker.drain(datetime.now(UTC) + 2 * KEEP_PAUSED)
    assert [one["biz_id"] for one in world.sim.sms.listed(phone)] == [text["biz_id"]]
    assert not world.sim.person(MANAGER).words
    assert world.counted() == ([State.PENDING], 1, 0)
