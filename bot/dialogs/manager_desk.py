"""The project manager's desk: 待办, 详情, 接收, 拒绝, 完成, 求助; the rest lies in the dialogs beside it."""

from collections.abc import Callable
from typing import Any

from bot.dialogs.base import CANCEL, Ask, Data, Do, Done, Go, Heard, Turn, choices
from bot.dialogs.canned import offered, picked, saving
from bot.dialogs.desk import CONFIRM, MOST_WORDS
from bot.dialogs.of_manager import OfManager
from bot.dialogs.promise_day import MOST_SAID, day_said, days_offered
from bot.messages import Choice, Kind, Say
from bot.texts import desk as texts
from bot.texts import manager as words
from bot.texts import promising, refusals
from bot.wording import deed, promised_day, refused, short, until
from core.commands import REFUSAL_CATEGORIES, Accept, AskGuidance, Finish, KeepMedia, Refuse, SaveReply
from core.complaint import Complaint, may_promise
from core.lifecycle import MANAGER_STATES, Act
from core.store.handovers import Handover

MOST_PHOTOS = 9
MOST_REQUESTS = 5
"""How many requests to take over 待办 shows."""


class ManagerDesk(OfManager):
    """`data` of a deed: as on every desk."""

    name = "manager_desk"
    deeds = (
        (Act.ACCEPT, "accept", texts.ACCEPT),
        (Act.REFUSE, "refuse", texts.REFUSE),
        (Act.FINISH, "finish", texts.FINISH),
        (Act.ASK_GUIDANCE, "help_me", texts.HELP_ME),
    )

    def todo(self, heard: Heard, data: Data) -> Turn:
        """As on every desk, with what one is asked to take over; who has no estate is told so."""
        turn = super().todo(heard, data)
        assert isinstance(turn, Done)
        text, ways = turn.say.text, turn.say.choices
        if not ways and not heard.look.managed_areas():
            text = texts.NO_AREAS_COMPANY if heard.look.company() else texts.NO_AREAS
        asked = "".join(_request(heard, *one) for one in heard.look.requests()[:MOST_REQUESTS])
        if heard.look.to_accept(1)[1] > 1:
            ways = (*ways, Choice("accept_all:::", words.ACCEPT_ALL))
        return Done(Say(asked + text, ways))

    def _offered(self, heard: Heard, found: Complaint) -> tuple[Choice, ...]:
        also = (
            ("promise", promising.PROMISE, may_promise(found)),
            ("extend", words.EXTEND, not found.not_extendable(heard.now)),
            ("hand_over", words.HAND_OVER, found.state in MANAGER_STATES),
            ("note", words.NOTE, True),
        )
        extra = (deed(verb, label, found) for verb, label, fits in also if fits)
        return (*super()._offered(heard, found), *extra)

    def accept(self, heard: Heard, data: Data) -> Turn:
        """接收处理: one tap, a fixed text; a day may come with it, or be named afterwards."""
        found = self._about(heard, "accept")
        if not isinstance(found, Complaint):
            return found
        said = heard.args.rest[:MOST_SAID]
        day = day_said(heard, said)
        unclear = promising.UNCLEAR_NOT_TOLD.format(words=said) if said and not day else ""
        return Do(Accept(found.id, heard.args.round, day), lambda one: _accepted(one, unclear))

    def refuse(self, heard: Heard, data: Data) -> Turn:
        """拒绝处理: a category, then the reason."""
        found = self._about(heard, "refuse")
        if not isinstance(found, Complaint):
            return found
        return Go(self.refuse_category, self._begin(heard, found) | {"reason": heard.args.rest[:MOST_WORDS]})

    def refuse_category(self, heard: Heard, data: Data) -> Turn:
        """Which kind of reason it is."""
        if heard.chosen:
            category = REFUSAL_CATEGORIES[int(heard.chosen)]
            onward = self.refuse_confirm if data["reason"] else self.refuse_reason
            return Go(onward, data | {"category": category})
        kinds = choices(*((str(at), label) for at, label in enumerate(REFUSAL_CATEGORIES)))
        data = data | {"reason": heard.words[:MOST_WORDS] or data["reason"]}
        return Ask(Say(texts.REFUSE_WHY.format(**data), (*kinds, CANCEL)), data)

    def refuse_reason(self, heard: Heard, data: Data) -> Turn:
        """The reason, in the manager's own words or saved ones."""
        if text := picked(heard, Act.REFUSE):
            return Go(self.refuse_confirm, data | {"reason": text})
        return self._ask_words(heard, data, texts.REFUSE_REASON, self.refuse_confirm, offered(heard, Act.REFUSE))

    def refuse_confirm(self, heard: Heard, data: Data) -> Turn:
        """What the owner will read."""
        command = Refuse(data["id"], data["reason"], data["category"], data["round"])
        if heard.chosen == "save":
            return _saved(Act.REFUSE, data["reason"], lambda: self.refuse_confirm(heard.quiet(), data))
        turn = self._confirm(heard, data, texts.REFUSE_CONFIRM, self.refuse_reason, command, _say(texts.REFUSED))
        return _savable(heard, turn, Act.REFUSE, (turn.data or data)["reason"]) if isinstance(turn, Ask) else turn

    def finish(self, heard: Heard, data: Data) -> Turn:
        """完成处理: the result, with photos."""
        found = self._about(heard, "finish")
        if not isinstance(found, Complaint):
            return found
        data = self._begin(heard, found) | {"result": heard.args.rest[:MOST_WORDS], "media": []}
        return Go(self.finish_confirm if data["result"] else self.finish_result, data)

    def finish_result(self, heard: Heard, data: Data) -> Turn:
        """The result, in the manager's own words or saved ones; photos may come first."""
        if text := picked(heard, Act.FINISH):
            return self._gathered(data | {"result": text})
        if heard.asking:
            return Ask(Say(texts.FINISH_RESULT.format(**data), (*offered(heard, Act.FINISH), CANCEL)))
        return self._gather(heard, data)

    def finish_confirm(self, heard: Heard, data: Data) -> Turn:
        """What the owner will read; more photos and words may be added."""
        match heard.chosen:
            case "yes":
                command = Finish(data["id"], data["result"], tuple(data["media"]), data["round"])
                return Do(command, _say(texts.FINISHED))
            case "again":
                return Go(self.finish_result, data | {"result": ""})
            case "save":
                return _saved(Act.FINISH, data["result"], lambda: self.finish_confirm(heard.quiet(), data))
        if not heard.asking:
            return self._gather(heard, data)
        count = len(data["media"])
        photos = texts.FINISH_PHOTOS.format(count=count) if count else ""
        asked = Ask(Say(texts.FINISH_CONFIRM.format(**data | {"photos": photos}), CONFIRM))
        return _savable(heard, asked, Act.FINISH, data["result"])

    def _gather(self, heard: Heard, data: Data) -> Turn:
        words = [data["result"], "" if heard.media else heard.words]
        data = data | {"result": "\n".join(filter(None, words))[:MOST_WORDS]}
        if heard.kind in (Kind.IMAGE, Kind.VIDEO) and len(data["media"]) < MOST_PHOTOS:
            more = data | {"media": [*data["media"], heard.media]}
            return Do(
                KeepMedia(heard.kind, heard.media),
                lambda _: self._gathered(more),
                lambda refusal: Ask(Say(refused(refusal), CONFIRM if data["result"] else (CANCEL,)), data),
            )
        return self._gathered(data)

    def _gathered(self, data: Data) -> Turn:
        if data["result"]:
            return Go(self.finish_confirm, data)
        return Ask(Say(texts.FINISH_NEEDS_WORDS, (CANCEL,)), data)

    def help(self, heard: Heard, data: Data) -> Turn:
        """求助: ask the street for guidance."""
        found = self._about(heard, "help_me")
        if not isinstance(found, Complaint):
            return found
        data = self._begin(heard, found) | {"reason": heard.args.rest[:MOST_WORDS]}
        return Go(self.help_confirm if data["reason"] else self.help_reason, data)

    def help_reason(self, heard: Heard, data: Data) -> Turn:
        """What guidance is needed for."""
        return self._ask_words(heard, data, texts.HELP_REASON, self.help_confirm)

    def help_confirm(self, heard: Heard, data: Data) -> Turn:
        """What the street will read."""
        command = AskGuidance(data["id"], data["reason"], data["round"])
        return self._confirm(heard, data, texts.HELP_CONFIRM, self.help_reason, command, _say(texts.HELPED))


