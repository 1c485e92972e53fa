"""Rows to begin a test with; each returns its id."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert, select

from core.clocks import Clock
from core.complaint import Complaint
from core.identity import MANAGER_POST
from core.store.engine import Store, Tx
from core.store.tables import areas, companies, metadata, officers, staff, staff_areas


def add_company(tx: Tx, now: datetime, name: str = "金太阳物业服务有限公司") -> int:
    return _add(tx, companies, name=name, created_at=now)


def add_area(tx: Tx, now: datetime, name: str = "万和世家", **more: Any) -> int:
    values = {"district": "高新区", "street": "桂溪街道", "scene": f"a-{name}", "updated_at": now}
    return _add(tx, areas, name=name, **values | more)


def add_staff(
    tx: Tx,
    now: datetime,
    company_id: int,
    *area_ids: int,
    name: str = "张益达",
    phone: str = "+8617712340001",
    post: str = MANAGER_POST,
    **more: Any,
) -> int:
    index = tx.cipher.index(phone, "phone")
    values = {"company_id": company_id, "name": name, "phone": phone, "phone_ix": index, "post": post}
    staff_id = _add(tx, staff, created_at=now, **values | more)
    for area_id in area_ids:
        tx.connection.execute(insert(staff_areas).values(staff_id=staff_id, area_id=area_id, since=now))
    return staff_id


def add_officer(tx: Tx, now: datetime, phone: str, district: str = "高新区", street: str = "", **more: Any) -> int:
    values = {"name": "周敏", "phone": phone, "phone_ix": tx.cipher.index(phone, "phone"), "created_at": now}
    return _add(tx, officers, district=district, street=street, **values | more)


def add_contact(tx: Tx, now: datetime, address: str = "oResident", channel: str = "wechat") -> int:
    contact, _ = tx.inbox.claim(channel, address, f"first of {address}", now)
    return contact.id


def add_complaint(tx: Tx, now: datetime, area_id: int, contact_id: int | None = None, **more: Any) -> Complaint:
    number = tx.complaints.next_number("0040", now)
    values = {"clock": Clock.PENDING, "deadline": now} | more
    complaint = Complaint(0, number, area_id, contact_id, "电梯坏了", now, **values)
    tx.complaints.add(complaint)
    return complaint


def _add(tx: Tx, table: Table, **values: Any) -> int:
    key = tx.connection.execute(insert(table).values(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def everything(store: Store) -> dict[str, list[Any]]:
    """Every row of every table, to be compared: has anything changed?"""
    with store.reading() as tx:
        return {
            table.name: sorted(map(tuple, tx.connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }
