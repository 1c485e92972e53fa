"""Who operators let in: officers and companies."""

from core.applications import code_fault, plain_code
from core.complaint import Refusal
from core.console_commands import AddCompany, AddOfficer, EndOfficer
from core.services.work import Work, as_operator, needed
from core.store.tables import officers


def add_officer(work: Work, command: AddOfficer) -> int:
    """The id. Raises Refusal `not_yours`, `no_words`, `phone_taken` where an officer has that phone."""
    as_operator(work)
    work.tx.registry.lock()
    if work.tx.directory.officer_by_phone(command.phone):
        raise Refusal("phone_taken")
    where = needed(command.district), command.street.strip()
    officer_id = work.tx.registry.add_officer(needed(command.name), command.phone, *where, work.now)
    work.tx.audit.write(
        work.actor, "officer_add", f"officer:{officer_id}", work.now, district=where[0], street=where[1]
    )
    return officer_id


def end_officer(work: Work, command: EndOfficer) -> None:
    """All rights end now. Raises Refusal `not_yours`, `not_found`."""
    as_operator(work)
    if work.tx.directory.officer(command.officer_id) is None:
        raise Refusal("not_found")
    work.tx.registry.end(officers, command.officer_id, work.now)
    work.tx.audit.write(work.actor, "officer_leave", f"officer:{command.officer_id}", work.now)


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
