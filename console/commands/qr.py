"""`qr`: the 码上办 poster of one estate, or of a company's or a district's."""

import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple, cast

import click
from sqlalchemy import ColumnElement, select
from tqdm import tqdm

from bot.account.setup import advice
from bot.notify.channels.wechat_api import WeChatError
from bot.posters import Poster, Size, laid_out, pdf, png, poster_of, told_missing
from bot.wiring import House
from console.commands.areas import one_area
from console.commands.asking import SOME_REFUSED
from console.commands.base import Mistake, Misuse, as_json, command, house, say_json
from core.clocks import durations
from core.queries import AreaLine, area_line, area_lines
from core.store.engine import Tx
from core.store.tables import areas, companies

LONGEST_NAME = 60
"""Characters of an estate's name that a file in the archive is called by."""
_NO_NAME = re.compile(r'[\\/:*?"<>|\s]+')


class Batch(NamedTuple):
    """The estates of a company or a district: those that can be printed, and those that cannot, with what is
    missing."""

    name: str
    ready: Sequence[AreaLine]
    left_out: Sequence[tuple[AreaLine, list[str]]]


@command("qr", help="打印码上办：一个小区的海报（AREA 写名称，或 行政区划/名称），或者一家企业、一个行政区划的全部")
@click.argument("area_name", metavar="AREA", required=False)
@click.option("--company", metavar="NAME", help="这家物业服务企业的全部小区")
@click.option("--district", metavar="NAME", help="这个行政区划的全部小区")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="写成 .png 或 .pdf；一批写成 .pdf（一个小区一页）或 .zip（一个小区一张 png）",
)
@click.option("--size", type=click.Choice([one.value for one in Size]), default=Size.A4.value, help="默认 a4")
@as_json
def qr(area_name: str | None, company: str | None, district: str | None, out: Path, size: str, as_json: bool) -> None:
    """The poster, or what is missing."""
    if sum(one is not None for one in (area_name, company, district)) != 1:
        raise Misuse("请写一个小区的名称，或 --company，或 --district，三者之一")
    kinds = (".png", ".pdf") if area_name is not None else (".pdf", ".zip")
    if out.suffix.lower() not in kinds:
        raise Misuse(f"--out 要以 {' 或 '.join(kinds)} 结尾：{out}")
    try:
        if area_name is not None:
            _one(area_name, out, Size(size), as_json)
        else:
            _many(_batch(company, district), out, Size(size), as_json)
    except WeChatError as error:
        raise Mistake(advice(error)) from error
    except OSError as error:
        raise Mistake(f"写不了文件 {out}: {error.strerror}") from error


def _one(name: str, out: Path, size: Size, as_json: bool) -> None:
    with _house().store.reading() as tx:
        line = area_line(tx, one_area(tx, name).id)
    assert line is not None
    if lacking := told_missing(line):
        for sentence in lacking:
            click.echo(f"错误：{line.area.name}{sentence}", err=True)
        raise click.exceptions.Exit(1)
    poster = next(_posters([line]))
    _write(out, [poster], size, poster.name)
    if as_json:
        where = {"name": line.area.name, "district": line.area.district, "scene": line.area.scene}
        say_json(where | {"url": poster.url, "size": size.value, "out": str(out)})
    else:
        click.echo(f"已写入 {out}")
        if poster.url == line.area.scene:
            click.echo("演示环境没有连上微信接口，码里是小区的编号，只能用演示的手机扫")


def _batch(company: str | None, district: str | None) -> Batch:
    with _house().store.reading() as tx:
        lines = area_lines(tx, _of_company(tx, company) if company is not None else areas.c.district == district)
    name = company or district or ""
    if not lines:
        raise Mistake(f"{name} 没有物业管理区域")
    told = [(line, told_missing(line)) for line in lines]
    return Batch(name, [line for line, lacking in told if not lacking], [one for one in told if one[1]])


def _of_company(tx: Tx, name: str) -> ColumnElement[bool]:
    key = tx.connection.scalar(select(companies.c.id).where(companies.c.name == name))
    if key is None:
        raise Mistake(f"没有名为 {name} 的物业服务企业")
    return areas.c.company_id == key


def _many(batch: Batch, out: Path, size: Size, as_json: bool) -> None:
    if batch.ready:
        bar = tqdm(batch.ready, unit="个", disable=None, leave=False)
        _write(out, _posters(bar), size, batch.name)
    if as_json:
        left_out = [
            {"name": line.area.name, "district": line.area.district, "missing": lacking}
            for line, lacking in batch.left_out
        ]
        say_json({"out": str(out) if batch.ready else None, "printed": len(batch.ready), "left_out": left_out})
    else:
        click.echo(f"已写入 {out}：{len(batch.ready)} 个小区" if batch.ready else "没有一个小区可以打印")
        for line, lacking in batch.left_out:
            click.echo(f"没有打印 {line.area.district}/{line.area.name}：{''.join(lacking)}")
    if batch.left_out:
        raise click.exceptions.Exit(SOME_REFUSED if batch.ready else 1)


def _posters(lines: Iterable[AreaLine]) -> Iterator[Poster]:
    """One after the other, so that a thousand take no more room than one. Raises WeChatError."""
    here = _house()
    codes, spans = here.codes(), durations(here.settings)
    for line in lines:
        yield poster_of(line, codes.url(line.area), spans, here.settings.sms_number)


def _write(out: Path, posters: Iterable[Poster], size: Size, title: str) -> None:
    with _whole(out) as file:
        match out.suffix.lower():
            case ".pdf":
                file.write(pdf((laid_out(one, size) for one in posters), title))
            case ".png":
                file.writelines(png(laid_out(one, size)) for one in posters)
            case _:
                _archive(file, posters, size)


def _archive(file: IO[bytes], posters: Iterable[Poster], size: Size) -> None:
    """A picture each; they are compressed already."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for at, one in enumerate(posters, 1):
            name = _NO_NAME.sub(" ", one.name)[:LONGEST_NAME].strip()
            archive.writestr(f"{at:04} {name}.png", png(laid_out(one, size)))


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that is there whole, or as it was before. Raises OSError."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("wb") as file:
            yield file
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _house() -> House:
    return cast(House, house())
