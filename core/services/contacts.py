"""What is done for a contact: their estate, what they sent, the proof of their phone."""

from dataclasses import dataclass
from typing import Any

from core import commands as c
from core import events as e
from core import watch
from core.complaint import Refusal
from core.directory import Area
from core.identity import CODE_LIFE, CODE_TRIES, MANAGER_POST
from core.limits import Asker, What
from core.own_commands import CheckCode, EndStanding, FollowAgain, SendCode
from core.services import codes
from core.services.leaving import MENU_CHANNEL, let_go, standing_changed
from core.services.limiting import one_more
from core.services.misses import wrong_code
from core.services.work import Work, acting_contact, found, guiding_officer
from core.store import sessions
from core.store.joining import join_texts


def scan_area(work: Work, command: c.ScanArea) -> Area:
    """Remember the contact's estate. Raises Refusal `no_area`."""
    area = work.tx.directory.area(command.area_id)
    if area is None:
        raise Refusal("no_area")
    work.tx.contacts.scanned(acting_contact(work), area.id, work.now)
    return area


def keep_media(work: Work, command: c.KeepMedia) -> None:
    """Have something fetched that the contact sent, once. Raises Refusal `too_many_media` with `wait`."""
    contact_id = acting_contact(work)
    one_more(work, What.MEDIUM)
    media_id = work.tx.media.want(contact_id, command.kind, command.provider_id, work.now)
    if media_id is not None:
        work.events.append(e.MediaWanted(media_id, command.provider_id))


def show_media(work: Work, command: c.ShowMedia) -> None:
    """Have what came with a complaint sent to the manager in charge, whoever acts for the estate's company, or an
    officer above who asks for it."""
    complaint, area = found(work, command.complaint_id)
    company = work.tx.directory.company_acted_for(work.actor.staff_id)
    company = company if company and company.id == area.company_id else None
    managing = work.tx.directory.handles(work.actor.staff_id, area, complaint.handler_id)
    if not managing and not company and not guiding_officer(work, area):
        raise Refusal("not_found")
    media = tuple(one.id for one in work.tx.media.of_complaint(complaint.id) if not one.reason)
    if media:
        actor = work.actor
        role = {"staff_id": actor.staff_id} if managing or company else {"officer_id": actor.officer_id}
        work.events.append(e.MediaShown(acting_contact(work), complaint.id, media, **role))


def send_code(work: Work, command: SendCode) -> None:
    """Send a code to a phone. Raises Refusal as `codes.send` does."""
    contact = work.tx.contacts.get(acting_contact(work))
    proved = contact is not None and contact.channel == MENU_CHANNEL and contact.phone == command.phone
    codes.send(work, command.phone, Asker.OWNER if proved else Asker.CHAT)


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a code: `state` is ok, wrong, expired or locked. With ok, the phone is verified and
    the ids tell whom the directory knows by it; `joined` is the conversation its owner had by SMS until now; a
    browser's session goes on under a new name, `session`."""

    state: str
    left: int = 0
    phone: str = ""
    staff_id: int | None = None
    officer_id: int | None = None
    operator_id: int | None = None
    joined: str = ""
    session: str = ""


def check_code(work: Work, command: CheckCode) -> Checked:
    """Check the newest code: ten minutes, five tries, used once; then the phone and the person are known."""
    contact_id, sent = acting_contact(work), work.tx.verifications
    tried = sent.tried(contact_id, work.now)
    if tried is None:
        return _not_tried(work, contact_id)
    if not sent.matches(contact_id, command.code, tried.code_ix):
        left = CODE_TRIES - tried.tries
        wrong_code(work, tried.phone, left)
        return Checked("wrong" if left else "locked", left)
    sent.used(contact_id, work.now)
    if work.actor.channel == sessions.CHANNEL:
        return Checked("ok", 0, tried.phone, session=work.tx.sessions.known_as(contact_id, tried.phone, work.now))
    return recognise(work, contact_id, tried.phone)


def _not_tried(work: Work, contact_id: int) -> Checked:
    """Why the newest code may be tried no more."""
    latest: Any = work.tx.verifications.latest(contact_id)
    if latest is None or latest.created_at + CODE_LIFE <= work.now:
        return Checked("expired")
    watch.refused("code_locked")
    return Checked("locked")


def recognise(work: Work, contact_id: int, phone: str) -> Checked:
    """Bind a contact to whomever the directory knows by a phone that is proved to be theirs."""
    found = work.tx.directory.staff_by_phone(phone)
    officer = work.tx.directory.officer_by_phone(phone)
    operator = work.tx.directory.operator_by_phone(phone)
    staff_id = found[0].id if found else None
    officer_id = officer.id if officer else None
    operator_id = operator.id if operator else None
    work.tx.contacts.verified_phone(contact_id, phone, work.now)
    joined = join_texts(work.tx.connection, work.tx.cipher, contact_id, phone)
    if joined is not None:
        work.tx.audit.write(work.actor, "join_texts", f"contact:{contact_id}", work.now)
    before = work.tx.contacts.get(contact_id)
    work.tx.contacts.bind(contact_id, staff_id, officer_id, operator_id)
    as_whom = {"staff": staff_id, "officer": officer_id, "operator": operator_id}
    work.tx.audit.write(work.actor, "bind", f"contact:{contact_id}", work.now, **as_whom)
    if before and (staff_id or officer_id or before.staff_id or before.officer_id):
        standing_changed(work, contact_id, before.channel)
    if staff_id is not None and found[0].post == MANAGER_POST:
        work.tx.directory.signed_in(staff_id, work.now)
    return Checked("ok", 0, phone, staff_id, officer_id, operator_id, joined=joined or "")


def follow_again(work: Work, _: FollowAgain) -> None:
    """Have the contact's standing made known to the channel, which forgets it when the account is left."""
    work.events.append(e.StandingChanged(acting_contact(work)))


def end_standing(work: Work, command: EndStanding) -> None:
    """Bind the contact no longer to whoever has left. Raises Refusal `not_now` where nobody has."""
    work.tx.contacts.lock(command.contact_id)
    contact, ties = work.tx.contacts.get(command.contact_id), work.tx.contacts.bound_to_gone(command.contact_id)
    if contact is None or not ties:
        raise Refusal("not_now")
    let_go(work, contact.id, contact.channel, *ties)
    work.tx.audit.write(work.actor, "unbind", f"contact:{contact.id}", work.now)
