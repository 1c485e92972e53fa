"""What somebody wants of texts: none, some again, or the channel of their notices."""

from core.complaint import Refusal
from core.identity import Contact
from core.own_commands import ChooseChannel, OptIn, OptOut
from core.services.work import Work, acting_contact

CHANNELS = ("wechat", "sms", "both")


def opt_out(work: Work, _: OptOut) -> None:
    """退订: ordinary notices go to the actor's phone by SMS no more. Whoever chose SMS alone gets them by WeChat, if
    there is a WeChat. Raises Refusal `no_phone`."""
    contact = _with_phone(work)
    work.tx.texts.opt_out(contact.phone, work.now)
    if contact.notify_by in ("sms", "both"):
        work.tx.contacts.notified_by(contact.id, "")
    work.tx.audit.write(work.actor, "opt_out", f"contact:{contact.id}", work.now)


def opt_in(work: Work, _: OptIn) -> None:
    """恢复: they do again. Raises Refusal `no_phone`."""
    contact = _with_phone(work)
    if work.tx.texts.opt_in(contact.phone):
        work.tx.audit.write(work.actor, "opt_in", f"contact:{contact.id}", work.now)


def choose_channel(work: Work, command: ChooseChannel) -> None:
    """通知设置: the channel of one's own notices; who asks for SMS wants texts again. Raises Refusal `no_phone`."""
    contact = _with_phone(work)
    if command.channel not in CHANNELS:
        raise Refusal("not_now")
    work.tx.contacts.notified_by(contact.id, command.channel)
    if command.channel != "wechat":
        work.tx.texts.opt_in(contact.phone)
    work.tx.audit.write(work.actor, "choose_channel", f"contact:{contact.id}", work.now, channel=command.channel)


def _with_phone(work: Work) -> Contact:
    contact = work.tx.contacts.get(acting_contact(work))
    if contact is None or not contact.phone:
        raise Refusal("no_phone")
    return contact
