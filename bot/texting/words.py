"""What a text says, before anybody is looked up. Everything is compared half-width and without outer blanks."""

import re
import unicodedata
from typing import NamedTuple

from bot.texts import texting as texts
from core.naming import SHORT
from core.store.registry import CODE_LENGTH

VERBS = texts.OWNER_VERBS | texts.DESK_VERBS | texts.OFFICER_VERBS
_NUMBER = rf"\d{{{SHORT},32}}(?!\d)"
_GAP = r"[\s,:、.。;；-]*"
_VERB = re.compile(
    rf"(?P<verb>{'|'.join(sorted(VERBS, key=len, reverse=True))})\s*"
    rf"(?:(?P<number>{_NUMBER})|(?=[\s,:、.。]|$)){_GAP}(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
_NUMBERED = re.compile(rf"(?P<number>{_NUMBER}){_GAP}(?P<rest>.*)", re.DOTALL | re.IGNORECASE)
_STARRED = re.compile(rf"(?P<number>\d{{{SHORT},32}})(?P<stars>[1-5])")
_ESTATE = re.compile(
    rf"(?=[A-Z]{{0,4}}\d)(?=\d{{0,4}}[A-Z])(?P<estate>[A-Z0-9]{{{CODE_LENGTH}}})(?:(?![A-Z0-9])|(?=\d+[^\x00-\x7f]))"
    rf"{_GAP}(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
"""Whatever looks like an estate's code, so that one misread from a poster can be told of."""
_PAGE = re.compile(rf"(?:{'|'.join(texts.LIST_WORDS)})\s*(?P<page>\d{{1,2}})")
_STARS = re.compile(r"(?P<stars>[1-5])\s*[分星]?")


class Said(NamedTuple):
    """A verb of `texts`, the complaint's `number` (its name, `core.naming`), `rest`: the words that came with
    it; `value`: a rating. Or an estate's code and the words, where there is an `estate`."""

    verb: str = ""
    number: str = ""
    rest: str = ""
    value: str = ""
    estate: str = ""


def plain(text: str) -> str:
    """A text as it is compared, with the words as they were written."""
    return unicodedata.normalize("NFKC", text).strip()


def said(text: str) -> Said | None:
    """What a text (`plain`) says by its form alone; None for ordinary words."""
    if match := _VERB.fullmatch(text):
        return _by_verb(VERBS[match["verb"]], match["number"] or "", match["rest"])
    if match := _NUMBERED.fullmatch(text):
        return _by_number(match["number"], match["rest"].strip(), text)
    if match := _ESTATE.fullmatch(text):
        return Said(estate=match["estate"].upper(), rest=match["rest"].strip())
    return None


def starred(number: str) -> Said | None:
    """A number and stars written as one: `00205`."""
    match = _STARRED.fullmatch(number)
    return Said("rate", match["number"], value=match["stars"]) if match else None


def page(text: str) -> int | None:
    """Which page of one's own is asked for: `查2`."""
    match = _PAGE.fullmatch(text)
    return int(match["page"]) if match else None


def rating(text: str) -> tuple[str, str] | None:
    """(value, reason) of a rating, the reason only with an unsolved one, where stars are none; None for what rates
    nothing."""
    if match := _STARS.fullmatch(text):
        return match["stars"], ""
    for word, value in texts.RATINGS.items():
        if text == word:
            return value, ""
        if value == "0" and text.startswith(word) and text[len(word) :][:1] in " ,:、.。;\n":
            reason = text[len(word) :].strip(" ,:、.。;\n")
            return value, "" if _STARS.fullmatch(reason) else reason
    return None


def _by_verb(verb: str, number: str, rest: str) -> Said | None:
    if verb == "state" and rest:
        return None
    if verb == "rate" and rest:
        found = rating(rest.strip())
        return Said(verb, number, found[1], found[0]) if found else None
    return Said(verb, number, rest.strip())


def _by_number(number: str, rest: str, text: str) -> Said | None:
    """`0020`, `0020 5`, `0020 未解决 …`, `0020 撤销`."""
    if not rest:
        return Said("", number)
    if found := rating(rest):
        return Said("rate", number, found[1], found[0])
    if rest in VERBS:
        return Said(VERBS[rest], number)
    return Said("", number, rest) if text[len(number) : len(number) + 1].strip() == "" else None