def _accepted(complaint: Complaint, unclear: str) -> Turn:
    about = {"short": short(complaint), "day": promised_day(complaint)}
    if complaint.promise_ends_at:
        return Done(Say(promising.ACCEPTED.format(**about)))
    text = texts.ACCEPTED.format(**about) + unclear + promising.OFFER.format(**about)
    return Done(Say(text, days_offered(complaint)))


def _request(heard: Heard, asked: Handover, complaint: Complaint) -> str:
    giver = heard.look.name_of(asked.from_id) or words.SOMEBODY
    return words.ASKED.format(giver=giver, short=short(complaint))


def _savable(heard: Heard, asked: Ask, act: Act, text: str) -> Ask:
    """The question, with the choice to save what was written."""
    say = asked.say
    return Ask(Say(say.text, (*say.choices[:-1], *saving(heard, act, text), say.choices[-1])), asked.data)


def _saved(act: Act, text: str, onward: Callable[[], Turn]) -> Turn:
    """Save it, say so, and put the question again."""

    def said(note: str) -> Turn:
        turn = onward()
        return Ask(Say(f"{note}\n\n{turn.say.text}", turn.say.choices), turn.data) if isinstance(turn, Ask) else turn

    return Do(SaveReply(act, text), lambda _: said(words.KEPT), lambda refusal: said(refusals.TEXTS[refusal.reason]))


def _say(text: str) -> Any:
    def done(complaint: Complaint) -> Turn:
        return Done(Say(text.format(short=short(complaint), until=until(complaint))))

    return done
