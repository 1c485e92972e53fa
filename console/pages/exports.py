"""The list of complaints as a file; that it was taken away is a line of the record."""

from typing import Any

from flask import Response, abort, request, url_for

from console.disposition import named
from console.pages.base import looking, now, pages
from console.pages.complaints import READERS, read_filter, told
from console.pages.visitor import act, allowed, visitor
from console.tables import TYPES, table
from core import browsing
from core.clocks import in_shanghai
from core.console_commands import NoteExport
from core.queries import ComplaintLine

HEADINGS = (
    *("序号", "物业管理区域名称", "行政区划", "街道", "内容"),
    *("物业服务企业", "处理状态", "剩余处理时间", "提交时间", "编号"),
)


@pages.get("/complaints.<ending>")
@allowed(*READERS)
def export(ending: str) -> Any:
    """What the list shows with this filter, all its pages."""
    if ending not in TYPES:
        abort(404)
    wanted = read_filter(request.args)
    with looking() as tx:
        lines = list(browsing.everything(tx, visitor().account, wanted, now()))
    act(NoteExport(f"complaints.{ending}", len(lines), told(wanted)))
    content = table(ending, "需求及建议", HEADINGS, (_row(at, one) for at, one in enumerate(lines, 1)))
    answer = Response(content, mimetype=TYPES[ending])
    name = f"需求及建议{in_shanghai(now()):%Y%m%d}.{ending}"
    return named(answer, name)


def _row(at: int, one: ComplaintLine) -> tuple[object, ...]:
    filed = f"{in_shanghai(one.submitted_at):%Y-%m-%d %H:%M:%S}"
    place = one.area, one.district, one.street, one.content, one.company
    return (at, *place, one.state.value, one.remaining, filed, one.number)


@pages.app_template_global()
def export_url(ending: str) -> str:
    """Where the list that is shown is had as a file."""
    given: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "page"}
    return url_for("pages.export", **given | {"ending": ending})
