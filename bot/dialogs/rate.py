"""Two taps after each closing: is it solved, and how was the service."""

from bot.dialogs.about import Deed, about
from bot.dialogs.base import Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.messages import Choice, Say
from bot.texts import rating as texts
from bot.wording import rating_choices, short, until
from core.commands import Rate as RateComplaint
from core.complaint import Complaint, turned_down, unsatisfied
from core.lifecycle import Act, State, leads_to, possible
from core.look import Role

MOST_WORDS = 300


class Rate(Dialog):
    """`data`: the complaint (id, round, short) and the answers so far (solved, stars)."""

    name = "rate"
    version = 2

    def start(self, heard: Heard, data: Data) -> Turn:
        """By a tap on a notice's choice (which is the first answer), by 评价 N, or by stars in a text."""

        def mine() -> list[Complaint]:
            return heard.look.mine(0, 50)[0]

        found = about(heard, Role.OWNER, _RATE, mine, texts.NOTHING, texts.WHICH)
        if not isinstance(found, Complaint):
            return found
        about_it = {"id": found.id, "round": heard.args.round or found.round, "short": short(found)} | _asked(found)
        if heard.args.value in texts.BY_STARS:
            said = {"solved": texts.BY_STARS[heard.args.value], "stars": int(heard.args.value)}
            return self._rate(about_it | said, heard.args.rest[:MOST_WORDS])
        if heard.args.value in texts.LABELS:
            return self._judged(about_it, heard.args.value)
        return Go(self.solved, about_it)

    def solved(self, heard: Heard, data: Data) -> Turn:
        """Is it solved? Or, after a refusal: is the reason a good one?"""
        if heard.chosen in texts.LABELS:
            return self._judged(data, heard.chosen)
        question = texts.AGREE if data["refused"] else texts.QUESTION
        offered = choices(*rating_choices(data["refused"], data["worse"]))
        return Ask(Say(texts.SOLVED.format(short=data["short"], question=question), offered))

    def stars(self, heard: Heard, data: Data) -> Turn:
        """How was it?"""
        if not heard.chosen:
            worse = texts.WORSE[data["worse"]]
            offered = (Choice(stars, label.format(worse=worse), stars) for stars, label in texts.STAR_CHOICES)
            return Ask(Say(texts.STARS, tuple(offered)))
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

    def _judged(self, data: Data, solved: str) -> Turn:
        """On to the stars; to who says that it is not solved there is nothing to ask but why."""
        if solved == "unsolved":
            return Go(self.why, data | {"solved": solved, "stars": 0})
        return Go(self.stars, data | {"solved": solved})

    def _rate(self, data: Data, reason: str) -> Turn:
        command = RateComplaint(data["id"], data["solved"], data["stars"], reason, data["round"])
        return Do(command, _rated)


_RATE = Deed("rate", lambda one: possible(one, Act.SATISFIED), texts.NOTHING)


def _asked(complaint: Complaint) -> dict[str, object]:
    """What the choices have to say: whether it is a refusal, and what a bad rating leads to."""
    return {"refused": turned_down(complaint), "worse": leads_to(complaint, Act.UNSATISFIED).name}


def _rated(complaint: Complaint) -> Turn:
    by_state = {State.FURTHER: texts.SENT_BACK, State.GUIDANCE: texts.SENT_UP, State.CLOSED: texts.CLOSED}
    text = texts.THANKS if complaint.outcome == "satisfied" else by_state[complaint.state]
    return Done(Say(text.format(short=short(complaint), until=until(complaint))))
