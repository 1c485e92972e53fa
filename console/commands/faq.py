"""`faq ask TEXT…`: which of the eighteen questions a text asks, as chat would understand it."""

import sys
from collections.abc import Iterator, Sequence

import click

from bot.faq import asked
from bot.faq.questions import questions
from console.commands.base import Misuse, PlainGroup, as_json, command, say_json

STANDARD_INPUT = "-"


@click.group("faq", cls=PlainGroup)
def group() -> None:
    """平台的十八个常见问题"""


@command("ask", help="这句话问的是哪一题；写 - 就从标准输入读，一行一句")
@click.argument("texts", nargs=-1, metavar="TEXT…")
@as_json
def ask(texts: Sequence[str], as_json: bool) -> None:
    """One line, or one answer, a text."""
    if not texts:
        raise Misuse("请写上要问的话，或写 - 从标准输入读")
    for text in _read(texts):
        found = asked(text)
        if as_json:
            say_json({"id": found.id, "candidates": found.candidates})
        else:
            click.echo(_told(text, found.id, found.candidates))


def _read(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        if text == STANDARD_INPUT:
            yield from (line.rstrip("\r\n") for line in sys.stdin)
        else:
            yield text


def _told(text: str, found: int | None, candidates: Sequence[int]) -> str:
    known = questions()
    if found:
        return f"{text}\n  {found}. {known[found].title}\n" + "\n".join(
            f"     {line}" for line in known[found].answer.splitlines()
        )
    if candidates:
        return f"{text}\n  可能是：" + "；".join(f"{one}. {known[one].title}" for one in candidates)
    return f"{text}\n  不是常见问题"


group.add_command(ask)
