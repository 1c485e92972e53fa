"""One person's conversation: what they said, understood in the light of what was asked, and what follows.

What is typed is understood in this order: words known everywhere (取消, 返回), a choice of the question that was
put last, a command of `bot/routes.py`, an answer to the dialog that is under way, and otherwise something new: a
question of the platform's list, or the beginning of a complaint (`bot/asking.py`).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot import asking
from bot.dialogs.base import NO_ARGS, Args, Ask, Do, Done, Go, Heard, Over, Turn
from bot.dialogs.faq import LISTS, Faq
from bot.dialogs.file_complaint import FileComplaint
from bot.messages import Choice, Inbound, Kind, Say
from bot.routes import BY_VERB, COMPANY, DIALOGS, Route, by_tap, by_words, may_hear, staff_word
from bot.session import BACK_STEPS, Asked, Place, Session
from bot.texts import common, refusals
from bot.wording import heard_as, short
from core.commands import CheckCode, Command, EraseMe, FollowAgain
from core.complaint import Complaint, Refusal
from core.identity import Actor, Contact
from core.look import Look
from core.store.engine import Tx

STALE = timedelta(hours=24)
"""A question left unanswered for longer is no longer open (a draft is kept and asked about)."""
_CHAT = (Kind.TEXT, Kind.CLICK)


class Conversation:
    """Answers one message of one contact within the open transaction."""

    def __init__(
        self,
        tx: Tx,
        contact: Contact,
        now: datetime,
        perform: Callable[[Tx, Actor, Command, datetime], Any],
    ) -> None:
        self._tx = tx
        self._contact = contact
        self._now = now
        self._perform = perform
        self._session = Session.load(contact.session)
        self._look = Look(tx, contact)
        self._upgraded = False
        self.did: tuple[Command, Any] | None = None
        """What was done last in answering, and what came of it."""
        self.refusal: Refusal | None = None
        """Why something was not done in answering."""

    @property
    def here(self) -> Place | None:
        """The dialog that is under way, and the step that asked."""
        return self._session.here

    @property
    def answered_at(self) -> datetime | None:
        """When the person was last answered."""
        return self._session.at

    def offers(self, words: str) -> bool:
        """Whether the question that is open offers this choice."""
        return self.here is not None and _match(words, self._session.offered) is not None

    def forget(self) -> None:
        """Let go of what is under way."""
        self._session.here, self._session.back, self._session.parked = None, [], None

    def put_off(self) -> None:
        """Whatever is said next is meant for the question that is open."""
        self._session.at = self._now
        self._contact.session = self._session.dump()

    def answer(self, inbound: Inbound, opening: tuple[Route, Args] | None = None) -> Say:
        """What to say to this; the session is kept in the contact. `opening` says what it was understood as."""
        say = self._numbered(self._open(*opening) if opening else self._respond(inbound))
        self._session.at = self._now
        self._contact.session = self._session.dump()
        return say

    # understanding

    def _respond(self, inbound: Inbound) -> Say:
        self._forget_what_is_stale()
        if inbound.kind in (Kind.FOLLOW, Kind.SCAN):
            return self._arrive(inbound)
        if inbound.kind in (Kind.OTHER, Kind.LINK):
            return self._again(common.UNKNOWN_KIND)
        words = heard_as(inbound.text) if inbound.kind in _CHAT else ""
        if words in common.CANCEL_WORDS:
            return self._cancel()
        if words in common.BACK_WORDS:
            return self._back()
        tap = inbound.tap or (self._typed(words) if words else "")
        if isinstance(tap, Say):
            return tap
        if tap:
            return self._tapped(tap, inbound)
        if words and (found := by_words(inbound.text.strip(), self._contact, self._acts)):
            return self._open(*found)
        if self._upgraded:
            return Say(common.UPGRADED)
        return self._say_to_dialog(inbound, words)

    def _may(self, verb: str) -> bool:
        route = BY_VERB.get(verb)
        return route is not None and may_hear(route, self._contact) and (route.who != COMPANY or self._acts())

    def _acts(self) -> bool:
        return self._look.company() is not None

    def _arrive(self, inbound: Inbound) -> Say:
        if inbound.kind is Kind.FOLLOW and (self._contact.staff_id or self._contact.officer_id):
            self._perform(self._tx, Actor.of(self._contact), FollowAgain(), self._now)
        if inbound.scene:
            return self._open(_SCAN, Args(value=inbound.scene))
        help_text = self._open(_HELP, NO_ARGS)
        return replace(help_text, text=common.FOLLOWED) if not self._contact.staff_id else help_text

    def _typed(self, words: str) -> str | Say:
        """The tap that typed words stand for: a choice of the last answer, or of a notice sent since then."""
        session = self._session
        offered = _match(words, session.offered)
        asked = Asked.load(self._contact.asked)
        noticed = None
        if asked and (session.at is None or asked.at >= session.at):
            noticed = _match(words, asked.choices)
        if offered and noticed and session.here:
            own = offered.id.removeprefix(f"q{session.question}.")
            both = Choice(own, offered.label), Choice(noticed.id, noticed.label)
            return Say(common.WHICH_ONE.format(typed=words), both)
        chosen = noticed or offered
        return chosen.id if chosen else ""

    def _tapped(self, tap: str, inbound: Inbound) -> Say:
        if tap == "cancel" or tap.endswith(".cancel"):
            return self._cancel()
        question, dot, value = tap.partition(".")
        if dot and question.startswith("q"):
            here = self._session.here
            if here is None or question != f"q{self._session.question}":
                return self._again(common.OLD_BUTTON_NEXT if here else common.OLD_BUTTON)
            return self._run(here, self._heard(inbound, chosen=value))
        found = by_tap(tap)
        return self._open(*found) if found else self._again(common.OLD_BUTTON)

    def _say_to_dialog(self, inbound: Inbound, words: str) -> Say:
        here = _unless_answered(self._session.here) or self._session.parked
        idle = here is None or (here.dialog == FileComplaint.name and not here.data.get("words"))
        if idle and words in common.THANKS:
            return self._thanked()
        if idle and (word := staff_word(inbound.text.strip())):
            return _for_staff(*word)
        if idle and words in common.GREETINGS:
            return self._open(_HELP, NO_ARGS)
        new = inbound.kind is Kind.TEXT and asking.at_once(here)
        if new and (found := asking.question(inbound.text.strip(), self._contact, here)):
            return self._put(Place(Faq.name, Faq.version, *found))
        if here is None:
            here = Place(FileComplaint.name, FileComplaint.version, "write")
            known = self._contact.area_id and len(self._look.my_estates()) == 1
            area = self._look.area(self._contact.area_id) if known and self._contact.area_id else None
            here.data = {"area": area.id, "area_name": area.name} if area else {}
        self._session.here, self._session.parked = here, None
        return self._run(here, self._heard(inbound))

    def _thanked(self) -> Say:
        asked = Asked.load(self._contact.asked)
        if asked and (self._session.at is None or asked.at >= self._session.at):
            return Say(common.THANKS_PENDING, asked.choices)
        return Say(common.THANKS_REPLY)

    # moving

    def _open(self, route: Route, args: Args) -> Say:
        session, here = self._session, self._session.here
        data: dict[str, Any] = {}
        if here and here.dialog == route.dialog.name and not args.rest:
            args = args._replace(rest=here.data.get("rest", ""))
        if here and here.dialog == route.dialog.name == FileComplaint.name:
            data = here.data
        elif here and DIALOGS[here.dialog].keeps_draft and here.data.get("words"):
            session.parked = here
        step = route.step.__name__
        if data.get("words") and route.verb == "file":
            step = "confirm"
        session.back = []
        session.here = Place(route.dialog.name, route.dialog.version, step, data)
        return self._run(session.here, self._heard(None, args=args).quiet())

    def _put(self, place: Place) -> Say:
        """Put the question of a place."""
        self._session.here, self._session.back = place, []
        return self._run(place, self._heard(None).quiet())

    def _cancel(self) -> Say:
        session = self._session
        busy = session.here or session.parked
        session.here, session.back, session.parked = None, [], None
        return Say(common.CANCELLED if busy else common.NOTHING_TO_CANCEL)

    def _back(self) -> Say:
        session = self._session
        if session.here is None:
            return self._open(_HELP, NO_ARGS)
        if not session.back:
            return self._again(common.NOTHING_BEFORE)
        session.here.step, session.here.data = session.back.pop()
        return self._run(session.here, self._heard(None).quiet())

    def _again(self, text: str) -> Say:
        """Say `text`, and put the open question again."""
        here = self._session.here
        if here is None:
            return Say(text)
        question = self._run(here, self._heard(None).quiet())
        return Say(f"{text}\n\n{question.text}", question.choices)

    def _forget_what_is_stale(self) -> None:
        """Close a question left open too long, and bring what another version of the program left up to date."""
        session = self._session
        session.parked = _up_to_date(session.parked)
        here = session.here
        if here is None:
            return
        session.here = _up_to_date(here)
        self._upgraded = session.here is None
        if session.here is not here:
            session.back = []
        old = session.at is not None and self._now - session.at > STALE
        if old and session.here and not DIALOGS[here.dialog].keeps_draft:
            session.here, session.back = None, []

    # running

    def _heard(self, inbound: Inbound | None, chosen: str = "", args: Args = NO_ARGS) -> Heard:
        heard = Heard(
            self._contact, self._look, self._now, chosen=chosen, args=args, paused=self._session.at, may=self._may
        )
        if inbound is None or chosen:
            return heard
        return replace(heard, kind=inbound.kind, words=inbound.text, media=inbound.media)

    def _run(self, here: Place, heard: Heard) -> Say:
        dialog = DIALOGS[here.dialog]
        turn: Turn = getattr(dialog, here.step)(heard, here.data)
        while not isinstance(turn, Ask | Done):
            if isinstance(turn, Do):
                turn = self._do(turn)
                continue
            if isinstance(turn, Over):
                here = Place(turn.dialog, DIALOGS[turn.dialog].version, turn.step, turn.data)
                self._session.here, self._session.back = here, []
                return self._run(here, turn.heard)
            self._step(here, turn)
            turn = turn.step(heard.quiet(), here.data)
        if isinstance(turn, Done):
            return self._finished(turn.say)
        if turn.data is not None:
            here.data = turn.data
        return turn.say

    def _step(self, here: Place, turn: Go) -> None:
        name = turn.step.__name__
        if name != here.step:
            self._session.back = [*self._session.back, (here.step, here.data)][-BACK_STEPS:]
        here.step = name
        if turn.data is not None:
            here.data = turn.data

    def _do(self, turn: Do) -> Turn:
        try:
            result = self._perform(self._tx, Actor.of(self._contact), turn.command, self._now)
        except Refusal as refusal:
            self.refusal = refusal
            return turn.otherwise(refusal) if turn.otherwise else Done(_refused(refusal))
        self.did = turn.command, result
        if isinstance(turn.command, EraseMe):
            self._forgotten()
        if isinstance(turn.command, CheckCode):
            self._take_up(result.joined)
            known = self._tx.contacts.get(self._contact.id)
            assert known is not None
            self._contact.staff_id, self._contact.officer_id = known.staff_id, known.officer_id
            self._contact.operator_id = known.operator_id
            self._contact.phone = known.phone
        return turn.then(result)

    def _forgotten(self) -> None:
        """Nothing of what was said is kept in the session."""
        self._session = Session(question=self._session.question)
        self._contact.asked, self._contact.phone = "", ""
        self._contact.staff_id = self._contact.officer_id = self._contact.operator_id = None

    def _take_up(self, joined: str) -> None:
        """Go on with the draft that the person began by text before the phone was verified here."""
        draft = Session.load(joined).here
        if draft and DIALOGS[draft.dialog].keeps_draft and draft.data.get("words") and not self._session.parked:
            self._session.parked = draft

    def _finished(self, say: Say) -> Say:
        session = self._session
        session.here, session.back = session.parked, []
        session.parked = None
        if session.here is None or say.choices:
            session.parked, session.here = session.here, None
            return say
        question = self._run(session.here, self._heard(None).quiet())
        return Say(say.text + common.WELCOME_BACK + question.text, question.choices)

    def _numbered(self, say: Say) -> Say:
        """Number the choices, bind a dialog's own to this question, and remember what was offered."""
        session = self._session
        session.question += 1
        offered: list[Choice] = []
        for choice in say.choices:
            own = session.here is not None and ":" not in choice.id and choice.id != "cancel"
            marked = f"q{session.question}.{choice.id}" if own else choice.id
            key = choice.key or str(len([one for one in offered if one.key != "0"]) + 1)
            offered.append(Choice(marked, choice.label, key))
        session.offered = tuple(offered)
        return Say(say.text, session.offered)


