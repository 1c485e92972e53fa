"""早报: what lies with a manager or an officer, once a day at an hour of their own."""

from datetime import datetime, timedelta
from typing import Any

from core import commands as c
from core import events as e
from core.clocks import in_shanghai
from core.complaint import Complaint
from core.identity import Contact
from core.lifecycle import MANAGER_STATES, State
from core.own_commands import ChooseDigest
from core.services.work import Work, acting_contact

LATE = timedelta(hours=6)
"""After standstill, a list that is later than this is no morning's list any more: tomorrow's will do."""
MOST_URGENT = 3


def choose_digest(work: Work, command: ChooseDigest) -> int | None:
    """Send the contact's list at another hour, or never."""
    work.tx.digests.choose(acting_contact(work), command.hour)
    return command.hour


def send_digest(work: Work, command: c.SendDigest) -> int:
    """See to the contact's list of today: how many were sent. None is where nothing lies with the person, where the
    hour is long past, or where the person came only after it."""
    claimed = work.tx.digests.claim(command.contact_id, work.now)
    contact = work.tx.contacts.get(command.contact_id)
    if claimed is None or contact is None:
        return 0
    if work.now > claimed.due_at + LATE or claimed.known_since > claimed.due_at:
        return 0
    digest = _of_manager(work, contact) or _of_officer(work, contact)
    if digest is None:
        return 0
    work.events.append(e.DigestReady(contact.id, claimed.chosen, **digest))
    return 1


def _of_manager(work: Work, contact: Contact) -> dict[str, Any] | None:
    staff_id = contact.staff_id
    area_ids = work.tx.directory.managed_areas(staff_id) if staff_id else []

    def lying(take: int, before: datetime | None = None) -> tuple[list[Complaint], int]:
        return work.tx.complaints.todo(area_ids, MANAGER_STATES, 0, take, staff_id=staff_id, before=before)

    if staff_id is None or work.tx.directory.staff(staff_id) is None:
        return None
    urgent, total = lying(MOST_URGENT)
    if not total:
        return None
    return {"staff_id": staff_id} | _counted(
        work, urgent, total, lying(0, work.now)[1], lying(0, _tonight(work.now))[1]
    )


def _of_officer(work: Work, contact: Contact) -> dict[str, Any] | None:
    officer = work.tx.directory.officer(contact.officer_id) if contact.officer_id else None
    if officer is None:
        return None
    area_ids, district = work.tx.directory.areas_within(officer.district, officer.street), not officer.street

    def lying(take: int, before: datetime | None = None) -> tuple[list[Complaint], int]:
        return work.tx.complaints.todo(area_ids, (State.GUIDANCE,), 0, take, district, before=before)

    urgent, total = lying(MOST_URGENT)
    late = work.tx.complaints.for_officer(area_ids, district, work.now, 0, 0)[1] - total
    if not total and not late:
        return None
    counted = _counted(work, urgent, total, lying(0, work.now)[1], lying(0, _tonight(work.now))[1])
    return {"officer_id": officer.id, "late": late} | counted


def _counted(work: Work, urgent: list[Complaint], total: int, overdue: int, by_tonight: int) -> dict[str, Any]:
    areas = work.tx.directory.areas_by_id({one.area_id for one in urgent})
    told = tuple((one, areas[one.area_id].name) for one in urgent)
    return {"total": total, "overdue": overdue, "today": by_tonight - overdue, "urgent": told}


def _tonight(now: datetime) -> datetime:
    return in_shanghai(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
