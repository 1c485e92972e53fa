"""The pages over a test's store, and people who use them without a browser."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot.messages import Inbound, Kind
from bot.wiring import House
from console.pages.limits import Limits
from core import commands as c
from core.complaint import Complaint
from core.identity import Actor
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import areas, outbox
from tests.support import town
from tests.support.rows import add_contact
from webhooks import create_app

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Site:
    """The town's pages. `now` may be moved."""

    store: Store
    settings: Settings
    now: datetime
    said: int = 0

    def __post_init__(self) -> None:
        self.house = House(self.settings, self.store, lambda: self.now)
        self.app = create_app(self.house)
        town.build(self.store, self.now)
        with self.store.writing() as tx:
            self.owner = Actor(add_contact(tx, self.now), channel="wechat")

    def perform(self, actor: Actor, command: c.Command) -> Any:
        with self.store.writing() as tx:
            return self.house.perform(tx, actor, command, self.now)

    def files(self, estate: str = "万和世家", words: str = "7栋电梯坏了", **more: Any) -> Complaint:
        """A resident's complaint."""
        with self.store.reading() as tx:
            area_id = tx.connection.scalar(select(areas.c.id).where(areas.c.name == estate))
        assert area_id
        found: Complaint = self.perform(self.owner, c.Submit(area_id, words, **more))
        return found

    def chat(self, who: str, words: str, tap: str = "") -> str:
        """What the bot answers somebody bound (`town.bind`)."""
        self.said += 1
        inbound = Inbound("wechat", who, f"chat {self.said}", Kind.TEXT, self.now, text=words, tap=tap)
        return self.house.receive(inbound).say.text

    def code(self) -> str:
        """The code that was sent last."""
        query = select(outbox.c.payload).where(outbox.c.template == "code").order_by(outbox.c.id.desc())
        with self.store.reading() as tx:
            payload = tx.connection.scalar(query)
        assert payload
        return str(json.loads(payload)["sms"]["code"])

    def codes(self) -> int:
        """How many codes were sent."""
        with self.store.reading() as tx:
            return len(tx.connection.execute(select(outbox.c.id).where(outbox.c.template == "code")).all())

    def let_pass(self, span: timedelta) -> None:
        """Time passes, also for how often one may knock."""
        self.now += span
        self.app.extensions["mashangban.limits"] = Limits(self.settings)

    def visitor(self) -> "Visitor":
        return Visitor(self, self.app.test_client())

    def enter(self, name: str, account: str = "") -> "Visitor":
        """Somebody of the town, logged in by SMS; a minute passes, since a number gets one code a minute."""
        self.let_pass(timedelta(minutes=1))
        visitor = self.visitor()
        visitor.logs_in(phone(name), account)
        return visitor


@dataclass
class Visitor:
    """A browser without eyes: follows redirects, sends the token of the page it was on."""

    site: Site
    client: FlaskClient
    page: str = ""
    status: int = 0
    last: TestResponse | None = field(default=None, repr=False)

    def opens(self, path: str, **more: Any) -> "Visitor":
        return self._got(self.client.get(path, follow_redirects=True, **more))

    def sends(self, path: str, **fields: Any) -> "Visitor":
        """Post a form with the token of the page that is open."""
        found = _TOKEN.search(self.page)
        data = fields | ({"csrf_token": found[1]} if found else {})
        return self._got(self.client.post(path, data=data, follow_redirects=True))

    def sees(self, *words: str) -> "Visitor":
        missing = [one for one in words if one not in self.page]
        assert not missing, f"{missing} not in {self.status} {self.text}"
        return self

    def misses(self, *words: str) -> "Visitor":
        there = [one for one in words if one in self.page]
        assert not there, f"{there} in {self.text}"
        return self

    def logs_in(self, who: str, account: str = "") -> None:
        self.opens("/console/login").sends("/console/login", who=who)
        self.sees("输入验证码").sends("/console/login/code", code=self.site.code())
        if account:
            self.sees("选择账号").chooses(account)

    def chooses(self, account: str) -> None:
        found = re.search(rf'value="([a-z]+:\d+)">\s*<strong>{account}', self.page)
        assert found, self.text
        self.sends("/console/accounts", account=found[1])

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", self.page)))

    @property
    def path(self) -> str:
        assert self.last is not None
        return self.last.request.path

    def _got(self, answer: TestResponse) -> "Visitor":
        self.last, self.page, self.status = answer, answer.data.decode(errors="replace"), answer.status_code
        return self


def phone(name: str) -> str:
    """A person's phone as they type it."""
    found = town.OPERATORS.get(name) or (town.STAFF.get(name) or town.OFFICERS.get(name) or ("",))[0]
    return found.removeprefix("+86")
