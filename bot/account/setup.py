"""Connecting a real account: what can be done by the API is done, the rest is told. Run again, it changes nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.account import menus
from bot.account.templates import Checked, check
from bot.notify.channels.wechat_api import Declined, WeChatApi, WeChatError
from bot.notify.plan import menu
from bot.texts import account as texts
from core.demonstration import DEMO
from core.settings import Settings
from core.store.engine import Store

PUSH_PATH = "/wechat"


class Push(NamedTuple):
    """What WeChat's settings page asks for. `token` and `aes_keys` only tell whether and how many there are."""

    url: str
    token: bool
    aes_keys: int


@dataclass(frozen=True, slots=True)
class Report:
    """`changes` are named for people, none where all was right; `notes` is what to see to before going live."""

    changes: list[str]
    templates: Checked
    push: Push
    notes: list[str]


def set_up(api: WeChatApi, store: Store, settings: Settings, now: datetime) -> Report:
    """Bring menus and tags up to date, look at the templates. Raises WeChatError.

    Where a tag has to be made, everybody bound is shown their menu anew: that is planned first, so that nobody is
    forgotten where the rest fails.
    """
    missing = menus.missing_tags(api)
    if missing:
        with store.writing() as tx:
            tx.outbox.add([menu(contact_id, now) for contact_id in tx.contacts.bound()], now)
    changes = menus.make_tags(api, missing) + menus.publish(api)
    return Report(changes, check(api, settings.wechat_templates), _push(settings), _notes(settings))


def _push(settings: Settings) -> Push:
    token = settings.wechat_token.get_secret_value()
    return Push(settings.public_url.rstrip("/") + PUSH_PATH, token not in ("", DEMO), len(settings.wechat_aes_keys))


def _notes(settings: Settings) -> list[str]:
    """Only production is held to these."""
    if settings.app_env != "production":
        return [texts.DEMONSTRATION]
    return [] if settings.wechat_templates else [texts.NO_TEMPLATES]


def advice(error: WeChatError) -> str:
    """What went wrong and what to do, in one line, with WeChat's own words (free of secrets) at its end."""
    text = texts.ERRORS.get(error.code, texts.DECLINED) if isinstance(error, Declined) else texts.UNREACHED
    return text.format(detail=error.detail)
