"""What a manager puts on record beside answering: 备注 and 延期; and 撤回."""

from bot.dialogs.base import CANCEL, Ask, Data, Do, Done, Go, Heard, Turn
from bot.dialogs.desk import CONFIRM, MOST_WORDS
from bot.dialogs.how_long import span
from bot.dialogs.of_manager import OfManager
from bot.messages import Choice, Say
from bot.texts import manager as texts
from bot.texts import refusals
from bot.wording import left, short, until
from core.commands import Extend, Note, Undo
from core.complaint import EXTENSIONS, MANAGERS_CLOCKS, Complaint
from core.services.manager import EXTEND_DAYS
from core.services.undo import Undone


class ManagerRecords(OfManager):
    """`data`: the complaint (id, round, short) and what was chosen and written so far."""

    name = "manager_records"

    def note(self, heard: Heard, data: Data) -> Turn:
        """备注: at once where the words came with it."""
        found = self._which(heard, "note", texts.NOTE, lambda _: True, strict=False)
        if not isinstance(found, Complaint):
            return found
        data = self._begin(heard, found)
        return _noting(data, heard.args.rest) if heard.args.rest else Go(self.note_words, data)

    def note_words(self, heard: Heard, data: Data) -> Turn:
        """The note, in the manager's own words."""
        if heard.asking or not heard.words:
            return Ask(Say(texts.NOTE_WORDS.format(**data), (CANCEL,)))
        return _noting(data, heard.words)

    def extend(self, heard: Heard, data: Data) -> Turn:
        """延期: how long, and why."""
        named = heard.args.number or heard.args.id
        found = self._which(heard, "extend", texts.EXTEND, lambda one: bool(named) or one.clock in MANAGERS_CLOCKS)
        if not isinstance(found, Complaint):
            return found
        if reason := found.not_extendable(heard.now):
            return Done(Say(refusals.TEXTS[reason].format(short=short(found), state=found.state.value)))
        data = self._begin(heard, found) | {"reason": "", "extended": found.extended}
        data |= {"until": until(found), "left": left(found, heard.now)}
        return self._lengthened(data, heard.args.rest) or Go(self.extend_days, data | {"reason": heard.args.rest})

    def extend_days(self, heard: Heard, data: Data) -> Turn:
        """For how many days."""
        if onward := self._lengthened(data, heard.chosen or heard.words):
            return onward
        if heard.words and not span(heard.words):
            data = data | {"reason": heard.words[:MOST_WORDS]}
        note = texts.ONLY_DAYS.format(days=_either()) if heard.words and span(heard.words) else ""
        offered = (Choice(str(days), texts.DAYS.format(days=days), str(days)) for days in EXTEND_DAYS)
        return Ask(Say(note + texts.EXTEND_DAYS.format(**data), (*offered, CANCEL)), data)

    def extend_reason(self, heard: Heard, data: Data) -> Turn:
        """Why, in the manager's own words: how long is no reason."""
        if heard.words and span(heard.words):
            return self._again_how_long(heard, data, texts.EXTEND_REASON, (CANCEL,))
        return self._ask_words(heard, data, texts.EXTEND_REASON, self.extend_confirm)

    def extend_confirm(self, heard: Heard, data: Data) -> Turn:
        """What the owner will read."""
        if heard.words and span(heard.words):
            return self._again_how_long(heard, data, texts.EXTEND_CONFIRM, CONFIRM)
        command = Extend(data["id"], data.get("days", 0), data["reason"], data["extended"])
        return self._confirm(heard, data, texts.EXTEND_CONFIRM, self.extend_reason, command, _extended)

    def _lengthened(self, data: Data, said: str) -> Turn | None:
        """On from the days that were said, with the reason that came with them or before."""
        meant = span(said)
        if meant is None or meant.days not in EXTEND_DAYS:
            return None
        data = data | {"days": meant.days, "reason": meant.rest[:MOST_WORDS] or data["reason"]}
        return Go(self.extend_confirm if data["reason"] else self.extend_reason, data)

    def _again_how_long(self, heard: Heard, data: Data, question: str, offered: tuple[Choice, ...]) -> Turn:
        """A time said where words are asked for: it counts where it may be chosen, and the question stays."""
        meant = span(heard.words)
        if meant is None or meant.days not in EXTEND_DAYS:
            note = texts.ONLY_DAYS.format(days=_either())
        elif onward := self._lengthened(data, heard.words) if meant.rest else None:
            return onward
        else:
            data, note = data | {"days": meant.days}, "" if data["reason"] else texts.NOT_A_REASON
        return Ask(Say(note + question.format(**data), offered), data)

    def undo(self, heard: Heard, data: Data) -> Turn:
        """撤回 one's own last act, while nobody was told of it."""
        return Do(Undo(), _undone)


def _either() -> str:
    return "、".join(map(str, EXTEND_DAYS))


def _noting(data: Data, words: str) -> Turn:
    return Do(Note(data["id"], words[:MOST_WORDS]), lambda _: Done(Say(texts.NOTED.format(**data))))


def _extended(complaint: Complaint) -> Turn:
    count = EXTENSIONS - complaint.extended
    again = texts.ONCE_MORE.format(count=count) if count else texts.NO_MORE
    return Done(Say(texts.EXTENDED.format(short=short(complaint), until=until(complaint), again=again)))


def _undone(undone: Undone) -> Turn:
    lines = (texts.UNDONE_LINE.format(short=short(one), state=one.state.value) for one in undone.complaints)
    text = texts.UNDONE.format(act=texts.ACTS[undone.act], lines="；".join(lines))
    facts = (refusal.facts.get("complaint") for _, refusal in undone.kept)
    numbers = "、".join(short(one) for one in facts if one)
    text += texts.UNDONE_NOT.format(count=len(undone.kept), numbers=numbers) if undone.kept else ""
    offered = [Choice(f"manager_detail:{one.id}:{one.round}", short(one)) for one in undone.complaints]
    return Done(Say(text, tuple(offered[:5])))
