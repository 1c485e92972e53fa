"""The town in WeChat, every phone verified, and somebody who can post whatever the gateways post, but reads nothing."""

import json
import time
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select

from bot.session import Session
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import complaints, metadata, outbox, wrong_codes
from tests.conversation.kit import Chat
from tests.support import town
from tests.support.processes import PATIENCE
from tests.webhooks.sms_kit import SECRET, Gateway, reply, up
from webhooks import create_app

RESIDENT, MANAGER, CLEANER, COMPANY, OFFICER, OPERATOR = "王女士", "张益达", "李斯", "王芳", "周敏", "赵敏"
EVERYBODY = (RESIDENT, MANAGER, CLEANER, COMPANY, OFFICER, OPERATOR)
PHONES = {name: known[0] for name, known in (town.STAFF | town.OFFICERS).items()} | town.OPERATORS
PHONES[RESIDENT] = "+8613800138001"
_ANSWER = outbox.c.key.startswith("reply:")
LOGS = ("inbox", "texts", "named", "wrong_codes")
"""What comes with any text and its answer: that it came, which complaints the answer told of, and how often it was
wrong."""


class Forger(Chat):
    """`forges` is a text under somebody's number; what is answered goes to the phone, which only `phone_of` reads."""

    def __init__(self, store: Store, settings: Settings, now: datetime) -> None:
        super().__init__(store, settings.model_copy(update={"sms_callback_secret": (SecretStr(SECRET),)}), now)
        self._count = count(1)
        self._gateway = Gateway(self.house, create_app(self.house).test_client())  # type: ignore[arg-type]
        self.say(RESIDENT, "我的")
        town.bind(store, CLEANER, CLEANER, now)
        with store.writing() as tx:
            contact, _ = tx.inbox.claim("wechat", RESIDENT, "phone", now)
            tx.contacts.verified_phone(contact.id, PHONES[RESIDENT], now)

    def forges(self, who: str, text: str, provider: str = "aliyun") -> str:
        """The name of the answer's template; a gateway posts again what was not kept in time."""
        number, many = PHONES[who].removeprefix("+86"), next(self._count)
        if provider == "aliyun":
            place, item = "aliyun/up", [up(phone_number=number, content=text, sequence_id=many)]
        else:
            place, item = "tencent/reply", reply(mobile=number, text=text, time=1_729_157_020 + many)
        until = time.monotonic() + PATIENCE
        while self._gateway.post(place, item).status_code != 200:
            assert time.monotonic() < until
        last = select(outbox.c.template).where(_ANSWER).order_by(outbox.c.id.desc()).limit(1)
        with self.store.reading() as tx:
            return tx.connection.scalar(last) or ""

    def digits(self) -> str:
        """What only the phone's owner reads: the digits in the last answer that brought some."""
        said = select(outbox.c.payload).where(_ANSWER).order_by(outbox.c.id.desc())
        with self.store.reading() as tx:
            found = (json.loads(one)["sms"].get("digits", "") for one in tx.connection.scalars(said))
            return str(next(filter(None, found)))

    def told(self, who: str) -> str:
        """A text has told this phone of the complaint, by this number."""
        with self.store.writing() as tx:
            return tx.codes.name(PHONES[who], self.complaint or 0, self.now)

    def state(self) -> str:
        """How the complaint stands."""
        with self.store.reading() as tx:
            return str(tx.connection.scalar(select(complaints.c.state).where(complaints.c.id == self.complaint)))

    def wrong(self) -> int:
        """How many wrong numbers and digits were counted."""
        with self.store.reading() as tx:
            return len(tx.connection.execute(select(wrong_codes.c.id)).all())

    def by_text(self, who: str) -> Session:
        """How the conversation by text stands."""
        return Session.load(self.session(who).texted)

    def kept(self) -> dict[str, list[Any]]:
        """Everything in the database but LOGS, the answers, and where the conversations by text stand."""
        with self.store.reading() as tx:
            found = {}
            for table in metadata.sorted_tables:
                if table.name not in LOGS:
                    rows = [row._asdict() for row in tx.connection.execute(select(table).order_by(*table.primary_key))]
                    found[table.name] = [_bare(row) for row in rows if not row.get("key", "").startswith("reply:")]
            return found


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    row.pop("seen_at", None)
    if "session" in row:
        row["session"] = replace(Session.load(row["session"] or ""), texted="")
    return row
