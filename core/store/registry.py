"""Changes to the directory: companies, estates, staff, officers, operators."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from core.identity import OTHER_POST
from core.store.cipher import Cipher
from core.store.tables import applications, areas, companies, officers, operators, outbox, staff, staff_areas

SCENE_LENGTH = 16
Differences = dict[str, tuple[Any, Any]]
"""Of each column that was different, what stood there before and what stands there now."""
_LOCK = 0x6D73625F64697265
"""The advisory lock's number on PostgreSQL: the letters `msb_dire`."""


CODE_LETTERS = "ACDEFHJKMNPQRTUVWXY34679"
"""Letters and digits that are not taken for one another."""
CODE_LENGTH = 4


def new_code() -> str:
    """A word by which a text names an estate. It holds a letter and a digit: it is neither a word nor a number."""
    code = ""
    while code.isalpha() or code.isdigit() or not code:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return code


def new_scene() -> str:
    """A word for an estate's code that tells nothing and cannot be guessed (90 bits)."""
    return "a" + secrets.token_urlsafe(SCENE_LENGTH)[: SCENE_LENGTH - 1]


class Registry:
    """Changes the directory within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def lock(self) -> None:
        """Let nobody else who asks change the directory until the transaction ends."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))

    def company(self, name: str, now: datetime) -> tuple[int, bool]:
        """The company of this name, and whether it had to be made."""
        found = self._connection.scalar(select(companies.c.id).where(companies.c.name == name))
        return (found, False) if found is not None else (self._add(companies, name=name, created_at=now), True)

    def remove_company(self, company_id: int) -> bool:
        """Forget a company; not one that has or had an estate, people, applications or notices."""
        for table in (areas, staff, applications, outbox):
            if self._connection.execute(select(table.c.company_id).where(table.c.company_id == company_id)).first():
                return False
        self._connection.execute(delete(companies).where(companies.c.id == company_id))
        return True

    def change_company(self, company_id: int, values: dict[str, Any]) -> Differences:
        """What was different."""
        return self._change(companies, company_id, values)

    def area_ids(self, name: str, district: str = "", company_id: int | None = None) -> list[int]:
        """The estates of this name; in this district, in this company's care, where those are given."""
        query = select(areas.c.id).where(areas.c.name == name)
        if district:
            query = query.where(areas.c.district == district)
        if company_id is not None:
            query = query.where(areas.c.company_id == company_id)
        return list(self._connection.scalars(query.order_by(areas.c.id)))

    def has_areas(self) -> bool:
        """Whether there is any estate."""
        return self._connection.scalar(select(areas.c.id).limit(1)) is not None

    def _free_code(self) -> str:
        while self._connection.scalar(select(areas.c.id).where(areas.c.code == (code := new_code()))):
            continue
        return code

    def add_area(self, name: str, district: str, values: dict[str, Any], now: datetime) -> int:
        """A new estate with a new scene; its id."""
        made = {"name": name, "district": district, "scene": new_scene(), "updated_at": now}
        made["code"] = self._free_code()
        return self._add(areas, **made | values)

    def change_area(self, area_id: int, values: dict[str, Any]) -> Differences:
        """What was different."""
        return self._change(areas, area_id, values)

    def rescene(self, area_id: int, now: datetime) -> str:
        """A new scene for an estate; what becomes of the one it has is said by `OldScenes.keep` before."""
        scene = new_scene()
        self._change(areas, area_id, {"scene": scene, "qr_url": "", "updated_at": now})
        return scene

    def keep_code(self, area_id: int, scene: str, url: str) -> bool:
        """The link that leads to `scene`, for the estate's code; False where the scene is another one by now."""
        here = (areas.c.id == area_id) & (areas.c.scene == scene)
        return self._connection.execute(update(areas).where(here).values(qr_url=url)).rowcount == 1

    def staff_of(self, company_id: int) -> list[Any]:
        """Everybody a company has or had, as stored."""
        return list(self._connection.execute(select(staff).where(staff.c.company_id == company_id)))

    def stored(self, staff_id: int) -> Any:
        """Somebody whom there is, as stored."""
        return self._connection.execute(select(staff).where(staff.c.id == staff_id)).one()

    def staff_with_identity(self, identity: str) -> list[Any]:
        """Everybody with this identity number, as stored, in any company."""
        return list(self._connection.execute(select(staff).where(staff.c.identity_ix == self._identity_ix(identity))))

    def staff_with_phone(self, phone: str) -> list[Any]:
        """Everybody still there with this phone (+86…), as stored, in any company."""
        here = (staff.c.phone_ix == self._phone_ix(phone)) & staff.c.left_at.is_(None)
        return list(self._connection.execute(select(staff).where(here)))

    def add_staff(self, company_id: int, values: dict[str, Any], now: datetime) -> int:
        """A new member of staff; the id. `values` as in `change_staff`."""
        return self._add(staff, company_id=company_id, created_at=now, **self._indexed(values))

    def change_staff(self, staff_id: int, values: dict[str, Any]) -> Differences:
        """What was different. A phone is +86…; of an identity number only a full one is indexed."""
        return self._change(staff, staff_id, self._indexed(values))

    def administrator(self, company_id: int, name: str, phone: str, now: datetime) -> bool:
        """Let whoever has this phone (+86…) act for the company: one of its staff, or the company's own account, which
        stands among the staff (seed, question 17). Whether anything was different."""
        where = (staff.c.company_id == company_id) & (staff.c.phone_ix == self._phone_ix(phone))
        found = self._connection.scalar(select(staff.c.id).where(where, staff.c.left_at.is_(None)).order_by(staff.c.id))
        if found is not None:
            return bool(self.change_staff(found, {"administers": True}))
        self.add_staff(company_id, {"name": name, "phone": phone, "post": OTHER_POST, "administers": True}, now)
        return True

    def linked(self, staff_id: int) -> list[int]:
        """The estates in a person's care, whatever their post."""
        return list(self._connection.scalars(select(staff_areas.c.area_id).where(staff_areas.c.staff_id == staff_id)))

    def staff_of_others(self, area_id: int, company_id: int) -> list[int]:
        """Who has this estate in their care but works for another company."""
        query = select(staff.c.id).join(staff_areas, staff_areas.c.staff_id == staff.c.id)
        where = staff_areas.c.area_id == area_id, staff.c.company_id != company_id
        return list(self._connection.scalars(query.where(*where).order_by(staff.c.id)))

    def link(self, staff_id: int, area_ids: Iterable[int], now: datetime) -> bool:
        """Put exactly these estates in a person's care; whether anything was different."""
        held, wanted = set(self.linked(staff_id)), set(area_ids)
        gone = (staff_areas.c.staff_id == staff_id) & staff_areas.c.area_id.in_(held - wanted)
        if held - wanted:
            self._connection.execute(delete(staff_areas).where(gone))
        for area_id in sorted(wanted - held):
            values = {"staff_id": staff_id, "area_id": area_id, "since": now}
            self._connection.execute(insert(staff_areas).values(values))
        return held != wanted

    def add_officer(self, name: str, phone: str, district: str, street: str, now: datetime) -> int:
        """A new officer, of the district where `street` is empty; the id."""
        where = {"district": district, "street": street}
        return self._add(officers, name=name, phone=phone, phone_ix=self._phone_ix(phone), created_at=now, **where)

    def add_operator(self, name: str, phone: str, now: datetime) -> int:
        """A new operator of the platform; the id."""
        return self._add(operators, name=name, phone=phone, phone_ix=self._phone_ix(phone), created_at=now)

    def end(self, people: Table, key: int, now: datetime) -> None:
        """Somebody of these (officers, operators) is in office no longer."""
        self._connection.execute(update(people).where(people.c.id == key).values(left_at=now))

    def _indexed(self, values: dict[str, Any]) -> dict[str, Any]:
        indexed = dict(values)
        if "username" in values:
            indexed["username"] = values["username"] or None
        if values.get("phone"):
            indexed["phone_ix"] = self._phone_ix(values["phone"])
        if values.get("identity") and "*" not in values["identity"]:
            indexed["identity_ix"] = self._identity_ix(values["identity"])
        return indexed

    def _phone_ix(self, phone: str) -> str:
        return self._cipher.index(phone, "phone")

    def _identity_ix(self, identity: str) -> str:
        return self._cipher.index(identity, "identity")

    def _add(self, table: Table, **values: Any) -> int:
        key: Any = self._connection.execute(insert(table).values(values)).inserted_primary_key
        return int(key[0])

    def _change(self, table: Table, row_id: int, values: dict[str, Any]) -> Differences:
        columns = [table.c[name] for name in values]
        row = self._connection.execute(select(*columns).where(table.c.id == row_id)).one() if columns else ()
        different = {name: (old, new) for (name, new), old in zip(values.items(), row, strict=True) if new != old}
        if different:
            after = {name: new for name, (_, new) in different.items()}
            self._connection.execute(update(table).where(table.c.id == row_id).values(after))
        return different