_SCAN = Route("scan", (), "", FileComplaint, FileComplaint.arrive)
_HELP = BY_VERB["help"]


def _unless_answered(place: Place | None) -> Place | None:
    """The place, unless it is an answer that waits for nothing: words said after it begin something new."""
    return None if place and place.dialog == Faq.name and place.step not in LISTS else place


def _for_staff(word: str, verb: str) -> Say:
    """What somebody is told who types a word of the staff's and is not known as staff."""
    question = asking.about(verb)
    more = (Choice(f"question:{question}", common.ABOUT_STAFF_WORD),) if question else ()
    return Say(common.STAFF_WORD.format(word=word), (Choice("bind", common.BIND), *more))


def _up_to_date(place: Place | None) -> Place | None:
    """The place as this version of the program knows it; None where it is gone."""
    dialog = DIALOGS.get(place.dialog) if place else None
    if place is None or dialog is None or not hasattr(dialog, place.step):
        return None
    if place.version == dialog.version:
        return place
    upgraded = dialog.upgrade(place.step, place.data)
    return Place(dialog.name, dialog.version, *upgraded) if upgraded else None


def _match(words: str, offered: tuple[Choice, ...]) -> Choice | None:
    """The choice that was typed, by its number, its word, or another word for it."""
    meant = (words, common.ALIASES.get(words, words))
    for choice in offered:
        if words == choice.key or heard_as(choice.label) in meant:
            return choice
    return None


def _refused(refusal: Refusal) -> Say:
    text, complaint = refusals.TEXTS[refusal.reason], refusal.facts.get("complaint")
    if isinstance(complaint, Complaint):
        text = text.format(short=short(complaint), state=complaint.state.value)
    return Say(text)
