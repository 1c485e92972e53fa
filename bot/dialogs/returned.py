"""退回: what was sent back, each with its reasons, and what is under review; one in full; 终止任务.

Source: seed, question 11."""

from bot.application_words import detail, refusal_text
from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.messages import Choice, Say
from bot.texts import business as texts
from bot.wording import excerpt
from core.application_commands import EndApplication, ShowPhotos
from core.application_queries import ApplicationView
from core.applications import Application, Standing, label
from core.clocks import spoken
from core.complaint import Refusal

MOST = 8


class Returned(Dialog):
    """`data` of 终止任务: the application (id, round, kind, subject)."""

    name = "returned"

    def list(self, heard: Heard, data: Data) -> Turn:
        """By 退回: of this person, and of the company they act for; with a number, that one."""
        if heard.args.number:
            return self._shown(heard, int(heard.args.number))
        own = heard.look.applications.own((Standing.RETURNED, Standing.WAITING))
        returned = [one for one in own if one.state is Standing.RETURNED][:MOST]
        waiting = [one for one in own if one.state is Standing.WAITING][:MOST]
        if not own:
            return Done(Say(texts.OWN_NONE))
        blocks = []
        if returned:
            blocks.append(_block(texts.OWN_RETURNED, returned))
        if waiting:
            blocks.append(_block(texts.OWN_WAITING, waiting))
        offers = (Choice(_tap("application", one), excerpt(one.subject, 12)) for one in [*returned, *waiting])
        return Done(Say(texts.OWN.format(lines="\n".join(blocks)), tuple(offers)))

    def one(self, heard: Heard, data: Data) -> Turn:
        """One in full, for whoever may see it; its photos follow."""
        return self._shown(heard, heard.args.id or 0)

    def _shown(self, heard: Heard, application_id: int) -> Turn:
        view = heard.look.applications.view(application_id, heard.now)
        if view is None:
            return Done(Say(texts.REFUSALS["application_not_found"]))
        shown = Done(Say(detail(view, follow=True), _ways(heard, view)))
        photos = any(not photo.reason for photo in view.photos)
        return Do(ShowPhotos(view.application.id), lambda _: shown) if photos else shown

    def end(self, heard: Heard, data: Data) -> Turn:
        """终止任务."""
        own = heard.look.applications.own(tuple(Standing))
        one = next((one for one in own if one.id == heard.args.id), None)
        if one is None:
            return Done(Say(texts.REFUSALS["application_not_found"]))
        asked = heard.args.round or one.round
        if one.state not in (Standing.RETURNED, Standing.WAITING) or asked != one.round:
            return Done(Say(refusal_text(Refusal("stale_application", application=one))))
        kept = {"id": one.id, "round": asked, "kind": one.kind.value, "subject": one.subject}
        return Go(self.end_confirm, kept)

    def end_confirm(self, heard: Heard, data: Data) -> Turn:
        """Really?"""
        if heard.chosen == "yes":
            return Do(EndApplication(data["id"], data["round"]), _ended, lambda why: Done(Say(refusal_text(why))))
        return Ask(Say(texts.END_CONFIRM.format(**data), (*choices(("yes", texts.END_YES)), CANCEL)))


def _tap(verb: str, one: Application) -> str:
    return f"{verb}:{one.id}:{one.round}"


def _block(head: str, some: list[Application]) -> str:
    lines = [head.format(count=len(some))]
    for one in some:
        lines.append(texts.OWN_LINE.format(id=one.id, kind=one.kind.value, subject=one.subject))
        lines += [
            texts.OWN_REASON.format(label=label(one.kind, name), reason=reason) for name, reason in one.reasons.items()
        ]
        if one.state is Standing.WAITING:
            lines.append(texts.OWN_UNTIL.format(until=spoken(one.due_at)))
    return "\n".join(lines)


def _ways(heard: Heard, view: ApplicationView) -> tuple[Choice, ...]:
    """What this person can do about it now."""
    one, ways = view.application, []
    if heard.look.applications.decides() and one.state is Standing.WAITING:
        ways += [("approve", texts.APPROVE), ("give_back", texts.RETURN)]
    if any(own.id == one.id for own in heard.look.applications.own((Standing.RETURNED, Standing.WAITING))):
        ways += [("correct", texts.CORRECT)] if one.state is Standing.RETURNED else []
        ways += [("end_application", texts.END)]
    return tuple(Choice(_tap(verb, one), label) for verb, label in ways)


def _ended(one: Application) -> Turn:
    word = texts.AGAIN_WORDS[one.kind]
    return Done(Say(texts.ENDED.format(kind=one.kind.value, id=one.id, word=word)))
