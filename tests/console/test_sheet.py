"""Reading tables: kinds of files, encodings, headings anywhere, cells as people leave them."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from console.imports import sheet
from console.imports.fields import moment, time_left
from console.imports.sheet import Sheet, Unusable, clean, open_sheet

ROWS = "名称,编号\n万和世家,1\n春和景明,2\n"
READ = [(2, {"名称": "万和世家", "编号": "1"}), (3, {"名称": "春和景明", "编号": "2"})]


def headings(row: list[str]) -> dict[int, str] | None:
    wanted = {at: name for at, name in enumerate(row) if name in ("名称", "编号")}
    return wanted if len(wanted) == 2 else None


def read(path: Path) -> Sheet:
    return open_sheet(path, headings)


def written(folder: Path, content: bytes | str) -> Path:
    path = folder / "table"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimited_text(tmp_path: Path, encoding: str, mark: str, end: str) -> None:
    text = ROWS.replace(",", mark).replace("\n", end)
    assert list(read(written(tmp_path, text.encode(encoding))).rows) == READ


def test_headings_in_another_order_and_not_first(tmp_path: Path) -> None:
    text = "物业管理区域,,\n,,\n操作,编号*, 名 称 \n看,1,万和世家\n,,\n看,2,春和景明\n"
    sheet = read(written(tmp_path, text))
    rows = [(4, {"编号": "1", "名称": "万和世家"}), (6, {"编号": "2", "名称": "春和景明"})]
    assert list(sheet.rows) == rows


def test_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["说明"])
    page = book.create_sheet("表")
    page.append(["标题"])
    page.append(["名称", "编号"])
    for value in (
        17712340001,
        1.5,
        datetime.fromisoformat("2024-10-17 17:23"),
        True,
        None,
        4020241017002030000,
        " 文字 ",
    ):
        page.append([value, "x"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    sheet = read(path)
    values = [row["名称"] for _, row in sheet.rows]
    assert values == ["17712340001", "1.5", "2024-10-17 17:23:00", "是", "", "4.020241E+18", "文字"]
    assert sheet.total == 7


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "找不到表头"),
        ("名称,别的\n1,2\n".encode(), "找不到表头"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"PK\x03\x04 no workbook", "xlsx"),
        (b"\xff\xff\xff\x80\x80", "编码"),
        (ROWS.encode() + b'"' + b"a" * 200_000, "读不下去"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(Unusable, match=why):
        list(read(written(tmp_path, content)).rows)


def test_a_workbook_that_unpacks_to_any_size_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Workbook()
    book.active.append(["名称", "编号"])  # type: ignore[union-attr]
    book.save(tmp_path / "table")
    assert list(read(tmp_path / "table").rows) == []
    monkeypatch.setattr(sheet, "MOST_UNPACKED", 1000)
    with pytest.raises(Unusable, match="太大"):
        read(tmp_path / "table")


def test_cells_keep_no_control_characters() -> None:
    assert clean("\ufeff 电\x00梯\u202e坏\u200b了\r\n7栋\t二单元\u3000\xa0") == "电梯坏了\n7栋 二单元"


@given(st.text(max_size=200))
def test_any_cell_comes_out_clean(text: str) -> None:
    once = clean(text)
    assert once == clean(once)
    assert not any(ord(one) < 32 and one != "\n" for one in once)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-10-17 17:23:05", "2024-10-17T17:23:05+08:00"),
        ("2024-10-17 17:23...", "2024-10-17T17:23:00+08:00"),
        ("2024/1/7 9:05", "2024-01-07T09:05:00+08:00"),
        ("2024年1月7日", "2024-01-07T00:00:00+08:00"),
        ("2024-10-17T17:23:00", "2024-10-17T17:23:00+08:00"),
        ("2024-13-17 17:23", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_moments(text: str, iso: str | None) -> None:
    read = moment(text)
    assert (read.isoformat() if read else None) == iso


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("4天23小时56分", 4 * 1440 + 23 * 60 + 56),
        ("超期181天12小时...", -(181 * 1440 + 12 * 60)),
        ("超期309天17小时6分", -(309 * 1440 + 17 * 60 + 6)),
        ("3小时5分", 185),
        ("0天0小时0分", 0),
        ("-", None),
        ("超期", None),
        ("", None),
        ("很久", None),
    ],
)
def test_remaining_times(text: str, minutes: int | None) -> None:
    left = time_left(text)
    assert (left.total_seconds() / 60 if left is not None else None) == minutes
