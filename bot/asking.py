"""Words that begin something new: one of the platform's questions, or a complaint?

Neither is taken for the other without asking. Whoever is at an estate as its resident is asked where their words are
like a question; staff, and people with no estate, are answered, and may file the words by a tap.
"""

import re

from bot.dialogs.base import Data
from bot.dialogs.file_complaint import MOST_WORDS, FileComplaint
from bot.faq import asked
from bot.faq.questions import questions
from bot.session import Place
from core.identity import Contact
from core.kinds import proposed
from core.likeness import ready
from core.substance import says_something

_ASKING = re.compile(
    r"[?？]|[吗呢么]\s*$|怎么|怎样|如何|咋|为什么|为啥|什么|哪[里儿个些]|在哪|多少|多久|几点|能不能|可不可以|是不是|有没有"
)
"""By what a sentence is known for a question, whatever it asks."""


def at_once(here: Place | None) -> bool:
    """Whether words said here begin something new: nothing is pending, or filing that has nothing written yet."""
    if here is None:
        return True
    filing = here.dialog == FileComplaint.name and here.step == FileComplaint.write.__name__
    return filing and not (here.data.get("words") or here.data.get("media"))


def question(words: str, who: Contact, here: Place | None) -> tuple[str, Data] | None:
    """The step of the questions' dialog, and its data, that these words lead to; None where they are a complaint. By
    text they always are: a text has no room for the question which is meant, nor for the answers."""
    if who.channel == "sms":
        return None
    draft = here.data if here else {}
    staff = bool(who.staff_id or who.officer_id or who.operator_id)
    resident = "area" in draft or (who.area_id is not None and not staff)
    found, kept = asked(words), {"words": words, "draft": draft}
    questioning = bool(_ASKING.search(words))
    if found.id:
        return (
            ("which", kept | {"ids": [found.id], "sure": True})
            if resident
            else ("answer", kept | {"question": found.id})
        )
    if found.candidates and (questioning or staff):
        return "which", kept | {"ids": list(found.candidates)}
    if questioning and not resident and not found.trouble:
        return "unknown", kept
    return None


def read_ahead(words: str) -> None:
    """Find out what the words say by themselves before anybody waits for it: asked for again, it is known at once."""
    asked(words)
    for reading in (says_something, proposed, ready):
        reading(words[:MOST_WORDS])


def about(verb: str) -> int | None:
    """The question that offers a verb, if one does."""
    return next((one.id for one in questions().values() if verb in one.offers), None)
