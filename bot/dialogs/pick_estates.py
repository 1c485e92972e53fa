"""Choosing several of a company's estates: by taps that add and take away, or by their names."""

import re

from bot.dialogs.base import CANCEL, Ask, Data, Go, Heard, Step, Turn
from bot.dialogs.of_company import named
from bot.messages import Choice, Say
from bot.texts import common
from bot.texts import company as texts
from bot.wording import page_note
from core.look_company import OfCompany

AT_ONCE = 8
_APART = re.compile(r"[、,，;；\s]+")


def pick(heard: Heard, data: Data, ours: OfCompany, onward: Step) -> Turn:
    """Ask until 选好了. `data` has the `name` of whom it is for, the chosen ids in `areas` (None at first), `page`."""
    estates = ours.estates()
    chosen, page, note = list(data["areas"] or ()), data.get("page", 0), ""
    match heard.chosen:
        case "ready":
            return Go(onward, data | {"areas": chosen})
        case "more":
            page = page + 1 if (page + 1) * AT_ONCE < len(estates) else 0
        case "":
            for like in filter(None, _APART.split(heard.words)):
                found = [one.id for one in estates if one.name == like] or [
                    one.id for one in estates if like in one.name
                ]
                if len(found) == 1:
                    chosen = [*chosen, *found] if found[0] not in chosen else chosen
                else:
                    note += texts.NO_SUCH_AREA.format(like=like[:AT_ONCE]) + "\n"
        case key if key.removeprefix("a").isdecimal():
            tapped = int(key.removeprefix("a"))
            chosen = [one for one in chosen if one != tapped] if tapped in chosen else [*chosen, tapped]
    shown = estates[page * AT_ONCE : (page + 1) * AT_ONCE]
    offered = [Choice(f"a{one.id}", f"{'－' if one.id in chosen else '＋'}{one.name}") for one in shown]
    if len(estates) > AT_ONCE:
        offered.append(Choice("more", common.MORE))
    pages = page_note(page, len(estates), AT_ONCE, common.PAGE)
    picked = [one for one in estates if one.id in chosen]
    text = note + texts.ASK_AREAS.format(name=data["name"], areas=named(picked), page=pages)
    return Ask(Say(text, (*offered, Choice("ready", texts.READY), CANCEL)), data | {"areas": chosen, "page": page})
