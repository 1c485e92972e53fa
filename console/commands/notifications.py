"""`notifications`, and what operators do about those that were given up."""

from typing import Any

import click
from flask.cli import with_appcontext

from bot.texts.reasons import told
from console import delivery_words as words
from console.commands.base import Mistake, Misuse, PlainGroup, as_json, command, house, say_json, say_table, shown
from core.complaint import Refusal
from core.console_commands import GiveUpNotice, RetryNotice
from core.identity import CLI
from core.queries import NoticeLine, notice_lines
from core.queries_delivery import board, dead_ids

HEADINGS = ("序号", "编号", "给谁", "内容", "渠道", "结果", "原因", "次数", "生成时间", "发送时间")
_REFUSED = {
    "not_found": "没有序号为 {id} 的通知",
    "not_dead": "通知 {id} 现在是 {state}，不能这样做",
    "notice_blank": "通知 {id} 的内容已按期清除，不能再发",
}


@click.group("notifications", cls=PlainGroup, invoke_without_command=True)
@as_json
@click.pass_context
@with_appcontext
def group(context: click.Context, as_json: bool) -> None:
    """列出全部通知和每条的结果；没有发出的都有原因"""
    if context.invoked_subcommand:
        return
    with house().store.reading() as tx:
        lines = notice_lines(tx)
    if as_json:
        say_json([plain_notice(line) for line in lines])
    else:
        say_table(HEADINGS, [_row(line) for line in lines])


@command("board", help="送达看板：各模板、渠道、结果的数目，等得最久的，已放弃的")
@as_json
def show_board(as_json: bool) -> None:
    """The delivery board."""
    here = house()
    with here.store.reading() as tx:
        found = board(tx, here.now(), here.settings.sms_daily_budget, here.settings.code_daily_budget)
    if as_json:
        waiting, dead = ([plain_notice(line) for line in lines] for lines in (found.oldest, found.dead))
        counts = [line._asdict() for line in found.counts]
        say_json(found._asdict() | {"counts": counts, "oldest": waiting, "dead": dead})
        return
    click.echo(f"{shown(found.since)} 以来")
    counted = [
        (words.notice(one.template), one.template, words.channel(one.channel), words.sending(one.state), one.total)
        for one in found.counts
    ]
    say_table(("内容", "名字", "渠道", "结果", "数目"), counted)
    click.echo(f"今天短信 {found.texts} 条" + (f"，上限 {found.budget} 条" if found.budget else ""))
    click.echo(f"今天验证码 {found.codes} 个" + (f"，上限 {found.code_budget} 个" if found.code_budget else ""))
    click.echo("\n等得最久的：")
    say_table(HEADINGS, [_row(line) for line in found.oldest])
    click.echo("\n已放弃的（可以 retry 重发，或 give-up 不再发）：")
    say_table(HEADINGS, [_row(line) for line in found.dead])


@command("retry", help="重新发送已放弃的通知；--all-dead 是全部")
@click.argument("ids", metavar="[序号]...", nargs=-1, type=int)
@click.option("--all-dead", is_flag=True, help="全部已放弃的")
def retry(ids: tuple[int, ...], all_dead: bool) -> None:
    """Send after all."""
    if bool(ids) == all_dead:
        raise Misuse("写序号，或者写 --all-dead")
    if all_dead:
        with house().store.reading() as tx:
            ids = tuple(dead_ids(tx))
    _each(ids, RetryNotice)
    click.echo(f"重新发送 {len(ids)} 条")


@command("give-up", help="不再发送已放弃的通知，从看板上去掉")
@click.argument("ids", metavar="序号...", nargs=-1, required=True, type=int)
def give_up(ids: tuple[int, ...]) -> None:
    """Take dead letters off the board."""
    _each(ids, GiveUpNotice)
    click.echo(f"不再发送 {len(ids)} 条")


def _each(ids: tuple[int, ...], kind: type[RetryNotice] | type[GiveUpNotice]) -> None:
    """All of them, or none."""
    here = house()
    with here.store.writing() as tx:
        for notice_id in ids:
            try:
                here.perform(tx, CLI, kind(notice_id), here.now())
            except Refusal as refusal:
                raise Mistake(_REFUSED[refusal.reason].format(id=notice_id, **refusal.facts)) from refusal


for _one in (show_board, retry, give_up):
    group.add_command(_one)


def plain_notice(line: NoticeLine) -> dict[str, Any]:
    """A notice as JSON tells it: `complaint` is a number, or null for a notice of no complaint."""
    return line._asdict()


def notice_words(line: NoticeLine) -> tuple[str, str, str, str]:
    """To whom, what, by which channel, and what became of it."""
    channel, state = words.channel(line.channel), words.sending(line.state)
    return words.audience(line.audience), words.notice(line.template), channel, state


def _row(line: NoticeLine) -> tuple[object, ...]:
    what = line.id, line.complaint or "-", *notice_words(line)
    return *what, told(line.reason) or "-", line.attempts, shown(line.created_at), shown(line.sent_at)
