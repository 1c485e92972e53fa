"""A dialog is run, from the step that hears to the one that asks, and what is asked is kept in the session."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.dialogs.base import NO_ARGS, Args, Ask, Do, Done, Go, Heard, Over, Turn
from bot.dialogs.faq import LISTS, Faq
from bot.dialogs.file_complaint import FileComplaint
from bot.messages import Choice, Inbound, Say
from bot.routes import BY_VERB, COMPANY, DIALOGS, may_hear
from bot.session import BACK_STEPS, EARLIER, Place, Session
from bot.texts import common
from bot.undo_note import with_note
from bot.wording import heard_as, refused
from core.commands import Command
from core.complaint import Refusal
from core.identity import Actor, Contact
from core.look import Look
from core.own_commands import CheckCode, EraseMe
from core.store.engine import Tx

STALE = timedelta(hours=24)
"""A question left unanswered for longer is no longer open (a draft is kept and asked about)."""


class Running:
    """One contact's dialogs within the open transaction; `perform` carries commands out; `hold`: see `Dispatch`."""

    def __init__(
        self,
        tx: Tx,
        contact: Contact,
        now: datetime,
        perform: Callable[[Tx, Actor, Command, datetime], Any],
        hold: timedelta = timedelta(0),
    ) -> None:
        self._tx = tx
        self._contact = contact
        self._now = now
        self._perform = perform
        self._hold = hold
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
    def _known(self) -> bool:
        return self._heard(None).known

    def _may(self, verb: str) -> bool:
        route = BY_VERB.get(verb)
        return route is not None and may_hear(route, self._contact) and (route.who != COMPANY or self._acts())

    def _acts(self) -> bool:
        return self._look.company() is not None

    def _put(self, place: Place) -> Say:
        """Put the question of a place."""
        self._session.here, self._session.back = place, []
        return self._run(place, self._heard(None).quiet())

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
        answered = not heard.asking
        while not isinstance(turn, Ask | Done):
            if isinstance(turn, Do):
                turn = self._do(turn)
                continue
            if isinstance(turn, Over):
                here = Place(turn.dialog, DIALOGS[turn.dialog].version, turn.step, turn.data)
                self._session.here, self._session.back = here, []
                return self._run(here, turn.heard)
            self._step(here, turn, answered)
            answered = False
            turn = turn.step(heard.quiet(), here.data)
        if isinstance(turn, Done):
            return self._finished(turn.say)
        if turn.data is not None:
            here.data = turn.data
        return turn.say

    def _step(self, here: Place, turn: Go, answered: bool) -> None:
        """Go on; 返回 leads to a step whose question was answered, not to one that was only passed."""
        name = turn.step.__name__
        if name != here.step and answered:
            self._session.back = [*self._session.back, (here.step, here.data)][-BACK_STEPS:]
        here.step = name
        if turn.data is not None:
            here.data = turn.data

    def _do(self, turn: Do) -> Turn:
        try:
            result = self._perform(self._tx, Actor.of(self._contact), turn.command, self._now)
        except Refusal as refusal:
            self.refusal = refusal
            return turn.otherwise(refusal) if turn.otherwise else Done(Say(refused(refusal)))
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
        return with_note(turn.then(result), turn.command, result, self._hold)

    def _forgotten(self) -> None:
        """Nothing of what was said is kept in the session."""
        self._session = Session(question=self._session.question)
        self._contact.asked, self._contact.phone = "", ""
        self._contact.staff_id = self._contact.officer_id = self._contact.operator_id = None

    def _take_up(self, joined: str) -> None:
        """Go on with what the person began by text before the phone was verified here."""
        self._session.texted = Session.load(joined).texted
        self._take_up_draft()

    def _take_up_draft(self) -> None:
        """A draft begun by text is taken up after the present conversation, where there is no other."""
        session = self._session
        texted = Session.load(session.texted) if session.texted else None
        draft = up_to_date(texted.here) if texted else None
        if texted is None or not is_draft(draft) or session.parked or is_draft(session.here):
            return
        session.parked, texted.here, texted.back, texted.offered = draft, None, [], ()
        session.texted = texted.dump()

    def _new_draft(self) -> Place:
        """A complaint that begins with its words: in the one estate the person has scanned, if it is one."""
        known = self._contact.area_id and len(self._look.my_estates()) == 1
        area = self._look.area(self._contact.area_id) if known and self._contact.area_id else None
        data = {"area": area.id, "area_name": area.name} if area else {}
        return Place(FileComplaint.name, FileComplaint.version, "write", data)

    def _forget_what_is_stale(self) -> None:
        """Close a question left open too long, and bring what another version of the program left up to date."""
        session = self._session
        session.parked = up_to_date(session.parked)
        here = session.here
        if here is None:
            return
        session.here = up_to_date(here)
        self._upgraded = session.here is None
        if session.here is not here:
            session.back = []
        if session.here and not DIALOGS[here.dialog].keeps_draft and self._old(session.at):
            session.here, session.back = None, []

    def _old(self, at: datetime | None) -> bool:
        return at is not None and self._now - at > STALE

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
        standing = (one.id for one in session.offered if ":" in one.id and one.id not in session.earlier)
        session.earlier = (*session.earlier, *standing)[-EARLIER:]
        offered: list[Choice] = []
        for choice in say.choices:
            own = session.here is not None and ":" not in choice.id
            marked = f"q{session.question}.{choice.id}" if own else choice.id
            key = choice.key or str(len([one for one in offered if one.key != "0"]) + 1)
            offered.append(Choice(marked, choice.label, key))
        session.offered = tuple(offered)
        return Say(say.text, session.offered)


def is_draft(place: Place | None) -> bool:
    """Whether there is something written here that waits to be filed."""
    return place is not None and DIALOGS[place.dialog].keeps_draft and bool(place.data.get("words"))


def unless_answered(place: Place | None) -> Place | None:
    """The place, unless it is an answer that waits for nothing: words said after it begin something new."""
    return None if place and place.dialog == Faq.name and place.step not in LISTS else place


def up_to_date(place: Place | None) -> Place | None:
    """The place as this version of the program knows it; None where it is gone."""
    dialog = DIALOGS.get(place.dialog) if place else None
    if place is None or dialog is None or not hasattr(dialog, place.step):
        return None
    if place.version == dialog.version:
        return place
    upgraded = dialog.upgrade(place.step, place.data)
    return Place(dialog.name, dialog.version, *upgraded) if upgraded else None


def match(words: str, offered: tuple[Choice, ...]) -> Choice | None:
    """The choice that was typed, by its number, its word (what stands after a comma only says what follows), or another
    word for it."""
    meant = (words, *common.ALIASES.get(words, ()))
    for choice in offered:
        label = heard_as(choice.label)
        if words in (choice.key, f"{choice.key} {label}", f"{choice.key}{label}"):
            return choice
        if label in meant or label.partition(",")[0] in meant:
            return choice
    return None
