"""What is kept of one contact, and forgetting it. The row itself stays, empty, for the records that name its id."""

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, delete, func, or_, select, text, update

from core.naming import short
from core.numbers import hidden
from core.store.bulk import among
from core.store.chain import masked
from core.store.cipher import Cipher
from core.store.complaints import Complaints
from core.store.notices import brief
from core.store.outbox import Sending, waiting
from core.store.tables import (
    applications,
    areas,
    complaints,
    consents,
    contact_areas,
    contacts,
    downloads,
    handovers,
    inbox,
    logins,
    media,
    named,
    officers,
    outbox,
    staff,
    timeline,
    verifications,
)
from core.store.tables.mail import LISTS

ERASED = "erased"
"""The channel of a contact that is nobody's any more, and why its notices were not sent."""
MEDIA_GO = timedelta(days=7) - timedelta(hours=2)
"""How much older files on no complaint are made, so that the sweep takes them, with what lies on disk, in two hours."""
WORDLESS = ("withdrawn",)
"""Templates that say nothing of what anybody wrote."""
_UNSENT = (Sending.QUEUED, Sending.SENDING)
_NOTHING: dict[str, Any] = {
    **dict.fromkeys(("session", "asked", "area_id", "staff_id", "officer_id", "operator_id", "phone", "phone_ix")),
    **dict.fromkeys(("phone_at", "username", "consent_at", "message_at", "tap_at", "digest_hour", "digested_at")),
    "following": False,
    "notify_by": "",
    "message_left": 0,
    "tap_left": 0,
}

_alone = applications.c.company_id.is_(None)
"""Applied for by a person, for no company yet."""


class Held(NamedTuple):
    """In numbers and dates: since when the contact is known, when it agreed to how its data is used, and how many
    complaints it filed."""

    since: datetime
    consent_at: datetime | None
    filed: int


class Told(NamedTuple):
    """A notice that was sent to the contact; `complaint` is a number, or nothing."""

    at: datetime
    complaint: str
    channel: str
    state: str
    words: str


