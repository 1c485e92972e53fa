"""The people of a company as itself keeps them (seed, questions 5, 17 and 18), and the proof of who they are."""

from dataclasses import dataclass

from stdnum.cn import ric

from core import events as e
from core.complaint import Refusal
from core.directory import Company, Staff
from core.identity import MANAGER_POST, POSTS, mobile
from core.people_commands import AddStaff, EditStaff, ProveIdentity
from core.services.people import changing
from core.services.work import Work, acting_contact, as_administrator, needed

MOST_NAME = 20
MOST_USERNAME = 60


def add_staff(work: Work, command: AddStaff) -> Staff:
    """Somebody new. Raises Refusal `not_yours`, `no_area`, `bad_phone`, `bad_identity`, `bad_post`; `staff_known` with
    the `person` where the company has them already, `phone_taken` where a colleague has that phone, and
    `known_elsewhere`, which says no more, where phone or identity number are used beyond the company."""
    with changing(work, area_ids=command.area_ids) as touched:
        company = as_administrator(work)
        identity = _identity(command.identity)
        _not_known(work, company, identity)
        _phone_free(work, company, command.phone, None)
        values = {
            "name": needed(command.name)[:MOST_NAME],
            "phone": command.phone,
            "identity": identity,
            "post": _post(command.post),
            "username": command.username.strip()[:MOST_USERNAME],
        }
        staff_id = work.tx.registry.add_staff(company.id, values, work.now)
        touched[staff_id] = frozenset()
        work.tx.registry.link(staff_id, command.area_ids, work.now)
        details = {"post": command.post, "areas": sorted(command.area_ids)}
        work.tx.audit.write(work.actor, "staff_add", f"staff:{staff_id}", work.now, **details)
    return _person(work, staff_id)


def edit_staff(work: Work, command: EditStaff) -> Staff:
    """Somebody's post, phone, user name or estates. Whoever was bound by another phone has to bind again. Raises
    Refusal as `add_staff` does, and `not_found`."""
    with changing(work, command.staff_id, area_ids=command.area_ids or ()):
        company = as_administrator(work)
        before = _person(work, command.staff_id)
        values = {}
        if command.post is not None:
            values["post"] = _post(command.post)
        if command.phone is not None:
            _phone_free(work, company, command.phone, before)
            values["phone"] = command.phone
        if command.username is not None:
            values["username"] = command.username.strip()[:MOST_USERNAME]
        changed = sorted(name for name, value in values.items() if value != getattr(before, name))
        work.tx.registry.change_staff(before.id, values)
        if command.area_ids is not None and work.tx.registry.link(before.id, command.area_ids, work.now):
            changed.append("areas")
        if changed:
            details = {"changed": changed, "areas": sorted(work.tx.registry.linked(before.id))}
            work.tx.audit.write(work.actor, "staff_edit", f"staff:{before.id}", work.now, **details)
        _standing(work, before, _person(work, before.id))
    return _person(work, before.id)


def _standing(work: Work, before: Staff, after: Staff) -> None:
    """Those who were bound by the old phone are bound no longer; the others see what they are now."""
    if (before.phone, before.post) == (after.phone, after.post):
        return
    bound = work.tx.contacts.of_staff(after.id)
    if before.phone != after.phone:
        work.tx.contacts.unbind_staff(after.id)
    elif bound and after.post == MANAGER_POST:
        work.tx.directory.signed_in(after.id, work.now)
    work.events.extend(e.StandingChanged(contact_id) for contact_id in bound)


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of comparing who somebody says they are with what their company says (seed, question 5: both have to
    be the same). `differs` names what does not agree, `missing` what the company has not filled in."""

    person: Staff
    differs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def prove_identity(work: Work, command: ProveIdentity) -> Proof:
    """Compare; the person is verified where the identity numbers agree. Raises Refusal `not_yours`, `bad_identity`."""
    contact_id = acting_contact(work)
    person = work.tx.directory.staff(work.actor.staff_id) if work.actor.staff_id else None
    if person is None:
        raise Refusal("not_yours")
    identity, username = _identity(command.identity), command.username.strip()[:MOST_USERNAME]
    if username:
        work.tx.contacts.signs_in_as(contact_id, username)
    known = {"identity": person.identity, "username": person.username}
    said = {"identity": identity, "username": username}
    missing = tuple(name for name, value in known.items() if not value)
    differs = tuple(name for name, value in known.items() if value and said[name] and not same(name, value, said[name]))
    if "identity" not in missing + differs and person.registered_at is None:
        work.tx.registry.change_staff(person.id, {"registered_at": work.now})
    details = {"differs": list(differs), "missing": list(missing)}
    work.tx.audit.write(work.actor, "prove_identity", f"staff:{person.id}", work.now, **details)
    return Proof(_person(work, person.id), differs, missing)


def same(name: str, kept: str, said: str) -> bool:
    """Whether both are one; of an identity number that was brought in masked, the end is all there is."""
    if name == "identity" and "*" in kept:
        return kept[-4:].upper() == said[-4:]
    return kept.casefold() == said.casefold()


def _identity(text: str) -> str:
    if not ric.is_valid(text):
        raise Refusal("bad_identity")
    return str(ric.compact(text)).upper()


def _post(post: str) -> str:
    if post not in POSTS:
        raise Refusal("bad_post")
    return post


def _not_known(work: Work, company: Company, identity: str) -> None:
    for row in work.tx.registry.staff_with_identity(identity):
        if row.left_at is None and row.company_id == company.id:
            raise Refusal("staff_known", person=_person(work, row.id))
        if row.left_at is None:
            raise Refusal("known_elsewhere")


def _phone_free(work: Work, company: Company, phone: str, person: Staff | None) -> None:
    """A phone tells who somebody is, so that nobody else may have it."""
    if mobile(phone) != phone:
        raise Refusal("bad_phone")
    for one in work.tx.directory.staff_by_phone(phone):
        if person is not None and one.id == person.id:
            continue
        if one.company_id == company.id:
            raise Refusal("phone_taken", person=one)
        raise Refusal("known_elsewhere")


def _person(work: Work, staff_id: int) -> Staff:
    person = work.tx.directory.staff(staff_id)
    assert person is not None
    return person
