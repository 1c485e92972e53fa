"""Tables for operators, made from the tables the program works by: `python -m bot.notify.describe`.

Writes docs/notices.md, docs/lifecycle.md and docs/sms-templates.md, and in docs/operations.md what stands between
`<!-- name -->` and `<!-- end -->`.
"""

import re
from collections.abc import Callable
from pathlib import Path

from bot.account.templates import carded
from bot.notify.catalogue import FIELDS, NOTICES, By, Tell
from bot.notify.describe_lifecycle import lifecycle_page, table
from bot.notify.describe_sms import sms_page
from bot.texts import describing as texts
from bot.texts import notices
from bot.texts.reasons import REASONS

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"(<!-- (?P<name>[\w-]+) -->\n)(?:(?!<!-- ).)*+(<!-- end -->)", re.DOTALL)


def notices_page() -> str:
    """Who is told what, when and by which channel."""
    rows = [_told(event.__name__, tell) for event, tells in NOTICES.items() for tell in tells]
    return texts.NOTICES_PAGE.format(table=table(texts.HEADINGS, rows))


def _told(event: str, tell: Tell) -> tuple[str, ...]:
    said = "" if tell.by is By.SMS else notices.CHAT[tell.template]
    remarks = ((tell.media, texts.MEDIA), (tell.waits, texts.WAITS), (tell.unmanaged, texts.UNMANAGED))
    return (
        texts.EVENTS.get(event, event),
        texts.AUDIENCES[tell.who],
        f"`{tell.template}`",
        texts.BY[tell.by],
        said,
        " ".join(texts.RATING if verb == "rate" else label for verb, _, label in tell.offers),
        "；".join(remark for holds, remark in remarks if holds),
    )


def fields() -> str:
    """What every WeChat template has to carry."""
    return table(
        texts.FIELD_HEADINGS, [(f"`{name}`", label, *texts.FIELD_VALUES[name]) for name, label in FIELDS.items()]
    )


def templates() -> str:
    """The names of WECHAT_TEMPLATES."""
    return table(texts.TEMPLATE_HEADINGS, [(f"`{name}`", notices.STATES[name]) for name in carded()])


def reasons() -> str:
    """What each reason for not sending means."""
    return table(texts.REASON_HEADINGS, [(f"`{name}`", one.meaning, one.todo or "-") for name, one in REASONS.items()])


BLOCKS: dict[str, Callable[[], str]] = {"fields": fields, "templates": templates, "reasons": reasons}


PAGES: dict[str, Callable[[], str]] = {
    "notices.md": notices_page,
    "lifecycle.md": lifecycle_page,
    "sms-templates.md": sms_page,
}


def filled(page: str) -> str:
    """A page with its blocks made anew. Raises KeyError for a block of no known name."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{BLOCKS[found['name']]()}\n\n{found[3]}", page)


def main() -> None:
    """Write the pages."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
    operations = DOCS / "operations.md"
    operations.write_text(filled(operations.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
