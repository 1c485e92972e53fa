"""The simulated world: one account, its people, the clouds' ledgers, and the way to the bot."""

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from simulator import messages, people, wechat_push
from simulator.account import Account
from simulator.config import Config
from simulator.estates import Estates
from simulator.faults import Faults
from simulator.feed import Feed
from simulator.later import Later
from simulator.media import Media
from simulator.person import Person
from simulator.quirks import Quirks
from simulator.quota import Quota
from simulator.replies import Answer
from simulator.sms import SmsLedger
from simulator.sms_applied import Books
from simulator.tokens import Tokens
from simulator.wechat_push import Network

KEPT = 50_000  # entries of each ledger
Found = TypeVar("Found")


class Simulator:
    """Everything in memory, safe to use from many threads. Tests hold one and talk to it directly.

    `calls` is the ledger of what the bot asked of the clouds, `pushes` of what was delivered to the bot.
    """

    def __init__(self, config: Config | None = None) -> None:
        self.config = config = config or Config()
        self.base_url = "http://127.0.0.1:8001"
        self.network = Network(config.push_timeout, config.push_tries, config.push_pause)
        self.quirks = Quirks()
        self.tokens = Tokens(config.clock, config.token_seconds)
        self.quota = Quota(config.clock)
        self.feed, self.later = Feed(), Later()
        self.faults = Faults(lambda: self.feed.publish("faults", self.faults.listed()))
        self.media = Media(config.clock)
        self.account = Account(config)
        self.estates = Estates(config.estates_command, lambda: self.feed.publish("estates", self.estates.listed()))
        self.sms = SmsLedger(config, self.later, self.feed, self.faults, self.quirks)
        self.sms_books = Books(config)
        self.calls: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self.pushes: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self.binding: dict[str, str] = {}
        self._lock = threading.RLock()
        self._ids = itertools.count(1)
        self._people: dict[str, Person] = {}
        for persona in people.PERSONAS:
            self.person(persona.openid)

    def person(self, openid: str) -> Person:
        """The person with this openid, made at the first asking."""
        with self._lock:
            if openid not in self._people:
                self._people[openid] = Person(self, openid)
            return self._people[openid]

    def follower(self, openid: str) -> Person | None:
        """The person, if there is one and they follow the account."""
        found = self._people.get(openid)
        return found if found and found.following else None

    def knows(self, openid: str) -> bool:
        return openid in self._people

    def deliver(self, openid: str, fields: messages.Fields) -> Answer:
        """Push `fields` as `openid`, note it in the ledger, and answer what came back."""
        push = wechat_push.seal(self.config, openid, fields)
        answer = wechat_push.deliver(self.config, push, self.network)
        self.pushes.append(_push_entry(openid, fields, answer))
        return answer

    def scene(self, code: str) -> tuple[str, str]:
        """What a scanned code holds, and what to call it: by scene, by an estate's name or by a QR's URL."""
        estates = self.estates.listed()
        scene = self.account.scene_of(code, (one["scene"] for one in estates)) or code
        for estate in estates:
            if scene in (estate["scene"], estate["name"]):
                return estate["scene"], estate["name"]
        return scene, "一个小区"

    def ticket(self, scene: str) -> str:
        return self.account.ticket_of(scene) if scene else ""

    def media_url(self, media_id: str) -> str:
        return f"{self.base_url}/sim/media/{media_id}"

    def slowly(self, show: Callable[[], None]) -> None:
        """Do it now, or after a while where the network is slow."""
        if self.network.slow > 0:
            self.later.after(self.network.slow, show)
        else:
            show()

    def publish(self, person: Person, kind: str, data: dict[str, Any]) -> None:
        """Tell the pages of a change on a phone that stands on the table; wake whoever waits for one."""
        if person.persona:
            self.feed.publish(kind, {"person": person.openid} | data)
        else:
            with self.feed.changed:
                self.feed.changed.notify_all()

    def wait(self, look: Callable[[], Found | None], timeout: float, otherwise: str) -> Found:
        """What `look` finds, looked for again at each change. Raises TimeoutError with `otherwise`."""
        deadline = time.monotonic() + timeout
        with self.feed.changed:
            while (found := look()) is None:
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    raise TimeoutError(otherwise)
                self.feed.changed.wait(min(remaining, 0.5))
            return found

    def next_id(self) -> int:
        return next(self._ids)

    def close(self) -> None:
        self.later.close()
        self.estates.close()


def _push_entry(openid: str, fields: messages.Fields, answer: Answer) -> dict[str, Any]:
    return {
        "at": time.time(),
        "openid": openid,
        "type": fields.get("Event") or fields["MsgType"],
        "kind": answer.kind,
        "tries": answer.tries,
        "seconds": round(answer.seconds, 4),
        "problem": answer.problem,
        "agreed": answer.agreed,
    }
