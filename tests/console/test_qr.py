"""`qr`: the poster of one estate, or what is missing; of a company's or a district's; what their codes hold."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import insert, select, update

from core.identity import MANAGER_POST
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import areas, companies, staff, staff_areas
from simulator import Config, Simulator, serving
from tests.console.kit import Cli
from tests.posters.kit import read
from tests.support import town

SIZES = {"a4": (210, 297), "a5": (148, 210), "sticker": (100, 100)}


@pytest.fixture
def sim(settings: Settings) -> Iterator[Simulator]:
    with serving(sim := Simulator(Config())):
        yield sim


@pytest.fixture
def cli(store: Store, settings: Settings, now: datetime, tmp_path: Path, sim: Simulator) -> Cli:
    """The town, its managers with accounts and signed in."""
    town.build(store, now)
    with store.writing() as tx:
        known = {"username": "17012345623", "signed_in_at": now}
        tx.connection.execute(update(staff).where(staff.c.post == MANAGER_POST).values(known))
        tx.connection.execute(update(areas).where(areas.c.name == "万和世家").values(code="A7Q2"))
    given = settings.model_copy(update={"wechat_api_url": sim.base_url, "sms_number": "10690123456"})
    return Cli(store, given, now, tmp_path)


def codes_of_pdf(path: Path) -> list[list[str]]:
    document = pypdfium2.PdfDocument(path)
    return [read(page.render(scale=3).to_pil()) for page in document]


def asked(sim: Simulator) -> int:
    return sum(call["endpoint"].endswith("qrcode/create") for call in sim.calls)


@pytest.mark.parametrize("size", list(SIZES))
def test_the_poster_holds_exactly_the_link_that_wechat_gave(
    cli: Cli, sim: Simulator, tmp_path: Path, size: str
) -> None:
    out = tmp_path / "码.png"
    said = cli.json("qr", "万和世家", "--out", out, "--size", size)
    url = sim.account.url_of("scene-万和世家")
    assert said == {
        "name": "万和世家",
        "district": "高新区",
        "scene": "scene-万和世家",
        "url": url,
        "size": size,
        "out": str(out),
    }
    with Image.open(out) as image:
        assert read(image) == [url]
        assert tuple(round(side / 300 * 25.4) for side in image.size) == SIZES[size]
    assert (
        cli.text("qr", "高新区/万和世家", "--out", tmp_path / "码.PDF", "--size", size)
        == f"已写入 {tmp_path / '码.PDF'}\n"
    )
    assert codes_of_pdf(tmp_path / "码.PDF") == [[url]]
    words = pypdfium2.PdfDocument(tmp_path / "码.PDF")[0].get_textpage().get_text_range()
    assert "10690123456" in words
    assert "A7Q2" in words
    assert "张*" in words
    assert asked(sim) == 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file() and "码" in path.name) == [
        "码.PDF",
        "码.png",
    ]


def test_a_renewed_scene_gets_a_link_of_its_own(cli: Cli, sim: Simulator, tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    cli.text("qr", "万和世家", "--out", out)
    scene = cli.json("area", "rescene", "万和世家", "--yes")["scene"]
    cli.text("qr", "万和世家", "--out", out)
    with Image.open(out) as image:
        assert read(image) == [sim.account.url_of(scene)]
    assert asked(sim) == 2


def test_a_scene_renewed_while_wechat_is_asked_keeps_no_link(cli: Cli, sim: Simulator) -> None:
    with cli.store.writing() as tx:
        area_id = tx.connection.scalar(select(areas.c.id).where(areas.c.name == "万和世家"))
        assert not tx.registry.keep_code(area_id, "another scene", "http://weixin.qq.com/q/old")
        assert tx.connection.scalar(select(areas.c.qr_url).where(areas.c.id == area_id)) == ""


def lacking(cli: Cli, tmp_path: Path, name: str = "万和世家") -> list[str]:
    out = tmp_path / "none.png"
    result = cli.run("qr", name, "--out", out)
    assert (result.exit_code, result.stdout, out.exists()) == (1, "", False)
    return result.stderr.splitlines()


def test_each_missing_condition_is_named_with_its_remedy(cli: Cli, sim: Simulator, tmp_path: Path) -> None:
    with cli.store.writing() as tx:
        tx.connection.execute(update(staff).values(signed_in_at=None))
    (signed_in,) = lacking(cli, tmp_path)
    assert "万和世家项目负责人张*没有登录过" in signed_in
    assert "绑定" in signed_in
    with cli.store.writing() as tx:
        tx.connection.execute(update(staff).values(username=""))
    account, again = lacking(cli, tmp_path)
    assert "没有账号" in account
    assert "从业人员注册" in account
    assert again == signed_in
    manager, *rest = lacking(cli, tmp_path, "测试小区一")
    assert "测试小区一没有项目负责人" in manager
    assert "添加" in manager
    assert len(rest) == 2
    assert asked(sim) == 0


def test_mistakes_are_told_in_one_line(cli: Cli, sim: Simulator, tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    assert (
        cli.mistake("qr", "万和家园", "--out", out) == "没有名为 万和家园 的物业管理区域；名称相近的有：高新区/万和世家"
    )
    assert cli.mistake("qr", "海棠里", "--out", out) == "没有名为 海棠里 的物业管理区域"
    with cli.store.writing() as tx:
        tx.connection.execute(update(areas).where(areas.c.name == "万科翡翠").values(name="万和世家"))
    assert cli.mistake("qr", "万和世家", "--out", out) == "不止一个，请写明是哪个：邛崃市/万和世家、高新区/万和世家"
    assert cli.mistake("qr", "--out", out) == "请写一个小区的名称，或 --company，或 --district，三者之一"
    assert cli.mistake("qr", "万和世家", "--district", "高新区", "--out", out).startswith("请写一个小区的名称")
    assert "--out 要以 .png 或 .pdf 结尾" in cli.mistake("qr", "万和世家", "--out", tmp_path / "a.jpg")
    assert "--out 要以 .pdf 或 .zip 结尾" in cli.mistake("qr", "--district", "高新区", "--out", out)
    assert "写不了文件" in cli.mistake("qr", "高新区/万和世家", "--out", tmp_path / "nowhere" / "a.png")
    assert cli.mistake("qr", "--company", "银河物业", "--out", tmp_path / "a.pdf") == "没有名为 银河物业 的物业服务企业"
    assert cli.mistake("qr", "--district", "月球", "--out", tmp_path / "a.pdf") == "月球 没有物业管理区域"
    sim.faults.order("/cgi-bin/qrcode/create", code=48001, times=1)
    assert cli.mistake("qr", "邛崃市/万和世家", "--out", out).startswith("没有这个接口的权限")
    assert not out.exists()


def test_without_wechat_the_demonstrations_code_holds_the_scene_and_productions_is_refused(
    cli: Cli, store: Store, now: datetime, tmp_path: Path
) -> None:
    alone = Cli(store, cli.settings.model_copy(update={"wechat_api_url": "http://127.0.0.1:9"}), now, tmp_path)
    out = tmp_path / "a.png"
    assert "只能用演示的手机扫" in alone.text("qr", "万和世家", "--out", out)
    with Image.open(out) as image:
        assert read(image) == ["scene-万和世家"]
    out.unlink()
    real = alone.settings.model_copy(update={"app_env": "production"})
    assert Cli(store, real, now, tmp_path).mistake("qr", "万和世家", "--out", out).startswith("连不上微信")
    assert not out.exists()
    assert cli.json("qr", "万和世家", "--out", out)["url"].startswith("http://weixin.qq.com/q/")


def test_a_company_and_a_district_are_printed_but_for_what_is_missing(cli: Cli, sim: Simulator, tmp_path: Path) -> None:
    out = tmp_path / "all.zip"
    result = cli.run("qr", "--company", town.COMPANY, "--out", out, "--size", "sticker", "--json")
    assert result.exit_code == 3, "some could not be printed"
    said = json.loads(result.stdout)
    assert said["printed"] == 3
    assert [(one["name"], len(one["missing"])) for one in said["left_out"]] == [("测试小区一", 3)]
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == ["0001 万科翡翠.png", "0002 万和世家.png", "0003 春和景明.png"]
        for name in archive.namelist():
            scene = f"scene-{name[5:-4]}"
            assert read(Image.open(io.BytesIO(archive.read(name)))) == [sim.account.url_of(scene)]
    pdf = tmp_path / "district.pdf"
    told = cli.run("qr", "--district", "高新区", "--out", pdf).stdout.splitlines()
    assert told[0] == f"已写入 {pdf}：2 个小区"
    assert told[1].startswith("没有打印 高新区/测试小区一：没有项目负责人")
    assert codes_of_pdf(pdf) == [[sim.account.url_of(f"scene-{name}")] for name in ("万和世家", "春和景明")]
    assert asked(sim) == 3


def test_where_none_can_be_printed_no_file_is_written(cli: Cli, tmp_path: Path) -> None:
    with cli.store.writing() as tx:
        tx.connection.execute(update(staff).values(signed_in_at=None))
    result = cli.run("qr", "--district", "邛崃市", "--out", tmp_path / "a.pdf")
    assert result.exit_code == 1
    assert "没有一个小区可以打印" in result.stdout
    assert not (tmp_path / "a.pdf").exists()


def test_a_batch_that_wechat_stops_leaves_what_was_there(cli: Cli, sim: Simulator, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    out.write_bytes(b"the last one")
    cli.text("qr", "邛崃市/万科翡翠", "--out", tmp_path / "b.pdf")
    sim.faults.order("/cgi-bin/qrcode/create", code=45009, times=1)
    assert cli.mistake("qr", "--company", town.COMPANY, "--out", out).startswith("今天的调用次数用完了")
    assert out.read_bytes() == b"the last one"
    assert {path.name for path in tmp_path.iterdir() if path.suffix == ".pdf"} == {"a.pdf", "b.pdf"}


def test_names_that_no_file_can_have_are_printed(cli: Cli, tmp_path: Path) -> None:
    with cli.store.writing() as tx:
        company = tx.connection.scalar(select(companies.c.id))
        person = tx.connection.scalar(select(staff.c.id).where(staff.c.post == MANAGER_POST))
        values = {
            "name": "a/b:c" + "长" * 110,
            "district": "高新区",
            "company_id": company,
            "scene": "s",
            "updated_at": cli.now,
        }
        (key,) = tx.connection.execute(insert(areas).values(values)).inserted_primary_key
        tx.connection.execute(insert(staff_areas).values(staff_id=person, area_id=key, since=cli.now))
    out = tmp_path / "a.zip"
    assert cli.run("qr", "--district", "高新区", "--out", out).exit_code == 3
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist()[0] == f"0001 a b c{'长' * 55}.png"
