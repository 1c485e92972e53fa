"""`company list`, `company add`."""

import click
from stdnum.cn import uscc

from console.commands.accounts import name_option, phone_of, said, tell, text_of
from console.commands.base import Misuse, PlainGroup, as_json, command, house, say_json, say_table
from core.directory import GRADES
from core.identity import CLI
from core.offices import companies_page

HEADINGS = ("序号", "企业名称", "统一社会信用代码", "信用等级", "小区", "企业账号")


@click.group("company", cls=PlainGroup)
def company() -> None:
    """物业服务企业"""


@command("list", help="列出物业服务企业")
@as_json
def list_companies(as_json: bool) -> None:
    """All of them, in order of names."""
    with house().store.reading() as tx:
        found, total = companies_page(tx, "", 0)
    if as_json:
        say_json([one._asdict() for one in found])
        return
    rows = [(one.id, one.name, one.code, one.grade, one.estates, "有" if one.administered else "-") for one in found]
    say_table(HEADINGS, rows)
    click.echo(f"共 {total} 家")


@command("add", help="添加或补全物业服务企业")
@name_option
@click.option("--code", callback=text_of, help="统一社会信用代码")
@click.option("--phone", callback=phone_of, help="企业账号的手机号，也用来接收短信")
@click.option("--grade", type=click.Choice(GRADES, case_sensitive=False), help="信用等级，比如 AAA")
@click.option("--score", type=click.IntRange(0, 1000), help="信用分")
@as_json
def add_company(name: str, code: str, phone: str | None, grade: str | None, score: int | None, as_json: bool) -> None:
    """A company, found by its name."""
    if code and not uscc.is_valid(code):
        raise Misuse(f"不是有效的统一社会信用代码：{code}")
    if len(name) > 120:
        raise Misuse("--name 超过 120 个字")
    given = {"code": uscc.compact(code) if code else "", "phone": phone, "grade": grade, "score": score}
    here = house()
    with here.store.writing() as tx:
        tx.registry.lock()
        company_id, added = tx.registry.company(name, here.now())
        changed = bool(tx.registry.change_company(company_id, said(given)))
        if changed and (credit := said({"grade": grade, "score": score})):
            tx.audit.write(CLI, "company_credit", f"company:{company_id}", here.now(), **credit)
        if phone:
            changed |= tx.registry.administrator(company_id, name, phone, here.now())
        if added or changed:
            act = "company_add" if added else "company_edit"
            tx.audit.write(CLI, act, f"company:{company_id}", here.now(), fields=list(said(given)))
    tell(as_json, added, {"id": company_id, "name": name}, changed)


for _one in (list_companies, add_company):
    company.add_command(_one)
