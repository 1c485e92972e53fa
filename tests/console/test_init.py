"""`init` as a list of what is right and what is wrong, and commands in an environment that cannot be used."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click import ClickException

from bot.notify import texted
from console.settings_words import FAULTS, UNREADABLE, told
from core.safety import Fault
from core.settings import Settings
from tests.support.production import production
from webhooks import create_app

UNKNOWN = "不认识的名字"


def upto(stage: int) -> str:
    """SMS_TEMPLATES as it is once a stage is through."""
    return json.dumps(
        {name: f"SMS_4712{at:05}" for at, name in enumerate(texted.leads()) if texted.stage(name) <= stage}
    )


class Shell:
    """Runs commands in a process of their own, as operators do."""

    def __init__(self, folder: Path) -> None:
        bare = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
        self.environment = bare | production() | {"DATABASE_URL": f"sqlite:///{folder}/x.db", "DATA_DIR": str(folder)}

    def run(self, *args: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
        """`changed` variables; None takes one away."""
        environment = {name: value for name, value in (self.environment | changed).items() if value is not None}
        command = [sys.executable, "-m", "flask", "--app", "webhooks", *args]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        assert "Traceback" not in done.stderr
        return done


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """In production, with nothing wrong."""
    return Shell(tmp_path)


def lines(done: subprocess.CompletedProcess[str], mark: str) -> list[str]:
    return [line.removeprefix(f"{mark} ") for line in done.stdout.splitlines() if line.startswith(mark)]


def test_where_all_is_well(shell: Shell) -> None:
    done = shell.run("init")
    assert (done.returncode, lines(done, "✗"), lines(done, "!")) == (0, [], [])
    assert {"SECRET_KEY", "WECHAT_TEMPLATES", "DATABASE_URL"} <= set(lines(done, "✓"))
    assert done.stdout.endswith("数据库已升级到最新\n设置可用(production)\n")
    assert shell.run("areas", "--json").stdout == "[]\n"


def test_each_fault_is_one_line_with_what_to_do(shell: Shell) -> None:
    wrong = {
        "SECRET_KEY": "changeme-changeme",
        "PUBLIC_URL": "http://msb.example.gov.cn",
        "WECHAT_TOKEN": "demo-token",
        "CLOCK_PENDING": "-P5D",
        "DATABASE_URL": "postgresql+psycopg://msb:hidden-word@host:port/msb",
        "TRUSTED_PROXIES": "-1",
        "INDEX_KEY": None,
    }
    done = shell.run("init", **wrong)
    said = lines(done, "✗")
    assert done.returncode == 1
    assert sorted(line.split()[0] for line in said) == sorted(wrong)
    assert "WECHAT_TOKEN 是演示用的，人人都知道：用 openssl rand -hex 16 生成，微信开发者平台上填一样的" in said
    assert "INDEX_KEY 还没有设置：用 openssl rand -base64 32 生成" in said
    assert done.stderr == "错误：有 7 项要改：改好后再运行一次 init。数据库没有动\n"
    assert not [value for value in wrong.values() if value and value in done.stdout + done.stderr]
    assert "hidden-word" not in done.stdout


def test_the_same_for_machines(shell: Shell) -> None:
    done = shell.run("init", "--json", SECRET_KEY="a")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert found["environment"] == "production"
    assert [one for one in found["checks"] if one["state"] != "ok"] == [
        {"name": "SECRET_KEY", "state": "wrong", "say": "太短，猜得出：用 openssl rand -base64 48 生成"}
    ]
    assert json.loads(shell.run("init", "--json").stdout)["migrated"] is True


def test_other_commands_say_the_faults_and_nothing_else(shell: Shell) -> None:
    for args in (("areas",), ("worker",), ("wechat", "setup"), ("run", "--port", "1")):
        done = shell.run(*args, SECRET_KEY="a", CLOCK_RATING="soon")
        assert (done.returncode, done.stdout) == (1, ""), args
        assert done.stderr.splitlines() == [
            "错误：SECRET_KEY 太短，猜得出：用 openssl rand -base64 48 生成",
            "错误：CLOCK_RATING 读不懂：写 ISO 8601 的时长，大于零、不超过一年，如 P5D",
        ], args


@pytest.mark.parametrize(
    ("changed", "mark", "said"),
    [
        ({"SMS_PROVIDER": "console"}, "✗", "SMS_PROVIDER 没有接短信网关"),
        ({"SMS_TEMPLATES": '{"accepted": "SMS_471200001"}'}, "✗", "SMS_TEMPLATES 没有 code"),
        (
            {"SMS_TEMPLATES": '{"code": "1", "acepted": "1"}'},
            "✗",
            f"SMS_TEMPLATES {UNKNOWN} acepted：是不是 accepted？",
        ),
        (
            {"WECHAT_TEMPLATES": '{"acepted.subscribe": "1"}'},
            "✗",
            f"WECHAT_TEMPLATES {UNKNOWN} acepted：是不是 accepted？",
        ),
        ({"WECHAT_TEMPLATES": '{"qwzx": "1"}'}, "✗", f"WECHAT_TEMPLATES {UNKNOWN} qwzx：从表里删掉"),
        ({"WECHAT_TEMPLATES": ""}, "!", "WECHAT_TEMPLATES 还缺"),
        ({"SMS_TEMPLATES": '{"code": "SMS_471200001"}'}, "!", "SMS_TEMPLATES 第 1 步还缺 10 个"),
        ({"SMS_TEMPLATES": upto(1)}, "!", "SMS_TEMPLATES 走到第 1 步，第 2 步还缺"),
        ({"SMS_TEMPLATES": upto(2)}, "!", "SMS_TEMPLATES 走到第 2 步，第 3 步还缺"),
        ({"SMS_TEMPLATES": upto(3)}, "✓", "SMS_TEMPLATES 三步的模板都有了"),
        ({"SMS_TEMPLATES": "@/nowhere/ids.toml"}, "✗", "SMS_TEMPLATES 说的文件 /nowhere/ids.toml 读不了"),
        ({"TRUSTED_PROXIES": None}, "!", "TRUSTED_PROXIES 是 0"),
        ({"APP_ENV": "demo"}, "!", "APP_ENV 是 demo"),
        ({"APP_ENV": None}, "✗", "APP_ENV 没有设置"),
    ],
)
def test_what_is_not_ready_for_people(shell: Shell, changed: dict[str, str | None], mark: str, said: str) -> None:
    done = shell.run("init", **changed)
    assert [line for line in lines(done, mark) if line.startswith(said)], done.stdout
    assert done.returncode == (1 if mark == "✗" else 0)


def test_a_server_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WECHAT_AES_KEYS", "short-secret")
    with pytest.raises(ClickException) as caught:
        create_app()
    assert caught.value.format_message() == (
        "WECHAT_AES_KEYS 每把要是 43 位的字母和数字：用微信开发者平台“消息推送”随机生成的 EncodingAESKey，43 位"
    )


def test_a_database_whose_folder_cannot_be_made(shell: Shell) -> None:
    done = shell.run("areas", DATABASE_URL="sqlite:////proc/none/x.db")
    assert done.returncode == 1
    assert done.stderr.startswith("错误：DATABASE_URL 的文件夹建不了：")
    assert done.stderr.count("\n") == 1


def test_the_web_says_the_same(shell: Shell) -> None:
    command = [sys.executable, "-m", "webhooks"]
    environment = shell.environment | {"SECRET_KEY": "a"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (1, "错误：SECRET_KEY 太短，猜得出：用 openssl rand -base64 48 生成\n")


def test_every_fault_has_its_sentence() -> None:
    facts = {"other": "A", "most": 2, "ge": 0, "le": 5, "expected": "'a' or 'b'", "file": "f"}
    for what in FAULTS:
        said = told(Fault("SECRET_KEY", what, facts))
        assert "{" not in said
        assert not said.startswith(UNREADABLE)
