"""The main stories in the world that users of real accounts report: taps that lose their ids and have no MsgId, menus
that are declined, voice without words, and every message delivered three times."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import func, select
from werkzeug.serving import make_server

from bot.wiring import House
from core.lifecycle import State
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import complaints, outbox, timeline
from simulator import Config, Simulator, serving
from simulator.quirks import HOSTILE, NONE, NUMBERED, ZERO
from tests.support import sqlite_only, town
from tests.support.processes import free_port
from webhooks import create_app

pytestmark = sqlite_only

RESIDENT, NEIGHBOUR, MANAGER, OFFICER = "sim_resident_1", "sim_resident_2", "sim_manager_1", "sim_officer_1"
ESTATE = "万和世家"
APP_ID, TOKEN, SECRET = "wx0123456789abcdef", "token-of-hostile", "secret-of-hostile"


class World:
    """A bot and a WeChat that reach each other over real connections. What leaves the house leaves when it is asked."""

    def __init__(self, store: Store, settings: Settings, sim: Simulator) -> None:
        self.store, self.sim = store, sim
        self.house = House(settings, store)
        self.worker = self.house.worker()
        now = datetime.now(UTC)
        town.build(store, now)
        town.bind(store, "张益达", MANAGER, now)
        town.bind(store, "周敏", OFFICER, now)
        sim.estates.put([{"name": ESTATE, "scene": f"scene-{ESTATE}", "district": "高新区", "street": "桂溪街道"}])

    def people_come(self) -> None:
        """The staff follow the account once it can be reached."""
        for who in (MANAGER, OFFICER):
            self.sim.person(who).follows()

    def says(self, who: str, words: str, answer: str) -> None:
        self.sim.network.lost = 1
        self._heard(self.sim.person(who).says(words), answer)

    def taps(self, who: str, choice: str, answer: str) -> None:
        """The newest choice that begins so; typed, where the account has only written it out."""
        person, self.sim.network.lost = self.sim.person(who), 1
        newest = next((one["label"] for one in person.choices if one["label"].startswith(choice)), "")
        self._heard(person.taps(newest) if newest else person.says(choice), answer)

    def files(self, who: str, words: str) -> None:
        self._heard(self.sim.person(who).scans(f"scene-{ESTATE}"), "哪里有问题")
        self.says(who, words, "请核对")
        self.taps(who, "提交", "已提交")

    def finishes(self, result: str) -> None:
        self.says(MANAGER, "完成", "处理结果")
        self.says(MANAGER, result, "业主会看到")
        self.taps(MANAGER, "确认", "已完成")

    def _heard(self, said: str, answer: str) -> None:
        assert answer in said, said
        self.worker.drain(datetime.now(UTC))

    def counted(self) -> tuple[list[State], int, int]:
        """The complaints' states; the lines of their timelines; the notices that were told twice."""
        with self.store.reading() as tx:
            states = [State[one] for one in tx.connection.scalars(select(complaints.c.state).order_by(complaints.c.id))]
            lines = tx.connection.scalar(select(func.count()).select_from(timeline)) or 0
            told = select(outbox.c.template, outbox.c.contact_id, outbox.c.complaint_id, outbox.c.payload)
            rows = [tuple(row) for row in tx.connection.execute(told.where(outbox.c.channel == "wechat"))]
        return states, lines, len(rows) - len(set(rows))


@pytest.fixture(params=[NUMBERED, ZERO, NONE])
def world(request: pytest.FixtureRequest, store: Store, tmp_path: Path) -> Iterator[World]:
    port = free_port()
    config = Config(
        bot_url=f"http://127.0.0.1:{port}",
        app_id=APP_ID,
        app_secret=SECRET,
        token=TOKEN,
        clock=lambda: time.time() + len(sim.pushes),  # without a MsgId, the second tells two taps apart
    )
    sim = Simulator(config)
    with serving(sim):
        settings = Settings(
            database_url=str(store.engine.url),
            data_dir=tmp_path,
            wechat_app_id=APP_ID,
            wechat_app_secret=SECRET,
            wechat_token=TOKEN,
            wechat_api_url=sim.base_url,
            undo_hold=0,
            quiet_hours="",
        )
        made = World(store, settings, sim)
        sim.network.doubled, sim.network.pause = True, 0.01
        server = make_server("127.0.0.1", port, create_app(made.house), threaded=True)
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        sim.quirks.switch(**HOSTILE | {"taps": request.param})
        made.people_come()
        yield made
        server.shutdown()


def test_the_stories_come_to_their_end_and_happen_once(world: World) -> None:
    world.files(RESIDENT, "7栋楼道灯不亮")
    world.taps(MANAGER, "接收", "已接收")
    world.finishes("换了新灯")
    world.taps(RESIDENT, "没解决", "哪里没办好")
    world.says(RESIDENT, "又不亮了", "退回")
    world.says(MANAGER, "求助 0001", "")
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

    world._heard(world.sim.person(NEIGHBOUR).sends_voice("电梯里有异响"), "语音")
    world.says(NEIGHBOUR, "3栋电梯有异响", "请核对")
    world.taps(NEIGHBOUR, "提交", "已提交")

    states, lines, twice = world.counted()
    assert states == [State.CLOSED, State.WITHDRAWN, State.PENDING]
    assert lines == 13
    assert twice == 0
