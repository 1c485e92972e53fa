"""One person's conversation: what they said, understood in the light of what was asked, and what follows.

What is typed is understood in this order: words known everywhere (取消, 返回), a choice of the question that was
put last, a command of `bot/routes.py`, an answer to the dialog that is under way, and otherwise something new: a
question of the platform's list, or the beginning of a complaint (`bot/asking.py`). How a dialog is run: `running.py`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot import asking
from bot.despair import despairing
from bot.dialogs.base import CANCEL, NO_ARGS, Args
from bot.dialogs.faq import Faq
from bot.dialogs.file_complaint import FileComplaint
from bot.dialogs.log_in import LogIn
from bot.dialogs.search import filters
from bot.messages import Choice, Inbound, Kind, Say
from bot.notify.catalogue import ANSWERS
from bot.routes import BY_VERB, DIALOGS, OFFICER, STAFF, Route, by_tap, by_words, staff_word
from bot.running import Running, is_draft, match, unless_answered
from bot.session import Asked, Place
from bot.taps import is_ours, number
from bot.texts import common, despair
from bot.wording import heard_as, ratings_of, reserved, short, submits
from core.complaint import Complaint
from core.identity import Actor
from core.look import Role
from core.own_commands import FollowAgain
from core.store.login_codes import PREFIX as LOGIN_CODE
from core.watch import refused

LEAST_NAME = 2
"""Characters of a name that a command may be followed by at once."""
MOST_ROUNDS = 30
"""Times an application may have been handed in."""
_CHAT = (Kind.TEXT, Kind.CLICK)
_ROLES = {STAFF: Role.MANAGER, OFFICER: Role.OFFICER}


class Conversation(Running):
    """Answers one message of one contact within the open transaction."""

    def answer(self, inbound: Inbound) -> Say:
        """What to say to this; the session is kept in the contact."""
        say = self._numbered(self._respond(inbound))
        self._session.at = self._now
        self._contact.session = self._session.dump()
        return say

    # understanding

    def _respond(self, inbound: Inbound) -> Say:
        self._forget_what_is_stale()
        if self._session.here is None:
            self._take_up_draft()
        if inbound.kind in (Kind.FOLLOW, Kind.SCAN):
            return self._arrive(inbound)
        if inbound.kind in (Kind.OTHER, Kind.LINK):
            return self._again(common.UNKNOWN_KIND)
        if inbound.tap and (say := self._by_tap(inbound)):
            return say
        if despairing(inbound.text):
            return self._comfort()
        words = heard_as(inbound.text) if inbound.kind in _CHAT else ""
        if words in common.CANCEL_WORDS:
            return self._cancel()
        if words in common.BACK_WORDS:
            return self._back()
        tap = self._typed(words) if words else ""
        if isinstance(tap, Say):
            return tap
        if tap:
            return self._tapped(tap, inbound)
        if words and (found := by_words(inbound.text.strip(), self._contact, self._acts, self._names)):
            return self._open(*found)
        if words and (tap := self._named_choice(words)):
            return self._tapped(tap, inbound)
        if self._upgraded:
            return Say(common.UPGRADED)
        if inbound.tap:
            return self._outdated(words)
        if (words.isdecimal() or reserved(words)) and (draft := self._parked()):
            return self._put(draft)
        if submits(words) and self.here is None and (filed := self._filed_already()):
            return filed
        if reserved(words) and (self.here is None or self.here.dialog == FileComplaint.name):
            return self._not_content(words)
        return self._say_to_dialog(inbound, words)

    def _not_content(self, words: str) -> Say:
        """Where a complaint's words are awaited, or nothing, somebody answers a question instead."""
        draft = self.here.data if self.here else {}
        polite = words in common.THANKS or (words in common.ASSENTS and self.here is None)
        if polite and not (draft.get("words") or draft.get("media")):
            return self._thanked()
        if not (self.here and draft.get("words")):
            return self._again(common.NOTHING_TO_SUBMIT)
        if self.here.step == FileComplaint.write.__name__ and "area" in draft:
            return self._open(BY_VERB["file"], NO_ARGS)
        if self.here.step == FileComplaint.confirm.__name__:
            return self._again(common.NOT_SUBMITTED_YET)
        return self._run(self.here, self._heard(None).quiet())

    def _comfort(self) -> Say:
        """What somebody in despair is told; a draft is kept, and not put before them now."""
        session = self._session
        if session.here and not is_draft(session.here):
            return self._again(despair.COMFORT)
        if session.here:
            session.parked, session.here, session.back = session.here, None, []
        return Say(despair.COMFORT + (despair.KEPT if session.parked else ""))

    def _parked(self) -> Place | None:
        """The draft that waits where nothing else is open: it is shown before an answer to it counts."""
        session = self._session
        if unless_answered(session.here):
            return None
        draft, session.parked = session.parked, None
        return draft

    def _names(self, words: str) -> bool:
        """Whether words name what commands are about: complaints, an estate (or a part of its name), somebody of the
        company this person acts for."""
        if filters(words):
            return True
        if len(words) < LEAST_NAME:
            return False
        ours = self._look.of_company()
        return any(words in area.name for area in self._look.estates_like(words)) or (
            ours is not None and any(words == one.name for one in ours.people(words))
        )

    def _arrive(self, inbound: Inbound) -> Say:
        if inbound.kind is Kind.FOLLOW and (self._contact.staff_id or self._contact.officer_id):
            self._perform(self._tx, Actor.of(self._contact), FollowAgain(), self._now)
        if inbound.scene:
            scanned = _SCAN_LOGIN if inbound.scene.startswith(LOGIN_CODE) else _SCAN
            return self._open(scanned, Args(value=inbound.scene))
        help_text = self._open(_HELP, NO_ARGS)
        return help_text if self._known else replace(help_text, text=common.FOLLOWED)

    def _by_tap(self, inbound: Inbound) -> Say | None:
        """The answer to a tap that its id tells, or to one of an older question; None where its label has to tell."""
        tap, asked = inbound.tap, Asked.load(self._contact.asked)
        shown = [one.id for one in (*self._session.offered, *(asked.choices if asked else ()))]
        if chosen := next((one for one in (*shown, *self._session.earlier) if tap in (one, number(one))), None):
            return self._tapped(chosen, inbound)
        if is_ours(tap):
            return self._older(inbound)
        known = tap == CANCEL.id or "." in tap or by_tap(tap)
        return self._tapped(tap, inbound) if known and not tap.isdecimal() else None

    def _older(self, inbound: Inbound) -> Say:
        """A choice that was offered long before: its label tells what it is about, its number in which round."""
        words = heard_as(inbound.text)
        found = by_words(words, self._contact, self._acts, self._names)
        meant = [self._named_choice(words), *(self._ids(*found) if found else ())]
        chosen = next((one for one in meant if number(one) == inbound.tap), "")
        if chosen:
            return self._tapped(chosen, inbound)
        gone = found and found[1].number and not self._complaints(*found)
        return self._open(*found) if found and gone else self._outdated(words)

    def _ids(self, route: Route, args: Args) -> Iterator[str]:
        """The ids that a choice of this route may have, or have had."""
        yield from (route.verb + more for more in ("", "::", ":::"))
        about = [(one.id, one.round) for one in self._complaints(route, args)]
        if route.takes == "id" and args.number:
            about = [(int(args.number), MOST_ROUNDS)]
        for key, last in about:
            yield from (f"{route.verb}:{key}:{at}" for at in range(last, -1, -1))

    def _complaints(self, route: Route, args: Args) -> list[Complaint]:
        """Those of this person's that the number behind a route's word may mean."""
        role, ending = _ROLES.get(route.who, Role.OWNER), args.number
        return self._look.ending(ending, role) if route.takes.startswith("N") and ending.isdecimal() else []

    def _outdated(self, words: str) -> Say:
        """What is said to a tap that leads nowhere any more; `words` are its label."""
        filed = self._filed_already() if submits(words) else None
        return filed or self._again(common.OLD_BUTTON_NEXT if self.here else common.OLD_BUTTON)

    def _filed_already(self) -> Say | None:
        """Where somebody says 提交 once more: what was submitted just now."""
        newest = self._look.filed_just_now(self._now) if self.here is None else None
        return Say(common.FILED_ALREADY.format(short=short(newest))) if newest else None

    def _named_choice(self, words: str) -> str:
        """What the label of a notice's choice stands for, where it is no command: `没解决，退回再办 0012`. One that
        promises what would not follow now asks anew."""
        whole, _, ending = words.rpartition(" ")
        label, _, follows = whole.partition(",")
        if label not in ANSWERS or not ending.isdecimal():
            return ""
        verb, value = ANSWERS[label]
        found = self._complaints(BY_VERB[verb], Args(number=ending))
        if len(found) != 1:
            return ""
        stale = follows and whole not in [heard_as(one) for _, one in ratings_of(found[0])]
        return f"{verb}:{found[0].id}:{found[0].round}" + ("" if stale else f":{value}")

    def _typed(self, words: str) -> str | Say:
        """The tap that typed words stand for: a choice of the last answer, or of a notice sent since then."""
        session = self._session
        offered = match(words, session.offered)
        asked = Asked.load(self._contact.asked)
        noticed = None
        if asked and (session.at is None or asked.at >= session.at):
            noticed = match(words, asked.choices) or match(words, tuple(map(_unnamed, asked.choices)))
        if offered and noticed and session.here:
            own = offered.id.removeprefix(f"q{session.question}.")
            both = Choice(own, offered.label), Choice(noticed.id, noticed.label)
            return Say(common.WHICH_ONE.format(typed=words), both)
        chosen = noticed or offered
        return chosen.id if chosen else ""

    def _tapped(self, tap: str, inbound: Inbound) -> Say:
        if tap == CANCEL.id:
            return self._cancel()
        question, dot, value = tap.partition(".")
        if dot and question.startswith("q"):
            here, current = self._session.here, question == f"q{self._session.question}"
            if here is None or not current or tap not in [one.id for one in self._session.offered]:
                if current:
                    refused("tap_not_offered")
                return self._outdated(heard_as(inbound.text))
            if value == CANCEL.id:
                return self._cancel()
            return self._run(here, self._heard(inbound, chosen=value))
        found = by_tap(tap)
        return self._open(*found) if found else self._outdated(heard_as(inbound.text))

    def _say_to_dialog(self, inbound: Inbound, words: str) -> Say:
        here = unless_answered(self._session.here) or self._session.parked
        idle = here is None or (here.dialog == FileComplaint.name and not here.data.get("words"))
        if idle and words in common.THANKS:
            return self._thanked()
        if idle and (word := staff_word(inbound.text.strip())):
            return _for_others(*word) if self._known else _for_staff(*word)
        if idle and words in common.GREETINGS:
            return self._open(_HELP, NO_ARGS)
        new = inbound.kind is Kind.TEXT and asking.at_once(here)
        if new and (found := asking.question(inbound.text.strip(), self._contact, here)):
            return self._put(Place(Faq.name, Faq.version, *found))
        if here is None:
            here = self._new_draft()
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
            step = "confirm" if "area" in data else session.here.step if session.here else step
        session.back = []
        session.here = Place(route.dialog.name, route.dialog.version, step, data)
        return self._run(session.here, self._heard(None, args=args).quiet())

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


_SCAN = Route("scan", (), "", FileComplaint, FileComplaint.arrive)
_SCAN_LOGIN = Route("scan_login", (), "", LogIn, LogIn.scanned)
_HELP = BY_VERB["help"]


def _for_staff(word: str, verb: str) -> Say:
    """What somebody is told who types a word of the staff's and is not known as staff."""
    return Say(common.STAFF_WORD.format(word=word), (Choice("bind", common.BIND), *_about(verb)))


def _for_others(word: str, verb: str) -> Say:
    """What staff are told who type a word that is not theirs."""
    return Say(common.OTHERS_WORD.format(word=word), (Choice("help", common.HELP_WORDS[0]), *_about(verb)))


def _about(verb: str) -> tuple[Choice, ...]:
    question = asking.about(verb)
    return (Choice(f"question:{question}", common.ABOUT_STAFF_WORD),) if question else ()


def _unnamed(choice: Choice) -> Choice:
    """A notice's choice as somebody may type it who has just read which complaint it is about."""
    return choice._replace(label=choice.label.rpartition(" ")[0] or choice.label)
