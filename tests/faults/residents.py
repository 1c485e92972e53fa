"""Many residents at once who file complaints as WeChat delivers them, and keep a log of what they were answered; and
what the database tells of the same."""

import itertools
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.store.engine import Store, Tx
from core.store.tables import complaints, contacts, inbox, outbox, timeline
from simulator import Config, messages, replies, wechat_push
from tests.support.processes import PATIENCE
from tests.support.rows import add_area, add_company, add_contact, add_staff

SIDE_BY_SIDE = 8
"""Residents under way at the same time, each in an estate whose manager has an own lane of news."""
PAUSE = 0.05
FILED = "已提交"
_NUMBER = re.compile(r"编号 (\d{19})")


def settle(store: Store, now: datetime) -> list[str]:
    """The estates, each with a manager who is known in WeChat; the managers' openids."""
    openids = [f"oLoadManager{number:016}" for number in range(SIDE_BY_SIDE)]
    with store.writing() as tx:
        company = add_company(tx, now)
        for number, openid in enumerate(openids):
            area = add_area(tx, now, f"第{number}花园", scene=f"load-{number}", company_id=company)
            staff = add_staff(tx, now, company, area, name=f"张{number}", phone=f"+861771234{number:04}")
            contact = add_contact(tx, now, openid)
            tx.contacts.bind(contact, staff, None, None)
            tx.connection.execute(contacts.update().where(contacts.c.id == contact).values(following=True))
    return openids


@dataclass
class Findings:
    """Openids of residents of whom something acknowledged is not there, or of whom something is there more than once,
    or who were answered otherwise when the same was delivered again."""

    lost: set[str] = field(default_factory=set)
    doubled: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)


class Residents:
    """They come one after the other in each estate. Deliveries go to the listeners at `urls` in turn, again and again
    until they are acknowledged; `tries` counts how many had to be tried how often."""

    def __init__(self, config: Config, *urls: str) -> None:
        self._config, self._urls = config, urls or (config.bot_url,)
        self._numbers, self._turns = itertools.count(1), itertools.count()
        self._stopping, self._given_up = threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []
        self._errors: list[Exception] = []
        self.log: dict[str, list[str]] = defaultdict(list)
        self.changed: set[str] = set()
        self.tries = Counter[int]()

    @contextmanager
    def coming(self) -> Iterator[None]:
        """While the block lasts; then those who are under way finish. Raises what went wrong with any."""
        self._threads = [threading.Thread(target=self._come, args=(at,), daemon=True) for at in range(SIDE_BY_SIDE)]
        for thread in self._threads:
            thread.start()
        try:
            yield
        except BaseException:
            self._given_up.set()
            raise
        finally:
            self._stopping.set()
            for thread in self._threads:
                thread.join(PATIENCE)
        if self._errors:
            raise self._errors[0]

    @property
    def filed(self) -> int:
        """How many were told that their complaint is kept."""
        return sum(FILED in answer for said in self.log.values() for answer in said)

    def _come(self, estate: int) -> None:
        try:
            while not self._stopping.is_set():
                self._file(f"oLoad{next(self._numbers):023}", estate)
        except Exception as error:
            self._errors.append(error)

    def _file(self, openid: str, estate: int) -> None:
        """Scan, words, 提交; then WeChat delivers all three once more."""
        house = int(openid.removeprefix("oLoad"))
        story = messages.scan(f"load-{estate}"), messages.text(f"{house}栋楼道灯不亮"), messages.text("提交")
        sealed = []
        for fields in story:
            push = wechat_push.seal(self._config, openid, fields)
            self.log[openid].append(self._delivered(push))
            sealed.append(push)
        if [self._delivered(push) for push in sealed] != self.log[openid]:
            self.changed.add(openid)

    def _delivered(self, push: wechat_push.Push) -> str:
        """What it was answered by whoever acknowledged it."""
        first = next(self._turns)
        for tries in itertools.count(1):
            listener = self._urls[(first + tries) % len(self._urls)]
            there = replace(push, url=push.url.replace(self._config.bot_url, listener))
            assert not self._given_up.is_set()
            try:
                body = wechat_push.post(there)
            except wechat_push.Failed:
                time.sleep(PAUSE)
                continue
            self.tries[tries] += 1
            return replies.read(self._config, body, push.openid, push.key).text
        raise AssertionError


def compare(store: Store, residents: Residents, ended: bool = False) -> Findings:
    """The log and the database, side by side. While deliveries are under way (until it has `ended`) the database may
    know more than the log."""
    log = {openid: list(said) for openid, said in residents.log.items()}
    found = Findings(changed=set(residents.changed))
    filed = complaints.c.id, complaints.c.contact_id
    news = select(complaints.c.contact_id, outbox.c.key).join_from(outbox, complaints)
    lines = select(complaints.c.contact_id, timeline.c.id).join_from(timeline, complaints)
    with store.reading() as tx:
        ids = dict(tx.connection.execute(select(contacts.c.address_ix, contacts.c.id)).all())
        heard = _counted(tx, select(inbox.c.contact_id, inbox.c.key))
        kept = _counted(tx, select(*reversed(filed)))
        written = _counted(tx, lines.where(timeline.c.act == "submit"))
        told = _counted(tx, news.where(outbox.c.template == "new_complaint", ~outbox.c.key.endswith(":sms")))
        numbers = set(tx.connection.scalars(select(complaints.c.number)))
    for openid, said in log.items():
        one = ids.get(store.cipher.index(openid, "contacts.address"))
        promised = {number for answer in said for number in _NUMBER.findall(answer)}
        if heard[one] < len(said) or promised - numbers or not written[one] == told[one] == kept[one]:
            found.lost.add(openid)
        if kept[one] > 1 or (ended and heard[one] > len(said)):
            found.doubled.add(openid)
    return found


def _counted(tx: Tx, query: Any) -> Counter[int | None]:
    """How many rows of each contact."""
    return Counter(row[0] for row in tx.connection.execute(query))
