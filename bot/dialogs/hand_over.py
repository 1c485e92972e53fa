"""转派: a manager asks another of the same company to take a complaint over, who takes it or not."""

from bot.dialogs.base import CANCEL, Ask, Data, Do, Done, Go, Heard, Turn
from bot.dialogs.desk import MOST_WORDS
from bot.dialogs.of_manager import OfManager
from bot.messages import Choice, Say
from bot.texts import common, refusals
from bot.texts import manager as texts
from bot.wording import deed, excerpt, left_or_day, page_note, short, until
from core.commands import DeclineHandover, TakeOver
from core.commands import HandOver as AskOver
from core.complaint import Complaint
from core.lifecycle import MANAGER_STATES
from core.store.handovers import Handover

AT_ONCE = 8
"""How many colleagues are offered on a page."""


class HandOver(OfManager):
    """`data` of the giver: the complaint (id, round, short), the page and whose name was asked for, who is to take it
    (to, name), and the reason."""

    name = "hand_over"

    def start(self, heard: Heard, data: Data) -> Turn:
        """转派: to whom, and why."""
        found = self._which(heard, "hand_over", texts.HAND_OVER, lambda one: one.state in MANAGER_STATES)
        if not isinstance(found, Complaint):
            return found
        if not heard.look.colleagues():
            return Done(Say(texts.NO_COLLEAGUES.format(short=short(found))))
        rest = heard.args.rest[:MOST_WORDS]
        return Go(self.to, self._begin(heard, found) | {"reason": rest, "page": 0, "like": "", "until": until(found)})

    def to(self, heard: Heard, data: Data) -> Turn:
        """Another manager of the company, chosen, or named."""
        match heard.chosen:
            case "more":
                data = data | {"page": data["page"] + 1}
            case "":
                data = data | {"page": 0, "like": heard.words.strip()} if heard.words else data
            case staff_id:
                onward = self.confirm if data["reason"] else self.reason
                name = heard.look.name_of(int(staff_id))
                return Go(onward, data | {"to": int(staff_id), "name": name})
        return _offering(heard, data)

    def reason(self, heard: Heard, data: Data) -> Turn:
        """Why, in the manager's own words."""
        return self._ask_words(heard, data, texts.HAND_OVER_REASON, self.confirm)

    def confirm(self, heard: Heard, data: Data) -> Turn:
        """What the other will read."""
        command = AskOver(data["id"], data["to"], data["reason"], data["round"])
        deadline = texts.UNTIL.format(until=data["until"]) if data["until"] else ""
        told = texts.HANDED_OVER.format(**data | {"until": deadline})
        return self._confirm(heard, data, texts.HAND_OVER_CONFIRM, self.reason, command, lambda _: Done(Say(told)))

    def take(self, heard: Heard, data: Data) -> Turn:
        """接手, by whoever was asked."""
        asked = _asked(heard, "take_over")
        if not isinstance(asked, tuple):
            return asked
        return Do(TakeOver(asked[1].id, heard.args.round), lambda one: self._taken(heard, one))

    def decline(self, heard: Heard, data: Data) -> Turn:
        """不接手, by whoever was asked."""
        asked = _asked(heard, "not_taken")
        if not isinstance(asked, tuple):
            return asked
        giver = heard.look.name_of(asked[0].from_id) or texts.SOMEBODY
        told = texts.NOT_TAKEN.format(short=short(asked[1]), giver=giver)
        return Do(DeclineHandover(asked[1].id), lambda _: Done(Say(told)))

    def _taken(self, heard: Heard, one: Complaint) -> Turn:
        area = heard.look.area(one.area_id)
        text = texts.TAKEN.format(
            short=short(one), area=area.name if area else "", state=one.state.value, left=left_or_day(one, heard.now)
        )
        return Done(Say(text, (deed("manager_detail", texts.DETAILS, one),)))


def _offering(heard: Heard, data: Data) -> Turn:
    everybody = heard.look.colleagues()
    like = [one for one in everybody if data["like"] in one[1]]
    shown = like or everybody
    page = data["page"] if data["page"] * AT_ONCE < len(shown) else 0
    here = shown[page * AT_ONCE : (page + 1) * AT_ONCE]
    offered = [Choice(str(staff_id), f"{name} {excerpt(area, 10)}".strip()) for staff_id, name, area in here]
    if len(shown) > (page + 1) * AT_ONCE:
        offered.append(Choice("more", common.MORE))
    note = page_note(page, len(shown), AT_ONCE, common.PAGE)
    text = texts.HAND_OVER_TO.format(short=data["short"], page=note)
    if not like:
        text = texts.HAND_OVER_NOBODY.format(name=excerpt(data["like"], 10))
    return Ask(Say(text, (*offered, CANCEL)), data | {"page": page})


def _asked(heard: Heard, verb: str) -> tuple[Handover, Complaint] | Turn:
    """The request that is meant: the tapped, the named, or the only one."""
    args, waiting = heard.args, heard.look.requests()
    if args.id is not None:
        tapped = next((one for one in waiting if one[1].id == args.id), None)
        return tapped or Done(Say(refusals.TEXTS["no_handover"]))
    named = [one for one in waiting if one[1].number.endswith(args.number)]
    if len(named) == 1:
        return named[0]
    if not named:
        return Done(Say(texts.NO_REQUESTS))
    offered = (Choice(f"{verb}:{one.id}:{one.round}", f"{short(one)} {excerpt(one.content, 12)}") for _, one in named)
    return Ask(Say(texts.WHICH_REQUEST.format(count=len(named)), (*list(offered)[:AT_ONCE], CANCEL)))
