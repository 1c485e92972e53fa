"""`import areas|staff|complaints|companies FILE`."""

from pathlib import Path

import click

from console.commands.base import Mistake, PlainGroup, as_json, command, house, say_json
from console.imports.run import KINDS, import_file
from console.imports.sheet import Unusable


@click.group("import", cls=PlainGroup)
def group() -> None:
    """导入平台导出的表: xlsx、csv 或制表符分隔的文本"""


def _importer(kind: str, what: str) -> click.Command:
    @command(kind, help=f"导入{what}；不能导入的行逐行说明，其余照常导入；重复导入不会重复")
    @click.argument("file", type=click.Path(path_type=Path))
    @as_json
    def run(file: Path, as_json: bool) -> None:
        here = house()
        try:
            report = import_file(here.store, here.settings, kind, file, here.now())
        except Unusable as error:
            raise Mistake(str(error)) from error
        say_json(report.as_json()) if as_json else click.echo(report.as_text())
        if report.refused and not any(report.counts.values()):
            raise Mistake("没有一行可以导入")

    return run


for _kind, _what in zip(KINDS, ("物业管理区域", "从业人员", "需求及建议", "物业服务企业"), strict=True):
    group.add_command(_importer(_kind, _what))
