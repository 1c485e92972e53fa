"""Applications: put forward, corrected and given up by whoever applies; approved or returned by an operator.

What an approval does is in `core/services/approving.py`. Each act is a line of the record.
"""

from collections.abc import Mapping

from core import application_commands as c
from core import events as e
from core.application_queries import application_view
from core.applications import Application, Content, Deed, Kind, Standing, asked, checked
from core.complaint import Refusal
from core.directory import Area
from core.offices import meant
from core.services import approving
from core.services.work import Work, acting_contact, as_administrator, as_operator, own_area

MOST_REASON = 200


def apply(work: Work, command: c.Apply) -> Application:
    """Put an application before the platform. Raises Refusal `incomplete`, `too_long`, `bad_code`, `bad_party`,
    `bad_dates`, `no_area`, `not_yours`, `unproved`, `verified_already`, `estate_known`, `nothing_changed`, and with the
    `application` there is, `applied_already` or `returned_already`."""
    contact_id = acting_contact(work)
    area = work.tx.directory.area(command.area_id) if command.area_id is not None else None
    if command.area_id is not None and area is None:
        raise Refusal("no_area")
    work.tx.registry.lock()
    one = _MAKE[command.kind](work, command.content, area)
    one.contact_id = contact_id
    _alone(work, one)
    one.schedule()
    work.tx.applications.add(one)
    work.tx.media.attach_to_application(contact_id, command.media, one.id)
    work.tx.contacts.consented(contact_id, work.now)
    work.tx.audit.write(work.actor, "apply", _subject(one), work.now, kind=one.kind.name)
    work.events.append(e.ApplicationSubmitted(one))
    return one


def resubmit(work: Work, command: c.Resubmit) -> Application:
    """Correct what was returned and put it forward again. Raises Refusal as `apply` does, `fixed_field`,
    `stale_application`."""
    work.tx.registry.lock()
    one = as_applicant(work, command.application_id)
    for field in one.fields():
        if field.fixed and command.changes.get(field.name, one.content.get(field.name)) != one.content.get(field.name):
            raise Refusal("fixed_field", field=field)
    one.step(Deed.RESUBMIT, command.round)
    changed = sorted(name for name, value in command.changes.items() if one.content.get(name) != value)
    one.content = checked(one.kind, one.content | dict(command.changes), one.area_id is None)
    if one.kind is Kind.VERIFICATION:
        _unverified(work, one.content["code"])
        one.subject = one.content["company"]
    if one.kind is Kind.CONTRACT and one.area_id is None:
        one.content |= _as_listed(work, one.content)
        _place(one, one.content["district"], one.content["street"])
    one.key, one.reasons, one.submitted_at = _key(one), {}, work.now
    one.contact_id, one.staff_id = acting_contact(work), one.staff_id and work.actor.staff_id
    _alone(work, one)
    one.schedule()
    work.tx.applications.save(one)
    work.tx.media.attach_to_application(acting_contact(work), command.media, one.id)
    photos = len(command.media)
    work.tx.audit.write(work.actor, "resubmit", _subject(one), work.now, round=one.round, fields=changed, photos=photos)
    work.events.append(e.ApplicationSubmitted(one))
    return one


def end(work: Work, command: c.EndApplication) -> Application:
    """终止任务. Raises Refusal `application_not_found`, `stale_application`."""
    one = as_applicant(work, command.application_id)
    one.step(Deed.END, command.round)
    one.schedule()
    work.tx.applications.save(one)
    work.tx.audit.write(work.actor, "end_application", _subject(one), work.now, round=one.round)
    work.events.append(e.ApplicationEnded(one))
    return one


def approve(work: Work, command: c.ApproveApplication) -> Application:
    """Approve, and do what was asked for. Raises Refusal `application_not_found` for anybody but an operator,
    `stale_application`, and what stands against it: `verified_already`, `company_differs`, `area_moved`."""
    operator_id = as_operator(work, "application_not_found")
    _before_the_applicant(work, command.application_id)
    work.tx.registry.lock()
    one = _found(work, command.application_id)
    one.step(Deed.APPROVE, command.round)
    former_id = approving.carry_out(work, one)
    _decided(work, one, operator_id)
    work.tx.audit.write(work.actor, "approve", _subject(one), work.now, round=one.round)
    work.events.append(e.ApplicationApproved(one, former_id))
    return one


def give_back(work: Work, command: c.ReturnApplication) -> Application:
    """Return with reasons. Raises Refusal `application_not_found` for anybody but an operator, `stale_application`,
    `no_reasons`, `unknown_field` (with `name`)."""
    operator_id = as_operator(work, "application_not_found")
    one = _found(work, command.application_id)
    known = {field.name for field in one.fields()}
    reasons = {name: " ".join(why.split())[:MOST_REASON] for name, why in command.reasons.items()}
    if unknown := next((name for name in reasons if name not in known), None):
        raise Refusal("unknown_field", name=unknown)
    if not reasons or not all(reasons.values()):
        raise Refusal("no_reasons")
    one.step(Deed.RETURN, command.round)
    one.reasons = reasons
    _decided(work, one, operator_id)
    said = work.tx.reasons.keep(_subject(one), "\n".join(f"{name} {why}" for name, why in reasons.items()), work.now)
    details = {"round": one.round, "fields": sorted(reasons), "reason": said}
    work.tx.audit.write(work.actor, "return", _subject(one), work.now, **details)
    work.events.append(e.ApplicationReturned(one))
    return one


