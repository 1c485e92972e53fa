"""What the manager's and the officers' desks share: 待办, 详情, and writing something that is confirmed."""

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from bot.dialogs.about import Deed, about
from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices, turned
from bot.messages import Choice, Say
from bot.texts import common
from bot.texts import desk as texts
from bot.wording import attachments, deed, excerpt, history, left_or_day, page_note, short, state
from core.commands import Command, ShowMedia
from core.complaint import Complaint
from core.identity import masked_phone
from core.kinds import LABELS
from core.lifecycle import Act, possible
from core.look import Role

PAGE = 5
MOST_WORDS = 500
AT_ONCE = 5
"""Messages WeChat takes after one of the person's own."""


class Desk(Dialog):
    """`data` of a deed: the complaint (id, round, short) and what was written so far."""

    role: ClassVar[Role]
    list_verb: ClassVar[str]
    deeds: ClassVar[tuple[tuple[Act, str, str], ...]]
    """(act, verb of the tap, label) of what can be done here, in order."""

    @abstractmethod
    def _page(self, heard: Heard, skip: int, take: int) -> tuple[list[Complaint], int]:
        """What lies on this desk."""

    def todo(self, heard: Heard, data: Data) -> Turn:
        """One page of what is to do, the oldest deadline first."""
        page, complaints, total = turned(heard.args.page, PAGE, partial(self._page, heard))
        if not complaints:
            return Done(Say(texts.EMPTY))
        others = heard.look.households(complaints)
        lines = "\n".join(self._line(heard, key, one, others.get(one.id, 0)) for key, one in enumerate(complaints, 1))
        offered = [Choice(f"{self._detail_verb}:{one.id}:{one.round}", short(one)) for one in complaints]
        if total > (page + 1) * PAGE:
            offered.append(Choice(f"{self.list_verb}:::{page + 1}", common.MORE))
        note = page_note(page, total, PAGE, common.PAGE)
        return Done(Say(texts.LIST.format(total=total, lines=lines, page=note), tuple(offered)))

    def detail(self, heard: Heard, data: Data) -> Turn:
        """One complaint in full; what came with it follows."""
        found = self._about(heard, self._detail_verb)
        if not isinstance(found, Complaint):
            return found
        return Do(ShowMedia(found.id), lambda _: self._shown(heard, found))

    def _shown(self, heard: Heard, found: Complaint) -> Turn:
        return Done(Say(in_full(heard, found, self.role), self._offered(heard, found)))

    def _offered(self, heard: Heard, found: Complaint) -> tuple[Choice, ...]:
        """What can be done about it here and now."""
        return tuple(deed(verb, label, found) for act, verb, label in self.deeds if possible(found, act))

    @property
    def _detail_verb(self) -> str:
        return f"{self.role}_detail"

    def _about(self, heard: Heard, verb: str) -> Complaint | Turn:
        """The complaint a deed of this desk (or 详情) is meant for."""

        def here() -> list[Complaint]:
            return self._page(heard, 0, 50)[0]

        known = next((self._deed(*one) for one in self.deeds if one[1] == verb), None)
        looking = Deed(verb, lambda _: True, texts.EMPTY, strict=False)
        return about(heard, self.role, known or looking, here, texts.NOT_FOUND, texts.WHICH)

    def _deed(self, act: Act, verb: str, label: str) -> Deed:
        return Deed(verb, lambda one: possible(one, act), texts.NONE.format(verb=label))

    def _begin(self, heard: Heard, found: Complaint) -> Data:
        return {"id": found.id, "round": heard.args.round or found.round, "short": short(found)}

    def _line(self, heard: Heard, key: int, complaint: Complaint, others: int) -> str:
        area = heard.look.area(complaint.area_id)
        return (texts.OVERDUE_LINE if complaint.overdue(heard.now) else texts.LINE).format(
            key=key,
            short=short(complaint),
            area=area.name if area else "",
            topic=LABELS[complaint.kind],
            state=state(complaint) + (texts.HOUSEHOLDS.format(count=others) if others else ""),
            left=left_or_day(complaint, heard.now),
            words=excerpt(complaint.content),
        )

    def _ask_words(
        self,
        heard: Heard,
        data: Data,
        question: str,
        onward: Callable[[Heard, Data], Turn],
        saved: tuple[Choice, ...] = (),
    ) -> Turn:
        """Put a question that is answered in free words (or by what is `saved`), then go on to have them confirmed."""
        if heard.asking or not heard.words:
            return Ask(Say(question.format(**data), (*saved, CANCEL)))
        return Go(onward, data | {"reason": heard.words[:MOST_WORDS]})

    def _confirm(
        self,
        heard: Heard,
        data: Data,
        question: str,
        again: Callable[[Heard, Data], Turn],
        command: Command,
        done: Callable[[Complaint], Turn],
    ) -> Turn:
        """Show what was written; confirmed, it is done; anything else written replaces it."""
        match heard.chosen:
            case "yes":
                return Do(command, done)
            case "again":
                return Go(again, data | {"reason": ""})
        if heard.words:
            data = data | {"reason": heard.words[:MOST_WORDS]}
        return Ask(Say(question.format(**data), CONFIRM), data)


def in_full(heard: Heard, found: Complaint, role: Role) -> str:
    """A complaint as staff are shown it; what came with it follows."""
    area = heard.look.area(found.area_id)
    phone = heard.look.owner_phone(found)
    owner = texts.OWNER_PHONE.format(phone=masked_phone(phone)) if phone else texts.OWNER
    return texts.DETAIL.format(
        number=found.number,
        area=area.name if area else "",
        topic=LABELS[found.kind],
        state=state(found),
        left=left_or_day(found, heard.now),
        owner=texts.ANONYMOUS_OWNER if found.anonymous else owner,
        words=excerpt(found.content, 240),
        place=texts.PLACE.format(place=found.place) if found.place else "",
        media=_media(heard, found),
        timeline=history(heard.look.timeline(found, role), heard.look.name_of),
    )


def _media(heard: Heard, found: Complaint) -> str:
    """What follows, in words."""
    kinds = [one.kind for one in heard.look.media(found) if not one.reason]
    more = texts.MEDIA_MORE.format(most=AT_ONCE) if len(kinds) > AT_ONCE else ""
    return texts.MEDIA.format(what=attachments(kinds)) + more if kinds else ""


CONFIRM = (*choices(("yes", texts.CONFIRM), ("again", texts.REWRITE)), CANCEL)
