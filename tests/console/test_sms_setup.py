"""`sms setup` against the simulator, by either vendor's own SDK: what it sees, applies for and writes; no secret."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.account import sms_aliyun, sms_tencent
from bot.messages import Say
from bot.notify import texted
from bot.notify.channels import Fate, Letter
from bot.notify.channels.aliyun import AliyunChannel
from core.settings import Settings
from core.store.engine import Store
from simulator import Config, Simulator, serving
from simulator.sms_applied import REFUSED, WAITING
from tests.console.kit import Cli
from tests.support import sqlite_only

pytestmark = sqlite_only

SECRET = "gateway-secret-0123456789"
GATEWAYS = ("aliyun", "tencent")
FIRST = [name for name in texted.leads() if texted.stage(name) == 1]
ADDS = ("CreateSmsTemplate", "AddSmsTemplate")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sms_aliyun.AliyunDesk, "pause", 0.0)
    monkeypatch.setattr(sms_tencent.TencentDesk, "pause", 0.0)


@pytest.fixture
def sim() -> Iterator[Simulator]:
    config = Config(
        sms_key_id="key-id", sms_key_secret=SECRET, tencent_secret_id="secret-id", tencent_secret_key=SECRET
    )
    sim = Simulator(config)
    with serving(sim):
        yield sim


@pytest.fixture(params=GATEWAYS)
def cli(
    request: pytest.FixtureRequest, store: Store, settings: Settings, now: datetime, tmp_path: Path, sim: Simulator
) -> Cli:
    return command_line(request.param, store, settings, now, tmp_path, sim)


def command_line(
    gateway: str, store: Store, settings: Settings, now: datetime, folder: Path, sim: Simulator, **more: Any
) -> Cli:
    values = {
        "sms_provider": gateway,
        "aliyun_sms_url": sim.base_url,
        "aliyun_sms_key_id": "key-id",
        "aliyun_sms_key_secret": SECRET,
        "aliyun_sms_sign": "码上办",
        "tencent_sms_url": sim.base_url,
        "tencent_sms_secret_id": "secret-id",
        "tencent_sms_secret_key": SECRET,
        "tencent_sms_app_id": "1400000001",
        "tencent_sms_sign": "码上办",
    }
    given = Settings(database_url=settings.database_url, data_dir=settings.data_dir, **values | more)
    return Cli(store, given, now, folder)


def applied(sim: Simulator) -> int:
    """How many applications the vendor has got."""
    return sum(call["action"] in ADDS for call in sim.calls)


def standings(found: dict[str, Any]) -> dict[str, str]:
    return {line["name"]: line["standing"] for line in found["templates"]}


def test_at_first_nothing_is_applied_for_and_looking_changes_nothing(cli: Cli, sim: Simulator) -> None:
    found = cli.json("sms", "setup")
    assert set(standings(found)) == set(texted.leads())
    assert set(standings(found).values()) == {"absent"}
    assert (found["signature"]["standing"], found["stage"], found["usable"]) == ("passed", 0, {})
    text = cli.text("sms", "setup")
    assert "✓ 签名【码上办】通过" in text
    assert "✗ 模板1 code 没有申请" in text
    assert "还没有通过的模板" in text
    assert applied(sim) == 0


def test_the_first_stage_is_applied_for_once_reviewed_and_written(cli: Cli, sim: Simulator, tmp_path: Path) -> None:
    found = cli.json("sms", "setup", "--apply", "--yes")
    assert {name for name, state in standings(found).items() if state == "waiting"} == set(FIRST)
    assert applied(sim) == len(FIRST)
    cli.json("sms", "setup", "--apply", "--yes")
    assert applied(sim) == len(FIRST), "what is under review is not applied for again"
    sim.sms_books.review()
    file = tmp_path / "templates.toml"
    assert f"SMS_TEMPLATES=@{file}" in cli.text("sms", "setup", "--out", str(file))
    given = Settings(sms_templates=f"@{file}")  # type: ignore[arg-type]
    assert set(given.sms_templates) == set(FIRST)
    assert texted.reached(given.sms_templates) == 1
    text = cli.text("sms", "setup")
    assert f"第1步（{len(FIRST)}/{len(FIRST)}）" in text
    line = next(line for line in text.splitlines() if line.startswith("SMS_TEMPLATES="))
    assert json.loads(line.removeprefix("SMS_TEMPLATES=").strip("'")) == given.sms_templates


def test_all_three_stages_pass_the_reviewers_rules(cli: Cli, sim: Simulator) -> None:
    found = cli.json("sms", "setup", "--stage", "3", "--apply", "--yes")
    assert set(standings(found).values()) == {"waiting"}, [line for line in found["templates"] if line["reason"]]
    sim.sms_books.review()
    assert cli.json("sms", "setup")["stage"] == 3


def test_a_refusal_is_told_with_its_reason_and_not_put_forward_blindly(cli: Cli, sim: Simulator) -> None:
    cli.json("sms", "setup", "--apply", "--yes")
    sim.sms_books.review(REFUSED, "内容不符合\n业务场景")
    text = cli.text("sms", "setup", "--apply", "--yes")
    assert "未通过" in text
    assert "内容不符合 业务场景：改好后在控制台重新提交" in text
    assert applied(sim) == len(FIRST)


def test_it_asks_first(cli: Cli, sim: Simulator) -> None:
    result = cli.run("sms", "setup", "--apply", given="n\n")
    assert f"要向网关申请 {len(FIRST)} 个模板吗？" in result.stdout
    assert "没有申请" in result.stdout
    assert applied(sim) == 0
    assert cli.run("sms", "setup", "--apply", "--json").exit_code == 2


@pytest.mark.parametrize(
    ("standing", "says"), [(WAITING, "! 签名【码上办】审核中"), (REFUSED, "✗ 签名【码上办】未通过")]
)
def test_how_the_signature_stands(cli: Cli, sim: Simulator, standing: str, says: str) -> None:
    sim.sms_books.sign, sim.sms_books.sign_reason = standing, "资质已过期"
    result = cli.run("sms", "setup")
    assert says in result.stdout
    assert ("资质已过期" in result.stdout) is (standing == REFUSED)
    assert result.exit_code == (standing == REFUSED)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_signature_that_nobody_applied_for(
    gateway: str, store: Store, settings: Settings, now: datetime, tmp_path: Path, sim: Simulator
) -> None:
    more = {"aliyun_sms_sign": "另一个", "tencent_sms_sign": "另一个"}
    result = command_line(gateway, store, settings, now, tmp_path, sim, **more).run("sms", "setup")
    assert "✗ 签名【另一个】没有申请" in result.stdout
    assert result.exit_code == 1


def test_a_carrier_that_has_not_registered_the_signature_is_named(
    store: Store, settings: Settings, now: datetime, tmp_path: Path, sim: Simulator
) -> None:
    sim.sms_books.carriers["unicom"] = -1
    text = command_line("aliyun", store, settings, now, tmp_path, sim).text("sms", "setup")
    assert "✓ 移动实名报备：已报备" in text
    assert "! 联通实名报备：还没有报备" in text


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_code_that_says_something_else_is_named(
    gateway: str, store: Store, settings: Settings, now: datetime, tmp_path: Path, sim: Simulator
) -> None:
    cli = command_line(gateway, store, settings, now, tmp_path, sim)
    cli.json("sms", "setup", "--apply", "--yes")
    sim.sms_books.review()
    usable = cli.json("sms", "setup")["usable"]
    crossed = usable | {"accepted": usable["code"], "refused": "999"}
    result = command_line(gateway, store, settings, now, tmp_path, sim, sms_templates=crossed).run("sms", "setup")
    assert result.exit_code == 1
    assert "✗ SMS_TEMPLATES 的 accepted" in result.stdout
    assert "✗ SMS_TEMPLATES 的 refused" in result.stdout
    assert result.stdout.count("✗ SMS_TEMPLATES") == 2


def test_what_was_approved_can_be_sent(
    store: Store, settings: Settings, now: datetime, tmp_path: Path, sim: Simulator
) -> None:
    cli = command_line("aliyun", store, settings, now, tmp_path, sim)
    waiting = cli.json("sms", "setup", "--apply", "--yes")
    codes = {line["name"]: line["code"] for line in waiting["templates"] if line["code"]}
    letter = Letter("+8613800138001", "k", "code", Say(""), {"code": "123456"})
    channel = AliyunChannel(sim.base_url, "key-id", SECRET, "码上办", codes)
    assert channel.send(letter).reason == "template_missing"
    sim.sms_books.review()
    assert channel.send(letter).fate is Fate.SENT


@pytest.mark.parametrize(
    ("gateway", "code", "says"),
    [
        ("aliyun", "isp.RAM_PERMISSION_DENY", "AliyunDysmsFullAccess"),
        ("tencent", "AuthFailure.UnauthorizedOperation", "QcloudSMSFullAccess"),
        ("aliyun", "isv.NEVER_HEARD_OF", "isv.NEVER_HEARD_OF"),
        ("tencent", "InternalError.Timeout", "InternalError.Timeout"),
    ],
)
def test_what_the_gateway_declines_is_one_line(
    gateway: str, code: str, says: str, store: Store, settings: Settings, now: datetime, tmp_path: Path, sim: Simulator
) -> None:
    sim.faults.order("sms", code=code, times=-1)
    assert says in command_line(gateway, store, settings, now, tmp_path, sim).mistake("sms", "setup")


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_wrong_key_a_gateway_that_is_gone_and_none_at_all(
    gateway: str, store: Store, settings: Settings, now: datetime, tmp_path: Path, sim: Simulator
) -> None:
    def mistake(**more: Any) -> str:
        return command_line(gateway, store, settings, now, tmp_path, sim, **more).mistake("sms", "setup")

    wrong = "another-secret-9876543210"
    assert "密钥不对" in mistake(aliyun_sms_key_secret=wrong, tencent_sms_secret_key=wrong)
    nowhere = "http://127.0.0.1:9"
    assert "连不上短信网关" in mistake(aliyun_sms_url=nowhere, tencent_sms_url=nowhere)
    assert "没有网关可问" in mistake(sms_provider="console")
    assert "还没有设置签名" in mistake(aliyun_sms_sign="", tencent_sms_sign="")


def test_no_secret_is_printed(cli: Cli) -> None:
    result = cli.run("sms", "setup", "--apply", "--yes")
    text = result.stdout + result.stderr + json.dumps(cli.json("sms", "setup"))
    assert not [secret for secret in (SECRET, "key-id", "secret-id") if secret in text]
