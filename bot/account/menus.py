"""The account's menus: one for everybody, and one for each kind of staff, shown by tag.

WeChat: the default menu comes first; a conditional menu matches on a tag alone, the one published last wins.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bot.notify.channels.wechat_api import Declined, WeChatApi
from bot.notify.channels.wechat_tags import TAGS, known_tags
from bot.texts import menus as texts

Button = dict[str, str]

NO_MENU = 46003
"""WeChat's errcode where the account has none yet."""


def _clicks(*keys: tuple[str, str]) -> list[Button]:
    return [{"type": "click", "name": name, "key": f"menu:{verb}"} for name, verb in keys]


EVERYBODY = _clicks((texts.FILE, "file"), (texts.MINE, "mine"), (texts.HELP, "help"))
STAFF: dict[str, list[Button]] = {
    "manager": _clicks((texts.TODO, "todo"), (texts.MINE, "mine"), (texts.HELP, "help")),
    "company": _clicks((texts.ESTATES, "estates"), (texts.PEOPLE, "people"), (texts.HELP, "help")),
    "officer": _clicks((texts.TODO, "to_guide"), (texts.MINE, "mine"), (texts.HELP, "help")),
}
"""By desk, as `bot.notify.channels.wechat_tags.TAGS` names their tags. The verbs are those of `bot/routes.py`."""


class Found(NamedTuple):
    """The menus the account has: everybody's, and the conditional ones as (menu id, tag id, buttons)."""

    everybody: list[Button]
    special: list[tuple[str, str, list[Button]]]


def missing_tags(api: WeChatApi) -> list[str]:
    """The names of our tags that the account has not yet. Raises WeChatError."""
    known = known_tags(api)
    return [name for name in TAGS.values() if name not in known]


def make_tags(api: WeChatApi, names: Sequence[str]) -> list[str]:
    """Make these; what was changed, named for people. Raises WeChatError."""
    for name in names:
        api.post("/cgi-bin/tags/create", {"tag": {"name": name}})
    return [texts.TAG_MADE.format(name=name) for name in names]


def publish(api: WeChatApi) -> list[str]:
    """Make the menus what they should be; what was changed. The tags are there. Raises WeChatError."""
    changes: list[str] = []
    if _found(api).everybody != EVERYBODY:
        api.post("/cgi-bin/menu/create", {"button": EVERYBODY})
        changes.append(texts.MENU_MADE)
    ids = known_tags(api)
    special = _found(api).special
    for desk, buttons in STAFF.items():
        if _show(api, str(ids[TAGS[desk]]), buttons, special):
            changes.append(texts.STAFF_MENU_MADE.format(name=TAGS[desk]))
    return changes


def _show(api: WeChatApi, tag: str, buttons: list[Button], special: Sequence[tuple[str, str, list[Button]]]) -> bool:
    """Show `buttons` to this tag; whether they were not shown before. The new menu comes before the old one goes."""
    ours = [(menu_id, shown) for menu_id, its_tag, shown in special if its_tag == tag]
    right = next((menu_id for menu_id, shown in ours if shown == buttons), "")
    if not right:
        api.post("/cgi-bin/menu/addconditional", {"button": buttons, "matchrule": {"tag_id": tag}})
    for menu_id, _ in ours:
        if menu_id != right:
            api.post("/cgi-bin/menu/delconditional", {"menuid": menu_id})
    return not right or len(ours) > 1


def _found(api: WeChatApi) -> Found:
    try:
        answer = api.get("/cgi-bin/menu/get")
    except Declined as error:
        if error.code != NO_MENU:
            raise
        return Found([], [])
    special = [
        (str(menu.get("menuid", "")), _tag(menu.get("matchrule") or {}), _plain(menu.get("button") or []))
        for menu in answer.get("conditionalmenu") or []
    ]
    return Found(_plain((answer.get("menu") or {}).get("button") or []), special)


def _tag(rule: Mapping[str, Any]) -> str:
    """Answers call it by the old name too."""
    return str(rule.get("tag_id") or rule.get("group_id") or "")


def _plain(buttons: Sequence[Mapping[str, Any]]) -> list[Button]:
    """Buttons as we send them: answers carry an empty `sub_button` and the like; one with real ones is not ours."""
    parts = ("type", "name", "key", "url", "sub_button")
    return [{part: str(one[part]) for part in parts if one.get(part)} for one in buttons]
