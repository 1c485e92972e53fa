"""人员: those who work for a company, in the columns of the platform's own table (seed, question 17), and 离职."""

from collections.abc import Sequence

from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.dialogs.of_company import LABEL, PAGE, acting, masked_username, named, one_person, page_of, paged
from bot.messages import Choice, Say
from bot.texts import company as texts
from bot.wording import excerpt
from core.clocks import spoken
from core.directory import Staff
from core.identity import MANAGER_POST, masked_identity, masked_phone
from core.look_company import OfCompany
from core.people_commands import Leave

AT_ONCE = 8
"""Eight lines of two rows are what one message of WeChat's holds beside their taps."""


class CompanyPeople(Dialog):
    """`data` of a leaving: whose (id, name), and the estates that nobody has after it (alone)."""

    name = "company_people"

    def people(self, heard: Heard, data: Data) -> Turn:
        """One page, or those of a name, a post, an estate; by a tap, one in full."""
        ours = acting(heard)
        if isinstance(ours, Done):
            return ours
        if heard.args.id is not None:
            person = ours.person(heard.args.id)
            return Done(_shown(ours, person) if person else Say(texts.NO_PERSON))
        page, like = paged(heard)
        found = ours.people(like)
        if not found:
            return Done(Say(texts.PEOPLE_NONE.format(company=ours.company.name, like=like)))
        if like and len(found) == 1:
            return Done(_shown(ours, found[0]))
        return Done(_listed(ours, found, page, like))

    def leaves(self, heard: Heard, data: Data) -> Turn:
        """离职: who?"""
        ours = acting(heard)
        if isinstance(ours, Done):
            return ours
        person = one_person(heard, ours, "staff_leaves", texts.LEAVES)
        return person if isinstance(person, Done) else Go(self.confirm_leaving, {"id": person.id})

    def confirm_leaving(self, heard: Heard, data: Data) -> Turn:
        """What ends with it, and what becomes of what is open."""
        ours = acting(heard)
        if isinstance(ours, Done):
            return ours
        person = ours.person(data["id"])
        if person is None:
            return Done(Say(texts.NO_PERSON))
        alone = ours.without(person)
        if heard.chosen == "yes":
            return Do(Leave(person.id), lambda _: Done(_left(person, [(one.id, one.name) for one in alone])))
        held = ours.in_charge_of(person) if person.post == MANAGER_POST else []
        count = ours.open_in(held)
        words = {
            "name": person.name,
            "post": person.post,
            "open": texts.LEAVE_OPEN.format(count=count) if count else "",
            "alone": texts.LEAVE_ALONE.format(areas=named(alone)) if alone else "",
        }
        return Ask(Say(texts.LEAVE_CONFIRM.format(**words), (*choices(("yes", texts.CONFIRM)), CANCEL)))


def _left(person: Staff, alone: Sequence[tuple[int, str]]) -> Say:
    text = texts.LEFT.format(name=person.name)
    if not alone:
        return Say(text)
    offered = (Choice(f"replace_manager:{key}", texts.REPLACE_FOR.format(area=name)) for key, name in alone[:PAGE])
    return Say(text + texts.LEFT_ALONE.format(areas="、".join(name for _, name in alone)), tuple(offered))


def _listed(ours: OfCompany, found: Sequence[Staff], page: int, like: str) -> Say:
    here, note, ways = page_of(found, "people", lambda one: (one.id, excerpt(one.name, LABEL)), page, like, AT_ONCE)
    lines = "\n".join(_line(ours, key, one) for key, one in enumerate(here, 1))
    head = texts.PEOPLE_LIKE if like else texts.PEOPLE
    words = {"company": ours.company.name, "like": like, "total": len(found), "lines": lines, "page": note}
    return Say(head.format(**words), ways)


def _line(ours: OfCompany, key: int, person: Staff) -> str:
    return texts.PERSON_LINE.format(
        key=key,
        name=excerpt(person.name, 8),
        phone=masked_phone(person.phone) if person.phone else texts.NO_VALUE,
        identity=masked_identity(person.identity) or texts.NO_VALUE,
        post=person.post,
        areas=excerpt("、".join(one.name for one in ours.in_charge_of(person)), 12) or texts.NO_VALUE,
        username=masked_username(person.username),
    )


def _shown(ours: OfCompany, person: Staff) -> Say:
    text = texts.PERSON.format(
        name=person.name,
        administrator=texts.IS_ADMINISTRATOR if person.administers else "",
        phone=masked_phone(person.phone) if person.phone else texts.NO_VALUE,
        identity=masked_identity(person.identity) or texts.NO_VALUE,
        post=person.post,
        areas=named(ours.in_charge_of(person)),
        username=masked_username(person.username),
        registered=spoken(person.registered_at) if person.registered_at else texts.NOT_YET,
        signed_in=spoken(person.signed_in_at) if person.signed_in_at else texts.NOT_YET,
    )
    ways = [Choice(f"edit_staff:{person.id}::{field}", label) for field, label in texts.EDITS.items()]
    if person.post == MANAGER_POST:
        ways.append(Choice(f"no_complaints:{person.id}", texts.CHECK))
    return Say(text, (*ways, Choice(f"staff_leaves:{person.id}", texts.LEAVES)))
