"""What is kept of one contact, and forgetting it. The row itself stays, empty, for the records that name its id."""

import json
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update

from core.identity import masked_phone
from core.store.chain import masked
from core.store.cipher import Cipher
from core.store.complaints import Complaints
from core.store.outbox import Sending
from core.store.tables import (
    applications,
    areas,
    complaints,
    consents,
    contact_areas,
    contacts,
    downloads,
    inbox,
    logins,
    media,
    outbox,
    short_codes,
    timeline,
    verifications,
)

ERASED = "erased"
"""The channel of a contact that is nobody's any more, and why its notices were not sent."""
MEDIA_GO = timedelta(days=7) - timedelta(hours=2)
"""How much older files on no complaint are made, so that the sweep takes them, with what lies on disk, in two hours."""
_UNSENT = (Sending.QUEUED, Sending.SENDING)
_NOTHING: dict[str, Any] = {
    **dict.fromkeys(("session", "asked", "area_id", "staff_id", "officer_id", "operator_id", "phone", "phone_ix")),
    **dict.fromkeys(("phone_at", "username", "consent_at", "message_at", "tap_at", "digest_hour", "digested_at")),
    "following": False,
    "notify_by": "",
    "message_left": 0,
    "tap_left": 0,
}


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
            words = str(json.loads(row.payload).get("text", ""))
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
        self._set(outbox, outbox.c.verification_id.in_(select(verifications.c.id).where(sent)), payload="{}")
        self._set(verifications, sent, phone="", used_at=verifications.c.created_at)
        if not phone:
            return
        its = short_codes.c.phone_ix == self._cipher.index(phone, "phone")
        mine = select(complaints.c.id).where(complaints.c.contact_id == contact_id)
        self._connection.execute(delete(short_codes).where(its, short_codes.c.complaint_id.in_(mine)))
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
        self._blank_complaints(filed, phone)
        for table in (contact_areas, consents, downloads):
            self._connection.execute(delete(table).where(table.c.contact_id == contact_id))
        mine = or_(logins.c.contact_id == contact_id, logins.c.confirmed_by == contact_id)
        self._connection.execute(delete(logins).where(mine))
        for table in (complaints, timeline, applications):
            self._set(table, table.c.contact_id == contact_id, contact_id=None)
        self._set(inbox, inbox.c.contact_id == contact_id, answer="")
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
        """What was written to the contact, and what was written to others of its complaints and has left."""
        mine = outbox.c.contact_id == contact_id
        self._set(outbox, mine & outbox.c.state.in_(_UNSENT), state=Sending.SKIPPED, reason=ERASED, lease_until=None)
        self._set(outbox, mine, payload="{}", fallback="", contact_id=None, verification_id=None)
        left = outbox.c.complaint_id.in_(filed) & outbox.c.state.not_in(_UNSENT)
        self._set(outbox, left, payload="{}", fallback="")

    def _loosen_media(self, contact_id: int, now: datetime) -> None:
        mine = media.c.contact_id == contact_id
        loose = mine & media.c.complaint_id.is_(None)
        waiting = outbox.c.media_id.in_(select(media.c.id).where(loose)) & outbox.c.state.in_(_UNSENT)
        self._set(outbox, waiting, state=Sending.SKIPPED, reason=ERASED, lease_until=None)
        self._set(media, loose & (media.c.created_at > now - MEDIA_GO), created_at=now - MEDIA_GO)
        for key in list(self._connection.scalars(select(media.c.id).where(mine, media.c.file.is_not(None)))):
            self._set(media, media.c.id == key, provider_id=f"{ERASED}-{key}")

    def _blank_complaints(self, filed: list[int], phone: str) -> None:
        """The place goes, and the contact's own number where it stands in the words."""
        national, shelf = phone.removeprefix("+86"), Complaints(self._connection, self._cipher)
        for one in shelf.locked_where(complaints.c.id.in_(filed)):
            one.place = None
            one.content = one.content.replace(national, masked_phone(phone)) if national else one.content
            shelf.save(one)
        lines = select(timeline.c.id, timeline.c.text, timeline.c.digest).where(timeline.c.complaint_id.in_(filed))
        for row in self._connection.execute(lines).all() if national else ():
            if national in row.text:
                words = row.text.replace(national, masked_phone(phone))
                by_right = masked(self._cipher, row.digest, words)
                self._set(timeline, timeline.c.id == row.id, text=words, masked=by_right)

    def _set(self, table: Any, where: ColumnElement[bool], **values: Any) -> None:
        self._connection.execute(update(table).where(where).values(values))
