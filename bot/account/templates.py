"""Whether the account has the templates we send by, each with the fields we fill."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bot.notify.catalogue import FIELDS, NOTICES, By
from bot.notify.channels.wechat import SUBSCRIBED
from bot.notify.channels.wechat_api import Declined, WeChatApi

_FIELD = re.compile(r"\{\{\s*(\w+)\.DATA\s*\}\}")


class Fault(NamedTuple):
    """A template to be mended: without `missing` fields, the account has none of that id."""

    name: str
    template_id: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """Our names, by what was found of them. `unset` have no template; `unknown` are no notices of ours; `surplus`
    (name → fields) have more fields than we fill; `unchecked` are subscription messages, listed elsewhere; of the
    `blocked` WeChat has held back messages for their content; `categories` are the account's, None where WeChat does
    not tell."""

    right: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    surplus: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unset: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    categories: list[str] | None = None


def carded() -> list[str]:
    """The notices that may leave as a template, in the catalogue's order."""
    tells = (tell for told in NOTICES.values() for tell in told)
    return list(dict.fromkeys(tell.template for tell in tells if tell.by is not By.SMS))


def check(api: WeChatApi, templates: Mapping[str, str]) -> Checked:
    """Compare WECHAT_TEMPLATES with what the account has. Raises WeChatError."""
    listed = api.get("/cgi-bin/template/get_all_private_template").get("template_list") or []
    fields = {str(one.get("template_id")): _FIELD.findall(str(one.get("content", ""))) for one in listed}
    found = Checked()
    for name, template_id in templates.items():
        _sort(found, name, template_id, fields.get(template_id))
    named = {name.removesuffix(SUBSCRIBED) for name in templates}
    found.unset.extend(name for name in carded() if name not in named)
    held = {one: _held_back(api, one) for one in dict.fromkeys(templates[name] for name in found.right)}
    found.blocked.extend(name for name in found.right if held[templates[name]])
    return replace(found, categories=_categories(api))


def _held_back(api: WeChatApi, template_id: str) -> bool:
    """Whether messages of this template are on the account's list of those held back."""
    asked = {"tmpl_msg_id": template_id, "largest_id": 0, "limit": 1}
    return bool(api.post("/wxa/sec/queryblocktmplmsg", asked).get("msginfo"))


def _categories(api: WeChatApi) -> list[str] | None:
    """The account's categories by name: whoever deletes one loses its templates."""
    try:
        listed = api.get("/wxaapi/newtmpl/getcategory").get("data") or []
    except Declined:
        return None
    return [str(one.get("name", "")) for one in listed]


def _sort(found: Checked, name: str, template_id: str, fields: list[str] | None) -> None:
    if name.removesuffix(SUBSCRIBED) not in carded():
        found.unknown.append(name)
    elif name.endswith(SUBSCRIBED):
        found.unchecked.append(name)
    elif fields is None:
        found.faults.append(Fault(name, template_id))
    elif missing := tuple(one for one in FIELDS if one not in fields):
        found.faults.append(Fault(name, template_id, missing))
    else:
        found.right.append(name)
        if surplus := tuple(one for one in fields if one not in FIELDS):
            found.surplus[name] = surplus
