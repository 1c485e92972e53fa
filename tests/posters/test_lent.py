"""打印码上办 end to end: the picture that is drawn, the link's PDF, and whom it opens for."""

import io
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pypdfium2
import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select, update

from bot.account.codes import PAUSE, Codes
from bot.messages import Inbound, Kind
from bot.notify.channels import Fate, Letter, Outcome
from bot.notify.worker import Worker
from bot.wiring import House
from core.identity import MANAGER_POST
from core.people_commands import Leave, Replace
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import areas, outbox, staff
from simulator import Config, Simulator, serving
from tests.posters.kit import read
from tests.support import town
from webhooks import create_app

ESTATE = "万和世家"


class Sent:
    """A channel that keeps what it was given."""

    name, idempotent = "wechat", True

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> Outcome:
        self.letters.append(letter)
        return Outcome(Fate.SENT, letter.key)


@dataclass
class Office:
    """The town with everything in order, the house, its worker, and a browser."""

    house: House
    sim: Simulator
    worker: Worker
    sent: Sent
    browser: FlaskClient
    at: datetime
    count: int = 0

    def says(self, who: str, words: str) -> str:
        self.count += 1
        return self.house.receive(Inbound("wechat", who, f"m{self.count}", Kind.TEXT, self.at, words)).say.text

    def asks(self, who: str = "王芳", name: str = ESTATE) -> str:
        """The path of the link that is given."""
        said = self.says(who, f"打印码上办 {name}")
        link = next(line for line in said.splitlines() if line.startswith("http"))
        return link.removeprefix(self.house.settings.public_url)

    def change(self, table: object, where: object, **values: object) -> None:
        with self.house.store.writing() as tx:
            tx.connection.execute(update(table).where(where).values(**values))  # type: ignore[arg-type]

    def url(self, name: str = ESTATE) -> str:
        return self.sim.account.url_of(f"scene-{name}")

    def kept(self) -> dict[str, str]:
        with self.house.store.reading() as tx:
            return {one.name: one.qr_url for one in tx.directory.areas()}

    def asked(self) -> int:
        made = (call["asked"].get("action_name") for call in self.sim.calls)
        return sum(one == "QR_LIMIT_STR_SCENE" for one in made)


@pytest.fixture
def office(store: Store, settings: Settings, now: datetime) -> Iterator[Office]:
    town.build(store, now)
    for name in ("王芳", "张益达", "李斯"):
        town.bind(store, name, name, now)
    with serving(sim := Simulator(Config())):
        given = settings.model_copy(update={"wechat_api_url": sim.base_url})
        house = House(given, store, lambda: office.at)
        sent = Sent()
        channels = {"wechat": sent}
        worker = Worker(store, given, channels, sim_has_none, house.by_itself, house.now, codes=house.codes())  # type: ignore[dict-item, arg-type]
        office = Office(house, sim, worker, sent, create_app(house).test_client(), now)
        office.change(staff, staff.c.post == MANAGER_POST, username="17012345623", signed_in_at=now)
        yield office


def sim_has_none(provider_id: str, limit: int) -> None:
    raise AssertionError("a poster is drawn, not fetched")


def test_the_picture_is_drawn_and_sent_and_the_link_opens_the_pdf(office: Office) -> None:
    path = office.asks()
    office.worker.drain(office.at)
    (letter,) = office.sent.letters
    assert letter.file
    assert letter.address == "王芳"
    with Image.open(io.BytesIO(letter.file.content)) as image:
        assert image.format == "PNG"
        assert read(image) == [office.url()]
    answer = office.browser.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Content-Disposition"].startswith("inline")
    page = pypdfium2.PdfDocument(answer.data)[0]
    assert read(page.render(scale=3).to_pil()) == [office.url()]
    assert office.asked() == 1
    assert office.kept()[ESTATE] == office.url()


