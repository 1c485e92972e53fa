"""`init`: make everything ready to run, in any number of processes and any number of times."""

import secrets
from collections.abc import Sequence
from datetime import datetime

import click
from sqlalchemy import select

from console import demo
from console.commands.base import Mistake, as_json, command, environment, house, say_json
from console.settings_check import Check, checks
from console.settings_words import MARKS, WRONG
from core.settings import Settings
from core.store.engine import Store
from core.store.migrate import migrate
from core.store.own_data import ERASED
from core.store.reseal import missing, use
from core.store.tables import contacts, staff


@command("init", help="检查设置，逐项说出哪里要改；建好或升级数据库；演示环境里还会装入演示数据")
@as_json
def init(as_json: bool) -> None:
    """Check the settings, migrate, and in APP_ENV=demo load the demonstration directory where there is no estate."""
    given, faults = environment()
    found = checks(given, faults)
    listed = given.app_env == "production" or bool(faults)
    if wrong := sum(check.state == "wrong" for check in found):
        say_json(_plain(found) | {"environment": given.app_env}) if as_json else _say(found, listed)
        raise Mistake(WRONG.format(count=wrong))
    here = house()
    migrated = migrate(here.store.engine)
    _check_folder(here.settings)
    _check_keys(here.store, here.now())
    demonstration = here.settings.app_env == "demo" and demo.load(here.store, here.settings, here.now())
    if as_json:
        done = {"migrated": migrated, "demonstration": demonstration, "environment": here.settings.app_env}
        say_json(done | _plain(found))
        return
    _say(found, listed)
    click.echo("数据库已升级到最新" if migrated else "数据库已是最新")
    click.echo(f"设置可用({here.settings.app_env})")
    if demonstration:
        click.echo("已装入演示数据")


def _plain(found: Sequence[Check]) -> dict[str, object]:
    return {"checks": [check._asdict() for check in found]}


def _say(found: Sequence[Check], listed: bool) -> None:
    """One line each; what is right only where all are listed."""
    for check in found:
        if listed or check.state != "ok":
            click.echo(f"{MARKS[check.state]} {check.name} {check.say}".rstrip())


def _check_folder(settings: Settings) -> None:
    probe = settings.data_dir / f".{secrets.token_hex(4)}"
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Mistake(f"DATA_DIR 写不进去：{error}") from error


def _check_keys(store: Store, now: datetime) -> None:
    """A key that is missing, or not this database's, is better known now. Raises Unreadable."""
    with store.writing() as tx:
        if lacking := "、".join(missing(tx.connection, tx.cipher)):
            raise Mistake(f"DATA_KEYS 里少了还在用的密钥 {lacking}：加回去；要去掉旧的，先运行 keys reseal")
        use(tx.connection, tx.cipher, now)
    with store.reading() as tx:
        tx.connection.scalar(select(staff.c.name).limit(1))
        someone = select(contacts.c.address, contacts.c.address_ix).where(contacts.c.channel != ERASED).limit(1)
        row = tx.connection.execute(someone).first()
    if row and row.address_ix != store.cipher.index(row.address, "contacts.address"):
        raise Mistake("INDEX_KEY 不是这个库当初用的，谁都认不出来：改回去")
