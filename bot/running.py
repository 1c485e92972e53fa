"""A dialog is run, from the step that hears to the one that asks, and what is asked is kept in the session."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.dialogs.base import NO_ARGS, Args, Ask, Do, Done, Go, Heard, Over, Turn
from bot.messages import Choice, Inbound, Say
from bot.routes import BY_VERB, COMPANY, DIALOGS, may_hear
from bot.session import BACK_STEPS, EARLIER, Place, Session
from bot.texts import common
from bot.wording import refused
from core.commands import Command
from core.complaint import Refusal
from core.identity import Actor, Contact
from core.look import Look
from core.own_commands import CheckCode, EraseMe
from core.store.engine import Tx


class Running:
    """One contact's dialogs within the open transaction; `perform` carries commands out."""

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
