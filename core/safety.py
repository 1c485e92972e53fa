"""What production refuses to run with: values that everybody knows, that can be guessed or that stand twice, and
addresses that lead nowhere but here."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import SecretStr

from core.addresses import outside
from core.demonstration import PUBLISHED, TEMPLATE
from core.strength import raw, simple

if TYPE_CHECKING:
    from core.settings import Given

KEY_BYTES = 32
CALLBACKS = 2
"""As many stand for each other while one is replaced."""
_UNGUESSABLE = re.compile(r"[A-Za-z0-9_-]{22,}", re.ASCII)
"""At least 128 bits, as hexadecimal digits or in URL-safe base64; and fit to stand in a path."""
_TOKEN = re.compile(r"[A-Za-z0-9]{16,32}")
"""WeChat takes 3 to 32 letters and digits; fewer than 16 can be guessed."""
_ADDRESSES = ("public_url", "wechat_api_url", "aliyun_sms_url", "tencent_sms_url")
_NEEDED = ("secret_key", "index_key", "wechat_app_id", "wechat_app_secret", "wechat_token", "wechat_aes_keys")
_OF_GATEWAY = {
    "aliyun": ("sms_callback_secret", "aliyun_sms_key_id", "aliyun_sms_key_secret", "aliyun_sms_sign"),
    "tencent": (
        "sms_callback_secret",
        "tencent_sms_secret_id",
        "tencent_sms_secret_key",
        "tencent_sms_app_id",
        "tencent_sms_sign",
    ),
}
_OURS = ("secret_key", "data_keys", "index_key", "wechat_token", "wechat_aes_keys", "sms_callback_secret")
"""Secrets that operators make themselves."""


class Fault(NamedTuple):
    """What is wrong with one variable: `what` is a fixed word, `facts` are for saying it and hold no value."""

    name: str
    what: str
    facts: Mapping[str, Any] = {}


def unsafe(given: "Given") -> list[Fault]:
    """The faults that keep production from starting, at most one a variable, in the order of the settings."""
    found: dict[str, Fault] = {}
    for faults in (_missing(given), _published(given), _weak(given), _equal(given), _here(given)):
        for fault in faults:
            found.setdefault(fault.name, fault)
    return [found[name] for name in map(str.upper, type(given).model_fields) if name in found]


def secrets(given: "Given", name: str) -> list[str]:
    """What a setting holds, secrets opened; nothing for an empty one."""
    value = getattr(given, name)
    parts = value if isinstance(value, tuple) else (value,)
    plain = (one.get_secret_value() if isinstance(one, SecretStr) else str(one) for one in parts)
    return [one for one in plain if one]


def _missing(given: "Given") -> Iterator[Fault]:
    for name in (*_NEEDED, *_OF_GATEWAY.get(given.sms_provider, ())):
        if not secrets(given, name):
            yield Fault(name.upper(), "missing")


def _published(given: "Given") -> Iterator[Fault]:
    for name, known in PUBLISHED.items():
        if set(secrets(given, name)) & set(known):
            yield Fault(name.upper(), "published" if name in given.model_fields_set else "missing")
    for name in ("wechat_templates", "sms_templates"):
        if any(TEMPLATE.fullmatch(one) for one in getattr(given, name).values()):
            yield Fault(name.upper(), "published")


def _weak(given: "Given") -> Iterator[Fault]:
    if not all(map(_TOKEN.fullmatch, secrets(given, "wechat_token"))):
        yield Fault("WECHAT_TOKEN", "token")
    callbacks = secrets(given, "sms_callback_secret")
    if len(callbacks) > CALLBACKS:
        yield Fault("SMS_CALLBACK_SECRET", "too_many", {"most": CALLBACKS})
    if not all(map(_UNGUESSABLE.fullmatch, callbacks)):
        yield Fault("SMS_CALLBACK_SECRET", "callback")
    for name in ("secret_key", "index_key"):
        if any(len(raw(one)) < KEY_BYTES for one in secrets(given, name)):
            yield Fault(name.upper(), "short", {"least": KEY_BYTES})
    for name in _OURS:
        if any(map(simple, secrets(given, name))):
            yield Fault(name.upper(), "simple")


def _equal(given: "Given") -> Iterator[Fault]:
    """Whoever has one secret shall not have another with it."""
    named = defaultdict[bytes, list[str]](list)
    for name in _OURS:
        for one in secrets(given, name):
            named[raw(one)].append(name.upper())
    for names in named.values():
        for name in names[1:]:
            yield Fault(name, "equal", {"other": names[0]})


def _here(given: "Given") -> Iterator[Fault]:
    for name in _ADDRESSES:
        if not outside(getattr(given, name)):
            yield Fault(name.upper(), "address" if name in given.model_fields_set else "missing")
