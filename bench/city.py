"""A city to measure in: estates, each with a manager known in WeChat, and an officer for every ten of them."""

from datetime import UTC, datetime
from itertools import count, cycle, islice
from typing import NamedTuple

from bench import account
from core.identity import MANAGER_POST
from core.settings import Settings
from core.store import bulk
from core.store.engine import Store
from core.store.migrate import migrate
from core.store.tables import areas, companies, contacts, officers, staff, staff_areas

ESTATES_A_STREET = 10
STAFF, OFFICERS = 10**9, 2 * 10**9
"""The openids of managers and of officers begin here; residents' at 0."""
_COMPANY = "金太阳物业服务有限公司"


def build(url: str, estates: int) -> Store:
    """A migrated database with a city of so many estates, numbered from 0."""
    store = Store.from_settings(Settings(database_url=url))
    migrate(store.engine)
    now = datetime.now(UTC)
    with store.writing() as tx:
        raw = tx.connection
        (company_id,) = bulk.insert_numbered(raw, companies, [{"name": _COMPANY, "created_at": now}])
        lying = [{"district": "高新区", "street": street(one)} for one in range(estates)]
        known = [
            {"name": f"第{one}小区", "company_id": company_id, "scene": scene(one), "updated_at": now} | lies
            for one, lies in enumerate(lying)
        ]
        area_ids = bulk.insert_numbered(raw, areas, known)
        people = [{"name": "张益达", "company_id": company_id, "post": MANAGER_POST, "created_at": now}] * estates
        staff_ids = bulk.insert_numbered(raw, staff, people)
        charge = zip(staff_ids, area_ids, strict=True)
        bulk.insert(raw, staff_areas, [{"staff_id": who, "area_id": area, "since": now} for who, area in charge])
        guides = [
            {"name": "周敏", "phone": "", "phone_ix": "", "created_at": now} | lying[one]
            for one in range(0, estates, ESTATES_A_STREET)
        ]
        officer_ids = bulk.insert_numbered(raw, officers, guides)
        followers = [_contact(store, manager(one), now, staff_id=who) for one, who in enumerate(staff_ids)]
        followers += [_contact(store, officer(one), now, officer_id=who) for one, who in enumerate(officer_ids)]
        bulk.insert(raw, contacts, followers)
    return store


def scene(estate: int) -> str:
    """What an estate's code holds."""
    return f"e{estate}"


def street(estate: int) -> str:
    """Where an estate lies."""
    return f"第{estate // ESTATES_A_STREET}街道"


def manager(estate: int) -> str:
    """The openid of whoever is in charge of an estate."""
    return account.openid(STAFF + estate)


def officer(number: int) -> str:
    """The openid of a street's officer."""
    return account.openid(OFFICERS + number)


class Said(NamedTuple):
    """One message of a resident."""

    step: str
    xml: str


class Talks:
    """The real mix: scan, words, 提交, 我的, twice; then somebody else comes. `together` residents talk at a time, each
    at another point of it. `filed` counts what they have filed."""

    def __init__(self, estates: int, together: int = 40) -> None:
        self._estates = estates
        self._people = count(together)
        self._under_way = [(one, -(one % _EACH)) for one in range(together)]
        self._turns = cycle(range(together))
        self.filed = 0

    def take(self, messages: int) -> list[Said]:
        """The next so many messages, made ready just now."""
        return [self._message(turn) for turn in islice(self._turns, messages)]

    def _message(self, turn: int) -> Said:
        person, at = self._under_way[turn]
        self._under_way[turn] = (person, at + 1) if at + 1 < _EACH else (next(self._people), 0)
        step = STEPS[at % len(STEPS)] if at >= 0 else MINE
        self.filed += step == FILE
        who, estate = account.openid(person), person % self._estates
        if step == SCAN:
            return Said(step, account.scan(who, scene(estate)))
        return Said(step, account.text(who, f"{_where(person, at)}楼道灯不亮" if step == WORDS else step))


STEPS = SCAN, WORDS, FILE, MINE = "scan", "words", "1", "我的"
_EACH = 2 * len(STEPS)


def _where(person: int, at: int) -> str:
    """A place, another for each complaint of an estate as far as there are places."""
    number = 2 * person + at // len(STEPS)
    return f"{number % 40 + 1}栋{number // 40 % 6 + 1}单元{number // 240 % 30 + 1}楼"


def _contact(store: Store, address: str, now: datetime, **role: int) -> dict[str, object]:
    index = store.cipher.index(address, "contacts.address")
    known = {"staff_id": None, "officer_id": None, "following": True, "created_at": now, "seen_at": now}
    return {"channel": "wechat", "address": address, "address_ix": index} | known | role
