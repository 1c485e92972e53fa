"""Contacts outside the hot path: their estates, their phones, what they proved to be."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from core.identity import Contact
from core.store.bulk import among
from core.store.cipher import Cipher
from core.store.prepared import Prepared
from core.store.tables import areas, consents, contact_areas, contacts, officers, operators, staff
from core.store.types import UtcTime

WINDOW = timedelta(hours=48)
TAP_WINDOW = timedelta(minutes=1)
BOUND = (
    (contacts.c.staff_id, staff),
    (contacts.c.officer_id, officers),
    (contacts.c.operator_id, operators),
)
"""What ties a contact to somebody of the directory, and the table of those."""


class Contacts:
    """Reads and changes contacts within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher
        self._known: dict[int, Contact] = {}
        self._bound_to: dict[int, list[int]] = {}
        self._bound_to_officer: dict[int, list[int]] = {}

    def foresee(self, contact_ids: Collection[int]) -> None:
        """Read many contacts at once, for a batch that changes none of them: not again in this transaction."""
        query = select(*_CONTACT).where(among(self._connection, contacts.c.id, contact_ids))
        self._known = {row.id: contact_of(row) for row in self._connection.execute(query)}

    def foresee_bound(self, staff_ids: Collection[int], officer_ids: Collection[int]) -> None:
        """The same, of the contacts bound to these members of staff and to these officers."""
        self._bound_to = self._all_bound(contacts.c.staff_id, staff_ids)
        self._bound_to_officer = self._all_bound(contacts.c.officer_id, officer_ids)

    def _all_bound(self, to: ColumnElement[int | None], ids: Collection[int]) -> dict[int, list[int]]:
        query = select(contacts.c.id, to.label("to")).where(
            among(self._connection, to, ids), contacts.c.channel == "wechat"
        )
        found: dict[int, list[int]] = {one: [] for one in ids}
        for row in self._connection.execute(query.order_by(contacts.c.id)):
            found[row.to].append(row.id)
        return found

    def get(self, contact_id: int) -> Contact | None:
        """The contact, without its conversation."""
        if contact_id in self._known:
            return self._known[contact_id]
        row = _CONTACT_BY_ID.row(self._connection, id=contact_id)
        return contact_of(row) if row else None

    def lock(self, contact_id: int) -> None:
        """Let the contact's own conversation wait until the transaction ends."""
        self._connection.execute(select(contacts.c.id).where(contacts.c.id == contact_id).with_for_update())

    def address(self, contact_id: int) -> tuple[str, str] | None:
        """(channel, address), for sending."""
        row = _ADDRESS.row(self._connection, id=contact_id)
        return (row.channel, row.address) if row else None

    def scanned(self, contact_id: int, area_id: int, now: datetime) -> None:
        """Remember that the contact scanned this estate's code: it is their estate until another scan."""
        _CHANGE_AREA.later(self._connection, of=contact_id, area_id=area_id)
        _SCANNED.later(self._connection, contact_id=contact_id, area_id=area_id, at=now)

    def estates(self, contact_id: int) -> list[tuple[int, str]]:
        """(id, name) of the estates the contact has scanned, the latest first."""
        return [(row.id, row.name) for row in _ESTATES.rows(self._connection, id=contact_id)]

    def consented(self, contact_id: int, now: datetime) -> None:
        """The person agreed, by filing, to how personal data is used."""
        _CONSENTED.later(self._connection, of=contact_id, consent_at=now)

    def verified_phone(self, contact_id: int, phone: str, now: datetime) -> None:
        """The person proved that `phone` (+86…) is theirs."""
        index = self._cipher.index(phone, "phone")
        values = {"phone": phone, "phone_ix": index, "phone_at": now}
        self._connection.execute(update(contacts).where(contacts.c.id == contact_id).values(values))

    def notified_by(self, contact_id: int, channel: str) -> None:
        """By which channel the person wants notices: wechat, sms, both, or nothing for the catalogue's."""
        self._connection.execute(update(contacts).where(contacts.c.id == contact_id).values(notify_by=channel))

    def bind(
        self, contact_id: int, staff_id: int | None, officer_id: int | None, operator_id: int | None = None
    ) -> None:
        """What the person proved to be in the directory; None for what they are not."""
        values = {"staff_id": staff_id, "officer_id": officer_id, "operator_id": operator_id}
        self._connection.execute(update(contacts).where(contacts.c.id == contact_id).values(values))

    def bound_to(self, whom: str, key: int) -> list[tuple[int, str]]:
        """(contact, channel) of those bound to somebody (`whom` is staff_id, officer_id or operator_id), locked; those
        that another transaction holds are left out."""
        query = select(contacts.c.id, contacts.c.channel).where(contacts.c[whom] == key).order_by(contacts.c.id)
        rows = self._connection.execute(query.with_for_update(skip_locked=True))
        return [(row.id, row.channel) for row in rows]

    def bound_to_gone(self, contact_id: int) -> list[str]:
        """By what the contact is bound to people who have left: staff_id, officer_id, operator_id."""
        gone = (
            select(literal(bound.name))
            .join_from(contacts, people, people.c.id == bound)
            .where(contacts.c.id == contact_id, people.c.left_at.is_not(None))
            for bound, people in BOUND
        )
        return list(self._connection.scalars(union_all(*gone)))

    def let_go(self, contact_id: int, whom: Collection[str]) -> None:
        """Bind the contact no longer to those, and forget what was under way in its conversation."""
        values = dict.fromkeys((*whom, "session", "asked"))
        self._connection.execute(update(contacts).where(contacts.c.id == contact_id).values(values))

    def unbind_staff(self, staff_id: int) -> None:
        """Nobody is bound to this member of staff any more."""
        self._connection.execute(update(contacts).where(contacts.c.staff_id == staff_id).values(staff_id=None))

    def signs_in_as(self, contact_id: int, username: str) -> None:
        """The user name of the contact's account on the platform, as they say themselves."""
        self._connection.execute(update(contacts).where(contacts.c.id == contact_id).values(username=username))

    def usernames(self, staff_id: int) -> list[str]:
        """The user names with which a member of staff signs in, as far as they told."""
        told = (contacts.c.staff_id == staff_id) & contacts.c.username.is_not(None)
        return list(self._connection.scalars(select(contacts.c.username).where(told).order_by(contacts.c.id)))

    def phones_bound(self, staff_id: int) -> list[str]:
        """The phones by which contacts are bound to a member of staff."""
        bound = (contacts.c.staff_id == staff_id) & contacts.c.phone.is_not(None)
        return list(self._connection.scalars(select(contacts.c.phone).where(bound).order_by(contacts.c.id)))

    def bound(self) -> list[int]:
        """The WeChat contacts bound to anybody of the directory."""
        return self._ids(contacts.c.staff_id.is_not(None)) + self._ids(
            contacts.c.officer_id.is_not(None) & contacts.c.staff_id.is_(None)
        )

    def of_staff(self, staff_id: int) -> list[int]:
        """The WeChat contacts bound to a member of staff."""
        if staff_id in self._bound_to:
            return self._bound_to[staff_id]
        return _OF_STAFF.scalars(self._connection, id=staff_id)

    def of_officer(self, officer_id: int) -> list[int]:
        """The WeChat contacts bound to an officer."""
        if officer_id in self._bound_to_officer:
            return self._bound_to_officer[officer_id]
        return _OF_OFFICER.scalars(self._connection, id=officer_id)

    def of_operator(self, operator_id: int) -> list[int]:
        """The WeChat contacts bound to an operator."""
        return _OF_OPERATOR.scalars(self._connection, id=operator_id)

    def _ids(self, where: ColumnElement[bool]) -> list[int]:
        return list(self._connection.scalars(_in_wechat(where)))

    def asked(self, contact_id: int, question: str) -> None:
        """Keep the question a notice has just put to the person, so that a typed answer finds it."""
        self._connection.execute(update(contacts).where(contacts.c.id == contact_id).values(asked=question))

    def take_window(self, contact_id: int, now: datetime) -> bool:
        """Use up one of the messages WeChat still allows this person to be sent, of the shorter window first; False
        where none is left."""
        tap = (contacts.c.tap_at > now - TAP_WINDOW) & (contacts.c.tap_left > 0)
        message = (contacts.c.message_at > now - WINDOW) & (contacts.c.message_left > 0)
        used = {
            "tap_left": contacts.c.tap_left - case((tap, 1), else_=0),
            "message_left": contacts.c.message_left - case((tap, 0), else_=1),
        }
        where = (contacts.c.id == contact_id) & (tap | message)
        return bool(self._connection.execute(update(contacts).where(where).values(used)).rowcount)

    def close_window(self, contact_id: int) -> None:
        """WeChat says that the window is closed, whatever we had counted."""
        self._connection.execute(update(contacts).where(contacts.c.id == contact_id).values(message_left=0, tap_left=0))

    def consent(self, contact_id: int, template_id: str, accepted: bool) -> None:
        """One more message of this template allowed, or none at all any more."""
        make = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        added = make(consents).values(contact_id=contact_id, template_id=template_id, left=int(accepted))
        left = consents.c.left + 1 if accepted else 0
        self._connection.execute(
            added.on_conflict_do_update(index_elements=["contact_id", "template_id"], set_={"left": left})
        )

    def count(self) -> int:
        """How many contacts there are."""
        return self._connection.scalar(select(func.count()).select_from(contacts)) or 0


