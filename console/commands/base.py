"""What all commands share: the house, the mistakes told in one line, JSON or text."""

import errno
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NoReturn, Protocol

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError, SQLAlchemyError

from console.settings_words import told
from core.clocks import SHANGHAI, in_shanghai
from core.commands import Command as CoreCommand
from core.identity import Actor
from core.safety import Fault, unsafe
from core.settings import BadSettings, Given, Settings
from core.store.cipher import Unreadable
from core.store.engine import Store, Tx

_OURS = (
    (re.compile(r"No such command '(.+)'\."), "没有这个命令：{}"),
    (re.compile(r"Got unexpected extra arguments? \((.+)\)"), "多写了：{}"),
)


class House(Protocol):
    """What commands need of the running application."""

    settings: Settings
    store: Store
    now: Callable[[], datetime]

    def perform(self, tx: Tx, actor: Actor, command: CoreCommand, now: datetime) -> Any:
        """Carry out a command in an open transaction. Raises Refusal."""


class Mistake(click.ClickException):
    """Told in one line on standard error, with a non-zero exit."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))

    def show(self, file: Any = None) -> None:
        """Say it."""
        click.echo(f"错误：{self.message}", file=file, err=True)


class Misuse(Mistake):
    """A mistake in how the command was called."""

    exit_code = 2


class Unusable(click.ClickException):
    """The settings cannot be used: one line each."""

    def __init__(self, bad: BadSettings) -> None:
        self._lines = [f"{fault.name} {told(fault)}" for fault in bad.faults]
        super().__init__("\n".join(self._lines))

    def show(self, file: Any = None) -> None:
        """Say it."""
        for line in self._lines:
            click.echo(f"错误：{line}", file=file, err=True)


class Plain(click.Command):
    """A command whose every failure is one line and no traceback."""

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Read the arguments."""
        try:
            return super().make_context(*args, **more)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise Misuse(_in_chinese(error)) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort):
            raise
        except click.UsageError as error:
            raise Misuse(_in_chinese(error)) from error
        except click.ClickException:
            raise
        except Exception as error:
            _tell(error)


def _in_chinese(error: click.UsageError) -> str:
    """What is wrong with the arguments; a library's own words only where it says more."""
    param = getattr(error, "param", None)
    name = (getattr(param, "opts", None) or [""])[0]
    name = name if name.startswith("-") else (param.make_metavar(error.ctx) if param and error.ctx else name)
    match error:
        case click.MissingParameter():
            return f"少写了 {name}"
        case click.NoSuchOption():
            return f"没有这个选项：{error.option_name}"
        case click.BadParameter() if isinstance(param, click.Parameter):
            return _wanted(name, param.type) or error.format_message()
    for words, ours in _OURS:
        if said := words.fullmatch(error.format_message()):
            return ours.format(said[1])
    return error.format_message()


def _wanted(name: str, wanted: click.ParamType) -> str:
    match wanted:
        case click.Choice():
            return f"{name} 只能写：{'、'.join(map(str, wanted.choices))}"
        case click.IntRange():
            least = f"，最小{wanted.min}" if wanted.min is not None else ""
            return f"{name} 要写整数{least}" + (f"，最大{wanted.max}" if wanted.max is not None else "")
        case click.types.IntParamType():
            return f"{name} 要写整数"
    return ""


class PlainGroup(Plain, click.Group):
    """A family of commands, with the same promise."""


def _tell(error: Exception) -> NoReturn:
    match error:
        case OSError(errno=errno.EPIPE):
            raise error
        case DBAPIError() if "no such table" in str(error.orig) or "UndefinedTable" in type(error.orig).__name__:
            raise Mistake("数据库还没有建好，请先运行 init") from error
        case OperationalError():
            raise Mistake(f"连不上数据库，请检查 DATABASE_URL: {error.orig}") from error
        case ProgrammingError() | DBAPIError():
            raise Mistake(f"数据库：{error.orig}") from error
        case SQLAlchemyError():
            raise Mistake(f"数据库：{type(error).__name__}") from error
        case Unreadable():
            raise Mistake(f"{error} 打不开：DATA_KEYS 里少了当时的密钥") from error
        case _ if type(error).__module__.startswith("alembic."):
            raise Mistake(f"数据库的版本本程序不认识，可能比程序新：{error}") from error
        case _:
            raise Mistake(f"{type(error).__name__}: {error}") from error


def command(name: str, **more: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a command that runs within the application."""

    def made(function: Callable[..., Any]) -> click.Command:
        return click.command(name, cls=Plain, **more)(with_appcontext(function))

    return made


def moment(_ctx: click.Context, _param: click.Parameter, value: str | None) -> datetime | None:
    """A moment as an option gives it; in Shanghai where no zone is written."""
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise Misuse(f"不是 ISO 8601 时间：{value}") from error
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


as_json = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")


def house() -> House:
    """The running application's parts. Raises Unusable where the environment made none."""
    if bad := current_app.extensions.get("mashangban.bad"):
        raise Unusable(bad)
    found: House = current_app.extensions["mashangban"]
    return found


def environment() -> tuple[Given, list[Fault]]:
    """The settings as far as they can be read, and what is wrong with them."""
    if bad := current_app.extensions.get("mashangban.bad"):
        return bad.given, list(bad.faults)
    given = house().settings
    return given, unsafe(given) if given.app_env == "production" else []


def say_json(value: Any) -> None:
    """One JSON document on standard output; times in Shanghai's zone."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return local(value)
    raise TypeError(type(value).__name__)


def local(moment: datetime) -> str:
    """ISO 8601 with +08:00."""
    return in_shanghai(moment).isoformat(timespec="seconds")


def shown(moment: datetime | None) -> str:
    """A moment as the platform's tables write it; empty for none."""
    return f"{in_shanghai(moment):%Y-%m-%d %H:%M:%S}" if moment else ""


def say_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows under headings, in columns that align in a terminal."""
    lines = [[str(cell).replace("\n", " ") for cell in row] for row in (headings, *rows)]
    widths = [max(_width(line[at]) for line in lines) for at in range(len(headings))]
    for line in lines:
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def cut(text: str, most: int = 20) -> str:
    """The beginning of a long text."""
    return text if len(text) <= most else text[: most - 1] + "…"
