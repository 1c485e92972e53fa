"""A town to measure in: an estate with a manager, and residents in the middle of a draft."""

from datetime import UTC, datetime

from sqlalchemy import insert

from bench.account import openid
from bot.messages import Inbound, Kind
from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from core.store.migrate import migrate
from core.store.tables import contacts
from tests.support import town

ESTATE, *_ = town.ESTATES[0]
MANAGER = town.ESTATES[0][4]


def build(url: str, residents: int) -> Store:
    """A migrated database with the town; residents 0, 1, … have just written the first words of a complaint."""
    settings = Settings(database_url=url)
    store = Store.from_settings(settings)
    migrate(store.engine)
    now = datetime.now(UTC)
    town.build(store, now)
    town.bind(store, MANAGER, MANAGER, now)
    draft = _draft(House(settings, store), now)
    rows = [_resident(store, openid(number), draft, now) for number in range(residents)]
    with store.writing() as tx:
        tx.connection.execute(insert(contacts), rows)
    return store


def _draft(house: House, now: datetime) -> dict[str, object]:
    """What is kept of somebody who has scanned and written."""
    first = {"channel": "wechat", "address": "first", "sent_at": now}
    house.receive(Inbound(key="scan", kind=Kind.SCAN, scene=f"scene-{ESTATE}", **first))
    house.receive(Inbound(key="words", kind=Kind.TEXT, text="排水沟堵了", **first))
    with house.store.writing() as tx:
        contact, _ = tx.inbox.claim("wechat", "first", "look", now)
    return {"session": contact.session, "area_id": contact.area_id}


def _resident(store: Store, address: str, draft: dict[str, object], now: datetime) -> dict[str, object]:
    index = store.cipher.index(address, "contacts.address")
    known = {"channel": "wechat", "address": address, "address_ix": index, "following": True}
    return known | draft | {"created_at": now, "seen_at": now}
