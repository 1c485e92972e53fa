"""The street and district officers' desk: 待办, 详情, 指导, 上报, 督办."""

from bot.dialogs.about import Deed, about
from bot.dialogs.base import CANCEL, Ask, Data, Do, Done, Go, Heard, Step, Turn, choices
from bot.dialogs.desk import MOST_WORDS, Desk
from bot.messages import Choice, Say
from bot.texts import desk as texts
from bot.texts import officers as words
from bot.wording import deed, left, short, until
from core.commands import Escalate, Guide, Urge
from core.complaint import Complaint
from core.lifecycle import Act
from core.look import Role


class OfficerDesk(Desk):
    """Rights are looked up at every step, and once more where the act is done."""

    name = "officer_desk"
    role = Role.OFFICER
    list_verb = "to_guide"
    deeds = ((Act.GUIDE, "guide", texts.GUIDE), (Act.ESCALATE, "escalate", texts.ESCALATE))

    def _page(self, heard: Heard, skip: int, take: int) -> tuple[list[Complaint], int]:
        return heard.look.for_officer(heard.now, skip, take)

    def _offered(self, heard: Heard, found: Complaint) -> tuple[Choice, ...]:
        urge = deed("urge", words.URGE, found)
        return super()._offered(heard, found) + ((urge,) if found.overdue(heard.now) else ())

    def guide(self, heard: Heard, data: Data) -> Turn:
        """指导: a text for the manager and the owner."""
        return self._start(heard, "guide", self.guide_text, self.guide_confirm)

    def guide_text(self, heard: Heard, data: Data) -> Turn:
        """The guidance."""
        return self._ask_words(heard, data, texts.GUIDE_TEXT, self.guide_confirm)

    def guide_confirm(self, heard: Heard, data: Data) -> Turn:
        """What manager and owner will read."""
        command = Guide(data["id"], data["reason"], data["round"])
        return self._confirm(heard, data, texts.GUIDE_CONFIRM, self.guide_text, command, _guided)

    def escalate(self, heard: Heard, data: Data) -> Turn:
        """上报: from the street to the district."""
        return self._start(heard, "escalate", self.escalate_reason, self.escalate_confirm)

    def escalate_reason(self, heard: Heard, data: Data) -> Turn:
        """Why it goes up."""
        return self._ask_words(heard, data, texts.ESCALATE_REASON, self.escalate_confirm)

    def escalate_confirm(self, heard: Heard, data: Data) -> Turn:
        """What the district will read."""
        command = Escalate(data["id"], data["reason"], data["round"])
        return self._confirm(heard, data, texts.ESCALATE_CONFIRM, self.escalate_reason, command, _escalated)

    def urge(self, heard: Heard, data: Data) -> Turn:
        """督办 what is overdue, with or without words of one's own."""

        def overdue() -> list[Complaint]:
            return [one for one in heard.look.for_officer(heard.now, 0, 50)[0] if one.overdue(heard.now)]

        deed = Deed("urge", lambda _: True, words.NONE_OVERDUE, strict=False)
        found = about(heard, self.role, deed, overdue, texts.NOT_FOUND, texts.WHICH)
        if not isinstance(found, Complaint):
            return found
        if not found.overdue(heard.now):
            return Done(Say(words.NOT_OVERDUE.format(short=short(found), state=found.state.value)))
        data = self._begin(heard, found) | {"reason": heard.args.rest[:MOST_WORDS], "left": left(found, heard.now)}
        return Go(self.urge_confirm, data)

    def urge_confirm(self, heard: Heard, data: Data) -> Turn:
        """What manager and company will read; words may be added."""
        if heard.chosen == "yes":
            return Do(Urge(data["id"], data["reason"]), _urged)
        if heard.words:
            data = data | {"reason": heard.words[:MOST_WORDS]}
        said = words.URGE_SAID.format(**data) if data["reason"] else ""
        return Ask(Say(words.URGE_CONFIRM.format(**data | {"said": said}), _URGE), data)

    def _start(self, heard: Heard, verb: str, ask: Step, confirm: Step) -> Turn:
        found = self._about(heard, verb)
        if not isinstance(found, Complaint):
            return found
        data = self._begin(heard, found) | {"reason": heard.args.rest[:MOST_WORDS]}
        return Go(confirm if data["reason"] else ask, data)


_URGE = (*choices(("yes", texts.CONFIRM)), CANCEL)


def _urged(complaint: Complaint) -> Turn:
    return Done(Say(words.URGED.format(short=short(complaint))))


def _guided(complaint: Complaint) -> Turn:
    return Done(Say(texts.GUIDED.format(short=short(complaint), until=until(complaint))))


def _escalated(complaint: Complaint) -> Turn:
    return Done(Say(texts.ESCALATED.format(short=short(complaint), until=until(complaint))))
