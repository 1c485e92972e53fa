"""The tags by which WeChat shows staff their own menu. They are made by `wechat setup`, and looked up by name."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from bot.notify.channels import Fate, Letter, Outcome
from bot.notify.channels.wechat_api import Budget, WeChatApi
from bot.notify.channels.wechat_errors import ALARMS, tried
from bot.texts import menus as texts

TAGS = {"manager": texts.MANAGER_TAG, "company": texts.COMPANY_TAG, "officer": texts.OFFICER_TAG}
"""Desk → its tag. A person has the tag of their desk and none of the others."""

NO_TAG = "tag_missing"
SET_UP = timedelta(minutes=1)
"""How soon to look again for a tag that `wechat setup` has not made yet."""

log = structlog.get_logger()


class TagChannel:
    """See the port. A letter's field `desk` names the desk whose menu the person shall see; empty for none.

    What the person has is asked first, so that a letter sent again changes nothing.
    """

    name = "account"
    idempotent = True

    def __init__(self, api: WeChatApi, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._api, self._now = api, now
        self._ids: dict[str, int] = {}

    def send(self, letter: Letter) -> Outcome:
        wanted = TAGS.get(letter.fields.get("desk", ""), "")
        result = tried(lambda: self._tag(letter.address, wanted), repeatable=True, now=self._now())
        if result.reason == NO_TAG:
            self._ids = {}
        if result.reason in ALARMS:
            log.error("wechat_alarm", reason=result.reason, detail=result.detail)
        return result

    def _tag(self, openid: str, wanted: str) -> dict[str, Any] | Outcome:
        budget = self._api.budget()
        if not self._ids or (wanted and wanted not in self._ids):
            self._ids = known_tags(self._api, budget)
        if wanted and wanted not in self._ids:
            return Outcome(Fate.RETRY, reason=NO_TAG, detail=wanted, until=self._now() + SET_UP)
        held = self._api.post("/cgi-bin/tags/getidlist", {"openid": openid}, budget).get("tagid_list") or []
        for name in TAGS.values():
            tag = self._ids.get(name)
            if tag is not None and (name == wanted) != (tag in held):
                self._change("batchtagging" if name == wanted else "batchuntagging", openid, tag, budget)
        return {}

    def _change(self, how: str, openid: str, tag: int, budget: Budget) -> None:
        self._api.post(f"/cgi-bin/tags/members/{how}", {"openid_list": [openid], "tagid": tag}, budget)


def known_tags(api: WeChatApi, budget: Budget | None = None) -> dict[str, int]:
    """The account's tags: name → id. Raises WeChatError."""
    tags = api.get("/cgi-bin/tags/get", budget=budget).get("tags") or []
    return {str(tag["name"]): int(tag["id"]) for tag in tags}
