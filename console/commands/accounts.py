"""`officer` and `operator`: `list`, `add`, `leave`."""

from collections.abc import Callable, Iterable
from typing import Any

import click

from console.commands.base import Mistake, Misuse, PlainGroup, as_json, command, house, say_json, say_table
from console.imports.sheet import clean
from core.commands import Command
from core.complaint import Refusal
from core.console_commands import AddOfficer, AddOperator, EndOfficer, EndOperator
from core.directory import Officer, Operator
from core.identity import CLI, masked_name, masked_phone, mobile
from core.offices import officers_page
from core.store.engine import Tx

MOST_DIGITS = 9
"""Of a number in a list; a phone has eleven."""
PLACE = "目录里没有“{place}”。{near}确实是新的，就加上 --new"
NEAR = "是不是：{near}？"


@click.group("officer", cls=PlainGroup)
def officer() -> None:
    """街道和区局的工作人员"""


@click.group("operator", cls=PlainGroup)
def operator() -> None:
    """平台的运维人员"""


def phone_of(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A mobile number as +86…, or nothing where none is given."""
    if value is None:
        return None
    if number := mobile(value):
        return number
    raise Misuse(f"不是有效的手机号：{value}")


def text_of(_ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """A short text; needed where the option is."""
    text = clean(value or "")
    if param.required and not text:
        raise Misuse(f"{param.opts[0]} 不能为空")
    if len(text) > 40 and param.name != "name":
        raise Misuse(f"{param.opts[0]} 超过 40 个字")
    return text


name_option = click.option("--name", required=True, callback=text_of, help="姓名或企业名称")
_phone = click.option("--phone", required=True, callback=phone_of, help="手机号")
_who = click.argument("who", metavar="序号或手机号")


@command("list", help="列出街道和区局的工作人员")
@as_json
def list_officers(as_json: bool) -> None:
    """Those in office."""
    with house().store.reading() as tx:
        found, _ = officers_page(tx, 0)
    where = [{"district": one.district, "street": one.street} for one in found]
    _list(as_json, found, ("行政区划", "街道"), where)


@command("add", help="添加街道工作人员；不写 --street 的是区局工作人员")
@name_option
@_phone
@click.option("--district", required=True, callback=text_of, help="行政区划，和小区的写法一致")
@click.option("--street", callback=text_of, help="街道，和小区的写法一致")
@click.option("--new", is_flag=True, help="目录里还没有这个行政区划或街道，也添加")
@as_json
def add_officer(name: str, phone: str, district: str, street: str, new: bool, as_json: bool) -> None:
    """An officer of a street, or of a district."""
    with house().store.reading() as tx:
        known = tx.directory.officer_by_phone(phone)
    if known and (known.name, known.district, known.street) != (name, district, street):
        raise Mistake(f"这个手机号已是 {known.district}{known.street} 的工作人员")
    officer_id = known.id if known else _did(AddOfficer(name, phone, district, street, new))
    tell(as_json, known is None, {"id": officer_id, "name": name, "district": district, "street": street})


@command("leave", help="离岗：所有权限马上停止")
@_who
@as_json
def end_officer(who: str, as_json: bool) -> None:
    """An officer is in office no longer."""
    _end(as_json, who, lambda tx, phone: tx.directory.officer_by_phone(phone), EndOfficer)


@command("list", help="列出运维人员")
@as_json
def list_operators(as_json: bool) -> None:
    """Those in office."""
    with house().store.reading() as tx:
        _list(as_json, tx.directory.operators())


@command("add", help="添加运维人员")
@name_option
@_phone
@as_json
def add_operator(name: str, phone: str, as_json: bool) -> None:
    """Somebody who runs the platform."""
    with house().store.reading() as tx:
        known = tx.directory.operator_by_phone(phone)
    if known and known.name != name:
        raise Mistake(f"这个手机号已是运维人员 {masked_name(known.name)}")
    operator_id = known.id if known else _did(AddOperator(name, phone))
    tell(as_json, known is None, {"id": operator_id, "name": name})


@command("leave", help="离岗：所有权限马上停止")
@_who
@as_json
def end_operator(who: str, as_json: bool) -> None:
    """An operator is in office no longer; the last one may leave, too."""
    _end(as_json, who, lambda tx, phone: tx.directory.operator_by_phone(phone), EndOperator)


def _list(
    as_json: bool,
    people: Iterable[Officer | Operator],
    headings: Iterable[str] = (),
    more: Iterable[dict[str, str]] | None = None,
) -> None:
    shown = [{"id": one.id, "name": masked_name(one.name), "phone": masked_phone(one.phone)} for one in people]
    shown = [one | with_it for one, with_it in zip(shown, more, strict=True)] if more is not None else shown
    if as_json:
        say_json(shown)
    else:
        say_table(("序号", "姓名", "手机号", *headings), [list(one.values()) for one in shown])


def _end(
    as_json: bool,
    who: str,
    by_phone: Callable[[Tx, str], Officer | Operator | None],
    command: type[EndOfficer] | type[EndOperator],
) -> None:
    """Whoever has this number in the list, or this phone."""
    key = int(who) if who.isascii() and who.isdecimal() and len(who) <= MOST_DIGITS else 0
    if not key and (phone := mobile(who)):
        with house().store.reading() as tx:
            found = by_phone(tx, phone)
        key = found.id if found else 0
    _did(command(key), not_found=f"没有这个人：{who}")
    say_json({"id": key, "left": True}) if as_json else click.echo("已离岗，所有权限已经停止")


def _did(command: Command, **texts: str) -> Any:
    """What came of it; `texts` say why not, by the refusal's reason."""
    here = house()
    try:
        with here.store.writing() as tx:
            done = here.perform(tx, CLI, command, here.now())
    except Refusal as refusal:
        raise Mistake((texts | _REFUSED)[refusal.reason].format(**_facts(refusal))) from refusal
    return done


_REFUSED = {"no_such_place": PLACE, "phone_taken": "这个手机号刚刚登记给了别人"}


def _facts(refusal: Refusal) -> dict[str, str]:
    near = "、".join(refusal.facts.get("near", ()))
    return {"place": refusal.facts.get("place", ""), "near": NEAR.format(near=near) if near else ""}


def said(given: dict[str, Any]) -> dict[str, Any]:
    """What was given; 0 counts."""
    return {key: value for key, value in given.items() if value not in (None, "")}


def tell(as_json: bool, added: bool, facts: dict[str, Any], changed: bool = False) -> None:
    """Say that somebody is there now, or was."""
    if as_json:
        say_json(facts | {"added": added})
    else:
        click.echo(f"已添加 {facts['name']}" if added else f"{facts['name']} {'已更新' if changed else '已经在了'}")


for _group, _commands in (
    (officer, (list_officers, add_officer, end_officer)),
    (operator, (list_operators, add_operator, end_operator)),
):
    for _one in _commands:
        _group.add_command(_one)
