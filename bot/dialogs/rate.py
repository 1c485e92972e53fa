"""Two taps after each closing: is it solved, and how was the service."""

from bot.dialogs.about import Deed, about
from bot.dialogs.base import Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.messages import Choice, Say
from bot.texts import rating as texts
from bot.wording import short, until
from core.commands import Rate as RateComplaint
from core.complaint import Complaint, unsatisfied
from core.lifecycle import Act, State, possible
from core.look import Role

MOST_WORDS = 300


class Rate(Dialog):
    """`data`: the complaint (id, round, short) and the answers so far (solved, stars)."""

    name = "rate"

    def start(self, heard: Heard, data: Data) -> Turn:
        """By a tap on a notice's choice (which is the first answer), by 评价 N, or by stars in a text."""

        def mine() -> list[Complaint]:
            return heard.look.mine(0, 50)[0]

        found = about(heard, Role.OWNER, _RATE, mine, texts.NOTHING, texts.WHICH)
        if not isinstance(found, Complaint):
            return found
        about_it = {"id": found.id, "round": heard.args.round or found.round, "short": short(found)}
        if heard.args.value in texts.BY_STARS:
            said = {"solved": texts.BY_STARS[heard.args.value], "stars": int(heard.args.value)}
            return self._rate(about_it | said, heard.args.rest[:MOST_WORDS])
        if heard.args.value in texts.LABELS:
            return Go(self.stars, about_it | {"solved": heard.args.value})
        return Go(self.solved, about_it)

    def solved(self, heard: Heard, data: Data) -> Turn:
        """Is it solved?"""
        if heard.chosen in texts.LABELS:
            return Go(self.stars, data | {"solved": heard.chosen})
        return Ask(Say(texts.SOLVED.format(short=data["short"]), choices(*texts.CHOICES)))

    def stars(self, heard: Heard, data: Data) -> Turn:
        """How was it? Who says 未解决 may say at once what is wrong instead of giving stars."""
        unsolved = data["solved"] == "unsolved"
        if unsolved and heard.words and not heard.chosen:
            return self._rate(data | {"stars": 0}, heard.words[:MOST_WORDS])
        if not heard.chosen:
            return Ask(Say(texts.STARS_UNSOLVED if unsolved else texts.STARS, _STARS))
        rated = data | {"stars": int(heard.chosen)}
        if unsatisfied(rated["solved"], rated["stars"]):
            return Go(self.why, rated)
        return self._rate(rated, "")

    def why(self, heard: Heard, data: Data) -> Turn:
        """A bad rating goes back to the manager with a reason."""
        if heard.chosen == "skip":
            return self._rate(data, "")
        if heard.asking or not heard.words:
            return Ask(Say(texts.WHY, choices(("skip", texts.SKIP))))
        return self._rate(data, heard.words[:MOST_WORDS])

    def _rate(self, data: Data, reason: str) -> Turn:
        command = RateComplaint(data["id"], data["solved"], data["stars"], reason, data["round"])
        return Do(command, _rated)


_RATE = Deed("rate", lambda one: possible(one, Act.SATISFIED), texts.NOTHING)
_STARS = tuple(Choice(stars, label, stars) for stars, label in texts.STAR_CHOICES)


def _rated(complaint: Complaint) -> Turn:
    by_state = {State.FURTHER: texts.SENT_BACK, State.GUIDANCE: texts.SENT_UP, State.CLOSED: texts.CLOSED}
    text = texts.THANKS if complaint.outcome == "satisfied" else by_state[complaint.state]
    return Done(Say(text.format(short=short(complaint), until=until(complaint))))
