"""The control API and the page's calls, over HTTP; binding; the doors of `python -m simulator`."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from simulator import Simulator, binding
from simulator.config import Config, from_environment
from simulator.estates import Estates
from tests.simulator.echo_bot import EchoBot

Http = Callable[..., requests.Response]


@pytest.fixture
def http(sim: Simulator) -> Http:
    def call(path: str, method: str = "POST", **body: Any) -> requests.Response:
        return requests.request(method, f"{sim.base_url}/sim/{path}", json=body or None, timeout=10)

    return call


def test_acts_over_http(http: Http, sim: Simulator) -> None:
    assert http("people/sim_resident_1/text", text="你好").status_code == 409
    assert http("people/sim_resident_1/scan", code="万和世家").json()["reply"] == "听到:event:subscribe_scan"
    assert http("people/sim_resident_1/text", text="你好").json()["reply"] == "听到:你好"
    assert http("people/sim_resident_1/image", sample=1).json()["reply"] == "听到:image:"
    assert http("people/sim_resident_1/text").status_code == 400
    assert http("people/sim_resident_1/dance").status_code == 404
    assert http("people/sim_resident_1/text?wait=0", text="不等").status_code == 202
    assert sim.person("sim_resident_1").waits_for("听到:不等")
    transcript = http("people/sim_resident_1/transcript", "GET").json()
    assert transcript[-1]["text"] == "听到:不等"
    picture = next(bubble for bubble in transcript if bubble["kind"] == "image")
    assert http(f"media/{picture['media']}", "GET").headers["Content-Type"] == "image/jpeg"


def test_switches_over_http(http: Http, sim: Simulator) -> None:
    assert http("network", doubled=True, slow=0.01).json()["doubled"] is True
    assert sim.network.slow == 0.01
    assert http("network", speed=1).status_code == 400
    assert http("faults", endpoint="sms", code="isv.DAY_LIMIT_CONTROL").status_code == 201
    assert http("faults", "GET").json()[0]["code"] == "isv.DAY_LIMIT_CONTROL"
    assert http("faults", endpoint="sms", colour="red").status_code == 400
    http("faults", "DELETE")
    assert sim.faults.listed() == []
    token = sim.tokens.stable()[0]
    http("token/expire")
    assert sim.tokens.check(token) == 42001


def test_the_page_follows_along(http: Http, sim: Simulator) -> None:
    state = http("state", "GET").json()
    assert [person["name"] for person in state["people"]] == ["王女士", "李先生", "张益达", "周敏", "金太阳物业公司"]
    assert state["estates"][0]["scene"] == "a1b2c3"
    with requests.get(f"{sim.base_url}/sim/stream?since={state['seq']}", stream=True, timeout=5) as stream:
        threading.Thread(target=sim.person("sim_resident_1").follows).start()
        lines = (line.decode() for line in stream.iter_lines())
        assert next(line for line in lines if line.startswith("event:")) == "event: bubble"
        data = next(line for line in lines if line.startswith("data:"))
    assert json.loads(data[5:])["person"] == "sim_resident_1"


def test_a_page_that_fell_behind_is_told_to_reload(sim: Simulator) -> None:
    assert next(sim.feed.stream(sim.feed.last + 5)).startswith("event: reload")


def test_the_page_is_served(sim: Simulator) -> None:
    page = requests.get(sim.base_url, timeout=5)
    assert page.url.endswith("/phones")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]


def test_staff_bind_by_the_real_conversation(sim: Simulator, bot: EchoBot, monkeypatch: pytest.MonkeyPatch) -> None:
    manager = sim.person("sim_manager_1")
    says = manager.says

    def says_and_is_texted(text: str, tap: str = "") -> str:
        if text == manager.phone:
            sim.sms.take(f"+86{manager.phone}", "code", {"code": "135790"}, "")
        return says(text, tap)

    monkeypatch.setattr(manager, "says", says_and_is_texted)
    assert binding.bind(sim, manager, within=5)
    said = [bubble["text"] for bubble in manager.bubbles if bubble["side"] == "me"]
    assert said == ["绑定", manager.phone, "135790"]


def test_who_is_bound_already_keeps_the_phone(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    manager, said = sim.person("sim_manager_1"), []
    monkeypatch.setattr(manager, "says", lambda text: said.append(text) or "您已绑定为张益达。")
    assert binding.bind(sim, manager, within=5)
    assert said == ["绑定", "取消"]


def test_binding_gives_up_without_a_code(sim: Simulator) -> None:
    assert not binding.bind(sim, sim.person("sim_manager_1"), within=0.05)


def test_estates_come_from_the_command(tmp_path: Path) -> None:
    told: list[int] = []
    script = tmp_path / "areas"
    script.write_text('#!/bin/sh\necho \'[{"name": "春和景明", "scene": "s9", "company": "x"}]\'\n')
    script.chmod(0o755)
    estates = Estates(str(script), lambda: told.append(1))
    assert estates.refresh()
    assert estates.listed()[0]["scene"] == "s9"
    assert told == [1]
    assert not Estates("/nonexistent", lambda: None).refresh()


def test_settings_come_from_the_environment() -> None:
    config = from_environment({"WECHAT_AES_KEYS": "a, b", "SMS_TEMPLATES": '{"code": "SMS_1"}', "SIMULATOR_BIND": "0"})
    assert config.aes_keys == ("a", "b")
    assert config.sms_templates == {"code": "SMS_1"}
    assert not config.bind
    assert Config().bot_url == "http://127.0.0.1:8000"
    with pytest.raises(ValueError, match="WECHAT_TEMPLATES"):
        from_environment({"WECHAT_TEMPLATES": "{"})


@pytest.mark.parametrize(("name", "text"), [("ids.json", '{"code": "SMS_1"}'), ("ids.toml", 'code = "SMS_1"')])
def test_templates_may_stand_in_a_file(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert from_environment({"SMS_TEMPLATES": f"@{tmp_path / name}"}).sms_templates == {"code": "SMS_1"}
    with pytest.raises(ValueError, match="SMS_TEMPLATES"):
        from_environment({"SMS_TEMPLATES": f"@{tmp_path / 'nowhere'}"})
