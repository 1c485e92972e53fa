"""Runs an import: the file's rows in batches, each batch one transaction, each bad row named and passed over."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice, zip_longest
from pathlib import Path
from typing import NamedTuple, Protocol

from tqdm import tqdm

from console.imports import areas, companies, complaints, staff
from console.imports.fields import Cells
from console.imports.report import Change, Note, Report, Taken, Untaken
from console.imports.sheet import Headings, Sheet, Unusable, open_sheet
from core.clocks import durations
from core.identity import CLI
from core.settings import Settings
from core.store.engine import Store, Tx

BATCH = 200
"""Rows in one transaction: others who write wait for no longer than that takes."""

Row = tuple[int, dict[str, str]]


class Changed(Exception):
    """What a row would do now is not what was shown; from this row on, nothing was written."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


class _Enough(Exception):
    """Seen enough: takes back what was only tried."""


class Taker(Protocol):
    """Takes one row after the other within one transaction."""

    def take(self, number: int, cells: Cells) -> Taken:
        """Take one row. Raises Untaken."""

    def end(self) -> None:
        """The rows of the transaction are all taken: do what follows from them together."""


class Kind(NamedTuple):
    """A kind of table: its headings, those it cannot do without, and what takes its rows; the last argument is whether
    renames are meant."""

    headings: Headings
    wanted: str
    taker: Callable[[Tx, datetime, Report, Settings, bool], Taker]


def _people(tx: Tx, now: datetime, report: Report, settings: Settings, renames: bool) -> Taker:
    return staff.People(tx, now, report, durations(settings), renames)


def _complaints(tx: Tx, now: datetime, report: Report, settings: Settings, _: bool) -> Taker:
    return complaints.Complaints(tx, now, report, durations(settings), settings.number_prefix)


KINDS = {
    "areas": Kind(areas.headings, areas.WANTED, lambda tx, now, report, *_: areas.Areas(tx, now, report)),
    "staff": Kind(staff.headings, staff.WANTED, _people),
    "complaints": Kind(complaints.headings, complaints.WANTED, _complaints),
    "companies": Kind(companies.headings, companies.WANTED, lambda tx, now, report, *_: companies.Companies(tx, now)),
}


class Import:
    """One file of a kind named in KINDS, to be looked at and then written. Raises Unusable where it holds no such
    table."""

    def __init__(self, store: Store, settings: Settings, kind: str, path: Path, renames: bool = False) -> None:
        self._store = store
        self._settings = settings
        self._kind = kind
        self._path = path
        self._renames = renames

    def preview(self, now: datetime) -> list[Report]:
        """What each batch would do, found by doing it and taking it back: what is shown is what would be written."""
        seen: list[Report] = []
        with suppress(_Enough), self._store.writing() as tx:
            tx.registry.lock()
            seen += [self._batch(tx, rows, now) for rows in self._batches()]
            raise _Enough
        return seen

    def write(self, now: datetime, shown: Sequence[Report] | None = None) -> Report:
        """Do it, a batch in a transaction. Raises Changed where a batch would do something else than was `shown`."""
        done = Report()
        for rows, expected in zip_longest(self._batches(), shown or ()):
            with self._store.writing() as tx:
                tx.registry.lock()
                batch = self._batch(tx, rows or [], now)
                if shown is not None and batch != expected:
                    raise Changed(rows[0][0] if rows else 0)
            done.add(batch)
        return done

    def _batches(self) -> Iterator[list[Row]]:
        sheet = opened(self._kind, self._path)
        rows = iter(tqdm(sheet.rows, total=sheet.total or None, unit="行", disable=None, delay=1, leave=False))
        while batch := list(islice(rows, BATCH)):
            yield batch

    def _batch(self, tx: Tx, rows: Iterable[Row], now: datetime) -> Report:
        return take(tx, self._settings, self._kind, rows, now, self._renames)


def take(tx: Tx, settings: Settings, kind: str, rows: Iterable[Row], now: datetime, renames: bool = False) -> Report:
    """Take rows within one transaction; what they changed is recorded with them."""
    report = Report()
    taker = KINDS[kind].taker(tx, now, report, settings, renames)
    for number, cells in rows:
        try:
            report.take(number, taker.take(number, Cells(cells)))
        except Untaken as why:
            report.refused.append(Note(number, str(why)))
    taker.end()
    if report.changes:
        done = {str(change): report.counts[change] for change in (Change.ADDED, Change.UPDATED)}
        tx.audit.write(CLI, "import", f"table:{kind}", now, **done)
    return report


def opened(kind: str, path: Path) -> Sheet:
    """The table of this kind in a file. Raises Unusable where there is none."""
    try:
        return open_sheet(path, KINDS[kind].headings)
    except Unusable as error:
        raise Unusable(f"{error}；需要的列：{KINDS[kind].wanted}" if "表头" in str(error) else str(error)) from error
