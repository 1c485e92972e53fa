"""`sweep`."""

from datetime import datetime

import click

from console.commands.base import as_json, command, house, moment, say_json, say_table
from console.delivery_words import swept
from core import sweeps
from core.identity import SYSTEM
from core.store.files import Files


@command("sweep", help="做到期该做的事并报告，如结束无人评价的、提醒评价、清理过期数据")
@click.option("--at", callback=moment, metavar="ISO8601", help="按这个时间算，默认是现在；不写时区的按北京时间")
@as_json
def sweep(at: datetime | None, as_json: bool) -> None:
    """Do what is due."""
    here = house()
    done = sweeps.sweep(
        here.store,
        Files(here.settings.data_dir),
        lambda tx, command, now: here.perform(tx, SYSTEM, command, now),
        at or here.now(),
    )
    say_json(done) if as_json else say_table(("事项", "件数"), [(swept(name), count) for name, count in done.items()])
