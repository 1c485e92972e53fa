"""`import areas|staff|complaints|companies FILE`: shows what would change, asks, and writes just that. Where nobody can
be asked, a file that only adds is written; one that changes what is there needs `--yes`."""

from pathlib import Path
from typing import Any

import click

from console.commands.asking import NOTHING_DONE, SOME_REFUSED, NothingDone, agree, yes_option
from console.commands.base import Mistake, PlainGroup, as_json, command, house, say_json
from console.imports.report import Report
from console.imports.run import KINDS, Changed, Import
from console.imports.sheet import Unusable

CODES = f"0 全部做到，{SOME_REFUSED} 有的行没有导入，{NOTHING_DONE} 什么都没有写入"


@click.group("import", cls=PlainGroup)
def group() -> None:
    """导入平台导出的表: xlsx、csv 或制表符分隔的文本"""


def _importer(kind: str, what: str) -> click.Command:
    about = f"导入{what}：先列出新增、改动和不能导入的行，问过再写；重复导入不会重复。退出码：{CODES}"

    @command(kind, help=about)
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--dry-run", is_flag=True, help="只看，不写")
    @yes_option
    @as_json
    def run(file: Path, dry_run: bool, yes: bool, as_json: bool, allow_rename: bool = False) -> None:
        try:
            _run(Import(house().store, house().settings, kind, file, allow_rename), dry_run, yes, as_json)
        except Unusable as error:
            raise Mistake(str(error)) from error

    if kind == "staff":
        meant = "身份证号已在另一个名字下的，照表改名；手机号已登记给别人的，另记一人"
        run = click.option("--allow-rename", is_flag=True, help=meant)(run)
    return run


def _run(file: Import, dry_run: bool, yes: bool, as_json: bool) -> None:
    now = house().now
    if yes and not dry_run:
        report = file.write(now())
        _tell(report, as_json, written=True)
        _end(report)
        return
    parts = file.preview(now())
    seen = Report()
    for part in parts:
        seen.add(part)
    if dry_run or not seen.changes:
        _tell(seen, as_json, written=False)
        _end(seen)
        return
    click.echo(seen.as_text(), err=as_json)
    agree(f"写入这 {seen.changes} 行吗？", yes=False, harmless=seen.only_adds)
    try:
        report = file.write(now(), parts)
    except Changed as error:
        raise NothingDone(f"目录在这期间变了，第 {error.row} 行起没有写入；请再运行一次，看新的结果") from error
    say_json(report.as_json() | {"written": True}) if as_json else click.echo("已写入")
    _end(report)


def _tell(report: Report, as_json: bool, written: bool) -> None:
    said: dict[str, Any] = report.as_json() | {"written": written}
    if as_json:
        say_json(said)
        return
    click.echo(report.as_text())
    if not written:
        click.echo("只是看看，什么都没有写入" if report.changes else "没有要改的")


def _end(report: Report) -> None:
    if report.nothing_taken:
        raise NothingDone("没有一行可以导入")
    if report.refused:
        raise click.exceptions.Exit(SOME_REFUSED)


for _kind, _what in zip(KINDS, ("物业管理区域", "从业人员", "需求及建议", "物业服务企业"), strict=True):
    group.add_command(_importer(_kind, _what))
