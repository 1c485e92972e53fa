"""`audit` and `audit check`: the record of who did what, when, from which channel."""

from datetime import datetime
from typing import Any

import click
from flask.cli import with_appcontext

from console import delivery_words
from console.commands.base import Mistake, PlainGroup, as_json, command, house, moment, say_json, say_table, shown
from console.pages import words
from core.identity import Actor
from core.store.audit import Line

TAKE = 100
HEADINGS = ("序号", "时间", "谁", "渠道", "做了什么", "对什么", "说明")


@click.group("audit", cls=PlainGroup, invoke_without_command=True, help="操作记录：谁、何时、从哪个渠道、做了什么")
@click.option("--subject", help="只看对什么做的，如 staff:3、area:2、contact:7")
@click.option("--since", callback=moment, metavar="ISO8601", help="从这个时间起；不写时区的按北京时间")
@click.option("--all", "everything", is_flag=True, help=f"全部；默认只列最近 {TAKE} 条")
@as_json
@click.pass_context
@with_appcontext
def group(ctx: click.Context, subject: str | None, since: datetime | None, everything: bool, as_json: bool) -> None:
    """The record, in order."""
    if ctx.invoked_subcommand:
        return
    with house().store.reading() as tx:
        lines = tx.reasons.told(tx.audit.lines(subject or "", since, 0 if everything else TAKE))
    if as_json:
        say_json([_plain(line) for line in lines])
    else:
        say_table(HEADINGS, [_row(line) for line in lines])


@command("check", help="核对整份记录：有一条被改过、插入过或删掉过就报出来，并以非零退出")
@as_json
def check(as_json: bool) -> None:
    """The chain, from the first row to the last."""
    with house().store.reading() as tx:
        broken, count = tx.audit.broken(), tx.audit.count()
        found = tx.audit.get(broken) if broken is not None else None
    if as_json:
        say_json({"rows": count, "broken": broken})
    if found:
        raise Mistake(
            f"第 {found.id} 条（{shown(found.at)} {found.act} {found.subject}）与当时写下的不符，或它前面缺了记录"
        )
    if not as_json:
        click.echo(f"共 {count} 条，完整，没有被改动")


group.add_command(check)


def _plain(line: Line) -> dict[str, Any]:
    who = {name: getattr(line.actor, f"{name}_id") for name in ("contact", "staff", "officer", "operator")}
    what = {"act": line.act, "subject": line.subject, "channel": line.actor.channel}
    return {"id": line.id, "at": line.at} | what | who | {"details": line.details}


def _row(line: Line) -> tuple[object, ...]:
    channel = delivery_words.CHANNELS.get(line.actor.channel, line.actor.channel)
    who, act = _who(line.actor), words.RECORDED.get(line.act, line.act)
    return line.id, shown(line.at), who, channel, act, words.subject(line.subject), words.details(line.details)


def _who(actor: Actor) -> str:
    """The role first: the contact tells the address it came from."""
    ids = (("staff", actor.staff_id), ("officer", actor.officer_id), ("operator", actor.operator_id))
    known = [f"{name}:{one}" for name, one in (*ids, ("contact", actor.contact_id)) if one is not None]
    return " ".join(known) or "-"
