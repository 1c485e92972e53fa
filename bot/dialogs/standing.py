"""我的身份: which kinds of account somebody has at this moment, and what is missing (seed, questions 6, 15 and 18)."""

from bot.dialogs.base import Data, Dialog, Done, Heard, Turn
from bot.dialogs.bind import office
from bot.messages import Choice, Say
from bot.texts import diagnosis as texts
from core.applications import Kind
from core.applications import Standing as State
from core.directory import Staff
from core.identity import MANAGER_POST, masked_phone


class Standing(Dialog):
    """One answer; a visitor says which kind of account they mean."""

    name = "standing"

    def show(self, heard: Heard, data: Data) -> Turn:
        """What the directory says; for a visitor, what each kind needs."""
        me, officer = heard.look.staff(), heard.look.officer()
        ways = {"company": _as_company, "manager": _as_manager, "committee": _as_committee}
        if heard.args.value in ways:
            return Done(ways[heard.args.value](heard))
        lines = [_at_work(heard, me)] if me else []
        lines += [texts.ROLE_OFFICER.format(office=office(officer))] if officer else []
        lines += [texts.ROLE_OPERATOR] if heard.look.applications.decides() else []
        if not lines:
            return Done(_visitor(heard))
        text = "\n".join(lines)
        end = texts.DO_WHAT_IS_MISSING if texts.MISSING in text else texts.NOTHING_MISSING
        return Done(Say(texts.STANDING.format(lines=text, end=end), _ways(heard, me)))


def _at_work(heard: Heard, me: Staff) -> str:
    employer, company = heard.look.employer(), heard.look.company()
    name = employer.name if employer else ""
    areas = "、".join(area.name for key in heard.look.managed_areas() if (area := heard.look.area(key)))
    lines = []
    if company:
        text = texts.ROLE_COMPANY.format(company=company.name)
        lines.append(text if company.verified_at else text + texts.NOT_VERIFIED)
    if me.post == MANAGER_POST:
        text = texts.ROLE_MANAGER.format(company=name, areas=areas or texts.NO_AREAS)
        missing = (
            (not areas, texts.MISSING_AREAS),
            (not me.registered_at, texts.MISSING_REGISTERED),
            (not me.signed_in_at, texts.MISSING_SIGNED_IN),
        )
        lines.append(text + "".join(words for so, words in missing if so))
    elif not company:
        lines.append(texts.ROLE_STAFF.format(company=name, post=me.post))
    return "\n".join(lines)


def _ways(heard: Heard, me: Staff | None) -> tuple[Choice, ...]:
    company = heard.look.company()
    ways = [Choice("apply_verification", texts.VERIFY)] if company and not company.verified_at else []
    if me and me.post == MANAGER_POST:
        ways += [] if me.registered_at or not me.identity else [Choice("prove", texts.PROVE)]
        ways.append(Choice("no_complaints", texts.CHECK))
    return tuple(ways)


def _visitor(heard: Heard) -> Say:
    offered = tuple(Choice(f"standing:::{kind}", label) for kind, label in texts.KINDS.items())
    return Say(texts.VISITOR.format(phone=_phone(heard)), offered)


def _phone(heard: Heard) -> str:
    if not heard.who.phone:
        return texts.NO_PHONE
    known = texts.KNOWN_PHONE if heard.look.listed_as() else texts.UNKNOWN_PHONE
    return known.format(phone=masked_phone(heard.who.phone))


def _as_company(heard: Heard) -> Say:
    """Where the company's verification stands, as far as this person put it forward."""
    own = [one for one in heard.look.applications.own(tuple(State)) if one.kind is Kind.VERIFICATION]
    found = texts.APPLIED.format(subject=own[0].subject, state=own[0].state.value) if own else texts.NOT_APPLIED
    return Say(texts.AS_COMPANY.format(found=found), (Choice("apply_verification", texts.VERIFY),))


def _as_manager(heard: Heard) -> Say:
    phone, listed = masked_phone(heard.who.phone) if heard.who.phone else texts.YOUR_PHONE, heard.look.listed_as()
    first = texts.MANAGER_UNKNOWN.format(phone=phone)
    if listed:
        first = texts.MANAGER_KNOWN.format(company=listed[1].name, post=listed[0].post, phone=phone)
    return Say(texts.AS_MANAGER.format(first=first), (Choice("bind", texts.BIND),))


def _as_committee(heard: Heard) -> Say:
    """Whether the committee of the estate that was scanned last is on record."""
    area = heard.look.area(heard.who.area_id) if heard.who.area_id else None
    if area is None:
        found = texts.COMMITTEE_NO_AREA
    elif area.committee:
        found = texts.COMMITTEE_FILED.format(area=area.name, committee=area.committee)
    else:
        found = texts.COMMITTEE_NOT_FILED.format(area=area.name, street=area.street or texts.STREET_OFFICE)
    return Say(texts.AS_COMMITTEE.format(found=found))
