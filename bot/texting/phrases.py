"""From what a conversation did, or asks, to the template of the text that says so: three tables."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from bot.messages import Say
from bot.session import Place
from bot.texts import filing
from bot.texts import settings as channel_texts
from bot.texts import texting as texts
from core import commands as c
from core.clocks import in_shanghai
from core.complaint import Complaint, Refusal
from core.lifecycle import State
from core.look import Look
from core.own_commands import ChooseChannel


class Reply(NamedTuple):
    """A template and its values. `about`: the complaint whose short code is its `number`; `asks`: what a code alone
    answers from now on."""

    template: str
    fields: Mapping[str, str] = MappingProxyType({})
    about: Complaint | None = None
    asks: str = ""


class Talked(NamedTuple):
    """What came of one text: what was said, where the conversation was and is, what was done, or refused."""

    say: Say
    before: Place | None
    here: Place | None
    did: tuple[c.Command, Any] | None
    refusal: Refusal | None
    words: str
    look: Look
    find: Callable[[int], Complaint | None]


class Question(NamedTuple):
    """A template, and the numbers it offers: whatever else a dialog offers, nobody who reads it knows of."""

    template: str
    keys: str = ""


ASKED: dict[tuple[str, str], Question] = {
    ("file_complaint", "write"): Question("re_asked_words"),
    ("file_complaint", "rewrite"): Question("re_asked_words"),
    ("file_complaint", "clearer"): Question("re_asked_words"),
    ("file_complaint", "change"): Question("re_asked_words"),
    ("file_complaint", "where"): Question("re_asked_estate"),
    ("file_complaint", "confirm"): Question("re_asked_submit", "1"),
    ("file_complaint", "resume"): Question("re_asked_resume", "12"),
    ("my_complaints", "confirm_withdraw"): Question("re_asked_withdraw", "12"),
    ("rate", "stars"): Question("re_asked_stars", "12345"),
    ("rate", "why"): Question("re_asked_why", "1"),
    ("add_words", "words"): Question("re_asked_more"),
    ("add_words", "confirm"): Question("re_asked_add", "1"),
    ("manager_desk", "refuse_category"): Question("re_asked_category", "1234"),
    ("manager_desk", "refuse_reason"): Question("re_asked_reason"),
    ("manager_desk", "refuse_confirm"): Question("re_asked_refuse", "1"),
    ("manager_desk", "finish_result"): Question("re_asked_result"),
    ("manager_desk", "finish_confirm"): Question("re_asked_finish", "1"),
    ("manager_desk", "help_reason"): Question("re_asked_need"),
    ("manager_desk", "help_confirm"): Question("re_asked_help", "1"),
    ("officer_desk", "guide_text"): Question("re_asked_opinion"),
    ("officer_desk", "guide_confirm"): Question("re_asked_guide", "1"),
    ("notify_settings", "choose"): Question("re_asked_channel", "123"),
}
"""By dialog and step."""

LEFT: dict[tuple[str, str], str] = {("my_complaints", "confirm_withdraw"): "re_kept"}
"""Said where a dialog is over at this step, and nothing was done."""


ENOUGH = {"too_many_complaints": "re_enough", "too_many_words": "re_enough"}
"""Said where it was too much, by why."""


def _plainly(template: str) -> Callable[[Talked, Complaint], Reply]:
    return lambda _, complaint: Reply(template, {"date": day(complaint)}, complaint)


def _filed(talked: Talked, complaint: Complaint) -> Reply:
    managed = talked.look.manager_of(complaint.area_id) is not None
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
    before = talked.before and (talked.before.dialog, talked.before.step)
    return Reply(LEFT.get(before, "re_in_wechat") if before else "re_in_wechat")


def question(here: Place) -> Question:
    """How the question that is open here is put in a text."""
    return ASKED.get((here.dialog, here.step), Question("re_in_wechat"))


def _asked(talked: Talked, here: Place) -> Reply:
    template = question(here).template
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


def day(complaint: Complaint) -> str:
    """The day on which the running clock ends, in at most six characters."""
    if complaint.deadline is None:
        return texts.NO_DAY
    local = in_shanghai(complaint.deadline)
    return texts.DAY.format(month=local.month, day=local.day)
