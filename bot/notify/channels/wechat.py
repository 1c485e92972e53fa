"""Notices by WeChat: a customer-service message while the window is open, else a template or subscription card."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.messages import Say
from bot.notify.channels import Fate, Letter, Outcome, Route
from bot.notify.channels.wechat_api import Declined, WeChatApi
from bot.notify.channels.wechat_errors import ALARMS, tried
from bot.notify.channels.wechat_fields import data
from bot.notify.channels.wechat_files import uploaded
from bot.notify.channels.wechat_text import LIMIT, clean, shorten
from bot.taps import number
from bot.texts.notices import PAGE

CUSTOM = "/cgi-bin/message/custom/send"
TEMPLATE = "/cgi-bin/message/template/send"
SUBSCRIBE = "/cgi-bin/message/subscribe/bizsend"

SUBSCRIBED = ".subscribe"
"""`WECHAT_TEMPLATES` may hold `accepted.subscribe` instead of `accepted`: then it is a subscription message."""

LONGEST_ID = 32
NO_MENUS = 40200
"""The errcode of accounts that may send no menus of choices (test accounts, for one)."""

log = structlog.get_logger()


class WeChatChannel:
    """See the port. `templates`: our name (or name + `.subscribe`) → WeChat's id.

    Only template messages are idempotent, by `client_msg_id` and for 10 minutes: an unanswered one is a RETRY,
    which should follow within that time. An unanswered message of another kind is UNKNOWN.
    """

    name = "wechat"
    idempotent = False

    def __init__(
        self,
        api: WeChatApi,
        templates: Mapping[str, str],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._api, self._templates, self._now = api, templates, now
        self._menus = True

    def send(self, letter: Letter) -> Outcome:
        try:
            result = self._window(letter) if letter.route is Route.WINDOW else self._card(letter)
        except Exception as error:  # the port never raises
            result = Outcome(Fate.UNKNOWN, reason="internal", detail=type(error).__name__)
        if result.reason in ALARMS:
            log.error("wechat_alarm", reason=result.reason, detail=result.detail)
        return result

    def _window(self, letter: Letter) -> Outcome:
        return tried(lambda: self._custom(letter), False, self._now())

    def _custom(self, letter: Letter) -> dict[str, Any]:
        budget, to = self._api.budget(), {"touser": letter.address}
        if letter.file:
            return self._api.post(CUSTOM, to | uploaded(self._api, letter.file, budget), budget)
        if letter.say.choices and self._menus:
            try:
                return self._api.post(CUSTOM, to | _menu(letter.say), budget)
            except Declined as error:
                if error.code != NO_MENUS:
                    raise
                self._menus = False
        return self._api.post(CUSTOM, to | _text(letter.say, letter.link), budget)

    def _card(self, letter: Letter) -> Outcome:
        if template := self._templates.get(letter.template):
            body = {"url": letter.link} if letter.link else {}
            body |= {"client_msg_id": _short(letter.key)}
            return self._template(TEMPLATE, template, letter, body, repeatable=True)
        if template := self._templates.get(letter.template + SUBSCRIBED):
            body = {"page": letter.link} if letter.link else {}
            return self._template(SUBSCRIBE, template, letter, body, repeatable=False)
        return Outcome(Fate.FAILED, reason="template_missing", detail=letter.template)

    def _template(self, path: str, template: str, letter: Letter, more: dict[str, str], repeatable: bool) -> Outcome:
        body = {"touser": letter.address, "template_id": template, "data": data(letter.fields), **more}
        return tried(lambda: self._api.post(path, body), repeatable, self._now())


def _text(say: Say, link: str) -> dict[str, Any]:
    """A text with its choices, to be typed, and its link."""
    more = "".join(f"\n{clean(f'{choice.key} {choice.label}'.strip())}" for choice in say.choices)
    more += f'\n<a href="{link}">{PAGE}</a>' if link else ""
    return {"msgtype": "text", "text": {"content": shorten(clean(say.text), LIMIT - len(more.encode())) + more}}


def _menu(say: Say) -> dict[str, Any]:
    """A menu of choices, each of which comes back with its label, and its id where WeChat keeps that."""
    choices = [{"id": number(choice.id), "content": clean(choice.label)} for choice in say.choices]
    room = LIMIT - sum(len(choice["content"].encode()) for choice in choices)
    menu = {"head_content": shorten(clean(say.text), room), "list": choices, "tail_content": ""}
    return {"msgtype": "msgmenu", "msgmenu": menu}


def _short(key: str) -> str:
    """The letter's key as a `client_msg_id`, which holds 32 characters."""
    return key if len(key) <= LONGEST_ID else hashlib.sha256(key.encode()).hexdigest()[:LONGEST_ID]
