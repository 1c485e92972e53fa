"""What the SMS gateways' channels share: what an SDK's error says of the request, and the line in the log for what an
operator has to mend."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

import requests
import structlog
from urllib3.exceptions import MaxRetryError, NewConnectionError

from bot.notify.channels import Letter, Outcome
from bot.notify.texted import WORDS, wordless

log = structlog.get_logger()


WORDED = ("blocked_words", "bad_field")
"""Why a gateway may refuse a text on account of somebody's words in it."""


def sent(send: Callable[[Letter], Outcome], letter: Letter) -> Outcome:
    """What became of a letter. One that was refused for the words in it is sent once more without them: that it is
    finished is to be known, however it was put."""
    result = send(letter)
    if result.reason in WORDED and WORDS in letter.fields:
        result = send(replace(letter, fields=wordless(letter.fields)))
    return result


def told(result: Outcome, alarms: Collection[str]) -> Outcome:
    """The outcome; one whose reason is an alarm has its line in the log: the same will befall the next."""
    if result.reason in alarms:
        log.error("sms_alarm", reason=result.reason, detail=result.detail)
    return result


def never_left(error: Exception) -> bool:
    """Whether no connection came about, so that the request certainly reached nobody."""
    return any(
        isinstance(one, requests.ConnectTimeout | NewConnectionError)
        or (isinstance(one, MaxRetryError) and isinstance(one.reason, NewConnectionError))
        for one in _chain(error)
    )


def kind(error: Exception) -> str:
    """`timeout` or `bad_answer`. An error's own words hold the request, with the phone in it: they are not told."""
    late = any(isinstance(one, requests.Timeout | TimeoutError) for one in _chain(error))
    return "timeout" if late else "bad_answer"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it: the SDKs wrap, and some only by context."""
    while error is not None:
        yield error
        error = getattr(error, "inner_exception", None) or error.__cause__ or error.__context__