def show_photos(work: Work, command: c.ShowPhotos) -> None:
    """Have the photos of an application sent to whoever asks and may see it. Raises Refusal `application_not_found`."""
    view = application_view(work.tx, work.actor, command.application_id, work.now)
    if view is None:
        raise Refusal("application_not_found")
    photos = tuple(photo.id for photo in view.photos if not photo.reason)
    if photos:
        actor = work.actor
        role = {"staff_id": actor.staff_id, "officer_id": actor.officer_id, "operator_id": actor.operator_id}
        work.events.append(e.MediaShown(acting_contact(work), None, photos, **role))


def remind_review(work: Work, command: c.RemindReview) -> None:
    """Remind the operators of what waits. Raises Refusal `not_now` where its moment has not come, or has passed."""
    one = _found(work, command.application_id)
    if one.remind_at is None or one.remind_at > work.now:
        raise Refusal("not_now")
    one.reminded(work.now)
    work.tx.applications.save(one)
    work.events.append(e.ApplicationWaiting(one))


def as_applicant(work: Work, application_id: int) -> Application:
    """The application, locked, for who applied or who acts for its company now; to others it does not exist."""
    one = _found(work, application_id)
    company = work.tx.directory.company_acted_for(work.actor.staff_id)
    own = one.staff_id is None and one.contact_id == acting_contact(work)
    if not own and (company is None or company.id != one.company_id):
        raise Refusal("application_not_found")
    return one


def _before_the_applicant(work: Work, application_id: int) -> None:
    """An approval may bind the applicant's contact. It is locked first, as that contact's conversation locks it: the
    two would wait for each other otherwise."""
    one = work.tx.applications.get(application_id)
    if one and one.kind is Kind.VERIFICATION and one.contact_id:
        work.tx.contacts.lock(one.contact_id)


def _found(work: Work, application_id: int) -> Application:
    one = work.tx.applications.locked(application_id)
    if one is None:
        raise Refusal("application_not_found")
    return one


def _verification(work: Work, given: Mapping[str, str], area: Area | None) -> Application:
    """Anybody may ask for it, with a phone that is proved to be theirs: it will be the administrator's."""
    contact = work.tx.contacts.get(acting_contact(work))
    if contact is None or not contact.phone:
        raise Refusal("unproved")
    content = checked(Kind.VERIFICATION, {**given, "phone": contact.phone}, True)
    _unverified(work, content["code"])
    return _new(work, Kind.VERIFICATION, content["company"], content)


def _contract(work: Work, given: Mapping[str, str], area: Area | None) -> Application:
    company = as_administrator(work)
    content = checked(Kind.CONTRACT, {**given, "estate": area.name} if area else given, area is None)
    content |= _as_listed(work, content) if area is None else {}
    if area is None and work.tx.registry.area_ids(content["estate"], content["district"]):
        raise Refusal("estate_known")
    one = _new(work, Kind.CONTRACT, content["estate"], content, area, company.id)
    if area is None:
        _place(one, content["district"], content["street"])
    return one


def _area_change(work: Work, given: Mapping[str, str], area: Area | None) -> Application:
    company = as_administrator(work)
    area = own_area(work, company, area.id if area else 0)
    differs = {name: value for name, value in given.items() if value != getattr(area, name, None)}
    if not differs.keys() & {field.name for field in asked(Kind.AREA_CHANGE, False) if not field.fixed}:
        raise Refusal("nothing_changed")
    content = checked(Kind.AREA_CHANGE, {**differs, "estate": area.name}, False)
    return _new(work, Kind.AREA_CHANGE, area.name, content, area, company.id)


_MAKE = {Kind.VERIFICATION: _verification, Kind.CONTRACT: _contract, Kind.AREA_CHANGE: _area_change}


def _new(
    work: Work, kind: Kind, subject: str, content: Content, area: Area | None = None, company_id: int | None = None
) -> Application:
    one = Application(0, kind, subject, "", content, work.now, company_id=company_id)
    if area:
        one.area_id = area.id
        _place(one, area.district, area.street)
    one.staff_id = work.actor.staff_id if company_id is not None else None
    one.key = _key(one)
    return one


def _as_listed(work: Work, content: Content) -> Content:
    """District and street as the directory spells them: spelt otherwise, no officer would see it."""
    district = meant(content["district"], work.tx.directory.districts()) or content["district"]
    street = meant(content["street"], work.tx.directory.streets(district)) or content["street"]
    return {"district": district, "street": street}


def _place(one: Application, district: str, street: str) -> None:
    """In whose jurisdiction it lies."""
    one.district, one.street = district, street


def _key(one: Application) -> str:
    if one.kind is Kind.VERIFICATION:
        return one.content["code"]
    about = str(one.area_id) if one.area_id else f"{one.content['district']}/{one.content['estate']}"
    return f"{one.company_id}:{about}"


def _alone(work: Work, one: Application) -> None:
    """No other of the same matter waits; nor has the same applicant one to correct."""
    for other in work.tx.applications.of_key(one.kind, one.key):
        own = other.contact_id == one.contact_id or (one.company_id is not None and other.company_id == one.company_id)
        if other.id != one.id and other.state is Standing.WAITING:
            raise Refusal("applied_already", application=other, own=own)
        if other.id != one.id and own and other.state is Standing.RETURNED:
            raise Refusal("returned_already", application=other, own=own)


def _unverified(work: Work, code: str) -> None:
    known = work.tx.directory.company_by_code(code)
    if known and known.verified_at:
        raise Refusal("verified_already", company=known)


def _decided(work: Work, one: Application, operator_id: int | None) -> None:
    one.operator_id, one.decided_at = operator_id, work.now
    one.schedule()
    work.tx.applications.save(one)


def _subject(one: Application) -> str:
    return f"application:{one.id}"
