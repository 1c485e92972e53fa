"""帮助: what the bot can do for this person."""

from bot.dialogs.base import Data, Dialog, Done, Heard, Turn
from bot.dialogs.bind import office
from bot.messages import Choice, Say
from bot.texts import help as texts
from core.directory import Staff
from core.identity import MANAGER_POST


class Help(Dialog):
    """One answer, with the ways to go on from it."""

    name = "help"

    def show(self, heard: Heard, data: Data) -> Turn:
        """By 帮助, by following, by anything that starts nothing."""
        areas = "、".join(area.name for area_id in heard.look.managed_areas() if (area := heard.look.area(area_id)))
        if company := heard.look.company():
            text = texts.COMPANY.format(company=company.name)
            also = texts.ALSO_MANAGER.format(areas=areas) if areas else ""
            ways = (Choice("todo", texts.TODO), *_COMPANY) if areas else _COMPANY
            return Done(Say("\n".join(filter(None, (text, also))), ways))
        if areas:
            return Done(Say(texts.MANAGER.format(areas=areas), (Choice("todo", texts.TODO), *_RESIDENT, _FAQ)))
        if officer := heard.look.officer():
            text = texts.OFFICER.format(office=office(officer))
            return Done(Say(text, (Choice("to_guide", texts.TODO), *_RESIDENT, _FAQ)))
        if heard.look.operator():
            return Done(Say(texts.OPERATOR, (Choice("applications", texts.REVIEW), *_RESIDENT, _FAQ)))
        if staff := heard.look.staff():
            return Done(_without_desk(heard, staff))
        return Done(Say(texts.RESIDENT, (*_RESIDENT, Choice("bind", texts.BIND), _FAQ)))


def _without_desk(heard: Heard, staff: Staff) -> Say:
    """A word on what is missing for whoever works for a company and has nothing to do here yet."""
    text = texts.MANAGER_WITHOUT if staff.post == MANAGER_POST else texts.STAFF
    company = heard.look.employer()
    named = text.format(company=company.name if company else "", post=staff.post)
    return Say(named, (Choice("standing", texts.STANDING), *_RESIDENT, _FAQ))


_RESIDENT = (Choice("file", texts.FILE), Choice("mine", texts.MINE))
_FAQ = Choice("faq", texts.FAQ)
_COMPANY = (Choice("estates", texts.ESTATES), Choice("people", texts.PEOPLE), Choice("search", texts.SEARCH), _FAQ)
