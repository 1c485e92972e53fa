"""What may be sent to a person now: the customer-service window and the consents to subscription messages."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

# WeChat, customer-service messages: what the person did gives so many messages within so many seconds.
MESSAGE = (48 * 3600, 5)
TAP = (60, 3)
WINDOW_CLOSED, COUNT_USED = 45015, 45047
REPEAT = 600  # seconds in which a client_msg_id to the same person is one message


@dataclass
class Grant:
    until: float
    left: int


@dataclass
class Allowance:
    """One person's: at most one grant by a message and one by a tap, and consents left for each template."""

    message: Grant | None = None
    tap: Grant | None = None
    consents: dict[str, float] = field(default_factory=dict)


class Quota:
    """The ledger of every person, by openid. All times come from `clock` (seconds since 1970)."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._people: dict[str, Allowance] = {}
        self._sent: dict[tuple[str, str], tuple[float, int]] = {}

    def wrote(self, openid: str) -> None:
        """The person sent a message: 5 may follow within 48 hours."""
        with self._lock:
            self._of(openid).message = Grant(self._clock() + MESSAGE[0], MESSAGE[1])

    def tapped(self, openid: str) -> None:
        """The person followed, scanned, or tapped the account's menu or a choice: 3 may follow within a minute."""
        with self._lock:
            self._of(openid).tap = Grant(self._clock() + TAP[0], TAP[1])

    def left(self, openid: str) -> None:
        """The person unfollowed: nothing may be sent."""
        with self._lock:
            self._people.pop(openid, None)

    def spend(self, openid: str) -> int:
        """Take one customer-service message: 0, or the errcode 45015 or 45047. The grant ending first goes first."""
        with self._lock:
            person = self._of(openid)
            alive = [grant for grant in (person.tap, person.message) if grant and grant.until > self._clock()]
            if not alive:
                return WINDOW_CLOSED
            usable = sorted((grant for grant in alive if grant.left > 0), key=lambda grant: grant.until)
            if not usable:
                return COUNT_USED
            usable[0].left -= 1
            return 0

    def consented(self, openid: str, template_id: str, always: bool = False) -> None:
        """One consent is one subscription message; `always` is the long-term kind."""
        with self._lock:
            consents = self._of(openid).consents
            consents[template_id] = float("inf") if always else consents.get(template_id, 0) + 1

    def refused(self, openid: str, template_id: str) -> None:
        with self._lock:
            self._of(openid).consents.pop(template_id, None)

    def use_consent(self, openid: str, template_id: str) -> bool:
        with self._lock:
            consents = self._of(openid).consents
            if consents.get(template_id, 0) < 1:
                return False
            consents[template_id] -= 1
            return True

    def repeated(self, openid: str, client_msg_id: str, message_id: int) -> int:
        """The id of the message sent earlier under this client_msg_id, or 0 after noting `message_id` for it."""
        if not client_msg_id:
            return 0
        with self._lock:
            now = self._clock()
            at, earlier = self._sent.get((openid, client_msg_id), (0.0, 0))
            if earlier and now - at < REPEAT:
                return earlier
            self._sent[openid, client_msg_id] = (now, message_id)
            return 0

    def _of(self, openid: str) -> Allowance:
        return self._people.setdefault(openid, Allowance())
