"""One text, understood and answered within the open transaction.

In this order: words for opting out and in; a verb or a complaint's number, an estate's code; the digits that something
waits for; the question that a text has put, or the draft that is open; the single question that a notice put to this
phone; and otherwise the beginning of a complaint. Between two complaints nobody guesses: the person is asked.

A text may come from anybody who pretends to have the number. So it does what `deeds` lists, and no more; what is open
in WeChat it leaves alone, a draft and a rating apart, which may be finished by either.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bot.despair import despairing
from bot.dialogs.base import NO_ARGS, Args
from bot.dialogs.rate import Rate
from bot.messages import Inbound
from bot.routes import BY_VERB, Route, by_words, staff_word
from bot.session import Place
from bot.texting import words as heard
from bot.texting.deeds import DEEDS, Deed
from bot.texting.known import Known
from bot.texting.phrases import Reply, Talked, dangerous, filed, phrase, question, state, state_of
from bot.texting.reply import queue
from bot.texting.side import DIGITS, Side
from bot.texting.words import Said
from bot.texts import common
from bot.texts import texting as texts
from bot.wording import heard_as, reserved, submits
from core import watch
from core.commands import Command
from core.complaint import Complaint
from core.identity import Actor, Contact
from core.look import Look, Role
from core.own_commands import OptIn, OptOut
from core.store.engine import Tx

DESKS = {"manager_desk": Role.MANAGER, "officer_desk": Role.OFFICER}
ENOUGH = 4
"""Characters from which a stranger's words may be a complaint."""
_FILE = BY_VERB["file"].dialog


