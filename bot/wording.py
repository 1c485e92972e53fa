"""How values are worded in chat: short numbers, excerpts, lists of what happened."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from bot.messages import Choice
from bot.texts import common, filing, mine, promising, rating, refusals, texting
from core import naming
from core.clocks import Clock, in_shanghai, remaining, spoken
from core.complaint import Complaint, Entry, Refusal, turned_down
from core.lifecycle import Act, State, leads_to, possible
from core.naming import SHORT as SHORT
from core.promises import day_of
from core.reminders import Word

EXCERPT = 24
TIMELINE_LINES = 6
LONGEST_KEY = 2
"""Digits of the numbers that choices have."""
_PASSING = frozenset(Word) - {Word.RATING_NEAR, Word.RATING_OVER}
"""Reminders, which would crowd out what was done."""


def heard_as(text: str) -> str:
    """Words as they are compared: full-width made half-width, no outer blanks or closing punctuation."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).strip(" .。!?,、;~").casefold() or text.strip()


def reserved(text: str) -> bool:
    """Whether words answer a question, by a choice's number or word, and never say what a complaint is about."""
    heard = heard_as(text)
    return _unnumbered(heard) in common.NEVER_CONTENT or (heard.isdecimal() and len(heard) <= LONGEST_KEY)


def submits(text: str) -> bool:
    """Whether words hand in a complaint, by the choice's number or word: right after filing, nothing new."""
    heard = heard_as(text)
    return heard == "1" or _unnumbered(heard) in common.CONFIRM_WORDS


def _unnumbered(heard: str) -> str:
    """A choice's word without the number that stands before it."""
    return heard.lstrip("0123456789 .、)")


def short(complaint: Complaint) -> str:
    """The last digits of the number: enough for a person to name it by."""
    return naming.short(complaint.number)


def deed(verb: str, label: str, complaint: Complaint, value: str = "") -> Choice:
    """A choice to do something about a complaint. Its label names the complaint: of some taps WeChat tells no more."""
    act = f"{verb}:{complaint.id}:{complaint.round}" + (f":{value}" if value else "")
    return Choice(act, f"{label} {short(complaint)}")


def ratings_of(complaint: Complaint) -> list[tuple[str, str]]:
    """`rating_choices` of a complaint as it is; none where it waits for no rating."""
    if not possible(complaint, Act.UNSATISFIED):
        return []
    return rating_choices(turned_down(complaint), leads_to(complaint, Act.UNSATISFIED).name)


def rating_choices(refused: bool, worse: str) -> list[tuple[str, str]]:
    """(how far it is solved, label) for a result or a refusal; `worse` names the state a bad rating leads to."""
    offered = rating.AGREEING if refused else rating.CHOICES
    return [(value, label.format(worse=rating.WORSE[worse])) for value, label in offered]


def excerpt(text: str, most: int = EXCERPT) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def refused(refusal: Refusal) -> str:
    """Why something was not done."""
    text, complaint = refusals.TEXTS[refusal.reason], refusal.facts.get("complaint")
    if isinstance(complaint, Complaint):
        return text.format(short=short(complaint), state=complaint.state.value)
    return text.format(wait=waited(refusal)) if "wait" in refusal.facts else text


def waited(refusal: Refusal) -> str:
    """`一小时后`: when to try again what was too much."""
    return refusals.WAITS[refusal.facts["wait"]]


def left(complaint: Complaint, now: datetime) -> str:
    """剩余处理时间: runs while somebody has to handle it, `-` otherwise."""
    return remaining(None if complaint.clock is Clock.RATING else complaint.deadline, now)


def left_or_day(complaint: Complaint, now: datetime) -> str:
    """剩余处理时间; where no clock runs, the day by which the manager said it would be done."""
    if complaint.state is not State.HANDLING or complaint.promise_ends_at is None:
        return left(complaint, now)
    text = promising.MISSED if complaint.promise_missed(now) else promising.AS_PROMISED
    return text.format(day=promised_day(complaint))


def promised_day(complaint: Complaint) -> str:
    """`11月30日`: the day that the manager named, or nothing."""
    return spoken_day(day_of(complaint.promise_ends_at)) if complaint.promise_ends_at else ""


def spoken_day(day: date) -> str:
    """`11月30日`."""
    return promising.DAY.format(month=day.month, day=day.day)


def until(complaint: Complaint) -> str:
    """When the running clock ends, as chat says it."""
    return spoken(complaint.deadline) if complaint.deadline else ""


def day(complaint: Complaint) -> str:
    """The day on which the running clock ends, in at most six characters."""
    if complaint.deadline is None:
        return texting.NO_DAY
    local = in_shanghai(complaint.deadline)
    return texting.DAY.format(month=local.month, day=local.day)


def state(complaint: Complaint) -> str:
    """The state as the platform shows it, with the mark of an end that was not satisfied."""
    marks = {"unsatisfied": "(不满意)", "unrated": "(未评价)"}
    mark = marks.get(complaint.outcome or "", "") if complaint.state is State.CLOSED else ""
    return complaint.state.value + mark


def attachments(kinds: Sequence[str]) -> str:
    """`2张照片、1段语音`."""
    words = {"image": filing.PHOTO_COUNT, "voice": filing.VOICE_COUNT, "video": filing.VIDEO_COUNT}
    counted = [(words[kind], kinds.count(kind)) for kind in words]
    return "、".join(text.format(n=count) for text, count in counted if count)


def history(entries: Iterable[Entry], name_of: Callable[[int], str] = str) -> str:
    """The latest lines of a timeline, oldest first; `name_of` gives the name of a member of staff, by id."""
    shown = [entry for entry in entries if entry.act not in _PASSING]
    undone = {entry.details["undone"] for entry in shown if entry.act == "undo"}
    lines = [_line(entry, name_of, entry.id in undone) for entry in shown]
    return "\n".join(lines[-TIMELINE_LINES:])


def _line(entry: Entry, name_of: Callable[[int], str], undone: bool) -> str:
    text = f"：{excerpt(entry.text, 60)}" if entry.text and entry.act != "submit" else ""
    if "stars" in entry.details:
        template = mine.RATED if entry.details["stars"] else mine.RATED_WITHOUT_STARS
        rated = template.format(solved=rating.LABELS[entry.details["solved"]], stars=entry.details["stars"])
        text = rated + text
    mark = mine.UNDONE if undone else ""
    return mine.TIMELINE_LINE.format(when=spoken(entry.at), act=act_words(entry, name_of) + mark, text=text)


def act_words(entry: Entry, name_of: Callable[[int], str] = lambda _: "") -> str:
    """What a line of the timeline says was done; `name_of` gives the name of a member of staff, by id."""
    taker, day = entry.details.get("to_id"), entry.details.get("day")
    by_day = mine.BY_DAY.format(day=spoken_day(date.fromisoformat(day))) if day else ""
    act = mine.ACTS[entry.act]
    return act.format(taker=name_of(taker) if taker else "", days=entry.details.get("days", "")) + by_day


def page_note(page: int, total: int, size: int, template: str) -> str:
    """`(第1页,共3页)`, or nothing where one page is all."""
    pages = -(-total // size)
    return "\n" + template.format(page=page + 1, pages=pages) if pages > 1 else ""
