"""小区: the table of question 7, one estate, and its 码上办 poster (question 9)."""

from typing import Any

from flask import Response, abort, render_template, request
from sqlalchemy import select

from bot.account.codes import kept
from bot.posters import Size, laid_out, pdf, png, poster_of, told_missing
from console.disposition import named
from console.pages.base import house, looking, now, pages
from console.pages.paging import Pager
from console.pages.visitor import act, allowed, visitor
from core import browsing
from core.accounts import Kind
from core.clocks import durations
from core.console_commands import NoteExport
from core.printing import line_to_print, missing
from core.queries import PAGE, AreaLine, area_line, area_lines
from core.store.engine import Tx
from core.store.tables import areas

READERS = (Kind.COMPANY, Kind.MANAGER, Kind.OFFICER)
PRINTERS = (Kind.COMPANY, Kind.MANAGER)
FILES = {"png": "image/png", "pdf": "application/pdf"}


@pages.get("/estates")
@allowed(*READERS)
def estates() -> Any:
    """Those of the account, found by name."""
    words, asked = request.args.get("words", "").strip()[:60], Pager.asked(request.args)
    with looking() as tx:
        where = browsing.of_estates(tx, visitor().account)
        found = area_lines(tx, where & areas.c.name.contains(words, autoescape=True) if words else where)
    pager = Pager(asked, len(found))
    lines = found[pager.before : pager.before + PAGE]
    return render_template("estates.html", lines=lines, pager=pager, words=words)


@pages.get("/estates/<id:area_id>")
@allowed(*READERS)
def estate(area_id: int) -> Any:
    """One of them, with what is missing for printing its code."""
    with looking() as tx:
        line = _own(tx, area_id)
        counts = browsing.counts(tx, area_id, now())
        people = tx.directory.managers(area_id)
    lacking = told_missing(line)
    return render_template(
        "estate.html",
        line=line,
        counts=counts,
        people=people,
        lacking=lacking,
        code=kept(line.area, house().settings),
        may_print=visitor().account.kind in PRINTERS,
    )


@pages.get("/estates/<id:area_id>/poster.<ending>")
@allowed(*PRINTERS)
def poster(area_id: int, ending: str) -> Any:
    """The poster as a file, where it may be printed; that it was is a line of the record."""
    size = next((one for one in Size if one == request.args.get("size", Size.A4)), None)
    if ending not in FILES or size is None:
        abort(404)
    with looking() as tx:
        line = line_to_print(tx, visitor().contact.staff_id, area_id)
    code = kept(line.area, house().settings) if line else ""
    if line is None or missing(line) or not code:
        abort(404)
    act(NoteExport(f"poster.{ending}", 1, {"area": str(area_id), "size": size.value}))
    settings = house().settings
    drawn = poster_of(line, code, durations(settings), settings.sms_number)
    sheet = laid_out(drawn, size)
    answer = Response(png(sheet) if ending == "png" else pdf([sheet], drawn.name), mimetype=FILES[ending])
    return named(answer, f"{line.area.name}-{size}.{ending}")


def _own(tx: Tx, area_id: int) -> AreaLine:
    mine = select(areas.c.id).where(areas.c.id == area_id, browsing.of_estates(tx, visitor().account))
    line = area_line(tx, area_id) if tx.connection.scalar(mine) else None
    if line is None:
        abort(404)
    return line
