"""What `init` looks at before anything is started: each variable that is set or at fault, in one line."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from bot.account.templates import carded
from bot.notify import texted
from bot.notify.channels.wechat import SUBSCRIBED
from console import settings_words as words
from core.addresses import local, outside
from core.safety import Fault
from core.settings import Given

NAMED = 3
"""So many missing templates are named; the rest are counted."""


class Check(NamedTuple):
    """`state` is ok, warning or wrong; with `wrong` nothing may be started."""

    name: str
    state: str
    say: str = ""


def checks(given: Given, faults: Sequence[Fault]) -> list[Check]:
    """In the order of the settings: the faults, what else is not ready for people, and what is set and right."""
    found = [Check(fault.name, "wrong", words.told(fault)) for fault in faults]
    named = {check.name for check in found}
    more = _of_production(given) if given.app_env == "production" else _of_demonstration(given)
    found += [check for check in more if check.name not in named]
    named = {check.name for check in found}
    found += [Check(name.upper(), "ok") for name in given.model_fields_set if name.upper() not in named]
    order = [name.upper() for name in type(given).model_fields]
    return sorted(found, key=lambda check: order.index(check.name))


def _of_demonstration(given: Given) -> Iterator[Check]:
    if not local(given.public_url):
        yield Check("APP_ENV", "warning", words.SHOWN)


def _of_production(given: Given) -> Iterator[Check]:
    if given.trusted_proxies == 0 and outside(given.public_url):
        yield Check("TRUSTED_PROXIES", "warning", words.PROXIES)
    yield from _templates("WECHAT_TEMPLATES", given.wechat_templates, carded(), "operations.md", SUBSCRIBED)
    if given.sms_provider == "console":
        yield Check("SMS_PROVIDER", "wrong", words.GATEWAY)
        return
    if texted.CODE not in given.sms_templates:
        yield Check("SMS_TEMPLATES", "wrong", words.NO_CODE)
    yield from _unknown("SMS_TEMPLATES", given.sms_templates, texted.names())
    yield _stage(given.sms_templates)


def _stage(templates: dict[str, str]) -> Check:
    """How far the SMS templates have come."""
    reached = texted.reached(templates)
    if reached == texted.STAGES:
        return Check("SMS_TEMPLATES", "ok", words.STAGE_ALL)
    missing = texted.lacking(templates, reached + 1)
    names = "、".join(missing[:NAMED]) + ("……" if len(missing) > NAMED else "")
    say = words.STAGE if reached else words.STAGE_NONE
    return Check("SMS_TEMPLATES", "warning", say.format(at=reached, next=reached + 1, count=len(missing), names=names))


def _templates(
    variable: str, ids: dict[str, str], known: Sequence[str], page: str, suffix: str = "\0"
) -> Iterator[Check]:
    given = [name.removesuffix(suffix) for name in ids]
    yield from _unknown(variable, given, known)
    if unset := [name for name in known if name not in given and name != texted.CODE]:
        names = "、".join(unset[:NAMED]) + ("……" if len(unset) > NAMED else "")
        yield Check(variable, "warning", words.UNSET.format(count=len(unset), names=names, page=page))


def _unknown(variable: str, given: Iterable[str], known: Sequence[str]) -> Iterator[Check]:
    for name in given:
        if name not in known:
            meant = get_close_matches(name, known, 1)
            say = words.UNKNOWN_BUT.format(name=name, meant=meant[0]) if meant else words.UNKNOWN.format(name=name)
            yield Check(variable, "wrong", say)
