"""`company`: `list`, `add`, `remove`."""

import click
from rapidfuzz import fuzz, process
from stdnum.cn import uscc

from console.commands.accounts import name_option, phone_of, said, tell, text_of
from console.commands.base import Mistake, Misuse, PlainGroup, as_json, command, house, say_json, say_table
from core.directory import GRADES
from core.identity import CLI
from core.offices import companies_page
from core.store.engine import Tx

NEARLY = 85
"""How alike (of 100) two names are of which one is probably misspelt."""
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
@click.option("--new", is_flag=True, help="目录里有名称很像的，也添加")
@as_json
def add_company(
    name: str, code: str, phone: str | None, grade: str | None, score: int | None, new: bool, as_json: bool
) -> None:
    """A company, found by its name."""
    if code and not uscc.is_valid(code):
        raise Misuse(f"不是有效的统一社会信用代码：{code}")
    if len(name) > 120:
        raise Misuse("--name 超过 120 个字")
    given = {"code": uscc.compact(code) if code else "", "phone": phone, "grade": grade, "score": score}
    here = house()
    with here.store.writing() as tx:
        tx.registry.lock()
        _differs(tx, name, str(given["code"]), new)
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


def _differs(tx: Tx, name: str, code: str, new: bool) -> None:
    """Raises Mistake where this is another company's code, or a name that was probably misspelt."""
    holder = tx.directory.company_by_code(code)
    if holder and holder.name != name:
        raise Mistake(f"{code} 是 {holder.name} 的统一社会信用代码")
    known = tx.directory.company_names()
    near = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=NEARLY)
    if near and name not in known and not new:
        raise Mistake(f"目录里有 {near[0]}，是不是它？确实是另一家，就加上 --new")


@command("remove", help="删掉名下什么都没有的企业：多半是表里写错名称带进来的")
@click.argument("name", metavar="企业名称")
@as_json
def remove_company(name: str, as_json: bool) -> None:
    """A company that nothing hangs on."""
    here = house()
    with here.store.writing() as tx:
        tx.registry.lock()
        known = tx.directory.company_by_name(name)
        if known is None:
            raise Mistake(f"没有名为 {name} 的物业服务企业")
        if not tx.registry.remove_company(known.id):
            raise Mistake(f"{name} 名下有过小区、人员、申请或通知，不能删")
        tx.audit.write(CLI, "company_remove", f"company:{known.id}", here.now())
    say_json({"id": known.id, "removed": True}) if as_json else click.echo(f"已删掉 {name}")


for _one in (list_companies, add_company, remove_company):
    company.add_command(_one)
