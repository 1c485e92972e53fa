"""How much is too much: what one person, one number and everybody together may have in a time, in one table.

It is counted from the rows themselves, in the database, so that any number of processes count together. How often one
network address may knock at the pages is in `console/pages/limits.py`.
"""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from math import ceil
from typing import NamedTuple

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Limit(NamedTuple):
    """`most` within any `span`."""

    most: int
    span: timedelta


class What(StrEnum):
    """What is counted, and of whom."""

    CODE = "code"
    CODE_CHAT = "code_chat"
    CODE_PAGES = "code_pages"
    CODE_OF_CONTACT = "code_of_contact"
    NUMBER_OF_CONTACT = "number_of_contact"
    COMPLAINT = "complaint"
    WORDS = "words"
    MEDIUM = "medium"
    FILE = "file"
    ERASURE = "erasure"


LIMITS: dict[What, tuple[Limit, ...]] = {
    # codes to one number: the gateways' own limits, by all who ask
    What.CODE: (Limit(1, MINUTE), Limit(5, HOUR), Limit(10, DAY)),
    # of these, by contacts that never proved the number: the rest is its owner's, whatever strangers ask for
    What.CODE_CHAT: (Limit(2, HOUR), Limit(3, DAY)),
    # of these, by browsers that never proved it
    What.CODE_PAGES: (Limit(2, HOUR), Limit(4, DAY)),
    # codes one contact asks for, and to how many numbers
    What.CODE_OF_CONTACT: (Limit(10, DAY),),
    What.NUMBER_OF_CONTACT: (Limit(3, HOUR),),
    # complaints filed by one contact, and words added to them
    What.COMPLAINT: (Limit(5, HOUR), Limit(20, DAY)),
    What.WORDS: (Limit(10, HOUR), Limit(30, DAY)),
    # photos, voices and videos fetched for one contact
    What.MEDIUM: (Limit(60, HOUR), Limit(200, DAY)),
    # reports with their charts, posters and copies of one's own data made for one contact
    What.FILE: (Limit(10, HOUR), Limit(30, DAY)),
    # being forgotten, and with it what was counted
    What.ERASURE: (Limit(1, DAY),),
}


class Asker(StrEnum):
    """Who asks for a code: whoever proved the number before, or a stranger to it in chat or at the pages."""

    OWNER = "owner"
    CHAT = "chat"
    PAGES = "pages"


STRANGERS = {Asker.CHAT: What.CODE_CHAT, Asker.PAGES: What.CODE_PAGES}
SHARES = {Asker.CHAT: 0.8, Asker.PAGES: 0.9, Asker.OWNER: 1.0}
"""Up to which part of a day's codes for all (CODE_DAILY_BUDGET) each is served; the pages', which send to people of the
directory alone, and a chat about such a number likewise."""
ALARMS = (0.8, 1.0)
"""At which parts of it an operator is told, once a day each."""


def reached(what: What, counted: Sequence[int]) -> timedelta | None:
    """The longest span in which there were as many of `what` as there may be, of those `counted` in each of its spans;
    None where one more may be had."""
    limits = zip(LIMITS[what], counted, strict=True)
    return max((limit.span for limit, count in limits if count >= limit.most), default=None)


def share(asker: Asker, budget: int) -> int:
    """How many codes of a day's budget may be gone when `asker` gets one."""
    return ceil(SHARES[asker] * budget)
