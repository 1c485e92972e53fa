"""打印码上办: the poster of an estate, or what is missing before it may be printed (seed, question 9)."""

from collections.abc import Sequence

from bot.dialogs.base import Data, Dialog, Do, Done, Heard, Turn
from bot.messages import Choice, Say
from bot.posters.facts import told_missing
from bot.texts import common
from bot.texts import help as help_texts
from bot.texts import printing as texts
from bot.wording import excerpt, heard_as, page_note
from core.commands import PrintCode as Print
from core.directory import Area

PAGE = 10
DEFAULT = "a4"
MOST_WORDS = 20


class PrintCode(Dialog):
    """A tap carries the estate, and as its value the size; or the page of a list, and the name that was looked for."""

    name = "print_code"

    def start(self, heard: Heard, data: Data) -> Turn:
        """The estate that was tapped or named, or the only one; else which."""
        if heard.args.id is not None:
            return _printed(heard, heard.args.id, heard.args.value)
        name = (heard.args.value.partition(",")[2] or heard.args.rest).strip()
        found = heard.look.printable(name)
        if len(found) == 1 and (not name or _meant(name, found[0])):
            return _printed(heard, found[0].id)
        everybody = found or (heard.look.printable() if name else [])
        if not everybody:
            return Done(_nothing_to_print(heard))
        asked = texts.LIKE if found else texts.NONE_LIKE
        return Done(_which(everybody, heard.args.page, name, asked if name else texts.WHICH))


def _meant(name: str, area: Area) -> bool:
    """Whether it is the estate's whole name, with its district or without."""
    return heard_as(name) in (heard_as(area.name), heard_as(f"{area.district}/{area.name}"))


def _printed(heard: Heard, area_id: int, size: str = DEFAULT) -> Turn:
    line = heard.look.to_print(area_id)
    if line is None:
        return Done(Say(texts.NOT_YOURS) if heard.look.printable() else _nothing_to_print(heard))
    if told := told_missing(line):
        lines = "\n".join(texts.LACKING_LINE.format(key=key, told=one) for key, one in enumerate(told, 1))
        again = (Choice(f"print_code:{area_id}", texts.AGAIN),)
        return Done(Say(texts.LACKING.format(area=line.area.name, count=len(told), lines=lines), again))
    size = size if size in texts.SIZES else DEFAULT
    others = tuple(Choice(f"print_code:{area_id}::{one}", label) for one, label in texts.SIZES.items() if one != size)
    words = {"area": line.area.name, "size": texts.SIZES[size]}
    return Do(Print(area_id, size), lambda link: Done(Say(texts.COMING.format(**words, link=link), others)))


def _which(found: Sequence[Area], page: int, name: str, asked: str) -> Say:
    here = found[page * PAGE : (page + 1) * PAGE] or found[:PAGE]
    names = [one.name for one in found]
    offered = [
        Choice(
            f"print_code:{one.id}",
            (texts.AREA if names.count(one.name) == 1 else texts.AREA_OF).format(name=one.name, district=one.district),
        )
        for one in here
    ]
    if len(found) > (page + 1) * PAGE:
        offered.append(Choice(f"print_code:::{page + 1},{name[:MOST_WORDS]}", common.MORE))
    note = page_note(page, len(found), PAGE, common.PAGE)
    return Say(asked.format(name=excerpt(name, MOST_WORDS), page=note), tuple(offered))


def _nothing_to_print(heard: Heard) -> Say:
    """Who may print, for this person, and how to go on."""
    if company := heard.look.company():
        return Say(texts.NO_ESTATE_OF_COMPANY.format(company=company.name))
    if staff := heard.look.staff():
        return Say(texts.NO_ESTATE.format(name=staff.name, post=staff.post))
    if heard.look.officer():
        return Say(texts.OFFICER, (Choice("to_guide", help_texts.TODO),))
    return Say(texts.ANYBODY, (Choice("bind", help_texts.BIND), Choice("file", help_texts.FILE)))
