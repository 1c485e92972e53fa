"""What Tencent's codes mean for an SMS: one table. Source: its SMS API's and common error codes. None of these was
taken, but for what failed inside of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.notify.channels import Fate, Outcome
from core.clocks import SHANGHAI

OK = "Ok"


class Meaning(NamedTuple):
    """`wait` is how long a RETRY should wait at least, or until when."""

    fate: Fate
    reason: str
    wait: timedelta | Callable[[datetime], datetime] = timedelta(0)


def _morning(now: datetime) -> datetime:
    """Eight o'clock in China: what they take for advertising leaves from eight to twenty-two."""
    local = now.astimezone(SHANGHAI)
    eight = local.replace(hour=8, minute=0, second=0, microsecond=0)
    return eight if local < eight else eight + timedelta(days=1)


F, R, U = Fate.FAILED, Fate.RETRY, Fate.UNKNOWN
MINUTE = timedelta(minutes=1)
MEND = timedelta(minutes=10)

MEANINGS = {
    "LimitExceeded.PhoneNumberThirtySecondLimit": Meaning(R, "thirty_seconds", timedelta(seconds=31)),
    "LimitExceeded.PhoneNumberOneHourLimit": Meaning(R, "hour_limit", MEND),
    "LimitExceeded.DeliveryFrequencyLimit": Meaning(R, "thirty_seconds", MINUTE),
    "LimitExceeded.PhoneNumberDailyLimit": Meaning(F, "limited"),
    "LimitExceeded.PhoneNumberSameContentDailyLimit": Meaning(F, "limited"),
    "LimitExceeded.AppDailyLimit": Meaning(F, "limited"),
    "LimitExceeded.AppMainlandChinaDailyLimit": Meaning(F, "limited"),
    "LimitExceeded.DailyLimit": Meaning(F, "limited"),
    "LimitExceeded.GlobalSmsSendingRateLimit": Meaning(R, "throttled", MINUTE),
    "RequestLimitExceeded": Meaning(R, "throttled", MINUTE),
    "FailedOperation.MarketingSendTimeConstraint": Meaning(R, "marketing_hours", _morning),
    "FailedOperation.PhoneNumberInBlacklist": Meaning(F, "do_not_disturb"),
    "FailedOperation.PhoneNumberParseFail": Meaning(F, "bad_phone"),
    "InvalidParameterValue.IncorrectPhoneNumber": Meaning(F, "bad_phone"),
    "FailedOperation.ContainSensitiveWord": Meaning(F, "blocked_words"),
    "InvalidParameter.DirtyWordFound": Meaning(F, "blocked_words"),
    "InvalidParameterValue.TemplateWithDirtyWords": Meaning(F, "content_refused"),
    "InvalidParameterValue.UnsupportedTemplateVariable": Meaning(F, "bad_field"),
    "FailedOperation.InsufficientBalanceInSmsPackage": Meaning(F, "no_balance"),
    "UnauthorizedOperation.ServiceSuspendDueToArrears": Meaning(F, "no_balance"),
    "FailedOperation.SignatureIncorrectOrUnapproved": Meaning(F, "bad_sign"),
    "FailedOperation.MissingSignature": Meaning(F, "bad_sign"),
    "FailedOperation.QualificationIdNotApproved": Meaning(F, "sign_banned"),
    "FailedOperation.NotEnterpriseCertification": Meaning(F, "no_permission"),
    "FailedOperation.ProhibitSubAccountUse": Meaning(F, "no_permission"),
    "FailedOperation.TemplateIncorrectOrUnapproved": Meaning(F, "template_missing"),
    "FailedOperation.TemplateUnapprovedOrNotExist": Meaning(F, "template_missing"),
    "FailedOperation.TemplateIdNotExist": Meaning(F, "template_missing"),
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": Meaning(F, "bad_field"),
    "InvalidParameterValue.TemplateParameterFormatError": Meaning(F, "bad_field"),
    "InvalidParameterValue.TemplateParameterLengthLimit": Meaning(F, "bad_field"),
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter": Meaning(F, "bad_field"),
    "InvalidParameterValue.ContentLengthLimit": Meaning(F, "bad_field"),
    "InvalidParameterValue.SdkAppIdNotExist": Meaning(F, "credentials"),
    "UnsupportedOperation.GlobalTemplateToChineseMainlandPhone": Meaning(F, "template_missing"),
    "InvalidParameter.AppidAndBizId": Meaning(F, "credentials"),
    "AuthFailure": Meaning(F, "credentials"),
    "AuthFailure.SignatureExpire": Meaning(F, "clock"),
    "AuthFailure.UnauthorizedOperation": Meaning(F, "no_permission"),
    "UnauthorizedOperation": Meaning(F, "no_permission"),
    "UnauthorizedOperation.RequestIpNotInWhitelist": Meaning(R, "ip_not_allowed", MEND),
    "InternalError.RequestTimeException": Meaning(F, "clock"),
    "InternalError.SigVerificationFail": Meaning(F, "credentials"),
    "InternalError": Meaning(U, "busy"),
}
"""By the whole code, or else by what stands before its dot."""

OTHER = Meaning(F, "declined")

ALARMS = frozenset(
    (
        "no_balance",
        "no_permission",
        "bad_sign",
        "sign_banned",
        "content_refused",
        "template_missing",
        "bad_field",
        "credentials",
        "clock",
        "ip_not_allowed",
        "marketing_hours",
    )
)
"""Reasons an operator must see: the same will befall the next."""


def outcome(code: str, now: datetime) -> Outcome:
    """What became of an SMS that was answered with `code`."""
    found = MEANINGS.get(code) or MEANINGS.get(code.partition(".")[0], OTHER)
    until = None
    if found.fate is Fate.RETRY:
        until = now + found.wait if isinstance(found.wait, timedelta) else found.wait(now)
    return Outcome(found.fate, reason=found.reason, detail=code, until=until)
