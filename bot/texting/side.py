"""Where the conversation by text stands: beside what is open in WeChat, of which a text goes on with the draft alone.

What cannot be taken back waits for a code of its own, sent to the phone: whoever only pretends to have the number reads
nothing, and a plain 1 does nothing. The code says what is meant, so two things that wait are never mixed up.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.dialogs.base import Args
from bot.dialogs.file_complaint import FileComplaint
from bot.messages import Choice, Inbound, Say
from bot.running import Running, is_draft, match, unless_answered, up_to_date
from bot.session import Place, Session, Unsure
from core.commands import Command
from core.identity import Actor, Contact
from core.store.engine import Tx

DIGITS = 6
"""More than a number is said by, so that they are not taken for one; as many as log in to the pages."""
LIFE = timedelta(minutes=10)
TRIES = 3
"""Wrong codes, after which whatever waited is to be begun anew."""
MOST = 3
"""How much waits at a time."""
SURE = "yes"
"""The choice by which each dialog has it done."""


class Side(Running):
    """One contact's dialogs by text within the open transaction; nothing is kept of it until something is said."""

    def __init__(
        self, tx: Tx, contact: Contact, now: datetime, perform: Callable[[Tx, Actor, Command, datetime], Any]
    ) -> None:
        super().__init__(tx, contact, now, perform)
        self._chat, self._session = self._session, Session.load(self._session.texted)
        self._lent = ""
        self._forget_what_is_stale()
        session = self._session
        session.unsure = [one for one in session.unsure if one.until > now]
        if not session.here and not session.unsure:
            session.here, session.parked = session.parked, None

    @property
    def answered_at(self) -> datetime | None:
        """When the person was last answered."""
        return self._session.at

    @property
    def has_desk(self) -> bool:
        """Whether the person has shown in WeChat to be of a desk: their bare words are no complaint."""
        return self._known

    @property
    def waits(self) -> bool:
        """Whether anything waits for its code."""
        return bool(self._session.unsure)

    @property
    def chat(self) -> Place | None:
        """The question that is open in WeChat, which no text answers."""
        here = up_to_date(unless_answered(self._chat.here))
        return None if here is None or here.dialog == FileComplaint.name or self._old(self._chat.at) else here

    def choice(self, words: str) -> str:
        """The id of the choice that these words are, of the question that is open; or nothing."""
        found = match(words, _current(self._session.offered, self._session.question)) if self.here else None
        return found.id.partition(".")[2] if found else ""

    def borrow(self) -> None:
        """Where no text has begun anything, a draft of WeChat's is what a text goes on with."""
        chat, own = self._chat, self._session
        for slot in ("here", "parked") if own.here is None else ():
            draft = up_to_date(getattr(chat, slot))
            if draft is None or draft.dialog != FileComplaint.name:
                continue
            self._lent, own.here = slot, draft
            if slot == "here":
                own.back, own.question = chat.back, chat.question
                own.offered = _current((*own.offered, *chat.offered), chat.question)
            own.at = max(filter(None, (own.at, chat.at)), default=None)
            return

    def begin(self, place: Place, args: Args) -> Say:
        """Open a dialog; an unfinished draft is taken up again after it."""
        self._aside(place)
        return self._kept(self._run(place, self._heard(None, args=args).quiet()))

    def write(self, inbound: Inbound) -> Say:
        """These words are the beginning of a complaint."""
        place = self._new_draft()
        self._aside(place)
        return self._kept(self._run(place, self._heard(inbound)))

    def tell(self, inbound: Inbound, chosen: str = "") -> Say:
        """Answer the question that is open."""
        assert self.here
        return self._kept(self._run(self.here, self._heard(inbound, chosen)))

    def ask_again(self) -> Say:
        """Put the question that is open once more."""
        assert self.here
        return self._kept(self._run(self.here, self._heard(None).quiet()))

    def step_back(self) -> Say:
        """To the question before, if there was one."""
        session = self._session
        if session.here and session.back:
            session.here.step, session.here.data = session.back.pop()
        return self.ask_again()

    def put_off(self) -> None:
        """Whatever is said next is meant for the question that is open."""
        self._keep()

    def cancel(self) -> None:
        """Let go of all that is under way by text, the draft that it goes on with included."""
        session = self._session
        if not (session.here or session.parked or session.unsure):
            self.borrow()
        session.here, session.back, session.parked, session.unsure = None, [], None, []
        self._keep()

    # what is done once its code comes back

    def hold(self, place: Place) -> str:
        """Have a place wait for a code; the digits, for the phone alone."""
        session = self._session
        known = [one.code_ix for one in session.unsure]
        while (code_ix := self._code_ix(digits := f"{secrets.randbelow(10**DIGITS):0{DIGITS}}")) in known:
            continue
        others = [one for one in session.unsure if one.place != place]
        session.unsure = [*others, Unsure(place, code_ix, self._now + LIFE)][-MOST:]
        if session.here is place:
            session.here = None
        self._keep()
        return digits

    def held(self, digits: str) -> Place | None:
        """The place that waits for these digits."""
        code_ix = self._code_ix(digits)
        return next((one.place for one in self._session.unsure if hmac.compare_digest(one.code_ix, code_ix)), None)

    def release(self, place: Place) -> Say:
        """Have done what waited."""
        session = self._session
        session.unsure = [one for one in session.unsure if one.place != place]
        self._aside(place)
        args = Args(place.data["id"], place.data["round"])
        return self._kept(self._run(place, self._heard(None, SURE, args)))

    def missed(self) -> None:
        """Digits came for which nothing waits: after TRIES of them nothing waits any more."""
        tried = [one._replace(tries=one.tries + 1) for one in self._session.unsure]
        self._session.unsure = [one for one in tried if one.tries < TRIES]
        self._keep()

    def _code_ix(self, digits: str) -> str:
        return self._tx.cipher.index(f"{self._contact.id}:{digits}", "texted.code")

    # keeping

    def _aside(self, place: Place) -> None:
        session = self._session
        here = session.here
        if here and is_draft(here) and here.dialog != place.dialog:
            session.parked = here
        session.here, session.back = place, []

    def _kept(self, say: Say) -> Say:
        say = self._numbered(say)
        self._keep()
        return say

    def _keep(self) -> None:
        """Back into the session: the draft where it was lent from, with the buttons that WeChat shows known for old."""
        own, chat = self._session, self._chat
        own.at = self._now
        if not self._lent and own.here is None:
            own.offered = ()
        kept = replace(own, here=None, back=[]) if self._lent else own
        if self._lent:
            setattr(chat, self._lent, own.here)
        if self._lent == "here":
            chat.back, chat.question = own.back, own.question
        chat.texted = kept.dump()
        self._contact.session = chat.dump()


def _current(offered: tuple[Choice, ...], question: int) -> tuple[Choice, ...]:
    return tuple(one for one in offered if one.id.startswith(f"q{question}."))
