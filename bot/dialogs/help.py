"""帮助: what the bot can do for this person."""

from bot.dialogs.base import Data, Dialog, Done, Heard, Turn
from bot.dialogs.bind import office
from bot.messages import Choice, Say
from bot.texts import help as texts


class Help(Dialog):
    """One answer, with the ways to go on from it."""

    name = "help"

    def show(self, heard: Heard, data: Data) -> Turn:
        """By 帮助, by following, by anything that starts nothing."""
        areas = [area.name for area_id in heard.look.managed_areas() if (area := heard.look.area(area_id))]
        if areas:
            return Done(Say(texts.MANAGER.format(areas="、".join(areas)), (Choice("todo", texts.TODO), *_RESIDENT)))
        if officer := heard.look.officer():
            return Done(Say(texts.OFFICER.format(office=office(officer)), (Choice("to_guide", texts.TODO), *_RESIDENT)))
        return Done(Say(texts.RESIDENT, (*_RESIDENT, Choice("bind", texts.BIND))))


_RESIDENT = (Choice("file", texts.FILE), Choice("mine", texts.MINE))
