"""`officer add`, `company add`, `operator add`."""

from typing import Any

import click
from stdnum.cn import uscc

from console.commands.base import Mistake, Misuse, PlainGroup, as_json, command, house, say_json
from console.imports.sheet import clean
from core.identity import CLI, mobile


@click.group("officer", cls=PlainGroup)
def officer() -> None:
    """街道和区局的工作人员"""


@click.group("company", cls=PlainGroup)
def company() -> None:
    """物业服务企业"""


@click.group("operator", cls=PlainGroup)
def operator() -> None:
    """平台的运维人员"""


def _phone(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    if number := mobile(value):
        return number
    raise Misuse(f"不是有效的手机号：{value}")


def _text(_ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    text = clean(value or "")
    if param.required and not text:
        raise Misuse(f"{param.opts[0]} 不能为空")
    if len(text) > 40 and param.name != "name":
        raise Misuse(f"{param.opts[0]} 超过 40 个字")
    return text


_name = click.option("--name", required=True, callback=_text, help="姓名或企业名称")
_needed_phone = click.option("--phone", required=True, callback=_phone, help="手机号")


@command("add", help="添加街道工作人员；不写 --street 的是区局工作人员")
@_name
@_needed_phone
@click.option("--district", required=True, callback=_text, help="行政区划")
@click.option("--street", callback=_text, help="街道")
@as_json
def add_officer(name: str, phone: str, district: str, street: str, as_json: bool) -> None:
    """An officer of a street, or of a district."""
    here = house()
    with here.store.writing() as tx:
        tx.registry.lock()
        known = tx.directory.officer_by_phone(phone)
        if known and (known.district, known.street) != (district, street):
            raise Mistake(f"这个手机号已是 {known.district}{known.street} 的工作人员")
        officer_id = known.id if known else tx.registry.add_officer(name, phone, district, street, here.now())
        if known is None:
            where = {"district": district, "street": street}
            tx.audit.write(CLI, "officer_add", f"officer:{officer_id}", here.now(), **where)
    _done(as_json, known is None, {"id": officer_id, "name": name, "district": district, "street": street})


@command("add", help="添加或补全物业服务企业")
@_name
@click.option("--code", callback=_text, help="统一社会信用代码")
@click.option("--phone", callback=_phone, help="企业账号的手机号，也用来接收短信")
@click.option("--grade", callback=_text, help="信用等级，比如 AAA")
@click.option("--score", type=click.IntRange(0, 1000), help="信用分")
@as_json
def add_company(name: str, code: str, phone: str | None, grade: str, score: int | None, as_json: bool) -> None:
    """A company, found by its name."""
    if code and not uscc.is_valid(code):
        raise Misuse(f"不是有效的统一社会信用代码：{code}")
    if len(name) > 120:
        raise Misuse("--name 超过 120 个字")
    if len(grade) > 20:
        raise Misuse("--grade 超过 20 个字")
    given = {"code": uscc.compact(code) if code else "", "phone": phone, "grade": grade, "score": score}
    here = house()
    with here.store.writing() as tx:
        tx.registry.lock()
        company_id, added = tx.registry.company(name, here.now())
        changed = tx.registry.change_company(company_id, _said(given))
        if changed and (credit := _said({"grade": grade, "score": score})):
            tx.audit.write(CLI, "company_credit", f"company:{company_id}", here.now(), **credit)
        if phone:
            changed |= tx.registry.administrator(company_id, name, phone, here.now())
        if added or changed:
            act = "company_add" if added else "company_edit"
            tx.audit.write(CLI, act, f"company:{company_id}", here.now(), fields=list(_said(given)))
    _done(as_json, added, {"id": company_id, "name": name}, changed)


def _said(given: dict[str, Any]) -> dict[str, Any]:
    """What was given; 0 counts."""
    return {key: value for key, value in given.items() if value not in (None, "")}


@command("add", help="添加运维人员")
@_name
@_needed_phone
@as_json
def add_operator(name: str, phone: str, as_json: bool) -> None:
    """Somebody who runs the platform."""
    here = house()
    with here.store.writing() as tx:
        tx.registry.lock()
        known = tx.directory.operator_by_phone(phone)
        operator_id = known.id if known else tx.registry.add_operator(name, phone, here.now())
        if known is None:
            tx.audit.write(CLI, "operator_add", f"operator:{operator_id}", here.now())
    _done(as_json, known is None, {"id": operator_id, "name": name})


def _done(as_json: bool, added: bool, facts: dict[str, Any], changed: bool = False) -> None:
    if as_json:
        say_json(facts | {"added": added})
    else:
        click.echo(f"已添加 {facts['name']}" if added else f"{facts['name']} {'已更新' if changed else '已经在了'}")


officer.add_command(add_officer)
company.add_command(add_company)
operator.add_command(add_operator)
