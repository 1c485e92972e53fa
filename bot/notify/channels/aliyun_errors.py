"""What Alibaba's codes mean for an SMS: one table. Source: Dysms error codes. None of these was taken."""

from bot.notify.channels import Fate, Outcome

OK = "OK"

REASONS = {
    "isv.BUSINESS_LIMIT_CONTROL": "limited",
    "isv.DAY_LIMIT_CONTROL": "limited",
    "isv.MONTH_LIMIT_CONTROL": "limited",
    "isv.MOBILE_NUMBER_ILLEGAL": "bad_phone",
    "isv.MOBILE_COUNT_OVER_LIMIT": "bad_phone",
    "isv.BLACK_KEY_CONTROL_LIMIT": "blocked_words",
    "isv.OUT_OF_SERVICE": "no_balance",
    "isv.AMOUNT_NOT_ENOUGH": "no_balance",
    "isv.ACCOUNT_ABNORMAL": "no_permission",
    "isv.ACCOUNT_NOT_EXISTS": "credentials",
    "isv.PRODUCT_UN_SUBSCRIPT": "no_permission",
    "isv.PRODUCT_UNSUBSCRIBE": "no_permission",
    "isp.RAM_PERMISSION_DENY": "no_permission",
    "isv.SMS_SIGNATURE_ILLEGAL": "bad_sign",
    "isv.SMS_SIGNATURE_SCENE_ILLEGAL": "sign_scene",
    "isv.SMS_SIGN_ILLEGAL": "sign_banned",
    "isv.SIGN_STATE_ILLEGAL": "sign_banned",
    "isv.SMS_CONTENT_ILLEGAL": "content_refused",
    "isv.EXTEND_CODE_ERROR": "extend_code",
    "isv.DENY_IP_RANGE": "ip_abroad",
    "isv.DOMESTIC_NUMBER_NOT_SUPPORTED": "template_missing",
    "isv.SMS_TEMPLATE_ILLEGAL": "template_missing",
    "isv.TEMPLATE_MISSING_PARAMETERS": "bad_field",
    "isv.TEMPLATE_PARAMS_ILLEGAL": "bad_field",
    "isv.PARAM_LENGTH_LIMIT": "bad_field",
    "isv.PARAM_NOT_SUPPORT_URL": "bad_field",
    "isv.INVALID_JSON_PARAM": "bad_field",
    "isv.INVALID_PARAMETERS": "bad_field",
    "SignatureDoesNotMatch": "credentials",
    "InvalidAccessKeyId.NotFound": "credentials",
    "InvalidAccessKeyId.Inactive": "credentials",
    "InvalidTimeStamp.Expired": "clock",
    "isp.SYSTEM_ERROR": "busy",
}

ALARMS = frozenset(
    (
        "no_balance",
        "no_permission",
        "bad_sign",
        "sign_scene",
        "sign_banned",
        "content_refused",
        "extend_code",
        "ip_abroad",
        "template_missing",
        "bad_field",
        "credentials",
        "clock",
    )
)
"""Reasons an operator must see: the same will befall the next."""


def outcome(code: str) -> Outcome:
    """What became of an SMS that was declined with `code`. Their own error may come after the sending: UNKNOWN."""
    reason = REASONS.get(code, "declined")
    return Outcome(Fate.UNKNOWN if reason == "busy" else Fate.FAILED, reason=reason, detail=code)
