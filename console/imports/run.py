"""Runs an import: the file's rows in batches, each batch one transaction, each bad row named and passed over."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

from tqdm import tqdm

from console.imports import areas, companies, complaints, staff
from console.imports.report import Change, Note, Report, Untaken
from console.imports.sheet import Headings, Sheet, Unusable, open_sheet
from core.clocks import durations
from core.identity import CLI
from core.settings import Settings
from core.store.engine import Store, Tx

BATCH = 200
"""Rows in one transaction: others who write wait for no longer than that takes."""

Row = tuple[int, dict[str, str]]


class Taker(Protocol):
    """Takes one row after the other within one transaction."""

    def take(self, number: int, cells: Mapping[str, str]) -> Change:
        """Take one row. Raises Untaken."""

    def end(self) -> None:
        """The rows of the transaction are all taken: do what follows from them together."""


class Kind(NamedTuple):
    """A kind of table: its headings, those it cannot do without, and what takes its rows."""

    headings: Headings
    wanted: str
    taker: Callable[[Tx, datetime, Report, Settings], Taker]


def _people(tx: Tx, now: datetime, report: Report, settings: Settings) -> Taker:
    return staff.People(tx, now, report, durations(settings))


KINDS = {
    "areas": Kind(areas.headings, areas.WANTED, lambda tx, now, report, _: areas.Areas(tx, now, report)),
    "staff": Kind(staff.headings, staff.WANTED, _people),
    "complaints": Kind(
        complaints.headings,
        complaints.WANTED,
        lambda tx, now, report, settings: complaints.Complaints(
            tx, now, report, durations(settings), settings.number_prefix
        ),
    ),
    "companies": Kind(
        companies.headings, companies.WANTED, lambda tx, now, report, settings: companies.Companies(tx, now)
    ),
}


def import_file(store: Store, settings: Settings, kind: str, path: Path, now: datetime) -> Report:
    """Import a file of a kind named in KINDS, with a progress bar if that takes a while at a terminal.

    Raises Unusable where there is no such table in it.
    """
    sheet = _open(kind, path)
    report = Report()
    rows = iter(tqdm(sheet.rows, total=sheet.total or None, unit="行", disable=None, delay=1, leave=False))
    while batch := list(islice(rows, BATCH)):
        with store.writing() as tx:
            tx.registry.lock()
            _batch(tx, settings, kind, batch, report, now)
    return report


def import_within(tx: Tx, settings: Settings, kind: str, path: Path, now: datetime) -> Report:
    """Import a short file in a transaction that is open already. Raises Unusable."""
    report = Report()
    _batch(tx, settings, kind, _open(kind, path).rows, report, now)
    return report


def _batch(tx: Tx, settings: Settings, kind: str, rows: Iterable[Row], report: Report, now: datetime) -> None:
    """Take the rows of one transaction; what they changed is recorded with them."""
    before = dict(report.counts)
    _take(KINDS[kind].taker(tx, now, report, settings), rows, report)
    changes = (Change.ADDED, Change.UPDATED)
    done = {str(change): report.counts[change] - before[change] for change in changes}
    if any(done.values()):
        tx.audit.write(CLI, "import", f"table:{kind}", now, **done)


def _open(kind: str, path: Path) -> Sheet:
    try:
        return open_sheet(path, KINDS[kind].headings)
    except Unusable as error:
        raise Unusable(f"{error}；需要的列：{KINDS[kind].wanted}" if "表头" in str(error) else str(error)) from error


def _take(taker: Taker, rows: Iterable[Row], report: Report) -> None:
    for number, cells in rows:
        try:
            report.counts[taker.take(number, cells)] += 1
        except Untaken as why:
            report.refused.append(Note(number, str(why)))
    taker.end()
