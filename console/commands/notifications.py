"""`notifications`."""

from typing import Any

from bot.texts.reasons import told
from console.commands.base import as_json, command, house, say_json, say_table, shown
from core.queries import NoticeLine, notice_lines

HEADINGS = ("序号", "编号", "给谁", "内容", "渠道", "结果", "原因", "次数", "生成时间", "发送时间")


@command("notifications", help="列出全部通知和每条的结果；没有发出的都有原因")
@as_json
def notifications(as_json: bool) -> None:
    """Every notice, in order."""
    with house().store.reading() as tx:
        lines = notice_lines(tx)
    if as_json:
        say_json([plain_notice(line) for line in lines])
    else:
        say_table(HEADINGS, [_row(line) for line in lines])


def plain_notice(line: NoticeLine) -> dict[str, Any]:
    """A notice as JSON tells it: `complaint` is a number, or null for a notice of no complaint."""
    return line._asdict()


def _row(line: NoticeLine) -> tuple[object, ...]:
    what = line.id, line.complaint or "-", line.audience, line.template, line.channel, line.state
    return *what, told(line.reason) or "-", line.attempts, shown(line.created_at), shown(line.sent_at)
