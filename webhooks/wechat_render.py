"""What the bot says, as a passive reply of WeChat's: text, then one tappable line a choice."""

import re
from datetime import datetime

from bot.messages import Choice, Say
from bot.notify.channels.wechat_text import LIMIT, clean, shorten
from bot.taps import number

CHOICES_LIMIT = 1400
"""Bytes the choices may take before they are drawn more briefly; the rest is the text's."""

_UNSAFE = re.compile("[\x00-\x20\x7f\"'<>&#%+\\\\`\ud800-\udfff\ufffe\uffff]")


def reply(say: Say, to: str, account: str, at: datetime) -> bytes:
    """The reply's XML, unsealed. The same arguments give the same bytes."""
    return (
        f"<xml><ToUserName>{_cdata(to)}</ToUserName><FromUserName>{_cdata(account)}</FromUserName>"
        f"<CreateTime>{int(at.timestamp())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{_cdata(content(say))}</Content></xml>"
    ).encode()


def content(say: Say) -> str:
    """The words and the choices in at most 2,048 bytes. The text is shortened, never the choices."""
    words = clean(say.text)
    if not say.choices:
        return shorten(words)
    lines = _lines(say.choices)
    return shorten(shorten(words, LIMIT - len(lines.encode()) - 1) + "\n" + lines)


def _lines(choices: tuple[Choice, ...]) -> str:
    """The fullest way to draw the choices that leaves the text some room; typed numbers always work."""
    labels = [choice.label for choice in choices]
    lines = ""
    for draw in (_tappable if len(set(labels)) == len(labels) else _tappable_short, _tappable_short, _typed):
        lines = "\n".join(map(draw, choices))
        if len(lines.encode()) <= CHOICES_LIMIT:
            break
    return lines


def _tappable(choice: Choice) -> str:
    return _anchor(choice, choice.label)


def _tappable_short(choice: Choice) -> str:
    """A tap says the number, which costs fewer bytes than the label, and tells apart those of one label."""
    return _anchor(choice, choice.key or choice.label)


def _anchor(choice: Choice, spoken: str) -> str:
    link = f"weixin://bizmsgmenu?msgmenucontent={_quote(spoken)}&msgmenuid={number(choice.id)}"
    return f'<a href="{link}">{_typed(choice)}</a>'


def _typed(choice: Choice) -> str:
    return clean(f"{choice.key} {choice.label}" if choice.key else choice.label)


def _quote(text: str) -> str:
    """Escape only what would end the link or the attribute: WeChat shows the rest as it stands."""
    return _UNSAFE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode(errors="replace"))


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"
