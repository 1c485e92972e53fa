"""常见问题: the platform's eighteen questions, by their number, by a tap, or in one's own words.

list ─▶ answer ─▶ person        whatever is written at `which` is kept: it may be a complaint after all,
  │        ▲ │                  and filing then begins with it
  ▼        │ ▼
which ─────┘ filing
  │
  ▼
unknown ─▶ person, filing
"""

from dataclasses import replace

from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Done, Go, Heard, Over, Turn
from bot.dialogs.file_complaint import MOST_WORDS, FileComplaint
from bot.faq import asked
from bot.faq.questions import questions
from bot.messages import Choice, Kind, Say
from bot.texts import common
from bot.texts import questions as texts
from bot.wording import excerpt, page_note

PAGE = 6
"""Questions on a page: so many can be tapped in one answer of WeChat's."""
MOST, PERHAPS = 3, 0.25
"""Questions offered to somebody who asks for them, and how near they must be: less than where they did not ask."""
PUBLIC = ("apply_verification", "check_company", "standing")
"""Verbs that serve somebody whom nobody knows yet; the others begin with 绑定."""
LISTS = ("list", "which")
"""The steps whose question is still open; at the others, words are understood afresh."""


class Faq(Dialog):
    """`data`: words (what was written, that may be a complaint), draft (filing as it stood), question, or ids (`sure`
    where it is one of them or a complaint)."""

    name = "faq"

    def list(self, heard: Heard, data: Data) -> Turn:
        """A page of the questions."""
        if not heard.asking:
            return self._hear(heard, data)
        value = heard.args.value
        page = int(value) if value.isdecimal() and len(value) < 3 else data.get("page", 0)
        known = list(questions().values())
        offered = [Choice(f"question:{one.id}", one.title, str(one.id)) for one in known[page * PAGE :][:PAGE]]
        if len(known) > (page + 1) * PAGE:
            offered.append(Choice(f"faq:::{page + 1}", common.MORE, texts.MORE_KEY))
        note = page_note(page, len(known), PAGE, texts.PAGE).strip()
        return Ask(Say(texts.LIST.format(page=note), (*offered, CANCEL)), {"page": page})

    def answer(self, heard: Heard, data: Data) -> Turn:
        """One question's answer, and what can be done about it at once."""
        if heard.chosen == "file":
            return _file(heard, data)
        question = questions().get(heard.args.id or data.get("question", 0))
        if question is None:
            return Go(self.list, {})
        theirs = [verb for verb in question.offers if heard.may(verb) and (heard.known or verb in PUBLIC)]
        choices = [Choice(f"{verb}::", texts.OFFERS[verb]) for verb in theirs]
        onward = texts.DO_IT if choices else ""
        if not choices and question.offers and not heard.known:
            onward, choices = texts.BIND_FIRST, [Choice("bind::", texts.BIND)]
        if data.get("words"):
            onward += texts.FILE_INSTEAD.format(file=texts.FILE)
            choices.append(Choice("file", texts.FILE))
        choices += _ONWARD
        text = texts.ANSWER.format(id=question.id, title=question.title, answer=question.answer, onward=onward)
        say = Say(text, tuple(choices))
        return Ask(say, data | {"question": question.id}) if data.get("words") else Done(say)

    def which(self, heard: Heard, data: Data) -> Turn:
        """Which of some questions is meant, or whether it is a complaint."""
        if heard.chosen == "file":
            return _file(heard, data)
        if heard.chosen == "none":
            return Go(self.person, data)
        if heard.chosen:
            return Go(self.answer, data | {"question": int(heard.chosen)})
        if not heard.asking:
            return self._hear(heard, data)
        offered = [Choice(str(one), questions()[one].title) for one in data["ids"]]
        if "words" not in data:
            return Ask(Say(texts.WHICH.format(none=texts.NONE), (*offered, Choice("none", texts.NONE), CANCEL)))
        words = excerpt(data["words"], 60)
        file, none = Choice("file", texts.FILE), Choice("none", texts.NONE)
        more = (file,) if data.get("sure") else (file, none)
        return Ask(Say(texts.WHICH_OR_FILE.format(words=words), (*offered, *more, CANCEL)))

    def unknown(self, heard: Heard, data: Data) -> Turn:
        """A question that none of the eighteen is."""
        if heard.chosen == "file":
            return _file(heard, data)
        file = texts.UNKNOWN_OR_FILE.format(file=texts.FILE) if data.get("words") else ""
        choices = (Choice("file", texts.FILE),) if data.get("words") else ()
        return Ask(Say(texts.UNKNOWN.format(reach=file + texts.REACH), (*choices, _FAQ)))

    def person(self, heard: Heard, data: Data) -> Turn:
        """How to reach somebody."""
        if heard.chosen == "file":
            return _file(heard, data)
        if data.get("words"):
            file = texts.UNKNOWN_OR_FILE.format(file=texts.FILE)
            return Ask(Say(texts.NONE_OF_THESE.format(reach=file + texts.REACH), (Choice("file", texts.FILE), _FAQ)))
        return Done(Say(texts.REACHED.format(reach=texts.REACH), (_FAQ,)))

    def _hear(self, heard: Heard, data: Data) -> Turn:
        """What is written while a list is open: a number, a question, more of a complaint."""
        if heard.kind is not Kind.TEXT:
            return _begin(heard, data)
        said = heard.words.strip()
        number = int(said) if said.isdecimal() and len(said) < 3 else 0
        if number in questions():
            return Go(self.answer, data | {"question": number})
        if number and "words" not in data:
            return Go(self.list, data)
        found = asked(said)
        if found.id:
            return Go(self.answer, data | {"question": found.id})
        if found.trouble or (data.get("words") and not found.candidates):
            return _begin(heard, data)
        perhaps = [one.id for one in found.near if one.id and one.score >= PERHAPS]
        if ids := found.candidates or perhaps[:MOST]:
            return Go(self.which, data | {"ids": list(ids)})
        return Go(self.unknown, data | {"words": said})


def _file(heard: Heard, data: Data) -> Turn:
    """Filing, begun with the words that were kept."""
    return _begin(replace(heard, kind=Kind.TEXT, words=data["words"], chosen="", asking=False), data | {"words": ""})


def _begin(heard: Heard, data: Data) -> Turn:
    """Filing, begun with the words that were kept and with what is said now."""
    kept = [data["words"][:MOST_WORDS]] if data.get("words") else []
    draft = {"words": kept} if kept else {}
    return Over(FileComplaint.name, FileComplaint.write.__name__, data.get("draft", {}) | draft, heard)


_FAQ = Choice("faq::", texts.FAQ)
_ONWARD = [Choice("reach::", texts.PERSON), _FAQ]
