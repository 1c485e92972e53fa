"""A code sent to a number: not too many to one number, by one person, and in a day for all.

A stranger to the number uses up a part of its codes only, and of the day's; the rest is for whoever proved it.
"""

import secrets

import structlog

from core import events as e
from core import watch
from core.complaint import Refusal
from core.identity import CODE_DIGITS
from core.limits import ALARMS, Asker, share
from core.services.limiting import hold
from core.services.work import Work, acting_contact

log = structlog.get_logger()


def send(work: Work, phone: str, asker: Asker) -> None:
    """Send a code to a phone. Raises Refusal `too_many_codes` with `what` and `wait` beyond a limit, `codes_spent`
    where the day's budget is."""
    contact_id, codes = acting_contact(work), work.tx.verifications
    codes.lock(phone)
    for what, counted in codes.counted(contact_id, phone, asker, work.now).items():
        hold(what, counted, "too_many_codes")
    _take(work, phone, asker)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    verification_id = codes.add(contact_id, phone, code, asker, work.now)
    work.events.append(e.CodeSent(contact_id, verification_id, code))


def any_left(work: Work, asker: Asker) -> None:
    """Raises Refusal `codes_spent` where none of the day's is left for `asker`, whatever the number."""
    if work.code_budget and work.tx.verifications.spent(work.now) >= share(asker, work.code_budget):
        _spent(asker)


def _take(work: Work, phone: str, asker: Asker) -> None:
    """Take one of the day's codes."""
    if not work.code_budget:
        return
    spent = work.tx.verifications.take(share(asker, work.code_budget), work.now)
    if spent is None and asker is Asker.CHAT and _of_directory(work, phone):
        spent = work.tx.verifications.take(share(Asker.PAGES, work.code_budget), work.now)
    if spent is None:
        _spent(asker)
    else:
        _alarm(work, spent)


def _spent(asker: Asker) -> None:
    watch.refused("codes_spent", asker=asker.value)
    raise Refusal("codes_spent")


def _of_directory(work: Work, phone: str) -> bool:
    directory = work.tx.directory
    found = directory.staff_by_phone(phone) or directory.officer_by_phone(phone) or directory.operator_by_phone(phone)
    return bool(found)


def _alarm(work: Work, spent: int) -> None:
    """Tell an operator while there is time, and again when there is none."""
    for part in ALARMS:
        if spent >= part * work.code_budget and work.tx.verifications.first_alarm(part, work.now):
            log.error("code_budget", spent=spent, budget=work.code_budget)
