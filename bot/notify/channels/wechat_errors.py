"""What WeChat's errcodes mean for a notice: one table. Source: WeChat's global return codes."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.notify.channels import Fate, Outcome
from bot.notify.channels.wechat_api import BUSY, Ambiguous, Declined, Unreached

SHANGHAI = ZoneInfo("Asia/Shanghai")

RESET = timedelta(minutes=5)
"""After midnight, when the daily quotas begin anew."""


class Meaning(NamedTuple):
    """`wait` is how long a RETRY should wait at least; None: until the quotas of the next day."""

    fate: Fate
    reason: str
    wait: timedelta | None = timedelta(0)


MINUTE = timedelta(minutes=1)
MEND = timedelta(minutes=10)
"""How soon to look again where a person must mend something first."""

MEANINGS = {
    40001: Meaning(Fate.RETRY, "token", MINUTE),
    40014: Meaning(Fate.RETRY, "token", MINUTE),
    42001: Meaning(Fate.RETRY, "token", MINUTE),
    41001: Meaning(Fate.FAILED, "token_missing"),
    45009: Meaning(Fate.RETRY, "quota", None),
    45011: Meaning(Fate.RETRY, "minute_limit", MINUTE),
    43108: Meaning(Fate.RETRY, "concurrent", timedelta(seconds=5)),
    45015: Meaning(Fate.CLOSED, "window_closed"),
    45047: Meaning(Fate.CLOSED, "window_closed"),
    43004: Meaning(Fate.FAILED, "not_following"),
    43101: Meaning(Fate.FAILED, "refused"),
    48002: Meaning(Fate.FAILED, "refused"),
    40003: Meaning(Fate.FAILED, "bad_openid"),
    40007: Meaning(Fate.FAILED, "bad_media"),
    40037: Meaning(Fate.FAILED, "template_missing"),
    45002: Meaning(Fate.FAILED, "bad_field"),
    47003: Meaning(Fate.FAILED, "bad_field"),
    45159: Meaning(Fate.RETRY, "tag_missing", MINUTE),
    49003: Meaning(Fate.FAILED, "bad_openid"),
    48001: Meaning(Fate.FAILED, "no_permission"),
    48004: Meaning(Fate.FAILED, "no_permission"),
    61004: Meaning(Fate.RETRY, "ip_not_allowed", MEND),
    40164: Meaning(Fate.RETRY, "ip_not_allowed", MEND),
    40013: Meaning(Fate.RETRY, "credentials", MEND),
    40125: Meaning(Fate.RETRY, "credentials", MEND),
    40243: Meaning(Fate.RETRY, "secret_frozen", MEND),
    40249: Meaning(Fate.FAILED, "template_blocked"),
}

ALARMS = frozenset(
    (
        "ip_not_allowed",
        "credentials",
        "secret_frozen",
        "template_blocked",
        "token_missing",
        "no_permission",
        "template_missing",
        "tag_missing",
        "quota",
    )
)
"""Reasons an operator must see: nothing reaches anyone until something is mended."""


def tried(call: Callable[[], dict[str, Any] | Outcome], repeatable: bool, now: datetime) -> Outcome:
    """The outcome of one call. What may have been done is repeated only where that does no harm."""
    unclear = Fate.RETRY if repeatable else Fate.UNKNOWN
    try:
        answer = call()
    except Declined as error:
        if error.code == BUSY:
            return Outcome(unclear, reason="busy", detail=error.detail, doubtful=repeatable)
        return outcome(error.code, error.detail, now)
    except Unreached as error:
        return Outcome(Fate.RETRY, reason="unreachable", detail=error.detail)
    except Ambiguous as error:
        return Outcome(unclear, reason=error.reason, detail=error.detail, doubtful=repeatable)
    return answer if isinstance(answer, Outcome) else Outcome(Fate.SENT, provider_id=str(answer.get("msgid", "")))


def outcome(code: int, detail: str, now: datetime) -> Outcome:
    """What became of a send that was declined with `code`. An unknown code failed for good."""
    meaning = MEANINGS.get(code, Meaning(Fate.FAILED, "declined"))
    until = _until(meaning, now) if meaning.fate is Fate.RETRY else None
    return Outcome(meaning.fate, reason=meaning.reason, detail=detail, until=until)


def _until(meaning: Meaning, now: datetime) -> datetime:
    if meaning.wait is not None:
        return now + meaning.wait
    tomorrow = now.astimezone(SHANGHAI).date() + timedelta(days=1)
    return (datetime.combine(tomorrow, time(), SHANGHAI) + RESET).astimezone(UTC)
