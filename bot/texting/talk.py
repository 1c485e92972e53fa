"""One text, understood and answered within the open transaction.

In this order: words for opting out and in; a verb or a short code, an estate's code; the question that is open with
this person; the single question that a notice put to this phone; and otherwise the beginning of a complaint. Between
two complaints nobody guesses: the person is asked.

A text may come from anybody who pretends to have the number. So it does what the phone's own complaints and questions
allow, and no more: somebody of the directory acts on what a text has named to them by a code, and on nothing else.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bot.conversation import Conversation
from bot.dialogs.base import Args
from bot.messages import SILENCE, Inbound, Say
from bot.notify.catalogue import Audience
from bot.notify.payload import Payload
from bot.routes import BY_VERB, Route, by_words
from bot.session import Place
from bot.texting import words as heard
from bot.texting.known import FITS, Known
from bot.texting.parts import fitted
from bot.texting.phrases import Reply, Talked, dangerous, day, phrase, question, state_of
from bot.texting.words import Said
from bot.texts import common
from bot.texts import texting as texts
from bot.wording import heard_as
from core.commands import Command
from core.complaint import Complaint, Refusal
from core.identity import Actor, Contact
from core.lifecycle import State
from core.look import Look, Role
from core.own_commands import OptIn, OptOut
from core.store.engine import Tx
from core.store.outbox import News

DESKS = {"manager_desk": Role.MANAGER, "officer_desk": Role.OFFICER}
_ROLES = dict.fromkeys(texts.DESK_VERBS.values(), Role.MANAGER) | dict.fromkeys(
    texts.OFFICER_VERBS.values(), Role.OFFICER
)
ENOUGH = 4
"""Characters from which a stranger's words may be a complaint."""
_SCAN = Route("scan", (), "", BY_VERB["file"].dialog, BY_VERB["file"].dialog.arrive)  # type: ignore[attr-defined]


