"""`report`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from console.commands.base import Mistake, Misuse, as_json, command, house, say_json, say_table
from console.report_book import HEADINGS, NAMES, SHEETS, TOTAL, Page, book, names, numbers
from core.reports import ALWAYS, EVERYBODY, By, Figures, Month
from core.store.reports import figures

GROUPS = tuple(SHEETS)


def _month(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Month | None:
    if value is None:
        return None
    try:
        return Month.named(value)
    except ValueError as error:
        raise Misuse(f"不是月份：{value}，请写成 2026-10") from error


@command("report", help="响应率、解决率、满意率、用时和件数，按小区、企业、街道、行政区划、月或类别")
@click.option("--month", callback=_month, metavar="YYYY-MM", help="只算这个月（北京时间）提交的；默认是全部")
@click.option("--by", type=click.Choice([by.value for by in GROUPS]), help="按什么分行；默认 area，写文件时每种一页")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.xlsx", help="写成 xlsx 文件")
@as_json
def report(month: Month | None, by: str | None, out: Path | None, as_json: bool) -> None:
    """The figures of everybody."""
    if out and as_json:
        raise Misuse("--json 和 --out 只能用一个")
    if out and out.suffix.lower() != ".xlsx":
        raise Misuse(f"--out 要以 .xlsx 结尾：{out}")
    here, span = house(), month.until() if month else ALWAYS
    wanted = (By(by),) if by else GROUPS if out else (By.AREA,)
    now = here.now()
    with here.store.reading() as tx:
        total = figures(tx, EVERYBODY, By.TOTAL, span, now)[0]
        pages = [Page(SHEETS[one], one, figures(tx, EVERYBODY, one, span, now), total) for one in wanted]
    if out:
        _write(out, book(pages, now))
        click.echo(f"已写入 {out}")
    elif as_json:
        what = {"by": wanted[0].value, "month": str(month) if month else None, "at": now}
        lines = [_plain(line) for line in pages[0].lines]
        say_json(what | {"lines": lines, "total": _plain(total)})
    else:
        _show(pages[0])


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Mistake(f"写不了文件 {path}: {error.strerror}") from error


def _plain(line: Figures) -> dict[str, Any]:
    """Seconds and shares from 0 to 1; null for what cannot be told yet."""
    kept = asdict(line)
    key = kept.pop("key")
    id_ = {"id": int(key)} if key else {}
    rates = {name: _share(getattr(line, name)) for name in ("answer_rate", "solved_rate", "satisfied_rate")}
    return id_ | kept | rates


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _show(page: Page) -> None:
    rows = [(*names(line, page.by), *_shown(line)) for line in page.lines]
    total = (TOTAL, *("" for _ in NAMES[page.by][1:]), *_shown(page.total))
    say_table((*NAMES[page.by], *HEADINGS), [*rows, total])


def _shown(line: Figures) -> tuple[object, ...]:
    """Shares as percentages; a dash for what cannot be told yet."""
    shares = {at for at, heading in enumerate(HEADINGS) if heading.endswith("率")}
    return tuple(
        "-" if value is None else f"{value:.0%}" if at in shares else value for at, value in enumerate(numbers(line))
    )
