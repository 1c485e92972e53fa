"""One person, two channels: what a phone did by SMS becomes the contact's who proves in WeChat that it is theirs."""

from sqlalchemy import Connection, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.store.cipher import Cipher
from core.store.driver import Driver
from core.store.inbox import lock_phone
from core.store.tables import complaints, contact_areas, contacts, media, outbox, timeline


def join_texts(connection: Connection, cipher: Cipher, contact_id: int, phone: str) -> str | None:
    """Give the WeChat contact all that the SMS contact of `phone` (+86…) has; what the latter's conversation was
    (perhaps nothing), or None where there is no such contact. Texts from the phone belong to the WeChat contact from
    now on (`core.store.inbox`)."""
    lock_phone(Driver(connection), cipher.index(phone, "phone"))
    index = cipher.index(phone, "contacts.address")
    by_text = (contacts.c.channel == "sms") & (contacts.c.address_ix == index) & (contacts.c.id != contact_id)
    query = select(contacts.c.id, contacts.c.session, contacts.c.consent_at, contacts.c.area_id).where(by_text)
    old = connection.execute(query.with_for_update()).first()
    if old is None:
        return None
    for table in (complaints, timeline, outbox, media):
        connection.execute(update(table).where(table.c.contact_id == old.id).values(contact_id=contact_id))
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    scanned = select(literal(contact_id), contact_areas.c.area_id, contact_areas.c.scanned_at)
    scanned = scanned.where(contact_areas.c.contact_id == old.id)
    added = make(contact_areas).from_select(["contact_id", "area_id", "scanned_at"], scanned)
    connection.execute(added.on_conflict_do_nothing())
    for name in ("consent_at", "area_id"):
        missing = (contacts.c.id == contact_id) & contacts.c[name].is_(None)
        connection.execute(update(contacts).where(missing).values({name: getattr(old, name)}))
    nothing = {"session": None, "asked": None, "phone": None, "phone_ix": None, "phone_at": None, "area_id": None}
    connection.execute(update(contacts).where(contacts.c.id == old.id).values(nothing))
    return old.session or ""
