"""What an operator's approval brings about, by the kind of application."""

from collections.abc import Callable

from core.applications import CHANGEABLE, Application, Kind
from core.complaint import Refusal
from core.services import people
from core.services.contacts import recognise
from core.services.work import Work


def carry_out(work: Work, one: Application) -> int | None:
    """Do what was asked for; the company whose estate it was until now, if it was another's. Raises Refusal."""
    return _EFFECTS[one.kind](work, one)


def _verify(work: Work, one: Application) -> None:
    """The company is made or completed, and the applicant acts for it. Raises Refusal `verified_already`, or
    `company_differs` where name and code belong to two companies."""
    name, code, phone = one.content["company"], one.content["code"], one.content["phone"]
    by_code, by_name = work.tx.directory.company_by_code(code), work.tx.directory.company_by_name(name)
    if by_code and by_code.verified_at:
        raise Refusal("verified_already", company=by_code)
    if by_name and by_name != by_code and (by_code or by_name.code):
        raise Refusal("company_differs", company=by_name)
    known = by_code or by_name
    company_id = known.id if known else work.tx.registry.company(name, work.now)[0]
    values = {"name": name, "code": code, "verified_at": work.now}
    work.tx.registry.change_company(company_id, values if known and known.phone else values | {"phone": phone})
    work.tx.registry.administrator(company_id, one.content["person"], phone, work.now)
    one.company_id = company_id
    contact = work.tx.contacts.get(one.contact_id) if one.contact_id else None
    if contact and contact.phone == phone:
        recognise(work, contact.id, phone)
    work.tx.audit.write(work.actor, "verify_company", f"company:{company_id}", work.now, application=one.id)


def _link(work: Work, one: Application) -> int | None:
    """The estate is the company's, filed. Whoever another company had in charge of it loses that right now."""
    company_id, content = one.company_id, one.content
    assert company_id is not None
    found = [one.area_id] if one.area_id else work.tx.registry.area_ids(content["estate"], content["district"])
    if found:
        area_id = found[0]
    else:
        where = {name: content[name] for name in CHANGEABLE}
        area_id = work.tx.registry.add_area(content["estate"], content["district"], where, work.now)
    before = work.tx.directory.area(area_id)
    assert before is not None
    others = work.tx.registry.staff_of_others(area_id, company_id)
    held = {staff_id: people.held(work, staff_id) for staff_id in others}
    values = {"company_id": company_id, "filed": True, "updated_at": work.now}
    work.tx.registry.change_area(area_id, values)
    for staff_id in others:
        work.tx.registry.link(staff_id, set(work.tx.registry.linked(staff_id)) - {area_id}, work.now)
    people.moved(work, held)
    one.area_id = area_id
    former_id = before.company_id if before.company_id != company_id else None
    details = {"application": one.id, "company": company_id, "former": former_id}
    work.tx.audit.write(work.actor, "link_area", f"area:{area_id}", work.now, **details)
    return former_id


def _change(work: Work, one: Application) -> None:
    """The estate's street, community or address is as asked. Raises Refusal `area_moved` where it is no longer the
    company's."""
    area = work.tx.directory.area(one.area_id) if one.area_id else None
    if area is None or area.company_id != one.company_id:
        raise Refusal("area_moved", application=one)
    values = {name: one.content[name] for name in CHANGEABLE if one.content.get(name)}
    work.tx.registry.change_area(area.id, values | {"updated_at": work.now})
    details = {"application": one.id, "before": {name: getattr(area, name) for name in values}, "after": values}
    work.tx.audit.write(work.actor, "change_area", f"area:{area.id}", work.now, **details)


_EFFECTS: dict[Kind, Callable[[Work, Application], int | None]] = {
    Kind.VERIFICATION: _verify,
    Kind.CONTRACT: _link,
    Kind.AREA_CHANGE: _change,
}
