"""A resident's own complaints: 我的, 撤销 and 催办."""

from bot.dialogs.about import Deed, about
from bot.dialogs.base import Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices, turned
from bot.messages import Choice, Say
from bot.texts import adding, common
from bot.texts import mine as texts
from bot.wording import deed, excerpt, history, left_or_day, page_note, short, state, until
from core.commands import Nudge, Withdraw
from core.complaint import Complaint
from core.kinds import LABELS
from core.lifecycle import State
from core.look import Role

PAGE = 5
_NUDGEABLE = (State.PENDING, State.HANDLING, State.FURTHER, State.SUPPLEMENT, State.GUIDANCE)


class MyComplaints(Dialog):
    """`data`: the complaint and round a withdrawal is about."""

    name = "my_complaints"

    def list(self, heard: Heard, data: Data) -> Turn:
        """One page, newest first."""
        page, complaints, total = turned(heard.args.page, PAGE, heard.look.mine)
        if not complaints:
            return Done(Say(texts.EMPTY))
        lines = "\n".join(_line(heard, key, one) for key, one in enumerate(complaints, 1))
        offered = [Choice(f"my:{one.id}:{one.round}", short(one)) for one in complaints]
        if total > (page + 1) * PAGE:
            offered.append(Choice(f"mine:::{page + 1}", common.MORE))
        note = page_note(page, total, PAGE, common.PAGE)
        return Done(Say(texts.LIST.format(total=total, lines=lines, page=note), tuple(offered)))

    def detail(self, heard: Heard, data: Data) -> Turn:
        """One complaint, with what can be done about it."""
        found = self._about(heard, _DETAIL)
        if not isinstance(found, Complaint):
            return found
        area = heard.look.area(found.area_id)
        text = texts.DETAIL.format(
            number=found.number,
            area=area.name if area else "",
            topic=LABELS[found.kind],
            state=state(found),
            left=_left(heard, found),
            words=excerpt(found.content, 200),
            timeline=history(heard.look.timeline(found, Role.OWNER)),
        )
        return Done(Say(text, _deeds(found)))

    def withdraw(self, heard: Heard, data: Data) -> Turn:
        """撤销, once confirmed."""
        found = self._about(heard, _WITHDRAW)
        if not isinstance(found, Complaint):
            return found
        return Go(
            self.confirm_withdraw,
            {"id": found.id, "round": found.round, "words": excerpt(found.content, 60), "short": short(found)},
        )

    def confirm_withdraw(self, heard: Heard, data: Data) -> Turn:
        """The last word on it."""
        match heard.chosen:
            case "yes":
                return Do(
                    Withdraw(data["id"], data["round"]), lambda one: Done(Say(texts.WITHDRAWN.format(short=short(one))))
                )
            case "no":
                return Done(Say(texts.KEPT.format(short=data["short"])))
        return Ask(Say(texts.CONFIRM_WITHDRAW.format(**data), choices(("yes", texts.YES_WITHDRAW), ("no", texts.KEEP))))

    def nudge(self, heard: Heard, data: Data) -> Turn:
        """催办: the manager is told, no deadline moves."""
        found = self._about(heard, _NUDGE)
        if not isinstance(found, Complaint):
            return found
        return Do(Nudge(found.id), _nudged)

    def _about(self, heard: Heard, deed: Deed) -> Complaint | Turn:
        def mine() -> list[Complaint]:
            return heard.look.mine(0, 50)[0]

        return about(heard, Role.OWNER, deed, mine, texts.NOT_FOUND, texts.WHICH)


def _nudgeable(complaint: Complaint) -> bool:
    return complaint.state in _NUDGEABLE


_DETAIL = Deed("my", lambda _: True, texts.EMPTY, strict=False)
_WITHDRAW = Deed("withdraw", lambda one: one.open, texts.NONE_OPEN.format(verb=texts.WITHDRAW), strict=False)
_NUDGE = Deed("nudge", _nudgeable, texts.NONE_OPEN.format(verb=texts.NUDGE), strict=False)


def _nudged(complaint: Complaint) -> Turn:
    text = texts.NUDGED if complaint.deadline else texts.NUDGED_NO_CLOCK
    return Done(Say(text.format(short=short(complaint), deadline=until(complaint))))


def _line(heard: Heard, key: int, complaint: Complaint) -> str:
    return texts.LINE.format(
        key=key,
        short=short(complaint),
        state=state(complaint),
        left=_left(heard, complaint),
        words=excerpt(complaint.content),
    )


def _left(heard: Heard, complaint: Complaint) -> str:
    words = left_or_day(complaint, heard.now)
    if words == "-":
        return ""
    if complaint.deadline is None:
        return texts.BY_THEN.format(day=words)
    return (texts.OVERDUE if words.startswith("超期") else texts.LEFT).format(left=words)


def _deeds(complaint: Complaint) -> tuple[Choice, ...]:
    offered = []
    if complaint.state is State.RATING:
        offered.append(deed("rate", texts.RATE, complaint))
    if _nudgeable(complaint):
        offered.append(deed("nudge", texts.NUDGE, complaint))
    if complaint.open:
        offered.append(deed("add_words", adding.ADD, complaint))
        offered.append(deed("withdraw", texts.WITHDRAW, complaint))
    return tuple(offered)
