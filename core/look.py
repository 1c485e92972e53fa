"""What one person may see. Ownership is part of every query: what is not theirs looks like what does not exist."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from rapidfuzz import fuzz, process

from core import accounts, browsing
from core.accounts import Account
from core.complaint import Complaint, Entry, for_owner
from core.diagnosis import Checked, checked
from core.directory import Area, Company, Officer, Operator, Staff
from core.identity import Contact
from core.kinds import Kind
from core.lifecycle import MANAGER_STATES, State
from core.likeness import JOIN_WITHIN, likest
from core.look_applications import OfApplications
from core.look_company import OfCompany
from core.outward import outward
from core.printing import line_to_print, named, printable
from core.queries import AreaLine
from core.reports import Report
from core.store.engine import Tx
from core.store.handovers import Handover
from core.store.media import Medium
from core.store.own_data import Held
from core.store.reports import report_for

JUST_NOW = timedelta(minutes=30)
"""How long a second 提交 is taken for the first one's."""
NAME_LIKE = 60
"""How alike (of 100) an estate's name must be to what was typed, to be offered."""


class Role(StrEnum):
    """In which role the person looks."""

    OWNER = "owner"
    MANAGER = "manager"
    OFFICER = "officer"


class Look:
    """The read port of a dialog's step: the open transaction, seen with one contact's rights at this moment."""

    def __init__(self, tx: Tx, contact: Contact) -> None:
        self._tx = tx
        self._contact = contact

    # people

    def staff(self) -> Staff | None:
        """The member of staff this person is, if they still work there."""
        return self._tx.directory.staff(self._contact.staff_id) if self._contact.staff_id else None

    def officer(self) -> Officer | None:
        """The officer this person is, if still in office."""
        return self._tx.directory.officer(self._contact.officer_id) if self._contact.officer_id else None

    def operator(self) -> Operator | None:
        """The operator this person is, if still in office."""
        return self._tx.directory.operator(self._contact.operator_id) if self._contact.operator_id else None

    def company(self) -> Company | None:
        """The company this person acts for at this moment, if any."""
        return self._tx.directory.company_acted_for(self._contact.staff_id)

    def employer(self) -> Company | None:
        """The company this person works for."""
        me = self.staff()
        return self._tx.directory.company(me.company_id) if me else None

    def listed_as(self) -> tuple[Staff, Company] | None:
        """Whom the directory has under this person's own phone, though they may not be bound as that."""
        found = self._tx.directory.staff_by_phone(self._contact.phone) if self._contact.phone else []
        company = self._tx.directory.company(found[0].company_id) if found else None
        return (found[0], company) if company else None

    def of_company(self) -> OfCompany | None:
        """What that company has, for whoever acts for it."""
        company = self.company()
        return OfCompany(self._tx, company) if company else None

    def account(self) -> Account | None:
        """As what this person looks through complaints: for a company, as an officer, as a manager, in this order."""
        kinds = accounts.Kind.COMPANY, accounts.Kind.OFFICER, accounts.Kind.MANAGER
        found = (accounts.chosen(self._tx, self._contact, kind) for kind in kinds)
        return next(filter(None, found), None)

    def has_account(self) -> bool:
        """Whether this person may open the pages."""
        return bool(accounts.of_chat(self._tx, self._contact))

    def login_scanned(self, scene: str, now: datetime) -> str:
        """The digits shown by the browser whose code this is, while it waits; or nothing."""
        return self._tx.logins.scanned(scene, now)

    def login_waits(self, digits: str, now: datetime) -> bool:
        """Whether a browser shows these digits just now, confirmed by nobody."""
        return self._tx.logins.waiting(digits, now) is not None

    def check_up(self, person: Staff) -> Checked:
        """Why somebody sees no complaints: oneself, or one of the company one acts for."""
        return checked(self._tx, person)

    @property
    def applications(self) -> OfApplications:
        """What this person may see of applications."""
        return OfApplications(self._tx, self._contact)

    def notified_by(self) -> str:
        """The channel this person chose for notices (wechat, sms, both), or nothing."""
        known = self._tx.contacts.get(self._contact.id)
        return known.notify_by if known else ""

    def in_wechat(self) -> bool:
        """Whether this person has a WeChat, whichever channel they speak by."""
        known = self._tx.contacts.get(self._contact.id)
        return known is not None and known.channel == "wechat"

    def digest_hour(self) -> int | None:
        """At which hour this person gets the morning's list; None for never."""
        return self._tx.digests.hour(self._contact.id)

    def managed_areas(self) -> list[int]:
        """The ids of the estates in this person's charge now."""
        return self._tx.directory.managed_areas(self._contact.staff_id) if self._contact.staff_id else []

    def guided_areas(self) -> list[int]:
        """The ids of the estates in this officer's jurisdiction."""
        officer = self.officer()
        return self._tx.directory.areas_within(officer.district, officer.street) if officer else []

    # estates

    def area(self, area_id: int) -> Area | None:
        """An estate by id."""
        return self._tx.directory.area(area_id)

    def area_by_scene(self, scene: str, now: datetime) -> Area | None:
        """The estate whose code holds `scene`: its current one, or one that was renewed and is still good."""
        if area := self._tx.directory.area_by_scene(scene):
            return area
        old = self._tx.old_scenes.get(scene)
        return self._tx.directory.area(old.area_id) if old and now < old.until else None

    def area_of_old_scene(self, scene: str) -> Area | None:
        """The estate whose code this was before it was renewed, whether or not it is still good."""
        old = self._tx.old_scenes.get(scene)
        return self._tx.directory.area(old.area_id) if old else None

    def area_by_code(self, code: str) -> Area | None:
        """The estate that texts name by `code`."""
        return self._tx.directory.area_by_code(code)

    def manager_of(self, area_id: int) -> Staff | None:
        """Who is in charge of an estate, if anybody is."""
        return next(iter(self._tx.directory.managers(area_id)), None)

    def my_estates(self) -> list[tuple[int, str]]:
        """(id, name) of the estates this person has scanned, the latest first."""
        return self._tx.contacts.estates(self._contact.id)

    def estates_like(self, words: str, take: int = 5) -> list[Area]:
        """Estates whose name is like `words`, the likest first."""
        names = dict(self._tx.directory.area_names())
        found = process.extract(words, names, scorer=fuzz.WRatio, score_cutoff=NAME_LIKE, limit=take)
        return [area for _, _, area_id in found if (area := self._tx.directory.area(area_id))]

    def printable(self, name: str = "") -> list[Area]:
        """The estates whose posters this person may have; with a name, those that are meant by it."""
        return named(name, printable(self._tx, self._contact.staff_id))

    def to_print(self, area_id: int) -> AreaLine | None:
        """One of them, with the conditions of printing."""
        return line_to_print(self._tx, self._contact.staff_id, area_id)

    def report(self, now: datetime) -> Report | None:
        """The figures of the last month and of this one, of what this person answers for, if they do for anything."""
        return report_for(self._tx, self._contact.staff_id, self._contact.officer_id, now)

    def held(self) -> Held:
        """What is kept of this person, at a glance."""
        return self._tx.own_data.held(self._contact.id)

    # complaints

    def mine(self, skip: int, take: int) -> tuple[list[Complaint], int]:
        """A page of what this person filed, newest first, and the count."""
        return self._tx.complaints.mine(self._contact.id, skip, take)

    def filed_just_now(self, now: datetime) -> Complaint | None:
        """What this person submitted last, if that was within JUST_NOW."""
        newest = self._tx.complaints.mine(self._contact.id, 0, 1)[0]
        return newest[0] if newest and now - newest[0].submitted_at < JUST_NOW else None

    def open_ones(self) -> int:
        """How many of what this person filed have not ended."""
        return len(self._tx.complaints.open_of(self._contact.id))

    def todo(self, skip: int, take: int) -> tuple[list[Complaint], int]:
        """A page of what this manager has to deal with, oldest deadline first, and the count."""
        return self._todo(MANAGER_STATES, skip, take)

    def to_accept(self, most: int) -> tuple[list[Complaint], int]:
        """What this manager has to accept or refuse, oldest deadline first, and the count."""
        return self._todo((State.PENDING,), 0, most)

    def _todo(self, states: Sequence[State], skip: int, take: int) -> tuple[list[Complaint], int]:
        staff_id = self._contact.staff_id or 0
        return self._tx.complaints.todo(self.managed_areas(), states, skip, take, staff_id=staff_id)

    def requests(self) -> list[tuple[Handover, Complaint]]:
        """What this manager is asked to take over, with the complaints, the oldest request first."""
        me = self.staff()
        waiting = self._tx.handovers.waiting_for(me.id) if me else []
        asked = [(one, found) for one in waiting if (found := self._tx.complaints.get(one.complaint_id))]
        return [(one, found) for one, found in asked if self._in_charge(one.from_id, found)]

    def _in_charge(self, staff_id: int | None, complaint: Complaint) -> bool:
        area = self.area(complaint.area_id)
        return area is not None and self._tx.directory.handles(staff_id, area, complaint.handler_id)

    def colleagues(self) -> list[tuple[int, str, str]]:
        """(id, name, an estate of theirs or nothing) of the other managers of this person's company."""
        return self._tx.handovers.colleagues(self._contact.staff_id) if self._contact.staff_id else []

    def name_of(self, staff_id: int) -> str:
        """The name of somebody at work, for colleagues and officers; nothing for who has left."""
        person = self._tx.directory.staff(staff_id)
        return person.name if person else ""

    def replies(self, act: str = "") -> list[tuple[int, str, str]]:
        """(id, act, text) of the answers this manager has saved, for one act or for all."""
        kept = self._tx.replies.of(self._contact.staff_id) if self._contact.staff_id else []
        return [one for one in kept if act in ("", one[1])]

    def for_officer(self, now: datetime, skip: int, take: int) -> tuple[list[Complaint], int]:
        """A page of what waits for this officer's guidance, then of what is overdue with the managers of the
        jurisdiction, each with the oldest deadline first; and the count of both."""
        officer = self.officer()
        if officer is None:
            return [], 0
        return self._tx.complaints.for_officer(self.guided_areas(), not officer.street, now, skip, take)

    def search(self, account: Account, wanted: browsing.Filter, page: int, now: datetime) -> browsing.Found:
        """A page (from 1) of what `account()` may see, newest first."""
        return browsing.page(self._tx, account, wanted, page, now)

    def searchable(self, account: Account) -> list[tuple[int, str]]:
        """(id, name) of the estates `account()` may narrow a search to."""
        return browsing.estates(self._tx, account)

    def browsed(self, account: Account, complaint_id: int) -> Complaint | None:
        """A complaint that `account()` may see."""
        complaint = self._tx.complaints.get(complaint_id)
        return browsing.complaint(self._tx, account, complaint.number) if complaint else None

    def complaint(self, complaint_id: int, role: Role) -> Complaint | None:
        """A complaint, if this person may see it in this role."""
        complaint = self._tx.complaints.get(complaint_id)
        if complaint is None:
            return None
        if role is Role.OWNER:
            return complaint if complaint.contact_id == self._contact.id else None
        if role is Role.MANAGER:
            return complaint if self._in_charge(self._contact.staff_id, complaint) else None
        return complaint if complaint.area_id in self.guided_areas() else None

    def ending(self, digits: str, role: Role) -> list[Complaint]:
        """Complaints this person may see in this role people call by these digits, open ones first."""
        match role:
            case Role.OWNER:
                return self._tx.complaints.ending(digits, self._contact.id, [])
            case Role.MANAGER:
                return self._tx.complaints.ending(digits, None, self.managed_areas(), self._contact.staff_id or 0)
            case Role.OFFICER:
                return self._tx.complaints.ending(digits, None, self.guided_areas())

    def neighbour(self, area_id: int, kind: Kind, words: str, now: datetime) -> Complaint | None:
        """The complaint somebody else filed lately that these words are like, if this person may join it."""
        found = self._tx.neighbours.joinable(area_id, self._contact.id, kind, now - JOIN_WITHIN)
        key = likest(words, found)
        return self._tx.complaints.get(key) if key else None

    def households(self, complaints: Sequence[Complaint]) -> dict[int, int]:
        """How many more are answered together with each of these, by id; those with none are left out."""
        return self._tx.neighbours.households([one.id for one in complaints])

    def timeline(self, complaint: Complaint, role: Role) -> list[Entry]:
        """What happened to a complaint that `complaint()` has let this person see; see `for_owner`."""
        entries = self._tx.complaints.timeline(complaint.id)
        return for_owner(entries) if role is Role.OWNER else entries

    def outward(self, complaint: Complaint, words: str) -> str:
        """Words about a complaint, fit to leave the house with a text."""
        return outward(self._tx, complaint, words)

    def media(self, complaint: Complaint) -> Sequence[Medium]:
        """What was sent with a complaint that `complaint()` has let this person see."""
        return self._tx.media.of_complaint(complaint.id)

    def owner_phone(self, complaint: Complaint) -> str:
        """The filer's verified phone, or nothing: an anonymous filer has none to show."""
        if complaint.anonymous or complaint.contact_id is None:
            return ""
        owner = self._tx.contacts.get(complaint.contact_id)
        return owner.phone if owner else ""
