"""A table in a file: xlsx, csv or tab-separated text, under headings in any order and not always in the first row."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

LOOK = 30
"""In how many rows, from the top, the headings are looked for."""
EXACT = 10**15
"""A spreadsheet keeps no more than 15 digits of a number: a longer one has lost its end."""

MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes of a workbook once it is unpacked: a small file can hold any number."""

Headings = Callable[[list[str]], dict[int, str] | None]
"""Given a row, the fields its columns hold, by column; None where it is not the row of headings."""


class Unusable(Exception):
    """The file holds no table we can read; the text says why, in Chinese."""


@dataclass(frozen=True)
class Sheet:
    """A table. `rows` yields (row number as the file shows it, field → cleaned text); `total` is about how many."""

    fields: tuple[str, ...]
    rows: Iterator[tuple[int, dict[str, str]]]
    total: int


def open_sheet(path: Path, headings: Headings) -> Sheet:
    """The first table of the file that has these headings. Raises Unusable."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unusable(f"打不开文件 {path}: {error.strerror}") from error
    if content.startswith(b"PK\x03\x04"):
        candidates = _workbook(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unusable("这是旧的 xls 格式，请另存为 xlsx")
    else:
        candidates = _delimited(_decoded(content))
    for total, make_rows in candidates:
        if sheet := _with_headings(make_rows, headings, total):
            return sheet
    raise Unusable("找不到表头")


Candidate = tuple[int, Callable[[], Iterable[list[str]]]]


def _with_headings(make_rows: Callable[[], Iterable[list[str]]], headings: Headings, total: int) -> Sheet | None:
    for number, row in enumerate(islice(make_rows(), LOOK), 1):
        if columns := headings([heading(cell) for cell in row]):
            rows = enumerate(islice(make_rows(), number, None), number + 1)
            return Sheet(tuple(columns.values()), _named(rows, columns), max(total - number, 0))
    return None


def _named(rows: Iterable[tuple[int, list[str]]], columns: dict[int, str]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, row in rows:
        cells = {name: clean(row[at]) for at, name in columns.items() if at < len(row)}
        if any(cells.values()):
            yield number, cells


def _workbook(content: bytes) -> Iterator[Candidate]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise Unusable("这个 xlsx 文件展开后太大，请分成几个文件")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Unusable("这不是能读的 xlsx 文件") from error
    for page in book.worksheets:
        total = page.max_row or 0
        page.reset_dimensions()
        yield total, partial(_page_rows, page)


def _page_rows(page: Any) -> Iterator[list[str]]:
    return ([_cell(value) for value in row] for row in page.iter_rows(values_only=True))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return f"{value:.6E}" if abs(value) >= EXACT else f"{value:.15g}"
    return str(value)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unusable("文字编码认不出来，请存为 UTF-8 或 GB18030")


def _delimited(text: str) -> Iterator[Candidate]:
    total = text.count("\n") + 1
    for mark in ("\t", ",", ";"):
        yield total, partial(_lines, text, mark)


def _lines(text: str, mark: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        yield from reader
    except csv.Error as error:
        raise Unusable(f"第 {reader.line_num} 行读不下去") from error


def heading(text: str) -> str:
    """A heading without the spaces, stars and colons people put around it."""
    return "".join(clean(text).split()).strip("*:\uff1a")


def clean(text: str) -> str:
    """A cell without control and invisible characters, and without space around it."""
    kept = (
        " " if one == "\t" else one for one in text if one in "\t\n" or unicodedata.category(one) not in ("Cc", "Cf")
    )
    return "".join(kept).strip()
