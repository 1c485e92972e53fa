"""`backup`."""

from pathlib import Path

import click
from sqlalchemy import make_url

from console.backup import Failed, back_up
from console.commands.base import Mistake, as_json, command, house, say_json
from core.clocks import in_shanghai


@command("backup", help="备份数据库和附件到一个目录，运行中就能做；一天一份，过了期的删掉")
@click.argument("folder", metavar="目录", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), default=30, help="数据库的备份留几天，默认 30")
@as_json
def backup(folder: Path, keep: int, as_json: bool) -> None:
    """A consistent copy of all there is."""
    here = house()
    url, today = make_url(here.settings.database_url), in_shanghai(here.now()).date()
    try:
        done = back_up(url, here.settings.data_dir, folder, today, keep)
    except Failed as why:
        raise Mistake(str(why)) from why
    except OSError as error:
        raise Mistake(f"写不进 {folder}：{error.strerror}") from error
    size = done.file.stat().st_size
    if as_json:
        say_json({"file": str(done.file), "bytes": size, "new_files": done.new, "removed": done.removed})
    else:
        about = f"{size / 1_000_000:.1f} MB，新的附件 {done.new} 个，删掉过期的 {done.removed} 个"
        click.echo(f"已备份 {done.file}：{about}")
