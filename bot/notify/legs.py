"""By which channels one notice goes to one person: the catalogue's, as far as the person can be reached, and as the
person has chosen (通知设置)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.notify.catalogue import By
from core.store.engine import Tx


class Leg(NamedTuple):
    """One row: its channel, the one it falls back to, and the reason for which it is kept only to show why nothing
    was sent."""

    channel: str
    fallback: str = ""
    reason: str = ""


def legs(by: By, bound: bool, phone: bool, chosen: str = "") -> Iterator[Leg]:
    """`bound`: there is a WeChat; `phone`: there is a number; `chosen`: wechat, sms, both, or nothing.

    | catalogue | chosen | goes |
    | --- | --- | --- |
    | both | - | WeChat and SMS |
    | WeChat or SMS | - | WeChat; SMS where that fails |
    | either | wechat | WeChat; SMS where that fails |
    | either | sms | SMS; WeChat where that fails |
    | either | both | WeChat and SMS |
    """
    text = Leg("sms", reason="" if phone else "no_phone")
    if by in (By.SMS, By.WECHAT):
        yield text if by is By.SMS else Leg("wechat", reason="" if bound else "not_bound")
    elif not bound:
        yield from [Leg("wechat", reason="not_bound")] if by is By.BOTH else []
        yield text
    elif chosen == "sms" and phone:
        yield Leg("wechat", reason="chosen_sms")
        yield Leg("sms", "wechat")
    elif chosen == "both" or (by is By.BOTH and chosen != "wechat"):
        yield Leg("wechat")
        yield text
    else:
        yield Leg("wechat", "sms")
        yield from [Leg("sms", reason="chosen_wechat")] if by is By.BOTH else []


def everywhere(tx: Tx, bound: Sequence[int], phone: bool) -> Iterator[tuple[int | None, bool, str]]:
    """Somebody of the directory by each of their contacts, or by phone alone: (contact, whether a text may go, chosen).
    The phone, and the channel chosen by one of the contacts, count once: whoever wants texts alone is told by the
    first."""
    chosen = next((one.notify_by for key in bound if (one := tx.contacts.get(key)) and one.notify_by), "")
    told: Sequence[int | None] = bound[:1] if chosen == "sms" and phone else bound
    for at, contact_id in enumerate(told or [None]):
        yield contact_id, phone and at == 0, chosen if at == 0 else ""
