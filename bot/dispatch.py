"""From a message to its answer: claim → lock → load → route → run → save → answer, one transaction.

The answer is kept with the message, so that the same message delivered again gets the same answer and has no
second effect. A text is answered by a text, which is a row of the outbox: what is returned for it is silence.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.asking import read_ahead
from bot.conversation import Conversation
from bot.messages import SILENCE, Answer, Choice, Inbound, Kind, Receipt, Say
from bot.notify.receipts import apply_receipt
from bot.texting.talk import Texting
from core.commands import Command
from core.identity import Actor
from core.store.engine import Store, Tx
from core.store.inbox import MESSAGE, NEITHER, SMS, TAP, Duplicate, Kept

Perform = Callable[[Tx, Actor, Command, datetime], Any]

_SILENT = (Kind.RECEIPT, Kind.CONSENT, Kind.SILENT, Kind.UNFOLLOW)
_TAPS = (Kind.CLICK, Kind.FOLLOW, Kind.SCAN)
_TRIES = 3


class Dispatch:
    """`receive` is the one way in, for every channel. `hold` is how long what may be taken back is told to nobody."""

    def __init__(
        self,
        store: Store,
        perform: Perform,
        clock: Callable[[], datetime],
        wake: Callable[[], None],
        hold: timedelta = timedelta(0),
    ) -> None:
        self._store = store
        self._perform = perform
        self._clock = clock
        self._wake = wake
        self._hold = hold

    def receive(self, inbound: Inbound) -> Answer:
        """Answer one message durably: once this returns, its effect is committed. Raises the database's own
        errors where it cannot be."""
        if inbound.kind is Kind.TEXT and inbound.channel != SMS and not inbound.tap:
            read_ahead(inbound.text)
        for _ in range(_TRIES):
            try:
                return self._receive(inbound)
            except Duplicate:
                continue
        raise Duplicate(inbound.key)

    def note(self, receipts: Sequence[Receipt]) -> None:
        """Keep what a gateway says of messages we sent, durably; said again, it changes nothing."""
        with self._store.writing() as tx:
            for receipt in receipts:
                apply_receipt(tx, receipt, self._clock())
        if tx.has_news:
            self._wake()

    def _receive(self, inbound: Inbound) -> Answer:
        now = self._clock()
        with self._store.writing() as tx:
            contact, kept = tx.inbox.claim(inbound.channel, inbound.address, inbound.key, now)
            if kept:
                return _load(kept)
            say = SILENCE
            if inbound.kind in _SILENT:
                contact.following = contact.following and inbound.kind is not Kind.UNFOLLOW
                self._note(tx, contact.id, inbound, now)
            elif inbound.channel == SMS:
                Texting(tx, contact, now, self._perform).answer(inbound)
            else:
                contact.following = True
                say = Conversation(tx, contact, now, self._perform, self._hold).answer(inbound)
            window = NEITHER if inbound.channel == SMS else _window(inbound)
            tx.inbox.save(contact, inbound.key, _dump(say), now, window)
        if tx.has_news:
            self._wake()
        return Answer(say, now)

    def _note(self, tx: Tx, contact_id: int, inbound: Inbound, now: datetime) -> None:
        for receipt in inbound.receipts:
            apply_receipt(tx, receipt, now)
        for consent in inbound.consents:
            tx.contacts.consent(contact_id, consent.template_id, consent.accepted)


def _window(inbound: Inbound) -> str:
    """What it lets us send: a tap on a choice counts as one on the menu does (WeChat, customer-service messages)."""
    if inbound.kind in _SILENT:
        return NEITHER
    return TAP if inbound.kind in _TAPS or inbound.tap else MESSAGE


def _dump(say: Say) -> str:
    return json.dumps([say.text, say.choices], ensure_ascii=False) if say.text else ""


def _load(kept: Kept) -> Answer:
    if not kept.answer:
        return Answer(SILENCE, kept.at)
    text, offered = json.loads(kept.answer)
    return Answer(Say(text, tuple(Choice(*one) for one in offered)), kept.at)
