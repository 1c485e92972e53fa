"""接收全部: everything that is 待处理, confirmed once, accepted each by itself."""

from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.messages import Say
from bot.texts import desk
from bot.texts import manager as texts
from bot.wording import short
from core.commands import AcceptAll as AcceptThem
from core.complaint import Complaint
from core.services.manager import Batch

MOST = 50
"""How many are accepted at once."""


class AcceptAll(Dialog):
    """`data`: the complaints shown, as [id, round, short], and how many more there are."""

    name = "accept_all"

    def start(self, heard: Heard, data: Data) -> Turn:
        """By 接收全部, or by the choice of 待办."""
        found, total = heard.look.to_accept(MOST)
        if not found:
            return Done(Say(texts.NOTHING_PENDING))
        shown = [[one.id, one.round, short(one)] for one in found]
        return Go(self.confirm, {"shown": shown, "left": total - len(found)})

    def confirm(self, heard: Heard, data: Data) -> Turn:
        """How many, and which."""
        numbers = {key: number for key, _, number in data["shown"]}
        if heard.chosen == "yes":
            command = AcceptThem(tuple((key, answered) for key, answered, _ in data["shown"]))
            return Do(command, lambda batch: _done(batch, numbers))
        more = texts.ACCEPT_ALL_MORE.format(most=MOST, left=data["left"]) if data["left"] else ""
        text = texts.ACCEPT_ALL_CONFIRM.format(count=len(numbers), numbers="、".join(numbers.values()), more=more)
        return Ask(Say(text, (*choices(("yes", desk.CONFIRM)), CANCEL)))


def _done(batch: Batch, numbers: dict[int, str]) -> Turn:
    accepted = "、".join(numbers[one.id] for one in batch.accepted)
    text = texts.ACCEPT_ALL_DONE.format(count=len(batch.accepted), numbers=accepted)
    if not batch.accepted:
        text = texts.ACCEPT_ALL_NONE
    lines = "\n".join(_why(numbers[key], refusal.facts.get("complaint")) for key, refusal in batch.refused)
    left = texts.ACCEPT_ALL_REFUSED.format(count=len(batch.refused), lines=lines) if lines else ""
    return Done(Say(text + left))


def _why(number: str, complaint: Complaint | None) -> str:
    if complaint is None:
        return texts.NOT_YOURS_NOW.format(short=number)
    return texts.MOVED_ON.format(short=number, state=complaint.state.value)
