"""A resident's story by text alone, with as many templates as each stage has: every text leaves, and both gateways take
it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.messages import Inbound, Kind
from bot.notify import texted
from bot.notify.channels import Fate, Letter, Outcome
from bot.notify.channels.aliyun import AliyunChannel
from bot.notify.channels.tencent import TencentChannel
from bot.notify.worker import Worker
from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from simulator import Config, Simulator, serving
from tests.support import sqlite_only, town

pytestmark = sqlite_only

RESIDENT, MANAGER = "+8613800138003", "+8617712340001"
SECRET = "stage-secret-0123456789"
STAGES = [(stage, gateway) for stage in (1, 2, 3) for gateway in ("aliyun", "tencent")]


def there(stage: int) -> dict[str, str]:
    codes = {name: f"SMS_{at}" for at, name in enumerate(texted.leads(), 100)}
    return {name: code for name, code in codes.items() if texted.stage(name) <= stage}


@pytest.fixture
def sim(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    config = Config(
        sms_key_id="key-id",
        sms_key_secret=SECRET,
        tencent_secret_id="secret-id",
        tencent_secret_key=SECRET,
        sms_templates=there(request.param),
        sms_limits=False,
        receipt_delay=30,
    )
    sim = Simulator(config)
    with serving(sim):
        yield sim


class Phones:
    """Two phones without WeChat, and the gateway between them and the bot."""

    def __init__(self, store: Store, settings: Settings, sim: Simulator, gateway: str) -> None:
        self.now, self.sim, self._count = datetime.now(UTC), sim, 0
        self.outcomes: list[Outcome] = []
        given = settings.model_copy(update={"quiet_hours": ""})
        self._house = House(given, store, lambda: self.now)
        town.build(store, self.now)
        templates = dict(sim.config.sms_templates)
        self._gateway = (
            AliyunChannel(sim.base_url, "key-id", SECRET, "码上办", templates)
            if gateway == "aliyun"
            else TencentChannel(sim.base_url, "secret-id", SECRET, "1400000001", "码上办", templates)
        )
        doing = (lambda *_: None), self._house.by_itself, lambda: self.now
        self._worker = Worker(store, given, {"sms": self}, *doing)  # type: ignore[arg-type,dict-item]

    name, idempotent = "sms", False

    def send(self, letter: Letter) -> Outcome:
        outcome = self._gateway.send(letter)
        self.outcomes.append(outcome)
        return outcome

    def text(self, phone: str, words: str) -> str:
        """Someone writes; what their phone shows last."""
        self._count += 1
        self._house.receive(Inbound("sms", phone, f"text {self._count}", Kind.TEXT, self.now, text=words))
        self._worker.drain(self.now)
        return self.last(phone)

    def last(self, phone: str) -> str:
        return str(self.sim.sms.listed(phone)[-1]["text"])

    def param(self, phone: str, name: str) -> str:
        """The newest value of a variable in the texts to a phone."""
        return str(next(sms["params"][name] for sms in self.sim.sms.listed(phone)[::-1] if name in sms["params"]))


@pytest.mark.parametrize(("sim", "gateway"), STAGES, indirect=["sim"])
def test_the_main_story(store: Store, settings: Settings, sim: Simulator, gateway: str) -> None:
    phones = Phones(store, settings, sim, gateway)
    assert "回复1提交" in phones.text(RESIDENT, "A7Q3 3栋电梯坏了")
    assert "已提交" in phones.text(RESIDENT, "1")
    assert "接收" in phones.last(MANAGER)
    code = phones.param(MANAGER, "number")
    assert "10分钟内回复" in phones.text(MANAGER, f"接收 {code}")
    phones.text(MANAGER, phones.param(MANAGER, "digits"))
    assert "接收" in phones.last(RESIDENT)
    assert "处理结果" in phones.text(MANAGER, f"完成 {code}")
    assert "10分钟内回复" in phones.text(MANAGER, "换好了电梯门机，试了三次")
    assert "完成" in phones.text(MANAGER, phones.param(MANAGER, "digits"))
    assert "评分回复编号加1到5" in phones.last(RESIDENT)
    own = phones.param(RESIDENT, "number")
    assert "评价" in phones.text(RESIDENT, f"{own} 5")
    assert "评价" in phones.last(MANAGER)
    assert {outcome.fate for outcome in phones.outcomes} == {Fate.SENT}


@pytest.mark.parametrize(("sim", "gateway"), STAGES, indirect=["sim"])
def test_whatever_a_stranger_writes_is_answered(store: Store, settings: Settings, sim: Simulator, gateway: str) -> None:
    phones = Phones(store, settings, sim, gateway)
    for words in ("你好", "查", "帮助", "撤销 A7", "煤气漏了好大的味道", "0", "退订", "恢复", "通知设置", "5"):
        before = len(sim.sms.listed(RESIDENT))
        phones.text(RESIDENT, words)
        assert len(sim.sms.listed(RESIDENT)) == before + 1, words
    assert "110" in phones.text(RESIDENT, "煤气漏了好大的味道")
    assert {outcome.fate for outcome in phones.outcomes} == {Fate.SENT}