class Texting:
    """Answers one text of one contact. `perform` carries commands out."""

    def __init__(
        self, tx: Tx, contact: Contact, now: datetime, perform: Callable[[Tx, Actor, Command, datetime], Any]
    ) -> None:
        contact.asked = ""  # what a notice asked is found by the phone's codes
        self._tx, self._contact, self._now, self._perform = tx, contact, now, perform
        self._look = Look(tx, contact)
        self._talk = Conversation(tx, contact, now, perform)
        self._known = Known(tx, contact, self._look, now)
        self._words = ""

    def answer(self, inbound: Inbound) -> None:
        """Do what the text says, and queue the answer; the session is kept in the contact."""
        self._inbound, self._text = inbound, heard.plain(inbound.text)
        reply = self._understood()
        if reply:
            self._queue(reply)

    def _understood(self) -> Reply | None:
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
        return self._open("notify_settings", Args())

    def _help(self) -> Reply:
        return Reply("re_desk_help" if self._known.desk_codes(lambda _: True) else "re_help")

    # one complaint

    def _about(self, said: Said) -> Reply | None:
        """What is said of a complaint; None where these are ordinary words after all."""
        named = self._known.named(said.number)
        if not said.verb:
            return self._loose(said, named) if named else None
        if (role := self._role(said, named)) is None:
            return None
        if said.number and not named:
            return _none(role)
        found = [named] if named else self._known.candidates(said.verb, role)
        if not found:
            return Reply("re_empty") if role is Role.OWNER and said.verb == "state" else _none(role)
        if len(found) > 1:
            return Reply("re_which", {"list": self._known.listed(found)})
        return self._do(said, found[0], role)

    def _role(self, said: Said, named: Complaint | None) -> Role | None:
        """In which role somebody says this; None for words of a desk from somebody who has none."""
        if said.verb == "state":
            own = named is None or named.contact_id == self._contact.id
            return Role.OWNER if own else self._role_for(named)
        role = _ROLES.get(said.verb, Role.OWNER)
        if role is Role.OWNER:
            return role
        self._known.adopt()
        known = self._contact.staff_id if role is Role.MANAGER else self._contact.officer_id
        return role if known else None

    def _role_for(self, named: Complaint | None) -> Role:
        self._known.adopt()
        manages = named is not None and self._look.complaint(named.id, Role.MANAGER) is not None
        return Role.MANAGER if manages else Role.OFFICER

    def _do(self, said: Said, complaint: Complaint, role: Role) -> Reply:
        if self._look.complaint(complaint.id, role) is None:
            return _none(role)
        if said.verb == "state":
            return self._state(complaint, role)
        asked = self._known.asked(complaint.id)
        stale = said.verb == "rate" and asked and asked.asks == "rate" and asked.round != complaint.round
        if not FITS[said.verb](complaint):
            return Reply("re_not_now", {"state": state_of(complaint)}, complaint)
        if stale or (said.verb == "rate" and not said.value):
            return self._state(complaint, role)
        args = Args(complaint.id, complaint.round, rest=said.rest, value=said.value)
        return self._open(said.verb, args)

    def _state(self, complaint: Complaint, role: Role) -> Reply:
        fields = {"state": state_of(complaint), "date": day(complaint)}
        if role is not Role.OWNER:
            area = self._look.area(complaint.area_id)
            verbs = texts.OFFICER_VERBS if role is Role.OFFICER else texts.DESK_VERBS
            waits = any(FITS[verb](complaint) for verb in verbs.values())
            template = ("re_guide_state" if role is Role.OFFICER else "re_desk_state") if waits else "re_desk_plain"
            return Reply(template, fields | {"area": area.name if area else ""}, complaint)
        if complaint.state is State.RATING:
            return Reply("re_state_rate", fields, complaint, "rate")
        if not complaint.open:
            return Reply("re_state_over", fields, complaint)
        return Reply("re_state_until" if complaint.deadline else "re_state", fields, complaint)

    def _loose(self, said: Said, named: Complaint) -> Reply:
        """A code, and words that say nothing we know: an owner's may be added to it, once confirmed."""
        if named.contact_id != self._contact.id:
            return (
                self._state(named, self._role_for(named))
                if self._known.desk_codes(lambda _: True)
                else Reply("re_none")
            )
        return self._do(said._replace(verb="add_words"), named, Role.OWNER)

    def _list(self) -> Reply:
        """Everything open; a single one at once."""
        found = self._known.candidates("state", Role.OWNER)
        if not found:
            return Reply("re_empty")
        if len(found) > 1:
            return Reply("re_list", {"list": self._known.listed(found)})
        own = found[0].contact_id == self._contact.id
        return self._state(found[0], Role.OWNER if own else self._role_for(found[0]))

    # filing, and what the open question or a notice's is answered with

    def _file(self, said: Said) -> Reply:
        area = self._look.area_by_code(said.estate)
        if said.rest:
            self._talk.forget()
        reply = self._open_route(_SCAN, Args(value=area.scene if area else "", rest=said.rest))
        return reply if area or dangerous(said.rest) else reply._replace(template="re_unknown_estate")

    def _plain(self, word: str) -> Reply:
        here = self._talk.here
        if here and here.dialog in DESKS:
            self._known.adopt()
        rating = heard.rating(self._text)
        pending = self._known.pending() if rating else []
        if word in common.CANCEL_WORDS:
            self._said()
            return Reply("re_cancelled")
        unspoken = here is not None and word.isdecimal() and word not in question(here).keys
        if self._talk.offers(word) and not unspoken:
            newer = [one for one in pending if self._newer(one)]
            if not newer:
                return self._said()
            self._talk.put_off()
            return Reply("re_which_question", {"list": self._known.listed(newer, texts.CODE_ALONE)})
        if rating and (not here or not word.isdigit()):
            return self._rated(pending, *rating)
        if word in common.BACK_WORDS and not here:
            return self._help()
        if found := by_words(self._inbound.text.strip(), self._contact):
            return Reply("re_none" if found[0].verb in FITS and found[1].number else "re_in_wechat")
        if here and unspoken:
            return phrase(self._came_of(here))
        if here or _says_enough(self._text):
            return self._said()
        return Reply("re_unclear")

    def _rated(self, pending: Sequence[Complaint], value: str, reason: str) -> Reply:
        if not pending:
            return Reply("re_unclear")
        if len(pending) > 1:
            return Reply("re_which", {"list": self._known.listed(pending)})
        return self._do(Said("rate", rest=reason, value=value), pending[0], Role.OWNER)

    def _newer(self, complaint: Complaint) -> bool:
        """Whether a notice asked this after the person was last answered."""
        asked, answered = self._known.asked(complaint.id), self._talk.answered_at
        return bool(asked and asked.asked_at and (answered is None or asked.asked_at >= answered))

    # answering

    def _open(self, verb: str, args: Args) -> Reply:
        return self._open_route(BY_VERB[verb], args)

    def _open_route(self, route: Route, args: Args) -> Reply:
        return self._talked((route, args))

    def _said(self) -> Reply:
        return self._talked(None)

    def _talked(self, opening: tuple[Route, Args] | None) -> Reply:
        before = self._talk.here
        step = before.dump() if before else None
        say = self._talk.answer(self._inbound, opening)
        self._words = _spoken(say)
        was = type(before)(**step) if before and step else None
        return phrase(self._came_of(was, say, self._talk.did, self._talk.refusal))

    def _came_of(
        self,
        before: Place | None,
        say: Say = SILENCE,
        did: tuple[Command, Any] | None = None,
        refusal: Refusal | None = None,
    ) -> Talked:
        find = self._tx.complaints.get
        return Talked(say, before, self._talk.here, did, refusal, self._text, self._look, find)

    def _queue(self, reply: Reply) -> None:
        """The answer, in the outbox; where it has a complaint, that has a code from now on."""
        phone, about, fields = self._contact.phone, reply.about, dict(reply.fields)
        if about:
            asked = (reply.asks, about.round) if reply.asks else ("", 0)
            fields["number"] = self._tx.codes.allot(phone, about.id, self._now, *asked)
        template = texts.REPLIES[reply.template]
        used = {name: value for name, value in fields.items() if f"{{{name}}}" in template}
        said = template.format_map(used)
        if reply.template == "re_in_wechat" and self._words:
            said = fitted(self._words, texts.CONSOLE_SIGN)
        row = News(
            f"reply:{self._inbound.key}",
            f"c{self._contact.id}",
            "sms",
            reply.template,
            Audience.WRITER,
            Payload(said, sms=used).dump(),
            self._now,
            complaint_id=about.id if about else None,
            contact_id=self._contact.id,
        )
        self._tx.outbox.add([row], self._now)
        self._tx.has_news = True


def _none(role: Role) -> Reply:
    return Reply("re_none" if role is Role.OWNER else "re_desk_none")


def _spoken(say: Say) -> str:
    """An answer in words, its choices numbered, for a gateway that carries words."""
    offered = "，".join(f"{one.key}{one.label}" for one in say.choices)
    return f"{say.text}\n{offered}" if offered else say.text


def _says_enough(text: str) -> bool:
    return len(text) >= ENOUGH and any("\u4e00" <= one <= "\u9fff" for one in text)
