"""The town of the tests: the estates, people and officers that transcripts and stories play with."""

from datetime import datetime

from sqlalchemy import insert

from core.identity import MANAGER_POST, OTHER_POST
from core.store.engine import Store, Tx
from core.store.tables import areas, companies, officers, operators, staff, staff_areas

COMPANY = "金太阳物业服务有限公司"
ESTATES = (
    # name, district, street, community, manager, the code of texts
    ("万和世家", "高新区", "桂溪街道", "交子公园社区", "张益达", "A7Q3"),
    ("春和景明", "高新区", "桂溪街道", "和平社区", "吴发竹", "C4HM"),
    ("测试小区一", "高新区", "桂溪街道", "交子公园社区", "", "T9EX"),
    ("万科翡翠", "邛崃市", "文君街道", "广岩社区", "吴发竹", "W6KF"),
)
STAFF = {
    "张益达": ("+8617712340001", MANAGER_POST),
    "吴发竹": ("+8617712340004", MANAGER_POST),
    "李斯": ("+8617712340005", "保洁"),
    "王芳": ("+8617712340007", OTHER_POST),
}
OFFICERS = {
    "周敏": ("+8617712340002", "高新区", "桂溪街道"),
    "陈立": ("+8617712340003", "高新区", ""),
    "何静": ("+8617712340006", "邛崃市", "文君街道"),
}
ADMINISTRATOR = "王芳"
OTHER_COMPANY = "银月亮物业服务有限公司"
OTHER_ADMINISTRATOR, OTHER_PHONE = "孙悦", "+8617712340010"
"""A second company: no estate is linked to it."""
OPERATORS = {"赵敏": "+8617712340008"}
COMPANY_PHONE = "+8617712340009"


def build(store: Store, now: datetime) -> None:
    """Fill an empty store with the town. An estate's scene is `scene-` and its name."""
    with store.writing() as tx:
        company_id = _add(tx, companies, name=COMPANY, phone=COMPANY_PHONE, created_at=now)
        people = {name: _staff(tx, name, company_id, now) for name in STAFF}
        other_id = _add(tx, companies, name=OTHER_COMPANY, created_at=now)
        tx.registry.administrator(other_id, OTHER_ADMINISTRATOR, OTHER_PHONE, now)
        for name, (phone, district, street) in OFFICERS.items():
            index = store.cipher.index(phone, "phone")
            _add(tx, officers, name=name, phone=phone, phone_ix=index, district=district, street=street, created_at=now)
        for name, phone in OPERATORS.items():
            _add(tx, operators, name=name, phone=phone, phone_ix=store.cipher.index(phone, "phone"), created_at=now)
        for name, district, street, community, manager, code in ESTATES:
            area_id = _add(
                tx,
                areas,
                name=name,
                district=district,
                street=street,
                community=community,
                company_id=company_id,
                scene=f"scene-{name}",
                code=code,
                updated_at=now,
            )
            if manager:
                tx.connection.execute(insert(staff_areas).values(staff_id=people[manager], area_id=area_id, since=now))


def bind(store: Store, name: str, openid: str, now: datetime) -> None:
    """Let somebody of the directory be known under an openid, as if they had sent 绑定 and the code."""
    only_phones = OPERATORS | {OTHER_ADMINISTRATOR: OTHER_PHONE}
    phone = only_phones.get(name) or (STAFF.get(name) or OFFICERS[name])[0]
    with store.writing() as tx:
        contact, _ = tx.inbox.claim("wechat", openid, f"bind {name}", now)
        contact.following = True
        tx.inbox.save(contact, f"bind {name}", "", now, "message")
        found, officer = tx.directory.staff_by_phone(phone), tx.directory.officer_by_phone(phone)
        operator = tx.directory.operator_by_phone(phone)
        tx.contacts.verified_phone(contact.id, phone, now)
        bound = (found[0] if found else None, officer, operator)
        tx.contacts.bind(contact.id, *(one.id if one else None for one in bound))


def change(tx: Tx, deed: str, name: str, *given: str) -> None:
    """信用 of the first company, as an operator enters it; 脱离: an estate is linked to no company any more."""
    if deed == "信用":
        company = tx.directory.company_by_name(COMPANY)
        assert company
        tx.registry.change_company(company.id, {"grade": name, "score": int(given[0])})
        return
    for area_id in tx.registry.area_ids(name):
        tx.registry.change_area(area_id, {"company_id": None, "street": ""})


def _staff(tx: Tx, name: str, company_id: int, now: datetime) -> int:
    phone, post = STAFF[name]
    known = {"name": name, "phone": phone, "phone_ix": tx.cipher.index(phone, "phone"), "post": post}
    return _add(tx, staff, company_id=company_id, administers=name == ADMINISTRATOR, created_at=now, **known)


def _add(tx: Tx, table: object, **values: object) -> int:
    return int(tx.connection.execute(insert(table).values(values)).inserted_primary_key[0])  # type: ignore[arg-type,index]