class OwnData:
    """Reads and forgets within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def held(self, contact_id: int) -> Held:
        """What is kept, at a glance."""
        query = select(contacts.c.created_at, contacts.c.consent_at).where(contacts.c.id == contact_id)
        since, consent_at = self._connection.execute(query).one()
        filed = select(func.count()).select_from(complaints).where(complaints.c.contact_id == contact_id)
        return Held(since, consent_at, self._connection.scalar(filed) or 0)

    def scans(self, contact_id: int) -> list[tuple[str, datetime]]:
        """(estate, when last) of the codes that were scanned."""
        query = select(areas.c.name, contact_areas.c.scanned_at).join(areas, areas.c.id == contact_areas.c.area_id)
        rows = self._connection.execute(query.where(contact_areas.c.contact_id == contact_id))
        return [(row.name, row.scanned_at) for row in rows]

    def told(self, contact_id: int) -> Iterator[Told]:
        """The notices addressed to the contact, in order."""
        query = (
            select(outbox, complaints.c.number)
            .outerjoin(complaints, complaints.c.id == outbox.c.complaint_id)
            .where(outbox.c.contact_id == contact_id, outbox.c.channel.in_(("wechat", "sms")))
            .where(outbox.c.verification_id.is_(None))
        )
        for row in self._connection.execute(query.order_by(outbox.c.id)):
            words = str(json.loads(row.payload or "{}").get("text", ""))
            yield Told(row.sent_at or row.created_at, row.number or "", row.channel, row.state, words)

    def forget_estate(self, contact_id: int, area_id: int) -> None:
        """As if its code had never been scanned."""
        its = (contact_areas.c.contact_id == contact_id) & (contact_areas.c.area_id == area_id)
        self._connection.execute(delete(contact_areas).where(its))
        self._set(contacts, (contacts.c.id == contact_id) & (contacts.c.area_id == area_id), area_id=None)

    def forget_phone(self, contact_id: int, phone: str) -> None:
        """The phone (+86…) and whatever came of it. The blind index of codes sent today stays till the sweep takes it:
        without it, whoever forgets and asks again could have a stranger sent any number of codes."""
        self._set(contacts, contacts.c.id == contact_id, phone=None, phone_ix=None, phone_at=None)
        sent = verifications.c.contact_id == contact_id
        self._set(outbox, outbox.c.verification_id.in_(select(verifications.c.id).where(sent)), payload=None)
        self._set(verifications, sent, phone="", used_at=verifications.c.created_at)
        if not phone:
            return
        its = named.c.phone_ix == self._cipher.index(phone, "phone")
        mine = select(complaints.c.id).where(complaints.c.contact_id == contact_id)
        self._connection.execute(delete(named).where(its, named.c.complaint_id.in_(mine)))
        index = self._cipher.index(phone, "contacts.address")
        by_text = (contacts.c.channel == "sms") & (contacts.c.address_ix == index) & (contacts.c.id != contact_id)
        for other in list(self._connection.scalars(select(contacts.c.id).where(by_text))):
            self.nobody(other)

    def erase(self, contact_id: int, phone: str, now: datetime) -> list[int]:
        """Forget the contact. What it filed stays, without anything that leads back to it; the ids of those."""
        filed = list(self._connection.scalars(select(complaints.c.id).where(complaints.c.contact_id == contact_id)))
        self._end_browsers(contact_id, phone)
        self.forget_phone(contact_id, phone)
        self._forget_notices(contact_id, filed)
        self._loosen_media(contact_id, now)
        self._mask_words(filed, phone)
        self._forget_asides(contact_id, filed, phone)
        for table in (contact_areas, consents, downloads):
            self._connection.execute(delete(table).where(table.c.contact_id == contact_id))
        mine = or_(logins.c.contact_id == contact_id, logins.c.confirmed_by == contact_id)
        self._connection.execute(delete(logins).where(mine))
        for table in (complaints, timeline, applications):
            self._set(table, table.c.contact_id == contact_id, contact_id=None)
        self.nobody(contact_id)
        return filed

    def nobody(self, contact_id: int) -> None:
        """The row is nobody's: the next message from its address begins anew."""
        empty = {"channel": ERASED, "address": "", "address_ix": secrets.token_hex(20)}
        self._set(contacts, contacts.c.id == contact_id, **empty, **_NOTHING)

    def _end_browsers(self, contact_id: int, phone: str) -> None:
        """The pages' sessions that know the phone."""
        query = select(contacts.c.id, contacts.c.phone).where(
            contacts.c.channel == "console", contacts.c.phone.is_not(None), contacts.c.id != contact_id
        )
        for row in self._connection.execute(query).all() if phone else ():
            if row.phone == phone:
                self.nobody(row.id)

    def _forget_notices(self, contact_id: int, filed: list[int]) -> None:
        """What was written to the contact goes, and what was written to others of its complaints and has left; what
        is still to be told them says where and which, and no words."""
        mine = outbox.c.contact_id == contact_id
        self._set(outbox, mine & outbox.c.state.in_(_UNSENT), state=Sending.SKIPPED, reason=ERASED, lease_until=None)
        self._set(outbox, mine, payload=None, fallback="", contact_id=None, verification_id=None)
        applied = select(applications.c.id).where(applications.c.contact_id == contact_id, _alone)
        about = outbox.c.complaint_id.in_(filed) | outbox.c.application_id.in_(applied)
        self._set(outbox, about & outbox.c.state.not_in(_UNSENT), payload=None, fallback="")
        self._brief(about & waiting(outbox) & outbox.c.template.not_in(WORDLESS))
        ends = [short(number) for number in self._numbers(filed)]
        self._brief(text(LISTS), ends)

    def _numbers(self, filed: list[int]) -> list[str]:
        return list(self._connection.scalars(select(complaints.c.number).where(complaints.c.id.in_(filed))))

    def _brief(self, where: Any, naming: Sequence[str] | None = None) -> None:
        """Let these notices say no words; of lists those alone that name one of the complaints."""
        query = select(outbox.c.id, outbox.c.payload).where(where, outbox.c.payload.is_not(None))
        for row in self._connection.execute(query).all():
            if naming is None or any(end in row.payload for end in naming):
                self._set(outbox, outbox.c.id == row.id, payload=brief(row.payload))

    def _loosen_media(self, contact_id: int, now: datetime) -> None:
        mine = media.c.contact_id == contact_id
        loose = mine & media.c.complaint_id.is_(None)
        waiting = outbox.c.media_id.in_(select(media.c.id).where(loose)) & outbox.c.state.in_(_UNSENT)
        self._set(outbox, waiting, state=Sending.SKIPPED, reason=ERASED, lease_until=None)
        self._set(media, loose & (media.c.created_at > now - MEDIA_GO), created_at=now - MEDIA_GO)
        for key in list(self._connection.scalars(select(media.c.id).where(mine, media.c.file.is_not(None)))):
            self._set(media, media.c.id == key, provider_id=f"{ERASED}-{key}")

    def _mask_words(self, filed: list[int], phone: str) -> None:
        """The place goes, and the numbers in the words: anybody's may lead to the contact. The chain of what was done
        still holds: it knows the words by their digest."""
        shelf = Complaints(self._connection, self._cipher)
        for one in shelf.locked_where(complaints.c.id.in_(filed)):
            one.place, one.content = None, hidden(one.content, phone)
            shelf.save(one)
        lines = select(timeline.c.id, timeline.c.text, timeline.c.digest).where(timeline.c.complaint_id.in_(filed))
        for row in self._connection.execute(lines).all():
            if row.text and (words := hidden(row.text, phone)) != row.text:
                by_right = masked(self._cipher, row.digest, words)
                self._set(timeline, timeline.c.id == row.id, text=words, masked=by_right)
        self._mask(handovers.c.reason, handovers.c.complaint_id.in_(filed), phone)

    def _forget_asides(self, contact_id: int, filed: list[int], phone: str) -> None:
        """What the contact was answered just now, and staff who have to do with these complaints; and the numbers in
        what is under way in their conversations."""
        desks = self._desks(filed) if filed else []
        heard = among(self._connection, inbox.c.contact_id, [contact_id, *desks])
        self._set(inbox, heard & inbox.c.answer.is_not(None), answer=None)
        for words in (contacts.c.session, contacts.c.asked):
            self._mask(words, among(self._connection, contacts.c.id, desks), phone)

    def _desks(self, filed: list[int]) -> list[int]:
        """The contacts of those who work for the companies of these complaints' estates, and of the officers above."""
        where = select(areas.c.company_id, areas.c.district).join(complaints, complaints.c.area_id == areas.c.id)
        place = where.where(complaints.c.id.in_(filed)).distinct().subquery()
        people = select(staff.c.id).where(staff.c.company_id.in_(select(place.c.company_id)))
        above = select(officers.c.id).where(officers.c.district.in_(select(place.c.district)))
        of_staff = select(contacts.c.id).where(contacts.c.staff_id.in_(people))
        of_officers = select(contacts.c.id).where(contacts.c.officer_id.in_(above))
        return list(self._connection.scalars(of_staff.union(of_officers)))

    def _mask(self, words: Column[str], where: ColumnElement[bool], phone: str) -> None:
        """Hide the numbers; a row that somebody else is changing just now is left to them."""
        table, key = words.table, words.table.c.id
        query = select(key, words.label("words")).where(where, words.is_not(None))
        for row in self._connection.execute(query.with_for_update(skip_locked=True)).all():
            if (masked := hidden(row.words, phone)) != row.words:
                self._set(table, key == row.id, **{words.name: masked})

    def _set(self, table: Any, where: ColumnElement[bool], **values: Any) -> None:
        self._connection.execute(update(table).where(where).values(values))
