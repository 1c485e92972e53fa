"""`/r/<token>`: the table of a report, or an estate's poster, for whoever was given the link, while they may still see
what is in it."""

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, Response, current_app
from flask.sansio.blueprints import BlueprintSetupState

from bot.account.codes import kept
from bot.posters import Size, laid_out, pdf, poster_of
from bot.reporting import title
from console.commands.base import House
from console.disposition import named
from console.own_copy import own_copy
from console.pages.limits import of_app
from console.report_book import SHEETS, Page, book
from console.shelf import Busy, Shelf
from core import watch
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
BUSY = "打开文件的人比较多，请几秒后再打开这个链接。\n"
TOO_OFTEN = "这个链接打开得太频繁，请一分钟后再打开；24小时内都有效。\n"
MONTHS = 12
_PRIVATE = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@routes.record_once
def _install(state: BlueprintSetupState) -> None:
    state.app.extensions["mashangban.shelf"] = Shelf()


@routes.get("/r/<token>")
def lent(token: str) -> Response:
    """What the link opens; 404 for any link that opens nothing, whatever the reason."""
    here: House = current_app.extensions["mashangban"]
    shelf: Shelf = current_app.extensions["mashangban.shelf"]
    now, limits = here.now(), of_app()
    if not limits.allows("files", limits.address()):
        return _too_often("files")
    with here.store.reading() as tx:
        asked = downloads.opened(tx.connection, token, now)
        wanted = _wanted(tx, asked, here.settings, now) if asked else None
        if asked is None or wanted is None:
            return _plain(GONE, 404)
        if not limits.allows("file", str(asked.id)):
            return _too_often("file")
        if wanted.make is None:
            return _plain(NOT_READY, 503, 60)
        try:
            content = shelf.get((asked.id, wanted.right), wanted.make, now)
        except Busy:
            return _plain(BUSY, 503, 5)
    _record(here, asked, len(content), now)
    answer = Response(content, headers=_PRIVATE, mimetype=wanted.mime)
    return named(answer, wanted.file, "inline" if wanted.mime == PDF else "attachment")


def _too_often(what: str) -> Response:
    watch.refused("file_limit", limit=what)
    return _plain(TOO_OFTEN, 429, 60)


def _plain(words: str, status: int, after: int = 0) -> Response:
    headers = _PRIVATE | ({"Retry-After": str(after)} if after else {})
    return Response(words, status, headers, mimetype="text/plain")


def _record(here: House, asked: Download, size: int, now: datetime) -> None:
    """Who opened it, once in a while: whoever opens it often has still read the same."""
    if not downloads.worth_noting(asked, now):
        return
    who = Actor(asked.contact_id, asked.staff_id, asked.officer_id, "link")
    with here.store.writing() as tx:
        if downloads.note_opened(tx.connection, asked.id, now):
            tx.audit.write(who, "download", f"download:{asked.id}", now, size=size)


class Wanted(NamedTuple):
    """A file to hand out, had by a `right`, of which it is made; without `make` it cannot be made yet."""

    file: str
    mime: str
    right: Hashable
    make: Callable[[], bytes] | None


def _wanted(tx: Tx, asked: Download, settings: Settings, now: datetime) -> Wanted | None:
    if asked.area_id:
        return _poster(tx, asked, settings)
    if asked.own_data:
        contact = tx.contacts.get(asked.contact_id)
        file = f"我的信息{in_shanghai(now):%Y%m%d}.xlsx"
        return Wanted(file, MIME, contact.id, lambda: own_copy(tx, contact, now)) if contact else None
    scope = scope_of(tx, asked.staff_id, asked.officer_id)
    if scope is None:
        return None
    file = f"{title(names(tx, scope))}报表{in_shanghai(now):%Y%m%d}.xlsx"
    return Wanted(file, MIME, scope, lambda: book(_pages(tx, scope, Month.of(now), now), now))


def _poster(tx: Tx, asked: Download, settings: Settings) -> Wanted | None:
    line = lent_poster(tx, asked)
    if line is None:
        return None
    file = f"{line.area.name}码上办{asked.size.upper()}.pdf"
    code = kept(line.area, settings)
    if not code:
        return Wanted(file, PDF, line, None)
    poster = poster_of(line, code, durations(settings), settings.sms_number)
    return Wanted(file, PDF, (line, code), lambda: pdf([laid_out(poster, Size(asked.size))], poster.name))


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