_CONTACT = [
    contacts.c[name]
    for name in (
        "id",
        "channel",
        "area_id",
        "staff_id",
        "officer_id",
        "operator_id",
        "phone",
        "consent_at",
        "following",
        "notify_by",
    )
]
"""All but the conversation, which is opened for whoever it is held with alone."""


def _in_wechat(where: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(contacts.c.id).where(where, contacts.c.channel == "wechat").order_by(contacts.c.id)


_ID: BindParameter[int] = bindparam("id")
_OF: BindParameter[int] = bindparam("of")
_AT: BindParameter[datetime] = bindparam("at", type_=UtcTime)
_CONTACT_BY_ID = Prepared(select(*_CONTACT).where(contacts.c.id == _ID))
_ADDRESS = Prepared(select(contacts.c.channel, contacts.c.address).where(contacts.c.id == _ID))
_OF_STAFF = Prepared(_in_wechat(contacts.c.staff_id == _ID))
_OF_OFFICER = Prepared(_in_wechat(contacts.c.officer_id == _ID))
_OF_OPERATOR = Prepared(_in_wechat(contacts.c.operator_id == _ID))
_CHANGE_AREA = Prepared(update(contacts).where(contacts.c.id == _OF), "area_id")
_CONSENTED = Prepared(update(contacts).where(contacts.c.id == _OF, contacts.c.consent_at.is_(None)), "consent_at")
_SCANNED = Prepared(
    lambda insert: (
        insert(contact_areas)
        .values(contact_id=bindparam("contact_id"), area_id=bindparam("area_id"), scanned_at=_AT)
        .on_conflict_do_update(index_elements=["contact_id", "area_id"], set_={"scanned_at": _AT})
    )
)
_ESTATES = Prepared(
    select(areas.c.id, areas.c.name)
    .join(contact_areas, contact_areas.c.area_id == areas.c.id)
    .where(contact_areas.c.contact_id == _ID)
    .order_by(contact_areas.c.scanned_at.desc())
)


def contact_of(row: Row[tuple[object, ...]]) -> Contact:
    """The contact of a row, without its conversation."""
    return Contact(
        row.id,
        row.channel,
        area_id=row.area_id,
        staff_id=row.staff_id,
        officer_id=row.officer_id,
        operator_id=row.operator_id,
        phone=row.phone or "",
        consent_at=row.consent_at,
        following=row.following,
        notify_by=row.notify_by,
    )
