"""The one place where things are plugged together.

What a process does not use, it does not import: a command that lists complaints needs no conversation, no gateway and
no drawing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.messages import Answer, Inbound, Receipt
from bot.notify.plan import plan
from bot.notify.wake import make_bell
from core.clocks import durations
from core.commands import Command
from core.identity import SYSTEM, Actor
from core.services import Work, perform
from core.settings import Settings
from core.store.engine import Store, Tx
from core.store.tokens import StoredTokens

if TYPE_CHECKING:
    from bot.account.codes import Codes
    from bot.dispatch import Dispatch
    from bot.notify.channels import Channel
    from bot.notify.channels.wechat_api import WeChatApi
    from bot.notify.worker import Worker


def utc_now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@dataclass
class House:
    """Everything a process needs, made from its settings. `now` may be another clock in tests."""

    settings: Settings
    store: Store
    now: Callable[[], datetime] = utc_now

    def __post_init__(self) -> None:
        self._durations = durations(self.settings)
        self._hold = timedelta(seconds=self.settings.undo_hold)
        self.bell = make_bell(self.settings)

    @classmethod
    def build(cls, settings: Settings, now: Callable[[], datetime] = utc_now) -> "House":
        """The house of these settings."""
        return cls(settings, Store.from_settings(settings), now)

    @cached_property
    def dispatch(self) -> "Dispatch":
        """What answers messages; asked for once, before the first comes."""
        from bot import faq
        from bot.dispatch import Dispatch

        faq.prepare()
        return Dispatch(self.store, self.perform, lambda: self.now(), self.bell.ring, self._hold)

    def receive(self, inbound: Inbound) -> Answer:
        """Answer one message; see `Dispatch.receive`."""
        return self.dispatch.receive(inbound)

    def note(self, receipts: Sequence[Receipt]) -> None:
        """Keep what a gateway says of messages we sent; see `Dispatch.note`."""
        self.dispatch.note(receipts)

    def perform(self, tx: Tx, actor: Actor, command: Command, now: datetime) -> Any:
        """Carry out a command in an open transaction, and plan the news it makes. Raises Refusal."""
        given = self.settings
        work = Work(tx, actor, now, self._durations, given.number_prefix, given.public_url, given.code_daily_budget)
        result = perform(work, command)
        news = plan(tx, work.events, now, self._hold)
        tx.outbox.add(news, now)
        tx.has_news = tx.has_news or bool(news)
        return result

    def by_itself(self, tx: Tx, command: Command, now: datetime) -> Any:
        """Carry out a command that time demands, not a person."""
        return self.perform(tx, SYSTEM, command, now)

    def wechat_api(self) -> "WeChatApi":
        """The account's API, with the token all processes share."""
        from bot.notify.channels.wechat_api import WeChatApi

        given = self.settings
        tokens = StoredTokens(self.store, "wechat", self.now)
        secret = given.wechat_app_secret.get_secret_value()
        return WeChatApi(given.wechat_api_url, given.wechat_app_id, secret, tokens, now=self.now)

    def codes(self) -> "Codes":
        """What codes hold."""
        from bot.account.codes import Codes

        return Codes(self.wechat_api(), self.store, alone=self.settings.app_env == "demo", now=self.now)

    def worker(self) -> "Worker":
        """What drains the outbox and runs the sweeps."""
        from bot.notify.channels.wechat import WeChatChannel
        from bot.notify.channels.wechat_tags import TagChannel
        from bot.notify.worker import Worker

        given = self.settings
        api = self.wechat_api()
        channels = {
            "wechat": WeChatChannel(api, given.wechat_templates, self.now),
            "sms": _gateway(given),
            "account": TagChannel(api, self.now),
        }
        return Worker(self.store, given, channels, api.download, self.by_itself, self.now, self.bell, self.codes())


def _gateway(given: Settings) -> "Channel":
    """The SMS gateway of SMS_PROVIDER."""
    match given.sms_provider:
        case "aliyun":
            from bot.notify.channels.aliyun import AliyunChannel

            secret = given.aliyun_sms_key_secret.get_secret_value()
            return AliyunChannel(
                given.aliyun_sms_url, given.aliyun_sms_key_id, secret, given.aliyun_sms_sign, given.sms_templates
            )
        case "tencent":
            from bot.notify.channels.tencent import TencentChannel

            return TencentChannel(
                given.tencent_sms_url,
                given.tencent_sms_secret_id,
                given.tencent_sms_secret_key.get_secret_value(),
                given.tencent_sms_app_id,
                given.tencent_sms_sign,
                given.sms_templates,
            )
        case _:
            from bot.notify.channels.console import ConsoleChannel

            return ConsoleChannel(show=given.app_env == "demo")
