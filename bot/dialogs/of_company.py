"""What the dialogs of the company's desk share."""

import re

from bot.dialogs.base import Done, Heard
from bot.dialogs.bind import office
from bot.messages import Say
from bot.texts import company as texts
from core.look_company import OfCompany

PAGE = 10
"""As on the platform's own lists (seed, question 13)."""
MOST_LIKE = 12


def acting(heard: Heard) -> OfCompany | Done:
    """The company this person acts for at this moment, or what is missing to act for one."""
    return heard.look.of_company() or Done(Say(_missing(heard)))


def _missing(heard: Heard) -> str:
    staff, officer = heard.look.staff(), heard.look.officer()
    if staff:
        return texts.NOT_YOURS.format(who=f"{staff.name}（{staff.post}）")
    if officer:
        return texts.NOT_YOURS.format(who=f"{officer.name}（{office(officer)}）")
    return texts.NOT_BOUND


def paged(heard: Heard) -> tuple[int, str]:
    """The page and the words looked for: of a tap on 下一页, or as they were typed."""
    page, _, like = heard.args.value.partition(",")
    return int(page) if page.isdecimal() else 0, like or _plain(heard.args.rest)


def next_page(verb: str, page: int, like: str) -> str:
    """The tap that leads to the page after this one."""
    return f"{verb}:::{page + 1},{like}"


def _plain(words: str) -> str:
    return re.sub(r"[^\w.·-]", "", words)[:MOST_LIKE]
