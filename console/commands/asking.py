"""Asking before something is changed that cannot be taken back."""

import sys

import click

from console.commands.base import Mistake

SOME_REFUSED = 3
"""The exit code where some of what was asked for was done, and the rest was refused."""
NOTHING_DONE = 4
"""The exit code where nothing was changed: the answer was no, or nobody could be asked."""

yes_option = click.option("--yes", is_flag=True, help="不再问，直接做")


class NothingDone(Mistake):
    """Nothing was changed."""

    exit_code = NOTHING_DONE


def agree(question: str, yes: bool, harmless: bool = False) -> None:
    """Go on if `yes`, or if whoever sits at the terminal says so; what is `harmless` also where nobody can be asked.
    Raises NothingDone."""
    if yes:
        return
    if not at_terminal():
        if harmless:
            return
        raise NothingDone("没有改动任何内容：这里没有终端可以问，看过以后加上 --yes 再运行")
    if not click.confirm(question, prompt_suffix=" [y/N]：", show_default=False, err=True):
        raise NothingDone("没有改动任何内容")


def at_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()
