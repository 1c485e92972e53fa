"""Who operators let in, and out: officers, companies, operators."""

from core.applications import code_fault, plain_code
from core.complaint import Refusal
from core.console_commands import AddCompany, AddOfficer, AddOperator, EndOfficer, EndOperator
from core.offices import like
from core.services.leaving import close_doors
from core.services.work import Work, as_operator, needed
from core.store.tables import officers, operators


def add_officer(work: Work, command: AddOfficer) -> int:
    """The id. Raises Refusal `not_yours`, `no_words`, `phone_taken` where an officer has that phone, and
    `no_such_place` (with the `place`, and those `near` it) where no estate lies there, unless that is said to be
    so."""
    as_operator(work)
    work.tx.registry.lock()
    if work.tx.directory.officer_by_phone(command.phone):
        raise Refusal("phone_taken")
    where = needed(command.district), command.street.strip()
    if not command.new:
        _known_place(work, *where)
    officer_id = work.tx.registry.add_officer(needed(command.name), command.phone, *where, work.now)
    work.tx.audit.write(
        work.actor, "officer_add", f"officer:{officer_id}", work.now, district=where[0], street=where[1]
    )
    return officer_id


def _known_place(work: Work, district: str, street: str) -> None:
    """An officer of a place that is spelt otherwise than the estates' would be told of nothing. A directory without
    estates, or a district without streets, knows no spelling."""
    for place, known in ((district, work.tx.directory.districts()), (street, work.tx.directory.streets(district))):
        if place and known and place not in known:
            raise Refusal("no_such_place", place=place, near=like(place, known))


def end_officer(work: Work, command: EndOfficer) -> None:
    """All rights end now. Raises Refusal `not_yours`, `not_found`."""
    work.tx.registry.lock()
    as_operator(work)
    if work.tx.directory.officer(command.officer_id) is None:
        raise Refusal("not_found")
    work.tx.registry.end(officers, command.officer_id, work.now)
    work.tx.audit.write(work.actor, "officer_leave", f"officer:{command.officer_id}", work.now)
    close_doors(work, "officer_id", command.officer_id)


def add_operator(work: Work, command: AddOperator) -> int:
    """The id. Only the command line lets in operators: raises Refusal `not_yours` for anybody else; `no_words`,
    `phone_taken` where an operator has that phone."""
    if not work.actor.system:
        raise Refusal("not_yours")
    work.tx.registry.lock()
    if work.tx.directory.operator_by_phone(command.phone):
        raise Refusal("phone_taken")
    operator_id = work.tx.registry.add_operator(needed(command.name), command.phone, work.now)
    work.tx.audit.write(work.actor, "operator_add", f"operator:{operator_id}", work.now)
    return operator_id


def end_operator(work: Work, command: EndOperator) -> None:
    """All rights end now. Raises Refusal `not_yours`, `not_found`, and `last_operator`, except for the command line,
    where nobody would be left to let anybody in."""
    work.tx.registry.lock()
    as_operator(work)
    if work.tx.directory.operator(command.operator_id) is None:
        raise Refusal("not_found")
    if not work.actor.system and len(work.tx.directory.operators()) == 1:
        raise Refusal("last_operator")
    work.tx.registry.end(operators, command.operator_id, work.now)
    work.tx.audit.write(work.actor, "operator_leave", f"operator:{command.operator_id}", work.now)
    close_doors(work, "operator_id", command.operator_id)


def add_company(work: Work, command: AddCompany) -> int:
    """The id; a company of that name is completed. Raises Refusal `not_yours`, `no_words`, `bad_code`, and
    `company_differs` where the name has another code, or the code another name."""
    as_operator(work)
    work.tx.registry.lock()
    name = needed(command.name)
    code = plain_code(command.code)
    if code and code_fault(code):
        raise Refusal("bad_code")
    by_name, by_code = (
        work.tx.directory.company_by_name(name),
        work.tx.directory.company_by_code(code) if code else None,
    )
    if (by_code and by_code.name != name) or (by_name and code and by_name.code not in ("", code)):
        raise Refusal("company_differs")
    company_id, _ = work.tx.registry.company(name, work.now)
    given = {"code": code, "phone": command.phone}
    work.tx.registry.change_company(company_id, {key: value for key, value in given.items() if value})
    if command.phone:
        work.tx.registry.administrator(company_id, name, command.phone, work.now)
    work.tx.audit.write(
        work.actor, "company_add", f"company:{company_id}", work.now, given=sorted(filter(given.get, given))
    )
    return company_id
