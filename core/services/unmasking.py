"""What is masked on the pages is shown to who may know it and says what for; each look is a line of the record."""

from core import application_queries
from core.complaint import Refusal
from core.console_commands import NoteExport, Unmask
from core.services.work import Work, as_administrator, guiding_officer, own_staff

SHORTEST, LONGEST = 2, 100
"""Characters of a reason."""


def unmask(work: Work, command: Unmask) -> dict[str, str]:
    """The values by name. Raises Refusal `no_words` without a reason, `not_found` where there is nothing to see for
    the actor: a filer who is anonymous stays so."""
    reason = " ".join(command.reason.split())[:LONGEST]
    if len(reason) < SHORTEST:
        raise Refusal("no_words")
    shown = _SEEN[command.kind](work, command.id)
    if not any(shown.values()):
        raise Refusal("not_found")
    what = sorted(name for name, value in shown.items() if value)
    subject = f"{'complaint' if command.kind == 'owner' else command.kind}:{command.id}"
    digest = work.tx.reasons.keep(subject, reason, work.now)
    work.tx.audit.write(work.actor, "unmask", subject, work.now, what=what, reason=digest)
    return shown


def note_export(work: Work, command: NoteExport) -> None:
    """Write down that a file was made."""
    subject = f"contact:{work.actor.contact_id}"
    details = {"what": command.what, "rows": command.rows, "filters": command.filters}
    work.tx.audit.write(work.actor, "export", subject, work.now, **details)


def _staff(work: Work, staff_id: int) -> dict[str, str]:
    person = own_staff(work, as_administrator(work), staff_id)
    return {"phone": person.phone, "identity": person.identity}


def _owner(work: Work, complaint_id: int) -> dict[str, str]:
    complaint = work.tx.complaints.get(complaint_id)
    area = work.tx.directory.area(complaint.area_id) if complaint else None
    if complaint is None or area is None or complaint.anonymous or complaint.contact_id is None:
        raise Refusal("not_found")
    company = work.tx.directory.company_acted_for(work.actor.staff_id)
    own = company is not None and company.id == area.company_id
    managing = work.tx.directory.handles(work.actor.staff_id, area, complaint.handler_id)
    if not (own or managing or guiding_officer(work, area)):
        raise Refusal("not_found")
    owner = work.tx.contacts.get(complaint.contact_id)
    return {"phone": owner.phone if owner else ""}


def _application(work: Work, application_id: int) -> dict[str, str]:
    viewed = application_queries.application_view(work.tx, work.actor, application_id, work.now, unmasked=True)
    if viewed is None:
        raise Refusal("not_found")
    return {line.name: line.value for line in viewed.lines if line.name in ("person", "phone")}


_SEEN = {"staff": _staff, "owner": _owner, "application": _application}
