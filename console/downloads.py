"""`/r/<token>`: the table of a report, for whoever was given the link, while they may still see what is in it."""

from datetime import datetime

from flask import Blueprint, Response, current_app

from bot.reporting import title
from console.commands.base import House
from console.report_book import SHEETS, Page, book
from core.clocks import in_shanghai
from core.reports import By, Month, Scope, Span
from core.store import downloads
from core.store.engine import Tx
from core.store.reports import figures, names, scope_of

routes = Blueprint("downloads", __name__)
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GONE = "这个链接不存在，或已经过期。请在微信里回复“报表”，会给您新的链接。\n"
MONTHS = 12
_PRIVATE = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@routes.get("/r/<token>")
def report(token: str) -> Response:
    """The workbook; 404 for any link that opens nothing, whatever the reason."""
    here: House = current_app.extensions["mashangban"]
    now = here.now()
    with here.store.reading() as tx:
        asked = downloads.opened(tx.connection, token, now)
        scope = scope_of(tx, asked.staff_id, asked.officer_id) if asked else None
        if scope is None:
            return Response(GONE, 404, _PRIVATE, mimetype="text/plain")
        pages, name = _pages(tx, scope, Month.of(now), now), title(names(tx, scope))
    answer = Response(book(pages, now), headers=_PRIVATE, mimetype=MIME)
    file = f"{name}报表{in_shanghai(now):%Y%m%d}.xlsx"
    answer.headers.set("Content-Disposition", "attachment", filename=file)
    return answer


def _pages(tx: Tx, scope: Scope, this: Month, now: datetime) -> list[Page]:
    """This month and the last by estate (and what lies above it), and the last months."""
    groups = [By.AREA, *([By.COMPANY] if scope.district else [])]
    groups += [By.STREET] if scope.district and not scope.street else []
    pages = [
        _page(tx, f"{month} {SHEETS[by]}", scope, by, month.until(), now)
        for by in groups
        for month in (this, this.back(1))
    ]
    last = this.back(MONTHS - 1).until(this)
    return [*pages, _page(tx, SHEETS[By.MONTH], scope, By.MONTH, last, now)]


def _page(tx: Tx, name: str, scope: Scope, by: By, span: Span, now: datetime) -> Page:
    total = figures(tx, scope, By.TOTAL, span, now)[0]
    return Page(name, by, figures(tx, scope, by, span, now), total)