class Texting:
    """Answers one text of one contact. `perform` carries commands out."""

    def __init__(
        self, tx: Tx, contact: Contact, now: datetime, perform: Callable[[Tx, Actor, Command, datetime], Any]
    ) -> None:
        contact.asked = ""  # what a notice asked is found by the phone's codes
        self._tx, self._contact, self._now, self._perform = tx, contact, now, perform
        self._look = Look(tx, contact)
        self._side = Side(tx, contact, now, perform)
        self._known = Known(tx, contact, self._look, now)

    def answer(self, inbound: Inbound) -> None:
        """Do what the text says, and queue the answer; the session is kept in the contact."""
        self._inbound, self._text = inbound, heard.plain(inbound.text)
        reply = self._understood()
        if reply:
            queue(self._tx, self._contact, reply, inbound.key, self._now)

    def _understood(self) -> Reply | None:
        if despairing(self._text):
            return Reply("re_despair")
        word = heard_as(self._text)
        if word in texts.OPT_OUT:
            return self._wished(OptOut(), "re_opted_out")
        if word in texts.OPT_IN:
            return self._wished(OptIn(), "re_opted_in")
        if word in texts.SETTINGS:
            return self._settings()
        if word in common.THANKS:
            return None
        if word in common.HELP_WORDS or word in common.GREETINGS:
            return self._help()
        if word in texts.LIST_WORDS:
            return self._list()
        if page := heard.page(self._text):
            return self._list(page)
        said = heard.said(self._text)
        if said and said.estate:
            return self._file(said)
        if said and (reply := self._about(said)):
            return reply
        return self._plain(word)

    def _wished(self, command: Command, template: str) -> Reply:
        self._perform(self._tx, Actor.of(self._contact), command, self._now)
        return Reply(template)

    def _settings(self) -> Reply:
        if not self._look.in_wechat():
            return Reply("re_sms_only")
        return self._open(BY_VERB["notify_settings"], NO_ARGS)

    def _help(self) -> Reply:
        return Reply("re_desk_help" if self._known.desk(lambda _: True) else "re_help")

    # one complaint

    def _about(self, said: Said) -> Reply | None:
        """What is said of a complaint; None where these are ordinary words after all."""
        named = self._known.named(said.number)
        if not said.verb:
            return self._loose(said, named)
        deed = DEEDS[said.verb]
        if not self._has(deed.role):
            return None
        if deed.guarded and self._closed():
            return Reply("re_locked")
        if said.number and not (named := [one for one in named if self._role(deed, one)]):
            if deed.guarded:
                self._wrong_code()
            return _none(deed.role)
        found = named or self._known.candidates(said.verb, deed.role)
        found = [one for one in found if deed.fits(one)] or found
        if not found:
            return Reply("re_empty") if said.verb == "state" else _none(deed.role)
        if deed.numbered and not named:
            return Reply("re_coded", self._known.listed(found))
        if len(found) > 1:
            return Reply("re_which", self._known.listed(found))
        role = self._role(deed, found[0])
        return self._do(said, found[0], role) if role else _none(deed.role)

    def _has(self, role: Role) -> bool:
        """Whether somebody speaks in this role: words of a desk from who has none are ordinary words."""
        if role is Role.OWNER:
            return True
        self._known.adopt()
        return bool(self._contact.staff_id if role is Role.MANAGER else self._contact.officer_id)

    def _role(self, deed: Deed, complaint: Complaint) -> Role | None:
        """In which role this may be said of a complaint; a desk asks how it stands as its owner does."""
        roles: Sequence[Role] = (deed.role,)
        if deed is DEEDS["state"] and complaint.contact_id != self._contact.id:
            self._known.adopt()
            roles = (Role.MANAGER, Role.OFFICER)
        return next((role for role in roles if self._look.complaint(complaint.id, role)), None)

    def _do(self, said: Said, complaint: Complaint, role: Role) -> Reply:
        if said.verb == "state":
            return state(self._look, complaint, role)
        deed, asked = DEEDS[said.verb], self._known.asked(complaint.id)
        stale = said.verb == "rate" and asked and asked.asks == "rate" and asked.round != complaint.round
        if not deed.fits(complaint):
            return Reply("re_not_now", {"state": state_of(complaint)}, complaint)
        if stale or (said.verb == "rate" and not said.value):
            return state(self._look, complaint, role)
        route = BY_VERB[said.verb]
        if deed.at_once:
            place = _place(route, {"id": complaint.id, "round": complaint.round})
            return self._sure_of(place, phrase(self._came_of(None, place)))
        return self._open(route, Args(complaint.id, complaint.round, rest=said.rest, value=said.value))

    def _loose(self, said: Said, named: Sequence[Complaint]) -> Reply | None:
        """A number alone, or with words that say nothing we know: an owner's may be added to it, once confirmed."""
        rated = heard.starred(said.number) if not (named or said.rest) else None
        if rated and self._known.named(rated.number):
            return self._about(rated)
        if not named or (not said.rest and self._digits_wait(said.number)):
            return None
        own = any(one.contact_id == self._contact.id for one in named)
        return self._about(said._replace(verb="add_words" if own and said.rest else "state"))

    def _digits_wait(self, word: str) -> bool:
        return len(word) == DIGITS and self._side.held(word) is not None

    def _list(self, page: int = 1) -> Reply:
        """Everything open, a page of it; a single one at once."""
        found = self._known.candidates("state", Role.OWNER)
        if not found:
            return Reply("re_empty")
        if len(found) > 1:
            return Reply("re_list", self._known.listed(found, page))
        role = self._role(DEEDS["state"], found[0])
        return state(self._look, found[0], role) if role else Reply("re_none")

    # numbers and digits

    def _closed(self) -> bool:
        closed = self._tx.codes.closed(self._contact.phone, self._now)
        if closed:
            watch.refused("text_closed", contact=self._contact.id)
        return closed

    def _wrong_code(self) -> None:
        self._tx.codes.wrong(self._contact.phone, self._now)
        watch.refused("text_code", contact=self._contact.id)

    def _sure_of(self, place: Place, reply: Reply) -> Reply:
        """The question whether it is meant, with the digits that say yes."""
        return reply._replace(fields={**reply.fields, "digits": self._side.hold(place)})

    def _confirmed(self, digits: str) -> Reply:
        if self._closed():
            return Reply("re_locked")
        place = self._side.held(digits)
        if place is None:
            self._side.missed()
            self._wrong_code()
            return Reply("re_digits")
        self._adopt(place)
        role = DESKS.get(place.dialog, Role.OWNER)
        if self._look.complaint(place.data["id"], role) is None:
            return _none(role)
        return self._said(place, lambda: self._side.release(place))

    # filing, and what the open question or a notice's is answered with

    def _file(self, said: Said) -> Reply:
        area = self._look.area_by_code(said.estate)
        rest, data = "" if reserved(said.rest) else said.rest, {}
        args = Args(value=area.scene if area else "", rest=rest)
        if not rest:
            self._side.borrow()
            here = self._side.here
            data = here.data if here and here.dialog == _FILE.name else {}
        reply = self._begin(Place(_FILE.name, _FILE.version, "arrive", data), args)
        return reply if area or dangerous(said.rest) else reply._replace(template="re_unknown_estate")

    def _plain(self, word: str) -> Reply:
        side = self._side
        if len(word) == DIGITS and word.isdecimal() and (side.waits or not side.here):
            return self._confirmed(word) if side.waits else Reply("re_digits")
        if word in common.CANCEL_WORDS:
            side.cancel()
            return Reply("re_cancelled")
        side.borrow()
        here, never_content = side.here, word.isdecimal() or reserved(word)
        asked = question(here) if here else None
        rating = heard.rating(self._text)
        pending = self._pending() if rating else []
        if not (here or pending or side.waits) and (once_more := self._filed_already(word)):
            return once_more
        choice = side.choice(word) if asked and (not word.isdecimal() or word in asked.keys) else ""
        if choice and here:
            newer = [one for one in pending if self._newer(one)]
            if not newer:
                return self._answered(here, choice)
            side.put_off()
            return self._which_question(newer)
        if rating and (not here or not word.isdigit()):
            return self._rated(pending, *rating)
        if word in common.BACK_WORDS:
            return self._said(here, side.step_back) if here else self._help()
        if found := by_words(self._inbound.text.strip(), self._contact, lambda: not here, lambda _: not here):
            return Reply("re_none" if found[0].verb in DEEDS and found[1].number else "re_in_wechat")
        if here and asked:
            return self._said(here, side.ask_again) if never_content else self._answered(here)
        danger = dangerous(self._text)
        if here or (side.chat and not danger) or staff_word(self._inbound.text.strip()):
            return Reply("re_in_wechat")
        if side.waits and not danger:
            return Reply("re_digits")
        if _says_enough(self._text) and not never_content and (danger or not side.has_desk):
            return self._said(None, lambda: side.write(self._inbound))
        return Reply("re_unclear")

    def _filed_already(self, word: str) -> Reply | None:
        """Where somebody submits once more: what was submitted just now."""
        newest = self._look.filed_just_now(self._now) if submits(word) else None
        return filed(self._look, newest) if newest else None

    def _pending(self) -> list[Complaint]:
        """What may be rated by stars alone: what this phone was asked to rate, and what is being rated in WeChat."""
        found = {one.id: one for one in self._known.pending()}
        chat = self._side.chat
        if chat and chat.dialog == Rate.name:
            one = self._look.complaint(chat.data["id"], Role.OWNER)
            if one and one.round == chat.data["round"] and DEEDS["rate"].fits(one):
                found[one.id] = one
        return list(found.values())

    def _rated(self, pending: Sequence[Complaint], value: str, reason: str) -> Reply:
        if self._side.waits and pending and self._text.isdecimal():
            return self._which_question(pending)
        if not pending:
            return Reply("re_digits" if self._side.waits else "re_in_wechat" if self._side.chat else "re_unclear")
        if len(pending) > 1:
            return Reply("re_which", self._known.listed(pending))
        return self._do(Said("rate", rest=reason, value=value), pending[0], Role.OWNER)

    def _which_question(self, found: Sequence[Complaint]) -> Reply:
        return Reply("re_which_question", self._known.numbers(found))

    def _newer(self, complaint: Complaint) -> bool:
        """Whether a notice asked this after the person was last answered."""
        asked, answered = self._known.asked(complaint.id), self._side.answered_at
        return bool(asked and asked.asked_at and (answered is None or asked.asked_at >= answered))

    # answering

    def _open(self, route: Route, args: Args) -> Reply:
        return self._begin(_place(route, {}), args)

    def _begin(self, place: Place, args: Args) -> Reply:
        return self._said(None, lambda: self._side.begin(place, args))

    def _answered(self, here: Place, chosen: str = "") -> Reply:
        self._adopt(here)
        return self._said(here, lambda: self._side.tell(self._inbound, chosen))

    def _adopt(self, place: Place) -> None:
        if place.dialog in DESKS:
            self._known.adopt()

    def _said(self, before: Place | None, say: Callable[[], object]) -> Reply:
        """The answer for what comes of saying it."""
        was = Place(**before.dump()) if before else None
        say()
        here = self._side.here
        reply = phrase(self._came_of(was, here))
        asked = question(here) if here else None
        return self._sure_of(here, reply) if here and asked and asked.sure else reply

    def _came_of(self, before: Place | None, here: Place | None) -> Talked:
        side, find = self._side, self._tx.complaints.get
        return Talked(before, here, side.did, side.refusal, self._text, self._look, find)


def _place(route: Route, data: dict[str, Any]) -> Place:
    return Place(route.dialog.name, route.dialog.version, route.step.__name__, data)


def _none(role: Role) -> Reply:
    return Reply("re_none" if role is Role.OWNER else "re_desk_none")


def _says_enough(text: str) -> bool:
    return len(text) >= ENOUGH and any("\u4e00" <= one <= "\u9fff" for one in text)
