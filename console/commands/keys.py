"""`keys` and `keys reseal`: which data key each sealed value and file is under, and retiring an old one."""

from collections.abc import Mapping
from typing import Any

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from console.commands.base import Mistake, PlainGroup, as_json, command, house, say_json, say_table
from core.store.files import Files
from core.store.reseal import Held, held, out_of_use, reseal

HEADINGS = ("密钥", "在 DATA_KEYS 里", "库里的值", "文件")
ROUNDS = 3
"""Rows that somebody was changing just then are passed over: looked for again so often."""


@click.group("keys", cls=PlainGroup, invoke_without_command=True, help="DATA_KEYS 里每把密钥封着多少个值和文件")
@as_json
@click.pass_context
@with_appcontext
def group(ctx: click.Context, as_json: bool) -> None:
    """How much is under which key."""
    if ctx.invoked_subcommand:
        return
    state = _state(held(house().store, _files()))
    if as_json:
        say_json(state)
    else:
        say_table(HEADINGS, [(one["key"], _place(one["place"]), one["values"], one["files"]) for one in state])


@command("reseal", help="把不是用最新密钥封的值和文件重新封一遍，分批，随时可停可续；做完后旧密钥可以去掉")
@as_json
def again(as_json: bool) -> None:
    """Seal everything under the newest key, while the product runs."""
    here, files = house(), _files()
    newest = here.store.cipher.newest.hex()
    left, unreadable = _left(held(here.store, files), newest), 0
    done = {"values": 0, "files": 0}
    with tqdm(total=sum(left.values()), unit="个", disable=None, delay=1, leave=False) as bar:
        for _ in range(ROUNDS):
            unreadable = 0
            for step in reseal(here.store, files):
                done["files" if step.where == "files" else "values"] += step.done
                unreadable += step.unreadable
                bar.update(step.done)
            left = _left(held(here.store, files), newest)
            if sum(left.values()) == unreadable:
                break
    may_go = [key for key in _known() if key != newest and not left.get(key)]
    with here.store.writing() as tx:
        out_of_use(tx.connection, may_go)
    if as_json:
        say_json({"resealed": done, "left": left, "unreadable": unreadable, "may_go": may_go})
    _tell(done, left, unreadable, may_go, as_json)


group.add_command(again)


def _tell(done: Mapping[str, int], left: Mapping[str, int], unreadable: int, may_go: list[str], quiet: bool) -> None:
    if unreadable:
        raise Mistake(f"有 {unreadable} 个打不开：DATA_KEYS 里少了当时的密钥，加回去再运行；运行 keys 看是哪一把")
    if left:
        count = sum(left.values())
        raise Mistake(f"还有 {count} 个没有封好：有程序正在用旧密钥，都换上新的 DATA_KEYS 重启后再运行一次")
    if not quiet:
        click.echo(f"重新封了 {done['values']} 个值、{done['files']} 个文件，全部在最新的密钥下")
        click.echo(f"可以从 DATA_KEYS 去掉：{'、'.join(may_go)}" if may_go else "DATA_KEYS 里没有别的密钥")


def _files() -> Files:
    return Files(house().settings.data_dir, house().store.cipher)


def _known() -> list[str]:
    return [one.hex() for one in house().store.cipher.key_ids]


def _left(found: Held, newest: str) -> dict[str, int]:
    return {key: sum(counts.values()) for key, counts in found.items() if key != newest}


def _state(found: Held) -> list[dict[str, Any]]:
    """The keys we have in their order, then those that are missing."""
    known = _known()
    keys = [*known, *sorted(set(found) - set(known))]
    return [
        {
            "key": key,
            "place": known.index(key) + 1 if key in known else None,
            "values": sum(count for where, count in found.get(key, {}).items() if where != "files"),
            "files": found.get(key, {}).get("files", 0),
        }
        for key in keys
    ]


def _place(place: int | None) -> str:
    if place is None:
        return "没有，打不开"
    return "第 1 个，最新" if place == 1 else f"第 {place} 个"
