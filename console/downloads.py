"""`/r/<token>`: the table of a report, or an estate's poster, for whoever was given the link, while they may still see
what is in it."""

from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, Response, current_app

from bot.account.codes import kept
from bot.posters import Size, laid_out, pdf, poster_of
from bot.reporting import title
from console.commands.base import House
from console.disposition import named
from console.own_copy import own_copy
from console.report_book import SHEETS, Page, book
from core.clocks import durations, in_shanghai
from core.identity import Actor
from core.printing import lent_poster
from core.reports import By, Month, Scope, Span
from core.settings import Settings
from core.store import downloads
from core.store.downloads import Download
from core.store.engine import Tx
from core.store.reports import figures, names, scope_of

routes = Blueprint("downloads", __name__)
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
GONE = "这个链接不存在，或已经过期。请在微信里回复“报表”“打印码上办”或“我的信息”，会给您新的链接。\n"
NOT_READY = "二维码正在向微信申请，请一分钟后再打开这个链接。\n"
MONTHS = 12
_PRIVATE = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@routes.get("/r/<token>")
def lent(token: str) -> Response:
    """What the link opens; 404 for any link that opens nothing, whatever the reason."""
    here: House = current_app.extensions["mashangban"]
    now = here.now()
    with here.store.reading() as tx:
        asked = downloads.opened(tx.connection, token, now)
        made = _made(tx, asked, here.settings, now) if asked else None
    if made is None:
        return Response(GONE, 404, _PRIVATE, mimetype="text/plain")
    if made.content and asked:
        who = Actor(asked.contact_id, asked.staff_id, asked.officer_id, "link")
        with here.store.writing() as tx:
            tx.audit.write(who, "download", f"download:{asked.id}", now, size=len(made.content))
    if made.content is None:
        return Response(NOT_READY, 503, _PRIVATE | {"Retry-After": "60"}, mimetype="text/plain")
    answer = Response(made.content, headers=_PRIVATE, mimetype=made.mime)
    return named(answer, made.file, "inline" if made.mime == PDF else "attachment")


class Made(NamedTuple):
    """A file to hand out; without content it cannot be made yet."""

    file: str
    mime: str
    content: bytes | None


def _made(tx: Tx, asked: Download, settings: Settings, now: datetime) -> Made | None:
    if asked.area_id:
        return _poster(tx, asked, settings)
    if asked.own_data:
        contact = tx.contacts.get(asked.contact_id)
        file = f"我的信息{in_shanghai(now):%Y%m%d}.xlsx"
        return Made(file, MIME, own_copy(tx, contact, now)) if contact else None
    scope = scope_of(tx, asked.staff_id, asked.officer_id)
    if scope is None:
        return None
    file = f"{title(names(tx, scope))}报表{in_shanghai(now):%Y%m%d}.xlsx"
    return Made(file, MIME, book(_pages(tx, scope, Month.of(now), now), now))


def _poster(tx: Tx, asked: Download, settings: Settings) -> Made | None:
    line = lent_poster(tx, asked)
    if line is None:
        return None
    file = f"{line.area.name}码上办{asked.size.upper()}.pdf"
    code = kept(line.area, settings)
    if not code:
        return Made(file, PDF, None)
    poster = poster_of(line, code, durations(settings), settings.sms_number)
    return Made(file, PDF, pdf([laid_out(poster, Size(asked.size))], poster.name))


def _pages(tx: Tx, scope: Scope, this: Month, now: datetime) -> list[Page]:
    """This month and the last by estate (and what lies above it), this month by kind, and the last months."""
    groups = [By.AREA, *([By.COMPANY] if scope.district else [])]
    groups += [By.STREET] if scope.district and not scope.street else []
    pages = [
        _page(tx, f"{month} {SHEETS[by]}", scope, by, month.until(), now)
        for by in groups
        for month in (this, this.back(1))
    ]
    pages.append(_page(tx, f"{this} {SHEETS[By.KIND]}", scope, By.KIND, this.until(), now))
    last = this.back(MONTHS - 1).until(this)
    return [*pages, _page(tx, SHEETS[By.MONTH], scope, By.MONTH, last, now)]


def _page(tx: Tx, name: str, scope: Scope, by: By, span: Span, now: datetime) -> Page:
    total = figures(tx, scope, By.TOTAL, span, now)[0]
    return Page(name, by, figures(tx, scope, by, span, now), total)
