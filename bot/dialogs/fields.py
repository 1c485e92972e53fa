"""What somebody answers to one question of an application: read as it is kept, or told what is wrong with it."""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from bot.dialogs.base import Data, Heard
from bot.texts import business as texts
from core.applications import CONTRACTS, FIELDS, Content, Kind, code_fault, names_somebody, plain_code
from core.clocks import in_shanghai
from core.offices import like, meant

MOST_OFFERED = 9
_DATE = re.compile(r"(?<!\d)(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?!\d)")


class Wrong(NamedTuple):
    """What is said of an answer that cannot be taken, or not until it was written a second time (`unsure`)."""

    text: str
    unsure: str = ""


def offered(heard: Heard, data: Data, name: str) -> list[str]:
    """What may be tapped instead of being written."""
    return list(CONTRACTS) if name == "contract" else _places(heard, data, name)[:MOST_OFFERED]


def _places(heard: Heard, data: Data, name: str) -> list[str]:
    """How the directory's estates spell this; an officer of a street sees what is spelt like the street."""
    match name:
        case "district":
            return heard.look.applications.districts()
        case "street":
            area = heard.look.area(data["area"]) if data["area"] else None
            district = area.district if area else data["content"].get("district", "")
            return heard.look.applications.streets(district)
    return []


def read(heard: Heard, data: Data, name: str) -> Content | Wrong:
    """The answer, by the fields it fills."""
    text = plain(heard.chosen or heard.words)
    if not text or (name == "contract" and text not in CONTRACTS):
        return Wrong(texts.PLEASE_WRITE)
    match name:
        case "code":
            return _code(half_width(text))
        case "term":
            return _term(heard, half_width(text))
        case "district" | "street":
            text = meant(text, known := _places(heard, data, name)) or text
            if known and text not in known and text != data.get("unsure"):
                near = texts.NEAR.format(near="、".join(found)) if (found := like(text, known)) else ""
                return Wrong(texts.NOT_LISTED.format(name=text, near=near), text)
        case "party" if not names_somebody(text):
            return Wrong(texts.NOBODY_NAMED)
    field = next(one for one in FIELDS[Kind[data["kind"]]] if one.name == name)
    if len(text) > field.most:
        return Wrong(texts.TOO_LONG.format(label=field.label, most=field.most))
    return {name: text}


def plain(text: str) -> str:
    """Words on one line, otherwise as they were written: a company's name keeps its brackets."""
    return " ".join(text.split())


def half_width(text: str) -> str:
    """Full-width letters and digits made half-width."""
    return unicodedata.normalize("NFKC", text)


def code_wrong(code: str) -> str:
    """What is wrong with a 统一社会信用代码, in words; nothing where it is right."""
    fault = code_fault(code)
    return texts.CODE_FAULTS[fault].format(count=len(code)) if fault else ""


def _code(text: str) -> Content | Wrong:
    code = plain_code(text)
    wrong = code_wrong(code)
    return Wrong(wrong) if wrong else {"code": code}


def _term(heard: Heard, text: str) -> Content | Wrong:
    try:
        begins, ends = [date(*(int(part) for part in found if part)) for found in _DATE.findall(text)]
    except (ValueError, TypeError):
        return Wrong(texts.TERM_UNCLEAR)
    if ends <= begins:
        return Wrong(texts.TERM_REVERSED)
    if ends <= in_shanghai(heard.now).date():
        return Wrong(texts.TERM_OVER.format(ends=ends))
    return {"begins": begins.isoformat(), "ends": ends.isoformat()}
