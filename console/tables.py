"""Lists as files: cells are words whatever they look like, so that nothing in them is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from console.report_book import plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
TYPES = {"xlsx": XLSX, "csv": CSV}


def table(ending: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The rows under their headings, as `xlsx` or `csv` (with a mark by which spreadsheets know it for UTF-8)."""
    lines = ([plain("" if cell is None else str(cell)) for cell in row] for row in rows)
    return _book(name, headings, lines) if ending == "xlsx" else _text(headings, lines)


def _text(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO()
    made = csv.writer(written)
    made.writerow(headings)
    made.writerows(lines)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _book(name: str, headings: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    made = Workbook(write_only=True)
    sheet = made.create_sheet(name)
    sheet.freeze_panes = "A2"
    for row in ([*headings], *lines):
        cells = [WriteOnlyCell(sheet, text) for text in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()
