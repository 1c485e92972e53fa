"""报表: the figures of what the account answers for, by month and by estate."""

from typing import Any

from flask import Response, render_template, request

from console.disposition import named
from console.pages.base import looking, now, pages
from console.pages.visitor import act, allowed, visitor
from console.report_book import HEADINGS, NAMES, NOTES, SHEETS, TOTAL, Page, book, names, numbers
from console.tables import XLSX
from core.accounts import Account, Kind
from core.clocks import in_shanghai
from core.console_commands import NoteExport
from core.reports import By, Month, Scope
from core.store.engine import Tx
from core.store.reports import figures

READERS = (Kind.COMPANY, Kind.MANAGER, Kind.OFFICER)
MONTHS = 12


@pages.get("/reports")
@allowed(*READERS)
def reports() -> Any:
    """This month, or one of the last twelve."""
    at = now()
    month = _asked(request.args.get("month", ""), Month.of(at))
    with looking() as tx:
        shown = _pages(tx, visitor().account, month)
    months = [Month.of(at).back(ago) for ago in range(MONTHS)]
    facts = {
        "headings": HEADINGS,
        "names_of": NAMES,
        "names": names,
        "numbers": numbers,
        "notes": NOTES,
        "total": TOTAL,
    }
    return render_template("reports.html", shown=shown, month=month, months=months, **facts)


@pages.get("/reports.xlsx")
@allowed(*READERS)
def reports_file() -> Any:
    """The same as a workbook."""
    at = now()
    month = _asked(request.args.get("month", ""), Month.of(at))
    with looking() as tx:
        shown = _pages(tx, visitor().account, month)
    act(NoteExport("reports.xlsx", sum(len(one.lines) for one in shown), {"month": str(month)}))
    answer = Response(book(shown, at), mimetype=XLSX)
    return named(answer, f"报表{month}-{in_shanghai(at):%Y%m%d}.xlsx")


def _asked(name: str, this: Month) -> Month:
    try:
        wanted = Month.named(name[:7])
    except ValueError:
        return this
    return wanted if this.back(MONTHS - 1) <= wanted <= this else this


def _pages(tx: Tx, account: Account, month: Month) -> list[Page]:
    scope, at = _scope(tx, account), now()
    groups = [By.AREA]
    if account.kind is Kind.OFFICER:
        groups += [By.COMPANY] if account.street else [By.STREET, By.COMPANY]
    spans = [(SHEETS[by], by, month.until()) for by in groups]
    spans.append((SHEETS[By.MONTH], By.MONTH, month.back(MONTHS - 1).until(month)))
    return [
        Page(name, by, figures(tx, scope, by, span, at), figures(tx, scope, By.TOTAL, span, at)[0])
        for name, by, span in spans
    ]


def _scope(tx: Tx, account: Account) -> Scope:
    match account.kind:
        case Kind.COMPANY:
            return Scope(company_id=account.company_id)
        case Kind.OFFICER:
            return Scope(district=account.district, street=account.street)
        case _:
            return Scope(area_ids=tuple(tx.directory.managed_areas(account.id)))
