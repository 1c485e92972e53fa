"""`sweep`."""

from datetime import datetime

import click

from console.commands.base import as_json, command, house, moment, say_json, say_table
from console.delivery_words import swept
from core import sweeps
from core.clocks import durations
from core.identity import SYSTEM
from core.store.files import Files

LOOKED_AHEAD = "以上是到那时、如果什么都没变会做的事；只是看看，什么都没有做。"


@command("sweep", help="做到期该做的事并报告，如结束无人评价的、提醒评价、清理过期数据")
@click.option(
    "--at",
    callback=moment,
    metavar="ISO8601",
    help="按这个时间算，默认是现在；以后的时间只看到时有什么，什么都不做（演示除外）",
)
@as_json
def sweep(at: datetime | None, as_json: bool) -> None:
    """Do what is due; of a time ahead of now only tell what would be, except in the demonstration."""
    here, now = house(), house().now()
    looks_ahead = at is not None and at > now and here.settings.app_env != "demo"
    if looks_ahead:
        done = sweeps.ahead(here.store, durations(here.settings), at or now)
    else:
        done = sweeps.sweep(
            here.store,
            Files(here.settings.data_dir, here.store.cipher),
            lambda tx, command, now: here.perform(tx, SYSTEM, command, now),
            at or now,
        )
    if as_json:
        say_json(done)
        return
    say_table(("事项", "件数"), [(swept(name), count) for name, count in done.items()])
    if looks_ahead:
        click.echo(LOOKED_AHEAD)
        return
    with here.store.reading() as tx:
        end = tx.audit.end()
    click.echo(f"操作记录末尾 {end.rows}:{end.hash}" if end.whole else "操作记录末尾不对：运行 audit check")
