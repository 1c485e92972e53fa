"""From what a conversation did, or asks, to the template of the text that says so: three tables."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from bot.notify.texted import SAID, WORDS
from bot.session import Place
from bot.texting.deeds import DEEDS, offered
from bot.texts import filing
from bot.texts import settings as channel_texts
from bot.texts import texting as texts
from bot.wording import day, excerpt
from core import commands as c
from core.complaint import Complaint, Refusal
from core.kinds import LABELS
from core.lifecycle import Act, State
from core.look import Look, Role
from core.own_commands import ChooseChannel


class Reply(NamedTuple):
    """A template and its values. `about`: the complaint that its `number` names; `asks`: what a number alone
    answers from now on."""

    template: str
    fields: Mapping[str, str] = MappingProxyType({})
    about: Complaint | None = None
    asks: str = ""


class Talked(NamedTuple):
    """What came of one text: where the conversation was and is, what was done, or refused."""

    before: Place | None
    here: Place | None
    did: tuple[c.Command, Any] | None
    refusal: Refusal | None
    words: str
    look: Look
    find: Callable[[int], Complaint | None]


class Question(NamedTuple):
    """A template, and the numbers it offers: whatever else a dialog offers, nobody who reads it knows of. What is
    asked for `sure` cannot be taken back: it is answered by digits, which the text brings."""

    template: str
    keys: str = ""
    sure: bool = False


ASKED: dict[tuple[str, str], Question] = {
    ("file_complaint", "write"): Question("re_asked_words"),
    ("file_complaint", "rewrite"): Question("re_asked_words"),
    ("file_complaint", "clearer"): Question("re_asked_words"),
    ("file_complaint", "change"): Question("re_asked_words"),
    ("file_complaint", "topic"): Question("re_asked_words"),
    ("file_complaint", "was"): Question("re_asked_estate"),
    ("file_complaint", "where"): Question("re_asked_estate"),
    ("file_complaint", "confirm"): Question("re_asked_submit", "1"),
    ("file_complaint", "resume"): Question("re_asked_resume", "12"),
    ("my_complaints", "confirm_withdraw"): Question("re_asked_withdraw", sure=True),
    ("add_words", "words"): Question("re_asked_more"),
    ("add_words", "confirm"): Question("re_asked_add", "1"),
    ("manager_desk", "accept"): Question("re_asked_accept", sure=True),
    ("manager_desk", "refuse_category"): Question("re_asked_category", "1234"),
    ("manager_desk", "refuse_reason"): Question("re_asked_reason"),
    ("manager_desk", "refuse_confirm"): Question("re_asked_refuse", sure=True),
    ("manager_desk", "finish_result"): Question("re_asked_result"),
    ("manager_desk", "finish_confirm"): Question("re_asked_finish", sure=True),
    ("manager_desk", "help_reason"): Question("re_asked_need"),
    ("manager_desk", "help_confirm"): Question("re_asked_help", sure=True),
    ("officer_desk", "guide_text"): Question("re_asked_opinion"),
    ("officer_desk", "guide_confirm"): Question("re_asked_guide", sure=True),
    ("notify_settings", "choose"): Question("re_asked_channel", "123"),
}
"""By dialog and step. No text answers at any other."""


ENOUGH = {"too_many_complaints": "re_enough", "too_many_words": "re_enough"}
"""Said where it was too much, by why."""


def _plainly(template: str) -> Callable[[Talked, Complaint], Reply]:
    return lambda _, complaint: Reply(template, {"date": day(complaint)}, complaint)


def _filed(talked: Talked, complaint: Complaint) -> Reply:
    return filed(talked.look, complaint)


def filed(look: Look, complaint: Complaint) -> Reply:
    """What has just been submitted."""
    managed = look.manager_of(complaint.area_id) is not None
    fields = {"full": complaint.number, "date": day(complaint)}
    return Reply("re_filed" if managed else "re_filed_unmanaged", fields, complaint)


def _nudged(_: Talked, complaint: Complaint) -> Reply:
    return Reply("re_nudged" if complaint.deadline else "re_nudged_plain", {"date": day(complaint)}, complaint)


def _rated(_: Talked, complaint: Complaint) -> Reply:
    by_state = {State.FURTHER: "re_sent_back", State.GUIDANCE: "re_sent_up", State.CLOSED: "re_closed"}
    template = "re_rated" if complaint.outcome == "satisfied" else by_state[complaint.state]
    return Reply(template, {"date": day(complaint)}, complaint)


DONE: dict[type, Callable[[Talked, Complaint], Reply]] = {
    c.Submit: _filed,
    c.Withdraw: _plainly("re_withdrawn"),
    c.Nudge: _nudged,
    c.AddWords: _plainly("re_added"),
    c.Rate: _rated,
    c.Accept: _plainly("re_taken"),
    c.Refuse: _plainly("re_refused"),
    c.Finish: _plainly("re_finished"),
    c.AskGuidance: _plainly("re_helped"),
    c.Guide: _plainly("re_guided"),
}
"""By what was done."""


def phrase(talked: Talked) -> Reply:
    """The template for what came of a text."""
    if talked.refusal:
        return _refused(talked.refusal)
    command, result = talked.did or (None, None)
    if isinstance(result, Complaint) and type(command) in DONE:
        return DONE[type(command)](talked, result)
    if isinstance(command, ChooseChannel):
        return Reply("re_channel", {"state": channel_texts.NOW[command.channel]})
    if talked.here:
        return _asked(talked, talked.here)
    about = talked.find(talked.before.data["id"]) if talked.before and talked.before.data.get("id") else None
    return Reply("re_not_now", {"state": state_of(about)}, about) if about else Reply("re_in_wechat")


def state(look: Look, complaint: Complaint, role: Role) -> Reply:
    """How a complaint stands, and what may be done about it."""
    area = look.area(complaint.area_id)
    fields = {"state": state_of(complaint), "date": day(complaint), "area": area.name if area else ""}
    if role is not Role.OWNER:
        return _desk_state(look, complaint, role, fields)
    if complaint.state is State.RATING:
        return Reply("re_state_rate", fields | _outcome(look, complaint), complaint, "rate")
    if not complaint.open:
        return Reply("re_state_over", fields, complaint)
    return Reply("re_state_until" if complaint.deadline else "re_state", fields, complaint)


def _desk_state(look: Look, complaint: Complaint, role: Role, fields: dict[str, str]) -> Reply:
    fields |= {
        "kind": LABELS[complaint.kind],
        "deeds": offered(complaint, role),
        "said": texts.NO_WORDS,
        "more": look.outward(complaint, complaint.place or "") or texts.NO_PLACE,
        WORDS: _words(look, complaint, complaint.content),
    }
    waits = any(one.role is role and one.fits(complaint) for one in DEEDS.values())
    template = ("re_guide_state" if role is Role.OFFICER else "re_desk_state") if waits else "re_desk_plain"
    return Reply(template, fields, complaint)


def _outcome(look: Look, complaint: Complaint) -> dict[str, str]:
    """What its owner is to judge: the result in its words, or why it was refused."""
    answers = [one for one in look.timeline(complaint, Role.OWNER) if one.act in (Act.FINISH, Act.REFUSE)]
    refused = bool(answers) and answers[-1].act == Act.REFUSE
    words = _words(look, complaint, answers[-1].text) if answers else ""
    words = texts.NOT_TAKEN.format(words=words) if words and refused else words
    return dict(zip(SAID, texts.REFUSAL if refused else texts.RESULT, strict=True)) | {WORDS: words}


def _words(look: Look, complaint: Complaint, words: str) -> str:
    return excerpt(look.outward(complaint, words), texts.WORDS_MOST)


def question(here: Place) -> Question | None:
    """How the question that is open here is put in a text; None for one that no text answers."""
    return ASKED.get((here.dialog, here.step))


def _asked(talked: Talked, here: Place) -> Reply:
    asked = question(here)
    if asked is None:
        return Reply("re_in_wechat")
    template = asked.template
    if template == "re_asked_submit":
        if not here.data.get("words"):
            template = "re_asked_words"
        elif dangerous(talked.words):
            template = "re_danger"
    if template == "re_asked_estate" and dangerous(talked.words):
        template = "re_danger_estate"
    if template == "re_asked_channel":
        return Reply(template, {"state": channel_texts.NOW[talked.look.notified_by()]})
    about = talked.find(here.data["id"]) if here.data.get("id") else None
    return Reply(template, {"area": str(here.data.get("area_name", ""))}, about)


def _refused(refusal: Refusal) -> Reply:
    complaint = refusal.facts.get("complaint")
    if refusal.reason in ENOUGH:
        return Reply(ENOUGH[refusal.reason])
    if not isinstance(complaint, Complaint):
        return Reply("re_none")
    if refusal.reason == "nudged_today":
        return Reply("re_nudged_today", about=complaint)
    return Reply("re_not_now", {"state": state_of(complaint)}, complaint)


def dangerous(words: str) -> bool:
    """Whether these words tell of a danger to somebody."""
    return any(sign in words for signs in filing.DANGERS.values() for sign in signs)


def state_of(complaint: Complaint) -> str:
    """The state in at most six characters."""
    if complaint.state is State.GUIDANCE:
        return texts.DISTRICT_GUIDES if complaint.district else texts.STREET_GUIDES
    return str(complaint.state.value)