@pytest.mark.parametrize("size", ["A5", "10厘米不干胶"])
def test_another_size_is_a_tap_away(office: Office, size: str) -> None:
    office.asks("张益达")
    said = office.says("张益达", size)
    office.worker.drain(office.at)
    path = said.splitlines()[2].removeprefix(office.house.settings.public_url)
    width, height = pypdfium2.PdfDocument(office.browser.get(path).data)[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == ((148, 210) if size == "A5" else (100, 100))
    assert office.asked() == 1


def test_the_link_opens_only_while_it_may(office: Office) -> None:
    path = office.asks("张益达")
    office.worker.drain(office.at)
    assert office.browser.get(path).status_code == 200
    office.change(staff, staff.c.name.is_not(None), signed_in_at=None)
    assert office.browser.get(path).status_code == 404
    office.change(staff, staff.c.name.is_not(None), signed_in_at=office.at)
    assert office.browser.get(path).status_code == 200
    with office.house.store.writing() as tx:
        ids = {area.name: area.id for area in tx.directory.areas()}
        people = {row.name: row.id for row in tx.connection.execute(select(staff.c.name, staff.c.id))}
        office.house.by_itself(tx, Replace(ids[ESTATE], (people["吴发竹"],)), office.at)
    answer = office.browser.get(path)
    assert answer.status_code == 404
    assert "打印码上办" in answer.text
    theirs = office.asks("王芳")
    assert office.browser.get(theirs).status_code == 200
    office.at += timedelta(hours=25)
    assert office.browser.get(theirs).status_code == 404
    again = office.asks("王芳")
    with office.house.store.writing() as tx:
        office.house.by_itself(tx, Leave(people["王芳"]), office.at)
    assert office.browser.get(again).status_code == 404
    assert office.browser.get(again[:-1] + ("A" if again[-1] != "A" else "B")).status_code == 404


def test_in_production_a_link_waits_for_what_wechat_has_to_say(office: Office) -> None:
    path = office.asks()
    office.house.settings = office.house.settings.model_copy(update={"app_env": "production"})
    answer = office.browser.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "一分钟后" in answer.text
    office.house.codes().keep_ready()
    assert office.browser.get(path).status_code == 200


def test_who_has_lost_the_right_is_sent_no_picture(office: Office) -> None:
    office.asks("张益达")
    with office.house.store.writing() as tx:
        ids = {area.name: area.id for area in tx.directory.areas()}
        people = {row.name: row.id for row in tx.connection.execute(select(staff.c.name, staff.c.id))}
        office.house.by_itself(tx, Replace(ids[ESTATE], (people["吴发竹"],)), office.at)
    office.worker.drain(office.at)
    office.worker.drain(office.at + timedelta(minutes=11))
    assert office.sent.letters == []
    with office.house.store.reading() as tx:
        rows = tx.connection.execute(select(outbox.c.state, outbox.c.reason).where(outbox.c.template == "draw")).all()
    assert [tuple(row) for row in rows] == [("failed", "rights_ended")]


def test_printing_is_recorded(office: Office) -> None:
    office.asks("王芳")
    with office.house.store.reading() as tx:
        area = next(one for one in tx.directory.areas() if one.name == ESTATE)
        (line,) = tx.audit.of(f"area:{area.id}")
    assert (line.act, line.details, line.actor.channel) == ("print_code", {"size": "a4"}, "wechat")


def test_a_picture_waits_for_wechat_to_be_there(office: Office) -> None:
    office.sim.faults.order("/cgi-bin/qrcode/create", code=-1, times=1)
    office.asks()
    office.worker.drain(office.at)
    assert office.sent.letters == []
    office.worker.drain(office.at + timedelta(minutes=2))
    assert len(office.sent.letters) == 1


def test_the_worker_has_the_links_ready_of_estates_that_may_be_printed(office: Office) -> None:
    codes = office.house.codes()
    codes.keep_ready(most=2)
    assert office.asked() == 2
    codes.keep_ready()
    codes.keep_ready()
    assert office.kept() == {name: office.url(name) if name != "测试小区一" else "" for name in office.kept()}
    assert office.asked() == 3
    assert office.browser.get(office.asks()).status_code == 200
    office.change(areas, areas.c.name == ESTATE, qr_url="", scene="scene-new")
    codes.keep_ready()
    assert office.kept()[ESTATE] == office.sim.account.url_of("scene-new")


def test_after_a_failure_wechat_is_left_alone_for_a_while(office: Office) -> None:
    clock = [1000.0]
    codes = Codes(office.house.wechat_api(), office.house.store, clock=lambda: clock[0])
    office.sim.faults.order("/cgi-bin/qrcode/create", code=48001, times=1)
    codes.keep_ready()
    codes.keep_ready()
    assert office.asked() == 1
    clock[0] += PAUSE
    codes.keep_ready()
    assert office.asked() == 4


def test_a_worker_that_runs_sees_to_it(office: Office) -> None:
    running = threading.Thread(target=office.worker.run)
    running.start()
    until = time.monotonic() + 20
    while not office.kept()[ESTATE] and time.monotonic() < until:
        time.sleep(0.05)
    office.worker.stop()
    running.join(20)
    assert office.kept()[ESTATE] == office.url()
