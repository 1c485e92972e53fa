"""`applications`, and `application N`, `application approve N`, `application return N --reason field=…`."""

from typing import Any

import click

from bot.application_words import act_text, caution_text, field_text, reason_lines, refusal_text
from console.commands.base import Mistake, Misuse, PlainGroup, as_json, command, house, say_json, say_table, shown
from core.application_commands import ApplicationCommand, ApproveApplication, ReturnApplication
from core.application_queries import ApplicationView, application_view, applications_page, standing_named
from core.applications import FIELDS, Application, Kind, Standing
from core.complaint import Refusal
from core.identity import CLI

HEADINGS = ("编号", "业务", "名称", "行政区划", "街道", "状态", "提交时间", "最晚审核")
LATE = "超期"


class ByNumber(PlainGroup):
    """`application 7` is short for `application show 7`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `show` before a number."""
        named = next((one for one in args if not one.startswith("-")), "")
        return super().parse_args(ctx, ["show", *args] if named.isdecimal() else args)


@command("applications", help="列出企业的申请：实名认证、合同备案、信息变更")
@click.option("--state", help="、".join(one.value for one in Standing))
@as_json
def applications(state: str | None, as_json: bool) -> None:
    """What waits comes with the longest waiting first, anything else with the latest first."""
    named = standing_named(state) if state is not None else None
    if state is not None and named is None:
        raise Mistake(f"没有这种状态：{state}；可用：{'、'.join(one.value for one in Standing)}")
    with house().store.reading() as tx:
        found, total = applications_page(tx, CLI, (named,) if named else (), 0, 0)
    if as_json:
        say_json([_plain(one) for one in found])
        return
    say_table(HEADINGS, [_row(one) for one in found])
    click.echo(f"共 {total} 件")


@click.group("application", cls=ByNumber)
def group() -> None:
    """一件申请：直接写编号看详情，approve 通过，return 退回"""


@command("show", help="一件申请的内容、经过，和审核前要核对的")
@click.argument("number", type=int)
@as_json
def show(number: int, as_json: bool) -> None:
    """One in full; name and phone of an applicant stay masked."""
    here = house()
    with here.store.reading() as tx:
        view = application_view(tx, CLI, number, here.now())
    if view is None:
        raise Mistake(f"没有编号为 {number} 的申请")
    say_json(_whole(view)) if as_json else _tell(view)


@command("approve", help="通过一件申请，申请的事马上生效")
@click.argument("number", type=int)
def approve(number: int) -> None:
    """What was asked for happens now."""
    one = _done(ApproveApplication(number))
    click.echo(f"已通过：{one.kind.value} {one.subject}")


@command("return", help="退回一件申请；每一项写明原因，申请人会看到")
@click.argument("number", type=int)
@click.option("--reason", "reasons", multiple=True, required=True, metavar="项目=原因", help="可以写多次")
def give_back(number: int, reasons: tuple[str, ...]) -> None:
    """Fields are named as in `application N --json`, or by what they are called."""
    with house().store.reading() as tx:
        one = tx.applications.get(number)
    if one is None:
        raise Mistake(f"没有编号为 {number} 的申请")
    returned = _done(ReturnApplication(number, dict(_reason(one.kind, text) for text in reasons)))
    click.echo(f"已退回：{returned.kind.value} {returned.subject}")


def _reason(kind: Kind, text: str) -> tuple[str, str]:
    name, equals, why = text.partition("=")
    if not equals or not why.strip():
        raise Misuse(f"--reason 要写成 项目=原因，不是 {text}")
    found = next((field.name for field in FIELDS[kind] if name.strip() in (field.name, field.label)), None)
    if found is None:
        raise Misuse(f"没有这一项：{name}；可用：{'、'.join(field.label for field in FIELDS[kind])}")
    return found, why.strip()


def _done(wanted: ApplicationCommand) -> Application:
    here = house()
    try:
        with here.store.writing() as tx:
            done: Application = here.perform(tx, CLI, wanted, here.now())
    except Refusal as refusal:
        raise Mistake(refusal_text(refusal)) from refusal
    return done


def _row(one: Application) -> tuple[object, ...]:
    late = f" {LATE}" if one.state is Standing.WAITING and one.due_at < house().now() else ""
    due = shown(one.due_at) + late if one.state is Standing.WAITING else "-"
    where = one.district or "-", one.street or "-"
    return one.id, one.kind.value, one.subject, *where, one.state.value, shown(one.submitted_at), due


def _plain(one: Application) -> dict[str, Any]:
    names = ("id", "subject", "district", "street", "round", "submitted_at", "decided_at")
    known = {name: getattr(one, name) for name in names}
    return {"kind": one.kind.value, "state": one.state.value, "due_at": one.due_at} | known


def _whole(view: ApplicationView) -> dict[str, Any]:
    return _plain(view.application) | {
        "company": view.company,
        "fields": [line._asdict() for line in view.lines],
        "photos": len(view.photos),
        "cautions": [caution._asdict() for caution in view.cautions],
        "late": view.late,
        "history": [line._asdict() for line in view.history],
    }


def _tell(view: ApplicationView) -> None:
    for heading, value in zip(HEADINGS, _row(view.application), strict=True):
        click.echo(f"{heading}：{value}")
    if view.company:
        click.echo(f"申请企业：{view.company}")
    for line in (*map(field_text, view.lines), *reason_lines(view.lines)):
        click.echo(line)
    click.echo(f"照片：{len(view.photos)} 张")
    for caution in view.cautions:
        click.echo(f"请核对：{caution_text(caution)}")
    say_table(("时间", "动作", "谁"), [(shown(line.at), act_text(line), line.by) for line in view.history])


group.add_command(show)
group.add_command(approve)
group.add_command(give_back)
