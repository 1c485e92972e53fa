"""`audit` and `audit check`: the record of who did what, when, from which channel, and whether it is whole."""

from datetime import datetime
from typing import Any

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from console import delivery_words, record_words
from console.commands.base import (
    Mistake,
    Misuse,
    PlainGroup,
    as_json,
    command,
    house,
    moment,
    say_json,
    say_table,
    shown,
)
from core.identity import Actor, masked_name
from core.offices import names
from core.store.anchor import End
from core.store.audit import Break, Line
from core.store.engine import Store, Tx
from core.store.proof import Flaw, Proven, lines, prove

TAKE = 100
MOST_NAMED = 10
HEADINGS = ("序号", "时间", "谁", "渠道", "做了什么", "对什么", "说明")


def _end(_ctx: click.Context, _param: click.Parameter, value: str | None) -> End | None:
    try:
        return End.read(value) if value else None
    except ValueError:
        raise Misuse(f"不是 N:HASH：{value}") from None


@click.group("audit", cls=PlainGroup, invoke_without_command=True, help="操作记录：谁、何时、从哪个渠道、做了什么")
@click.option("--subject", help="只看对什么做的，如 staff:3、area:2、contact:7")
@click.option("--since", callback=moment, metavar="ISO8601", help="从这个时间起；不写时区的按北京时间")
@click.option("--all", "everything", is_flag=True, help=f"全部；默认只列最近 {TAKE} 条，新的在最下面")
@as_json
@click.pass_context
@with_appcontext
def group(ctx: click.Context, subject: str | None, since: datetime | None, everything: bool, as_json: bool) -> None:
    """The record, in order."""
    if ctx.invoked_subcommand:
        return
    with house().store.reading() as tx:
        lines = tx.reasons.told(tx.audit.lines(subject or "", since, 0 if everything else TAKE))
        people = names(tx, [line.actor for line in lines])
    if as_json:
        say_json([_plain(line) for line in lines])
    else:
        say_table(HEADINGS, [_row(line, people[line.actor]) for line in lines])
        more = f"；这是最近 {TAKE} 条，--all 看全部" if len(lines) == TAKE and not everything else ""
        click.echo(f"共 {len(lines)} 条，新的在最下面{more}")


@command("check", help="核对操作记录和每件反映的经过：被改过、加过、删掉、调换过的都报出来，并以非零退出")
@click.option("--expect", callback=_end, metavar="N:HASH", help="与记在别处的末尾核对：日志里的 audit_head")
@as_json
def check(expect: End | None, as_json: bool) -> None:
    """The record from the first row to the last, then every complaint."""
    with house().store.reading() as tx:
        broken, end = tx.audit.broken(expect), tx.audit.end()
        wrong = [_told(tx, broken)] if broken else []
    seen = _proven(house().store)
    if as_json:
        record = {"rows": end.rows, "hash": end.hash, "broken": broken.at if broken else None}
        flaws = [flaw._asdict() for flaw in seen.flaws]
        say_json(record | {"complaints": seen.complaints, "lines": seen.lines, "flaws": flaws})
    if seen.flaws:
        named = "、".join(map(_flaw, seen.flaws[:MOST_NAMED]))
        more = f"等 {len(seen.flaws)} 件" if len(seen.flaws) > MOST_NAMED else ""
        wrong.append(f"反映 {named}{more} 与当时写下的不符；用 complaint 编号 看，对照备份和日志")
    if wrong:
        raise Mistake("；".join(wrong))
    if not as_json:
        click.echo(f"操作记录 {end.rows} 条，完整" + (f"；末尾 {end.rows}:{end.hash}" if end.rows else ""))
        click.echo(f"反映 {seen.complaints} 件，经过 {seen.lines} 行，完整")


group.add_command(check)


def _told(tx: Tx, broken: Break) -> str:
    found = tx.audit.get(broken.at) if broken.how == "row" else None
    act = record_words.RECORDED.get(found.act, found.act) if found else ""
    which = f"（{shown(found.at)} {act} {record_words.subject(found.subject)}）" if found else ""
    return delivery_words.broken(broken, which)


def _proven(store: Store) -> Proven:
    """All complaints together, with a progress bar if that takes a while at a terminal."""
    seen = Proven(0, 0, [])
    with tqdm(total=lines(store), unit="行", disable=None, delay=1, leave=False) as bar:
        for some in prove(store):
            seen = Proven(seen.complaints + some.complaints, seen.lines + some.lines, seen.flaws + some.flaws)
            bar.update(some.lines)
    return seen


def _flaw(flaw: Flaw) -> str:
    return f"{flaw.number}（经过第 {flaw.line} 行）" if flaw.line else f"{flaw.number}（现在的内容或状态）"


def _plain(line: Line) -> dict[str, Any]:
    who = {name: getattr(line.actor, f"{name}_id") for name in ("contact", "staff", "officer", "operator")}
    what = {"act": line.act, "subject": line.subject, "channel": line.actor.channel}
    return {"id": line.id, "at": line.at} | what | who | {"details": line.details}


def _row(line: Line, name: str) -> tuple[object, ...]:
    channel = delivery_words.CHANNELS.get(line.actor.channel, line.actor.channel)
    who, act = _who(line.actor, name), record_words.RECORDED.get(line.act, line.act)
    return (
        line.id,
        shown(line.at),
        who,
        channel,
        act,
        record_words.subject(line.subject),
        record_words.details(line.details),
    )


def _who(actor: Actor, name: str) -> str:
    """The role first: the contact tells the address it came from."""
    ids = (("staff", actor.staff_id), ("officer", actor.officer_id), ("operator", actor.operator_id))
    known = [
        record_words.subject(f"{kind}:{one}") for kind, one in (*ids, ("contact", actor.contact_id)) if one is not None
    ]
    return " ".join([masked_name(name), *known] if name else known) or "系统"
