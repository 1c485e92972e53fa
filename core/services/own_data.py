"""我的信息: what is kept of somebody, copied, corrected, erased — each for oneself alone, and each recorded."""

from core import commands as c
from core.application_commands import EndApplication
from core.application_queries import MASKS
from core.applications import Standing
from core.complaint import Refusal
from core.limits import What
from core.own_commands import CopyData, EraseMe, ForgetEstate, ForgetPhone
from core.services import applications, complaints
from core.services.limiting import hold, one_more
from core.services.work import Work, acting_contact
from core.store import downloads, erasures


def copy_data(work: Work, _: CopyData) -> str:
    """The link to the copy, open to whoever has it for a day. Raises Refusal `too_many_files` with `wait`."""
    contact_id = acting_contact(work)
    one_more(work, What.FILE)
    token = downloads.make(work.tx.connection, contact_id, None, None, work.now)[1]
    work.tx.audit.write(work.actor, "copy_data", f"contact:{contact_id}", work.now)
    return f"{work.public_url.rstrip('/')}/r/{token}"


def forget_phone(work: Work, _: ForgetPhone) -> None:
    """Keep the phone no longer. Raises Refusal `no_phone` where none is kept."""
    contact = work.tx.contacts.get(acting_contact(work))
    if contact is None or not contact.phone:
        raise Refusal("no_phone")
    work.tx.own_data.forget_phone(contact.id, contact.phone)
    work.tx.audit.write(work.actor, "forget_phone", f"contact:{contact.id}", work.now)


def forget_estate(work: Work, command: ForgetEstate) -> None:
    """Keep no longer that the estate's code was scanned."""
    contact_id = acting_contact(work)
    work.tx.own_data.forget_estate(contact_id, command.area_id)
    work.tx.audit.write(work.actor, "forget_estate", f"contact:{contact_id}", work.now, area=command.area_id)


def erase_me(work: Work, _: EraseMe) -> int:
    """Withdraw what is open and end what was applied for, then forget the person; how many complaints stay, without
    them. A member of staff stays in the company's directory, bound to nobody. Raises Refusal `erased_today`."""
    contact_id = acting_contact(work)
    contact = work.tx.contacts.get(contact_id)
    phone = contact.phone if contact else ""
    here = work.tx.connection, work.tx.cipher, contact_id, work.now
    hold(What.ERASURE, [erasures.lately(*here)], "erased_today")
    erasures.note(*here)
    withdrawn = work.tx.complaints.open_of(contact_id)
    for complaint_id in withdrawn:
        complaints.withdraw(work, c.Withdraw(complaint_id))
    _forget_applicant(work, contact_id)
    if contact and contact.staff_id:
        work.tx.replies.forget(contact.staff_id)
    kept = work.tx.own_data.erase(contact_id, phone, work.now)
    work.tx.reasons.forget([f"contact:{contact_id}", *(f"complaint:{one}" for one in kept)])
    counts = {"kept": len(kept), "withdrawn": len(withdrawn)}
    work.tx.audit.write(work.actor, "erase", f"contact:{contact_id}", work.now, **counts)
    return len(kept)


def _forget_applicant(work: Work, contact_id: int) -> None:
    """What the person applied for without a company waits no longer, and tells no more than a name's and a number's
    ends."""
    for application_id in [one.id for one in work.tx.applications.of_person(contact_id, None)]:
        one = work.tx.applications.locked(application_id)
        assert one is not None
        if one.state in (Standing.WAITING, Standing.RETURNED):
            one = applications.end(work, EndApplication(one.id))
        one.reasons = {}
        one.content |= {name: mask(one.content[name]) for name, mask in MASKS.items() if name in one.content}
        work.tx.applications.save(one)
        work.tx.reasons.forget([f"application:{one.id}"])
