"""The answer to a text, as a row of the outbox."""

from datetime import datetime

from bot.notify.catalogue import Audience
from bot.notify.payload import Payload
from bot.notify.texted import SAID, WORDS, fitted, wanted
from bot.texting.phrases import Reply
from bot.texts.stages import IN_SHORT
from bot.texts.texting import REPLIES
from core.identity import Contact
from core.store.engine import Tx
from core.store.outbox import News

WIDEST = 35
"""Characters of a value, for whoever carries the words of a template."""


def queue(tx: Tx, contact: Contact, reply: Reply, key: str, now: datetime) -> None:
    """Answer the text of this `key`; the phone was told of the complaint that the answer is about."""
    about, fields = reply.about, dict(reply.fields)
    if about:
        asked = (reply.asks, about.round) if reply.asks else ("", 0)
        fields["number"] = tx.codes.name(contact.phone, about.id, now, *asked)
    used = {name: value for name, value in fields.items() if name in wanted(reply.template)}
    if "state" in wanted(reply.template):
        used.setdefault("state", IN_SHORT.get(reply.template, ""))
    if SAID[0] in used and (words := fields.get(WORDS)):
        used[WORDS] = words
    whole = fitted(reply.template, used, WIDEST)
    row = News(
        f"reply:{key}",
        f"c{contact.id}",
        "sms",
        reply.template,
        Audience.WRITER,
        Payload(REPLIES[reply.template].format_map(whole), sms=used).dump(),
        now,
        complaint_id=about.id if about else None,
        contact_id=contact.id,
    )
    tx.outbox.add([row], now)
    tx.has_news = True
