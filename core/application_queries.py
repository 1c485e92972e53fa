"""Applications for whoever looks at them: the console's pages, the command line, chat. Whose they are is part of the
question; what is not theirs looks like what does not exist.

An operator sees all; who acts for a company, that company's; who applied without a company, their own; an officer what
lies in the jurisdiction, to read.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from core.applications import FIELDS, PHOTO, Application, Kind, Standing
from core.clocks import in_shanghai
from core.identity import Actor, masked_name, masked_phone
from core.store.engine import Tx
from core.store.media import Medium

PAGE = 10
"""As on the platform's own lists (seed, question 13)."""
MASKS = {"person": masked_name, "phone": masked_phone}
"""What an application tells of its applicant, and how it is hidden."""


class FieldLine(NamedTuple):
    """One thing that was filled in: `current` is what an AREA_CHANGE would replace, None of anything else; `reason` is
    why it was returned."""

    name: str
    label: str
    value: str
    current: str | None = None
    reason: str = ""
    fixed: bool = False


class HistoryLine(NamedTuple):
    """One act: apply, resubmit, approve, return or end_application. `by` says as what: operator, applicant, or system
    for the command line."""

    at: datetime
    act: str
    by: str
    operator_id: int | None
    details: dict[str, Any]


class Caution(NamedTuple):
    """Something an operator has to look at before deciding; `about` is a name, a code or a date."""

    name: str
    about: str


class ApplicationView(NamedTuple):
    """An application with all there is to see. `company` is who applied, where a company did."""

    application: Application
    company: str
    lines: tuple[FieldLine, ...]
    photos: tuple[Medium, ...]
    history: tuple[HistoryLine, ...]
    cautions: tuple[Caution, ...]
    late: bool


def standing_named(name: str) -> Standing | None:
    """The state that a filter means, by Chinese or English name."""
    wanted = name.strip().upper()
    return next((one for one in Standing if wanted in (one.name, one.value)), None)


def applications_page(
    tx: Tx, viewer: Actor, states: Sequence[Standing] = (), skip: int = 0, take: int = PAGE
) -> tuple[list[Application], int]:
    """A page of what the viewer may see (see the top of this module), and the count; `take` 0 is all. What waits comes
    with the longest waiting first, anything else with the latest first."""
    if decides(tx, viewer):
        return tx.applications.listed(states, skip, take)
    if company := tx.directory.company_acted_for(viewer.staff_id):
        return tx.applications.listed(states, skip, take, company_id=company.id)
    officer = tx.directory.officer(viewer.officer_id) if viewer.officer_id else None
    if officer:
        return tx.applications.listed(states, skip, take, district=officer.district, street=officer.street)
    if viewer.contact_id is None:
        return [], 0
    mine = tx.applications.of_person(viewer.contact_id, None, states or tuple(Standing))
    return mine[skip : skip + take] if take else mine[skip:], len(mine)


def application_view(
    tx: Tx, viewer: Actor, application_id: int, now: datetime, unmasked: bool = False
) -> ApplicationView | None:
    """One application, or None where there is none that the viewer may see. The applicant's name and phone are masked
    unless `unmasked`: whoever shows them so writes that down."""
    one = tx.applications.get(application_id)
    if one is None or not _may_see(tx, viewer, one):
        return None
    operates = decides(tx, viewer)
    company = tx.directory.company(one.company_id) if one.company_id else None
    return ApplicationView(
        one,
        company.name if company else "",
        tuple(_lines(tx, one, unmasked)),
        tuple(tx.media.of_application(one.id)),
        tuple(_history(tx, one)),
        tuple(_cautions(tx, one, now)) if operates and one.state is Standing.WAITING else (),
        one.state is Standing.WAITING and one.due_at < now,
    )


def decides(tx: Tx, viewer: Actor) -> bool:
    """Whether the viewer reviews applications at this moment: an operator in office, or the command line."""
    if viewer.system:
        return True
    return viewer.operator_id is not None and tx.directory.operator(viewer.operator_id) is not None


def _may_see(tx: Tx, viewer: Actor, one: Application) -> bool:
    own = one.staff_id is None and one.contact_id is not None and one.contact_id == viewer.contact_id
    if own or decides(tx, viewer):
        return True
    company = tx.directory.company_acted_for(viewer.staff_id)
    if company and company.id == one.company_id:
        return True
    officer = tx.directory.officer(viewer.officer_id) if viewer.officer_id else None
    return officer is not None and officer.district == one.district and officer.street in ("", one.street)


def _lines(tx: Tx, one: Application, unmasked: bool) -> list[FieldLine]:
    """What was filled in, and what was found missing, in the order it is asked for."""
    changes = one.kind is Kind.AREA_CHANGE and one.state in (Standing.WAITING, Standing.RETURNED)
    area = tx.directory.area(one.area_id) if one.area_id and changes else None
    lines = []
    for field in FIELDS[one.kind]:
        value, reason = one.content.get(field.name, ""), one.reasons.get(field.name, "")
        mask = MASKS.get(field.name)
        shown = mask(value) if mask and value and not unmasked else value
        current = str(getattr(area, field.name, "")) if area and not field.fixed else None
        if (value or reason) and field.name != PHOTO:
            lines.append(FieldLine(field.name, field.label, shown, current, reason, field.fixed))
        elif reason:
            lines.append(FieldLine(field.name, field.label, "", None, reason))
    return lines


def _history(tx: Tx, one: Application) -> list[HistoryLine]:
    return [
        HistoryLine(line.at, line.act, _as_what(line.actor, line.act), line.actor.operator_id, line.details)
        for line in tx.reasons.told(tx.audit.of(f"application:{one.id}"))
    ]


def _as_what(actor: Actor, act: str) -> str:
    if act not in ("approve", "return"):
        return "applicant"
    return "operator" if actor.operator_id else "system"


def _cautions(tx: Tx, one: Application, now: datetime) -> list[Caution]:
    match one.kind:
        case Kind.VERIFICATION:
            return _of_company(tx, one)
        case Kind.CONTRACT:
            return _of_contract(tx, one, now)
        case _:
            area = tx.directory.area(one.area_id) if one.area_id else None
            moved = area is None or area.company_id != one.company_id
            return [Caution("area_moved", area.company if area else "")] if moved else []


def _of_company(tx: Tx, one: Application) -> list[Caution]:
    by_code = tx.directory.company_by_code(one.content["code"])
    by_name = tx.directory.company_by_name(one.content["company"])
    found = []
    if by_code and by_code.verified_at:
        found.append(Caution("verified_already", by_code.name))
    elif by_code and by_code.name != one.content["company"]:
        found.append(Caution("code_of_other", by_code.name))
    if by_name and by_name.code not in ("", one.content["code"]):
        found.append(Caution("name_of_other", by_name.code))
    return found


def _of_contract(tx: Tx, one: Application, now: datetime) -> list[Caution]:
    content, found = one.content, []
    ids = [one.area_id] if one.area_id else tx.registry.area_ids(content["estate"], content["district"])
    area = tx.directory.area(ids[0]) if ids else None
    if area and area.company_id not in (None, one.company_id):
        found.append(Caution("linked_elsewhere", area.company))
    elif area and one.area_id is None:
        found.append(Caution("estate_exists", area.name))
    if area is None and content["district"] not in tx.directory.districts():
        found.append(Caution("new_district", content["district"]))
    if date.fromisoformat(content["ends"]) <= in_shanghai(now).date():
        found.append(Caution("contract_over", content["ends"]))
    return found
