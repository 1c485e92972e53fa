"""A small house with people to tell, a worker in it, and channels that answer as they are told."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from bot.messages import Choice
from bot.notify.channels import Fate, Letter, Outcome
from bot.notify.channels.wechat_api import Declined, Media
from bot.notify.payload import Payload
from bot.notify.worker import Worker
from core.commands import Remind
from core.complaint import Complaint
from core.identity import MANAGER_POST
from core.naming import short
from core.settings import Settings
from core.store.engine import Store, Tx
from core.store.outbox import News
from core.store.tables import areas, companies, contacts, officers, staff, staff_areas

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
OPENID = "oOwnerOwnerOwnerOwnerOwner01"
MANAGER_OPENID = "oManagerManagerManagerMana01"
SENT = Outcome(Fate.SENT)
TEMPLATES = {"accepted": "T1", "finished": "T2", "new_complaint": "T3"}


def outcome(fate: Fate, reason: str = "", **more: Any) -> Outcome:
    return Outcome(fate, reason=reason, **more)


@dataclass
class Scripted:
    """A channel that answers with the outcomes it was given, then SENT; a callable is called in the sending thread."""

    name: str = "wechat"
    idempotent: bool = False
    answers: list[Outcome | Callable[[], Outcome]] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, letter: Letter) -> Outcome:
        with self.lock:
            self.letters.append(letter)
            answer = self.answers.pop(0) if self.answers else SENT
        return answer if isinstance(answer, Outcome) else answer()

    @property
    def keys(self) -> list[str]:
        return [letter.key for letter in self.letters]

    @property
    def routes(self) -> list[str]:
        return [letter.route for letter in self.letters]


@dataclass
class Shelf:
    """Stands for the channel's media: bytes by id, or an error to raise."""

    files: dict[str, bytes | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, provider_id: str, limit: int) -> Media:
        self.asked.append(provider_id)
        found = self.files.get(provider_id, Declined(40007, "40007 invalid media_id"))
        if isinstance(found, Exception):
            raise found
        return Media(found, "image/jpeg")


@dataclass
class House:
    """An estate with a manager (bound to WeChat), an officer, an owner with a phone, and one complaint."""

    store: Store
    settings: Settings
    now: datetime
    wechat: Scripted = field(default_factory=Scripted)
    sms: Scripted = field(default_factory=lambda: Scripted("sms"))
    shelf: Shelf = field(default_factory=Shelf)
    performed: list[tuple[Any, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.settings = self.settings.model_copy(update={"wechat_templates": TEMPLATES, "sms_phone_daily": 1000})
        with self.store.writing() as tx:
            self.company = _add(tx, companies, name="某物业", phone="+8613900000009", created_at=self.now)
            place = {"name": "万和世家", "district": "区", "street": "街", "scene": "s1", "updated_at": self.now}
            self.area = _add(tx, areas, company_id=self.company, **place)
            self.other_area = _add(tx, areas, **place | {"name": "别处", "district": "他区", "scene": "s2"})
            person = {"company_id": self.company, "post": MANAGER_POST, "created_at": self.now}
            self.manager = _add(tx, staff, name="张三", phone="+8613900000001", **person)
            tx.connection.execute(insert(staff_areas).values(staff_id=self.manager, area_id=self.area, since=self.now))
            officer = {"name": "李四", "phone": "+8613900000002", "phone_ix": "x", "created_at": self.now}
            self.officer = _add(tx, officers, district="区", street="街", **officer)
            self.owner = self.contact(tx, OPENID, phone="+8613900000003")
            self.desk = self.contact(tx, MANAGER_OPENID, staff_id=self.manager)
            self.complaint = self.complain(tx)

    def contact(self, tx: Tx, address: str, **values: Any) -> int:
        common = {"channel": "wechat", "following": True, "created_at": self.now, "seen_at": self.now}
        index = self.store.cipher.index(address, "contacts.address")
        return _add(tx, contacts, address=address, address_ix=index, **common | values)

    def complain(self, tx: Tx, **values: Any) -> Complaint:
        number = tx.complaints.next_number("0040", self.now)
        complaint = Complaint(0, number, self.area, self.owner, "水管漏水", self.now, **values)
        tx.complaints.add(complaint)
        return complaint

    def worker(self, **more: Any) -> Worker:
        channels = {"wechat": self.wechat, "sms": self.sms}
        return Worker(self.store, self.settings, channels, self.shelf, self._perform, **more)

    def _perform(self, tx: Tx, command: Any, now: datetime) -> Any:
        self.performed.append((command, now))
        return Counter() if isinstance(command, Remind) else 0

    def drain(self, now: datetime | None = None) -> int:
        return self.worker().drain(now or self.now)

    def put(self, *rows: News) -> None:
        with self.store.writing() as tx:
            tx.outbox.add(rows, self.now)

    def news(self, key: str, channel: str = "wechat", payload: Payload | None = None, **more: Any) -> News:
        values: dict[str, Any] = {"contact_id": self.owner, "complaint_id": self.complaint.id}
        said = payload or Payload("已接收", wechat={"thing1": "万和世家"}, sms={"number": "0001", "state": key})
        lane = more.pop("lane", "c1")
        template = more.pop("template", "accepted")
        due = more.pop("due_at", self.now)
        return News(key, lane, channel, template, "owner", said.dump(), due, **values | more)

    def told(self, phone: str = "+8613900000003") -> str:
        """The number of what this phone was told of, and may answer."""
        with self.store.reading() as tx:
            (found,) = tx.codes.of(phone, self.now)
        assert found.complaint_id == self.complaint.id
        return short(found.number)

    def rows(self) -> dict[str, Any]:
        with self.store.reading() as tx:
            return {row.key: row for row in tx.outbox.listed()}

    def states(self) -> dict[str, tuple[str, str]]:
        return {key: (row.state, row.reason) for key, row in self.rows().items()}

    def open_window(self, contact_id: int, left: int = 5, at: datetime | None = None) -> None:
        self.change(contacts, contact_id, message_at=at or self.now, message_left=left)

    def change(self, table: Any, row_id: int, **values: Any) -> None:
        with self.store.writing() as tx:
            tx.connection.execute(update(table).where(table.c.id == row_id).values(values))

    def get(self, table: Any, row_id: int) -> Any:
        with self.store.reading() as tx:
            return tx.connection.execute(table.select().where(table.c.id == row_id)).one()


def _add(tx: Tx, table: Any, **values: Any) -> int:
    return int(tx.connection.execute(insert(table).values(values)).inserted_primary_key[0])


def question(complaint_id: int, round: int) -> Payload:
    choices: Sequence[Choice] = (
        Choice(f"rate:{complaint_id}:{round}:solved", "已解决", "1"),
        Choice(f"rate:{complaint_id}:{round}:unsolved", "未解决", "2"),
    )
    return Payload("解决了吗?", tuple(choices), sms={"number": "0001"}, asks=True)


def until(done: Callable[[], Any], seconds: float = 10.0) -> None:
    """Wait for something that other threads or processes bring about."""
    ends = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if done():
            return
        ends.wait(0.02)
    raise AssertionError("it did not happen in time")
