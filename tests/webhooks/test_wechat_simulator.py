"""The door and the simulator's WeChat, which share no code, over real connections."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from werkzeug.serving import make_server

from bot.messages import Choice, Kind, Say
from bot.taps import number
from simulator import Config, Simulator
from tests.webhooks.wechat_kit import APP_ID, CURRENT, PREVIOUS, TOKEN, Phone, phone

MENU = Say("是否提交", (Choice("draft:1:1", "提交", "1"), Choice("draft:1:0", "取消", "0")))


@contextmanager
def listening(caller: Phone) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, caller.client.application, threaded=True)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("theirs", "ours"), [((), ()), ((CURRENT,), (CURRENT,)), ((PREVIOUS,), (CURRENT, PREVIOUS))])
def test_a_person_writes_and_taps(theirs: tuple[str, ...], ours: tuple[str, ...]) -> None:
    caller = phone(*ours, say=MENU)
    with listening(caller) as url:
        clock = caller.clock[0]
        sim = Simulator(Config(bot_url=url, app_id=APP_ID, token=TOKEN, aes_keys=theirs, clock=lambda: clock))
        sim.estates.put([{"name": "万和世家", "scene": "a1b2c3", "district": "高新区", "street": "桂溪街道"}])
        person = sim.person("sim_resident_1")
        assert "是否提交" in person.scans("万和世家")
        assert "是否提交" in person.says("7栋漏水 <b> ]]> 😀")
        person.taps("提交")
        person.sends_place(30.67, 104.06, "万和世家")
        sim.close()
    heard = caller.house.heard
    assert [one.kind for one in heard] == [Kind.FOLLOW, Kind.TEXT, Kind.TEXT, Kind.LOCATION]
    assert (heard[0].scene, heard[1].text) == ("a1b2c3", "7栋漏水 <b> ]]> 😀")
    assert (heard[2].text, heard[2].tap) == ("提交", number("draft:1:1"))
    assert heard[3].place == (30.67, 104.06)
    assert len({one.key for one in heard}) == 4
