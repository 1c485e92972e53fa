"""`areas`, and `area rescene`."""

from datetime import datetime

import click

from console.commands.asking import agree, yes_option
from console.commands.base import (
    Mistake,
    PlainGroup,
    as_json,
    command,
    house,
    say_json,
    say_table,
    shown,
)
from core.directory import Area
from core.identity import CLI, masked_name
from core.queries import AreaLine, area_lines, areas_like, areas_named
from core.store.engine import Tx
from core.store.scenes import STILL_GOOD


@command("areas", help="列出物业管理区域，和打印码上办二维码的三个条件")
@as_json
def areas(as_json: bool) -> None:
    """Every estate."""
    with house().store.reading() as tx:
        lines = area_lines(tx)
    if as_json:
        say_json([_plain(line) for line in lines])
        return
    headings = (
        "名称",
        "行政区划",
        "街道",
        "社区",
        "物业服务企业",
        "项目负责人",
        "短信码",
        "有负责人",
        "有账号",
        "已登录",
    )
    say_table(headings, [_row(line) for line in lines])


@click.group("area", cls=PlainGroup)
def area() -> None:
    """改动一个物业管理区域"""


@command("rescene", help=f"换一个新的二维码；印好的旧码还能用 {STILL_GOOD.days} 天，先问再换")
@click.argument("area_name", metavar="AREA")
@click.option("--at-once", is_flag=True, help="旧码马上失效，以前换下、还没到期的也一样：码泄漏了才用")
@yes_option
@as_json
def rescene(area_name: str, at_once: bool, yes: bool, as_json: bool) -> None:
    """Renew an estate's scene."""
    here = house()
    with here.store.reading() as tx:
        asked = one_area(tx, area_name)
    if not yes:
        click.echo(_what_becomes(asked, here.now(), at_once), err=True)
    agree("换吗？", yes)
    with here.store.writing() as tx:
        found = one_area(tx, area_name)
        until = tx.old_scenes.keep(found.id, here.now(), at_once)
        scene = tx.registry.rescene(found.id, here.now())
        tx.audit.write(CLI, "rescene", f"area:{found.id}", here.now(), until=shown(until))
    if as_json:
        say_json({"name": found.name, "district": found.district, "scene": scene, "old_until": until})
    else:
        still = "旧码已失效" if at_once else f"旧码用到 {shown(until)}"
        click.echo(f"{found.name} 的新码：{scene}；{still}，请重新打印、换下旧海报")


def _what_becomes(area: Area, now: datetime, at_once: bool) -> str:
    """What happens to the posters that hang there."""
    until = "马上失效" if at_once else f"用到 {shown(now + STILL_GOOD)}，业主感觉不到"
    return (
        f"要给 {area.district}/{area.name} 换新码。贴着的海报上的旧码{until}；"
        f"之后扫到旧码的人会被问是不是{area.name}的事。请在这之前重新打印、换下旧海报"
    )


area.add_command(rescene)


def _managers(line: AreaLine) -> str:
    return "、".join(map(masked_name, line.managers))


def _plain(line: AreaLine) -> dict[str, object]:
    one = line.area
    return {
        "name": one.name,
        "district": one.district,
        "street": one.street,
        "community": one.community,
        "company": one.company,
        "manager": _managers(line) or None,
        "scene": one.scene,
        "code": one.code,
        "has_manager": line.has_manager,
        "manager_registered": line.manager_registered,
        "manager_signed_in": line.manager_signed_in,
    }


def _row(line: AreaLine) -> tuple[object, ...]:
    one = line.area
    where = (
        one.name,
        one.district,
        one.street,
        one.community,
        one.company or "-",
        _managers(line) or "-",
        one.code or "-",
    )
    conditions = (line.has_manager, line.manager_registered, line.manager_signed_in)
    return *where, *("是" if met else "否" for met in conditions)


def one_area(tx: Tx, name: str) -> Area:
    """The estate of this name. Raises Mistake where there is none, or more than one."""
    found = areas_named(tx, name)
    if not found:
        like = "、".join(areas_like(tx, name))
        raise Mistake(f"没有名为 {name} 的物业管理区域{f'；名称相近的有：{like}' if like else ''}")
    if len(found) > 1:
        choices = "、".join(f"{one.district}/{one.name}" for one in found)
        raise Mistake(f"不止一个，请写明是哪个：{choices}")
    return found[0]
