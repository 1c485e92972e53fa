"""Logging in by scanning: the codes kept ready with WeChat, which are scarce, and what a page does with one."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select, update

from bot.account.codes import AT_ONCE, LONG_PAUSE, PAUSE, Codes
from bot.messages import Inbound, Kind
from bot.notify.channels.wechat_api import Unreached
from core.settings import Settings
from core.store.engine import Store
from core.store.login_codes import LASTS, MARGIN, READY, LoginCode
from core.store.tables import login_codes, logins
from simulator import Config, Simulator, serving
from tests.pages.kit import Site, Visitor
from tests.support import town
from tests.support.together import together

CREATE = "/cgi-bin/qrcode/create"
_BAR = re.compile(r"M(\d+) (\d+)h(\d+)")
_SIZE = re.compile(r'viewBox="0 0 (\d+) ')


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with serving(made := Simulator(Config())):
        yield made


@pytest.fixture
def there(store: Store, settings: Settings, now: datetime, sim: Simulator) -> Site:
    """The town's pages, with somebody who plays WeChat."""
    site = Site(store, settings.model_copy(update={"wechat_api_url": sim.base_url}), now)
    town.bind(store, "王芳", "wangfang", now)
    return site


def ready(site: Site) -> list[Any]:
    with site.store.reading() as tx:
        return list(tx.connection.execute(select(login_codes).order_by(login_codes.c.id)))


def asked(sim: Simulator) -> int:
    return sum(call["endpoint"] == CREATE for call in sim.calls)


def one_more(site: Site, scene: str = "login-1") -> None:
    with site.store.writing() as tx:
        tx.login_codes.add(LoginCode(scene, f"http://weixin.qq.com/q/{scene}"), site.now + LASTS, site.now)


def shows(visitor: Visitor) -> str:
    """What the code holds that the page draws, read back from the drawing; or nothing."""
    if (size := _SIZE.search(visitor.page)) is None:
        return ""
    picture = Image.new("L", (int(size[1]), int(size[1])), 255)
    for x, y, length in _BAR.findall(visitor.page):
        picture.paste(0, (int(x), int(y), int(x) + int(length), int(y) + 1))
    (found,) = zxingcpp.read_barcodes(picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST))
    return found.text


def opens(site: Site) -> Visitor:
    visitor = site.visitor().opens("/console/login")
    return visitor.sends("/console/login/wechat")


def scans(site: Site, scene: str, who: str = "wangfang", kind: Kind = Kind.SCAN) -> str:
    site.said += 1
    return site.house.receive(Inbound("wechat", who, f"scan {site.said}", kind, site.now, scene=scene)).say.text


def state(visitor: Visitor) -> str:
    answer = visitor.client.get("/console/login/wechat/state").json
    assert answer
    return str(answer["state"])


def test_codes_are_ready_a_few_after_each_sweep_and_no_more_than_enough(there: Site, sim: Simulator) -> None:
    codes = there.house.codes()
    codes.keep_ready()
    assert len(ready(there)) == AT_ONCE
    for _ in range(5):
        codes.keep_ready()
    kept = ready(there)
    assert (len(kept), asked(sim)) == (READY, READY)
    assert {one.expires_at for one in kept} == {there.now + LASTS}
    assert [sim.account.scene_of(one.url) for one in kept] == [one.scene for one in kept]
    assert all(re.fullmatch(r"login-[\w-]{24}", one.scene) for one in kept)


def test_those_that_end_soon_are_replaced(there: Site) -> None:
    codes = there.house.codes()
    one_more(there)
    there.now += LASTS - MARGIN
    with there.store.writing() as tx:
        assert tx.login_codes.take(there.now) is None
    codes.keep_ready()
    assert len(ready(there)) == AT_ONCE
    assert "login-1" not in [one.scene for one in ready(there)]


def test_what_wechat_grants_for_less_lasts_less(there: Site, sim: Simulator) -> None:
    short = '{"url": "http://weixin.qq.com/q/x", "expire_seconds": 172800}'
    sim.faults.order(CREATE, body=short)
    there.house.codes().keep_ready()
    assert ready(there)[0].expires_at == there.now + timedelta(days=2)


@pytest.mark.parametrize(
    ("fault", "pause"),
    [({"code": 45009}, LONG_PAUSE), ({"code": 48001}, PAUSE), ({"status": 502}, PAUSE), ({"body": "{}"}, PAUSE)],
    ids=["the day's calls are used up", "not allowed", "down", "no answer to read"],
)
def test_wechat_is_left_alone_after_a_failure(there: Site, sim: Simulator, fault: dict[str, Any], pause: float) -> None:
    clock = [1000.0]
    codes = Codes(there.house.wechat_api(), there.store, clock=lambda: clock[0], now=lambda: there.now)
    sim.faults.order(CREATE, times=1, **fault)
    codes.keep_ready()
    clock[0] += pause - 1
    codes.keep_ready()
    assert (asked(sim), ready(there)) == (1, [])
    clock[0] += 1
    codes.keep_ready()
    assert len(ready(there)) == AT_ONCE


