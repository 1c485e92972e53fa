"""预计: the manager names the day by which a complaint will be done; nobody has to."""

from datetime import date, timedelta

from bot.days import day_named
from bot.dialogs.base import CANCEL, Ask, Data, Do, Done, Go, Heard, Turn, choices
from bot.dialogs.of_manager import OfManager
from bot.messages import Choice, Say
from bot.texts import promising as texts
from bot.wording import promised_day, short
from core.clocks import in_shanghai
from core.commands import Promise
from core.complaint import Complaint, may_promise
from core.lifecycle import State
from core.plain import whole
from core.promises import may_name

MOST_SAID = 40


class PromiseDay(OfManager):
    """`data`: the complaint (id, round, short) and how the day was said."""

    name = "promise_day"

    def start(self, heard: Heard, data: Data) -> Turn:
        """At once where a day came with it: by the words, or by the tap of an answer that offered days."""
        found = self._which(heard, "promise", texts.PROMISE, lambda one: one.state is State.HANDLING)
        if not isinstance(found, Complaint):
            return found
        came = {"said": heard.args.rest[:MOST_SAID], "days": heard.args.value}
        return Go(self.day, self._begin(heard, found) | came)

    def day(self, heard: Heard, data: Data) -> Turn:
        """Which day it is."""
        said, days = (data["said"], data["days"]) if heard.asking else (heard.words, heard.chosen)
        if named := _named(heard, said, days):
            return Do(Promise(data["id"], named, data["round"]), _promised)
        unclear = texts.UNCLEAR.format(words=said[:MOST_SAID]) if said else ""
        offered = choices(*((str(days), label) for days, label in texts.CHOICES))
        return Ask(Say(unclear + texts.ASK_DAY.format(**data), (*offered, CANCEL)), data | {"said": "", "days": ""})


def days_offered(complaint: Complaint) -> tuple[Choice, ...]:
    """Days to tap where a complaint was accepted. Their labels say the same typed."""
    about = f"promise:{complaint.id}:{complaint.round}"
    begin = f"{texts.PROMISE} {short(complaint)}"
    return tuple(Choice(f"{about}:{days}", f"{begin} {label}") for days, label in texts.CHOICES)


def day_said(heard: Heard, words: str) -> date | None:
    """The day in reach that words name; None where they name none."""
    found = day_named(words, in_shanghai(heard.now).date()) if words else None
    return found if found and may_name(found, heard.now) else None


def _named(heard: Heard, said: str, days: str) -> date | None:
    after = whole(days, digits=2)
    if after is None:
        return day_said(heard, said)
    found = in_shanghai(heard.now).date() + timedelta(days=after)
    return found if may_name(found, heard.now) else None


def _promised(complaint: Complaint) -> Turn:
    again = texts.ONCE_MORE if may_promise(complaint) else ""
    return Done(Say(texts.PROMISED.format(short=short(complaint), day=promised_day(complaint), again=again)))
