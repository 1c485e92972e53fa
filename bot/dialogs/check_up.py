"""看不到投诉: each of question 17's checks, on live data, with who puts it right."""

from bot.dialogs.base import Data, Dialog, Done, Heard, Turn
from bot.dialogs.bind import office
from bot.dialogs.of_company import masked_username, one_person
from bot.messages import Choice, Say
from bot.texts import company
from bot.texts import diagnosis as texts
from core.diagnosis import Check, Checked, Result
from core.directory import Staff
from core.identity import masked_phone

_EDITS = {Check.POST: "post", Check.ESTATE: "areas", Check.USERNAME: "username"}


class CheckUp(Dialog):
    """For a manager of themselves; for whoever acts for a company of any of its people."""

    name = "check_up"

    def start(self, heard: Heard, data: Data) -> Turn:
        """Whose view is checked."""
        me, ours = heard.look.staff(), heard.look.of_company()
        if ours:
            person = one_person(heard, ours, "no_complaints", texts.WHOSE, ours.project_managers())
            return person if isinstance(person, Done) else Done(_told(heard.look.check_up(person), True, me))
        if me:
            return Done(_told(heard.look.check_up(me), False, me))
        if officer := heard.look.officer():
            return Done(Say(texts.OFFICER.format(office=office(officer))))
        return Done(Say(texts.NOT_BOUND, (Choice("bind", texts.BIND),)))


def _told(found: Checked, for_company: bool, me: Staff | None) -> Say:
    lines = "\n".join(_line(one) for one in found.results)
    text = texts.TITLE.format(name=found.person.name, lines=lines, end=_end(found))
    return Say(text, _ways(found, for_company, me))


def _line(one: Result) -> str:
    if not one.fault:
        return texts.LINE.format(mark=texts.GOOD, text=texts.PASSED[one.check].format(facts="、".join(one.facts)))
    mark = texts.UNKNOWN if one.fault == "unknown" else texts.BAD
    said, who, remedy = texts.FAILED[one.check, one.fault]
    kept, other = (*one.facts, "", "")[:2]
    told = said.format(
        facts="、".join(one.facts),
        kept=masked_username(kept),
        said=masked_username(other),
        phone=masked_phone(kept),
        bound=masked_phone(other),
    )
    return texts.LINE.format(mark=mark, text=told) + texts.REMEDY.format(who=who, remedy=remedy)


def _end(found: Checked) -> str:
    if not found.well:
        return texts.END_FAULTS
    if not found.filed:
        return texts.END_EMPTY
    return (texts.END_TODO if found.open else texts.END_DONE).format(open=found.open, filed=found.filed)


def _ways(found: Checked, for_company: bool, me: Staff | None) -> tuple[Choice, ...]:
    """What whoever reads it can do about it here."""
    faults = {one.check for one in found.results if one.fault}
    offered = []
    if for_company:
        fields = [field for check, field in _EDITS.items() if check in faults]
        offered += [Choice(f"edit_staff:{found.person.id}::{field}", company.EDITS[field]) for field in fields]
    if me and me.id == found.person.id:
        offered += [Choice("bind", texts.BIND)] if faults & {Check.PHONE, Check.SIGNED_IN} else []
        offered += [Choice("prove", texts.PROVE)] if faults & {Check.USERNAME, Check.REGISTERED} else []
        offered += [Choice("todo", texts.TODO)] if found.open else []
    return tuple(offered)