def test_where_nobody_was_reached_the_next_sweep_tries_again(there: Site) -> None:
    api, away = there.house.wechat_api(), [Unreached("nobody there")]

    class Late:
        def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
            if away:
                raise away.pop()
            return api.post(path, body)

    codes = Codes(Late(), there.store, clock=lambda: 1000.0, now=lambda: there.now)  # type: ignore[arg-type]
    codes.keep_ready()
    assert ready(there) == []
    codes.keep_ready()
    assert len(ready(there)) == AT_ONCE


def test_the_whole_way(there: Site, sim: Simulator) -> None:
    there.house.codes().keep_ready()
    visitor = opens(there)
    link = shows(visitor)
    scene = sim.account.scene_of(link)
    assert scene.startswith("login-")
    digits = re.search(r"登录 (\d{6})", visitor.page)
    assert digits
    assert state(visitor) == "waiting"
    assert f"电脑上显示的数字：{digits[1]}" in scans(there, scene)
    assert "马上打开" in there.chat("wangfang", "是我")
    assert state(visitor) == "confirmed"
    visitor.sends("/console/login/wechat/done").sees("王芳", "需求及建议")
    assert scene not in [one.scene for one in ready(there)]
    assert "这次没有登录" in scans(there, scene)


def test_the_page_keeps_its_code_when_it_is_looked_at_again(there: Site) -> None:
    one_more(there)
    one_more(there, "login-2")
    visitor = opens(there)
    first = shows(visitor)
    assert shows(visitor.opens("/console/login/wechat")) == first
    assert len(ready(there)) == 1


def test_two_pages_at_once_show_two_codes(there: Site) -> None:
    for number in range(4):
        one_more(there, f"login-{number}")
    pages = together(2, lambda: opens(there))
    links = {shows(page) for page in pages}
    assert len(links) == 2
    assert len(ready(there)) == 2
    mine, other = pages
    scans(there, shows(mine).rpartition("/")[2])
    there.chat("wangfang", "是我")
    assert (state(mine), state(other)) == ("confirmed", "waiting")


def test_nothing_ready_or_none_of_wechats_then_the_digits_alone(there: Site, sim: Simulator) -> None:
    sim.faults.order(CREATE, status=502, times=-1)
    there.house.codes().keep_ready()
    visitor = opens(there).sees("发送", "登录 ")
    visitor.misses("<svg", "扫一扫", "weixin.qq.com")
    digits = re.search(r"登录 (\d{6})", visitor.page)
    assert digits
    there.chat("wangfang", f"登录 {digits[1]}")
    there.chat("wangfang", "是我")
    visitor.sends("/console/login/wechat/done").sees("王芳", "需求及建议")


def test_one_address_cannot_have_all(there: Site) -> None:
    for number in range(READY):
        one_more(there, f"login-{number}")
    seen = [bool(shows(opens(there))) for _ in range(8)]
    assert seen == [True] * 4 + [False] * 4
    assert len(ready(there)) == READY - 4


def test_over_strange_or_taken_again(there: Site) -> None:
    one_more(there)
    assert "这次没有登录" in scans(there, "login-1"), "shown by nobody yet"
    visitor = opens(there)
    assert "这次没有登录" in scans(there, "login-2")
    assert "是您吗" in scans(there, "login-1")
    visitor.sends("/console/login/wechat")
    assert "这次没有登录" in there.chat("wangfang", "是我"), "the page shows other digits by now"
    one_more(there, "login-3")
    visitor.sends("/console/login/wechat")
    there.now += timedelta(minutes=5)
    assert "这次没有登录" in scans(there, "login-3")
    assert state(visitor) == "over"
    visitor.opens("/console/login/wechat").sees("换一个").misses("<svg")


def test_who_follows_by_it_is_led_to_bind(there: Site) -> None:
    one_more(there)
    opens(there)
    assert "先认一下您是谁" in scans(there, "login-1", "somebody new", Kind.FOLLOW)


def test_the_link_is_written_out_in_the_demonstration_alone(there: Site) -> None:
    one_more(there)
    visitor = opens(there).sees("http://weixin.qq.com/q/login-1")
    there.house.settings = there.house.settings.model_copy(update={"app_env": "production"})
    visitor.opens("/console/login/wechat").misses("weixin.qq.com")
    assert shows(visitor) == "http://weixin.qq.com/q/login-1"


def test_what_is_kept_of_it(there: Site) -> None:
    one_more(there)
    digits = re.search(r"登录 (\d{6})", opens(there).page)
    assert digits
    with there.store.reading() as tx:
        raw = tx.connection.exec_driver_sql("SELECT * FROM logins").mappings().one()
    assert digits[1] not in str(dict(raw)).replace(str(raw["created_at"]), "").replace(str(raw["expires_at"]), "")
    assert "login-1" not in str(raw["scene_ix"])
    with there.store.writing() as tx:
        tx.connection.execute(update(logins).values(expires_at=there.now - timedelta(days=3)))
        assert tx.upkeep.drop_logins(there.now - timedelta(days=2)) == 1
