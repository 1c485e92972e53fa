"""审核: what waits for an operator, approved or returned; officers read what lies in their jurisdiction."""

from collections.abc import Callable
from functools import partial

from bot.application_words import detail, refusal_text
from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices, turned
from bot.messages import Choice, Say
from bot.texts import business as texts
from bot.texts import common
from bot.wording import excerpt, page_note
from core.application_commands import ApproveApplication, ReturnApplication
from core.application_queries import ApplicationView
from core.applications import Application, Standing, label
from core.clocks import spoken
from core.complaint import Refusal
from core.services.applications import MOST_REASON

PAGE = 5


class Review(Dialog):
    """`data`: the application (id, round, kind); of a return, the reasons by field, and the field that is asked."""

    name = "review"

    def list(self, heard: Heard, data: Data) -> Turn:
        """By 审核: what waits, the longest first; for an officer, all of the jurisdiction, to read."""
        decides = heard.look.applications.decides()
        states = (Standing.WAITING,) if decides else ()
        page, found, total = turned(heard.args.page, PAGE, partial(heard.look.applications.page, states))
        if not found:
            return Done(Say(texts.REVIEW_NONE if decides else texts.LISTED_NONE))
        lines = "\n".join(_line(heard, key, one, decides) for key, one in enumerate(found, 1))
        offers = [Choice(f"application:{one.id}:{one.round}", excerpt(one.subject, 12)) for one in found]
        if total > (page + 1) * PAGE:
            offers.append(Choice(f"applications:::{page + 1}", common.MORE))
        note = page_note(page, total, PAGE, common.PAGE)
        text = texts.REVIEW if decides else texts.LISTED
        return Done(Say(text.format(total=total, lines=lines, page=note), tuple(offers)))

    def approve(self, heard: Heard, data: Data) -> Turn:
        """通过, after a look at all of it."""
        view = self._current(heard)
        return Go(self.approve_confirm, _about(view.application)) if isinstance(view, ApplicationView) else view

    def approve_confirm(self, heard: Heard, data: Data) -> Turn:
        """What is approved, and what has to be looked at."""
        if heard.chosen == "yes":
            return Do(ApproveApplication(data["id"], data["round"]), _done(texts.APPROVED), _refused)
        view = heard.look.applications.view(data["id"], heard.now)
        if view is None:
            return Done(Say(texts.REFUSALS["application_not_found"]))
        say = texts.APPROVE_CONFIRM.format(text=detail(view))
        return Ask(Say(say, (*choices(("yes", texts.APPROVE_YES)), CANCEL)))

    def give_back(self, heard: Heard, data: Data) -> Turn:
        """退回, with a reason for each field."""
        view = self._current(heard)
        if not isinstance(view, ApplicationView):
            return view
        return Go(self.which, _about(view.application) | {"reasons": {}})

    def _current(self, heard: Heard) -> ApplicationView | Turn:
        """The application that is meant: the tapped, the named, or the only one that waits; else they are listed."""
        mine, meant = heard.look.applications, heard.args.id or int(heard.args.number or 0)
        if not meant and mine.decides():
            waiting, total = mine.page((Standing.WAITING,), 0, 1)
            if total != 1:
                return self.list(heard, {})
            meant = waiting[0].id
        view = mine.view(meant, heard.now) if mine.decides() else None
        if view is None:
            return Done(Say(texts.REFUSALS["application_not_found"]))
        one = view.application
        if one.state is not Standing.WAITING or heard.args.round not in (None, one.round):
            return _refused(Refusal("stale_application", application=one))
        return view

    def which(self, heard: Heard, data: Data) -> Turn:
        """Which field is not right."""
        view = heard.look.applications.view(data["id"], heard.now)
        if view is None:
            return Done(Say(texts.REFUSALS["application_not_found"]))
        fields = view.application.fields()
        if heard.chosen in {field.name for field in fields}:
            return Go(self.why, data | {"field": heard.chosen, "label": label(view.application.kind, heard.chosen)})
        offers = choices(*((field.name, field.label) for field in fields))
        return Ask(Say(texts.RETURN_WHICH.format(**data), (*offers, CANCEL)))

    def why(self, heard: Heard, data: Data) -> Turn:
        """What is not right about it."""
        if heard.asking or not heard.words.strip():
            return Ask(Say(texts.RETURN_WHY.format(**data), (CANCEL,)))
        reason = " ".join(heard.words.split())[:MOST_REASON]
        reasons = data["reasons"] | {data["field"]: {"label": data["label"], "reason": reason}}
        return Go(self.return_confirm, data | {"reasons": reasons})

    def return_confirm(self, heard: Heard, data: Data) -> Turn:
        """What the applicant will read."""
        match heard.chosen:
            case "yes":
                reasons = {name: one["reason"] for name, one in data["reasons"].items()}
                return Do(ReturnApplication(data["id"], reasons, data["round"]), _done(texts.RETURNED), _refused)
            case "more":
                return Go(self.which)
        lines = "\n".join(texts.REASON_LINE.format(**one) for one in data["reasons"].values())
        offers = choices(("yes", texts.RETURN_YES), ("more", texts.RETURN_MORE))
        return Ask(Say(texts.RETURN_CONFIRM.format(**data | {"lines": lines}), (*offers, CANCEL)))


def _about(one: Application) -> Data:
    return {"id": one.id, "round": one.round, "kind": one.kind.value}


def _line(heard: Heard, key: int, one: Application, decides: bool) -> str:
    late = texts.LATE if one.state is Standing.WAITING and one.due_at < heard.now else ""
    values = {"key": key, "id": one.id, "kind": one.kind.value, "subject": one.subject, "late": late}
    values |= {"until": spoken(one.due_at), "state": one.state.value}
    return (texts.REVIEW_LINE if decides else texts.LISTED_LINE).format(**values)


def _done(text: str) -> Callable[[Application], Turn]:
    def said(one: Application) -> Turn:
        return Done(Say(text.format(kind=one.kind.value, id=one.id, subject=one.subject)))

    return said


def _refused(refusal: Refusal) -> Turn:
    return Done(Say(refusal_text(refusal)))
