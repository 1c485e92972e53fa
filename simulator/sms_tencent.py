"""Tencent Cloud's SMS: POST / with a signed body, as its SDKs send it. Source: SMS 2021-01-11."""

import json
import re
import uuid
from typing import Any

from flask import Response, jsonify, request

from simulator import tc3, templates
from simulator.sms_applied import PASSED, REFUSED, WAITING, Applied
from simulator.sms_posts import Sms
from simulator.world import Simulator

OF_ONE_PHONE = ("LimitExceeded.PhoneNumber", "LimitExceeded.App", "FailedOperation.", "InvalidParameterValue.")
"""Codes that stand beside the phone in an answer that is otherwise fine; the others are the whole answer's Error."""
MOST_PHONES = 200
WEEK = 7 * 86_400
VERSION = "2021-01-11"
_PHONE = re.compile(r"\+861[3-9]\d{9}")
_URL = re.compile(r"https?://|www\.|\.(?:com|cn|net)\b", re.I)


class Declined(Exception):
    """An error of the whole request: Tencent's `Code` and `Message`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def call(sim: Simulator) -> tuple[Response, int]:
    """Answer the request at hand; Tencent answers everything with HTTP 200."""
    config, headers = sim.config, {name.lower(): value for name, value in request.headers}
    try:
        body = request.get_data()
        tc3.check(headers, body, "sms", config.tencent_secret_id, config.tencent_secret_key, config.clock())
        action = ACTIONS.get(headers.get("x-tc-action", ""))
        if action is None or headers.get("x-tc-version") != VERSION:
            raise Declined("InvalidAction", "The request does not specify a valid Action.")
        return jsonify(_answer(action(sim, _given(body)))), 200
    except (tc3.Unsigned, Declined) as error:
        message = str(getattr(error, "message", error))
        return jsonify(_answer({"Error": {"Code": error.code, "Message": message}})), 200


def fault_body(code: str) -> Response:
    """An ordered fault in Tencent's shape."""
    if code.startswith(OF_ONE_PHONE):
        return jsonify(_answer({"SendStatusSet": [_status("", "", code, "ordered fault")]}))
    return jsonify(_answer({"Error": {"Code": code, "Message": "ordered fault"}}))


def _answer(inside: dict[str, Any]) -> dict[str, Any]:
    return {"Response": inside | {"RequestId": str(uuid.uuid4())}}


def _given(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise Declined("InvalidParameter", "The body is no JSON object.")
    return given


def _send(sim: Simulator, given: dict[str, Any]) -> dict[str, Any]:
    phones = given.get("PhoneNumberSet")
    if not isinstance(phones, list) or not phones:
        raise Declined("MissingParameter.EmptyPhoneNumberSet", "PhoneNumberSet is empty.")
    if len(phones) > MOST_PHONES:
        raise Declined("LimitExceeded.PhoneNumberCountLimit", "too many phones")
    if given.get("SmsSdkAppId") != sim.config.tencent_app_id:
        raise Declined("InvalidParameterValue.SdkAppIdNotExist", "SdkAppId not exist")
    return {"SendStatusSet": [_one(sim, str(phone), given) for phone in phones]}


def _one(sim: Simulator, phone: str, given: dict[str, Any]) -> dict[str, Any]:
    name, text, values = "", "", given.get("TemplateParamSet") or []
    wrong = _wrong(sim, phone, given, values)
    if not wrong:
        name = _named(sim, given) or ""
        text = templates.numbered_text(name, values)
        wrong = sim.sms.frequency_limit(phone, f"【{sim.config.tencent_sign}】{text}")
    if wrong:
        return _status(phone, "", wrong, "declined")
    named = dict(zip(templates.variables(name), values, strict=False))
    return _status(phone, sim.sms.take(phone, name, named, given.get("SessionContext") or "", "tencent", text))


def _wrong(sim: Simulator, phone: str, given: dict[str, Any], values: list[Any]) -> str:
    """Tencent's code for the first thing that is wrong, or nothing."""
    if not _PHONE.fullmatch(phone):
        return "InvalidParameterValue.IncorrectPhoneNumber"
    if given.get("SignName") != sim.config.tencent_sign:
        return "FailedOperation.SignatureIncorrectOrUnapproved"
    name = _named(sim, given)
    if name is None:
        return "FailedOperation.TemplateUnapprovedOrNotExist"
    if not all(isinstance(value, str) and value for value in values) or len(values) != len(templates.variables(name)):
        return "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"
    if name in templates.VERIFICATION and not all(re.fullmatch(r"\d{1,6}", value) for value in values):
        return "InvalidParameterValue.TemplateParameterFormatError"
    if any(len(value) > templates.TENCENT_LIMIT for value in values):
        return "InvalidParameterValue.TemplateParameterLengthLimit"
    if any(_URL.search(value) for value in values):
        return "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter"
    return ""


def _named(sim: Simulator, given: dict[str, Any]) -> str | None:
    return sim.sms_books.named(str(given.get("TemplateId")))


def _status(phone: str, number: str, code: str = "Ok", message: str = "send success") -> dict[str, Any]:
    return {
        "SerialNo": number,
        "PhoneNumber": phone,
        "Fee": int(code == "Ok"),
        "SessionContext": "",
        "Code": code,
        "Message": message,
        "IsoCode": "CN",
    }


def _pull(sim: Simulator, given: dict[str, Any]) -> dict[str, Any]:
    """What the network has reported of one phone's texts; one that is under way is not there."""
    now = sim.config.clock()
    begin, end, limit = (given.get(name) for name in ("BeginTime", "EndTime", "Limit"))
    if not isinstance(begin, int) or begin < now - WEEK:
        raise Declined("InvalidParameterValue.BeginTimeVerifyFail", "BeginTime")
    if not isinstance(end, int) or end < begin:
        raise Declined("InvalidParameterValue.EndTimeVerifyFail", "EndTime")
    if not isinstance(limit, int) or not 0 < limit <= 100:
        raise Declined("InvalidParameterValue.LimitVerifyFail", "Limit")
    sent = [sms for sms in sim.sms.listed(str(given.get("PhoneNumber", ""))) if sms["provider"] == "tencent"]
    told = [sms for sms in sent if "received_at" in sms and begin <= sms["received_at"] <= end + 1]
    return {"PullSmsSendStatusSet": [_pulled(sms) for sms in told[:limit]]}


def _pulled(sms: Sms) -> dict[str, Any]:
    arrived = sms["status"] == "delivered"
    return {
        "UserReceiveTime": int(sms["received_at"]),
        "CountryCode": "86",
        "SubscriberNumber": sms["phone"],
        "PhoneNumber": f"+86{sms['phone']}",
        "SerialNo": sms["biz_id"],
        "ReportStatus": "SUCCESS" if arrived else "FAIL",
        "Description": "DELIVRD" if arrived else "UNDELIV",
        "SessionContext": sms["out_id"],
    }


STATUS_CODES = {PASSED: 0, WAITING: 1, REFUSED: -1}


def _signs(sim: Simulator, given: dict[str, Any]) -> dict[str, Any]:
    """DescribeSmsSignList."""
    sign = {
        "SignId": 1,
        "International": 0,
        "SignName": sim.config.tencent_sign,
        "StatusCode": STATUS_CODES[sim.sms_books.sign],
        "ReviewReply": sim.sms_books.sign_reason,
        "CreateTime": 0,
    }
    return {"DescribeSignListStatusSet": [sign][int(given.get("Offset") or 0) :]}


def _template_list(sim: Simulator, given: dict[str, Any]) -> dict[str, Any]:
    """DescribeSmsTemplateList, paged."""
    offset, limit = given.get("Offset") or 0, given.get("Limit") or 0
    if given.get("International") != 0 or not 0 < limit <= 100:
        raise Declined("InvalidParameterValue.LimitVerifyFail", "Limit")
    found = sim.sms_books.listed("tencent")[offset : offset + limit]
    return {"DescribeTemplateStatusSet": [_listed(one) for one in found]}


def _listed(one: Applied) -> dict[str, Any]:
    return {
        "TemplateId": int(re.sub(r"\D", "", one.code) or 0),
        "International": 0,
        "StatusCode": STATUS_CODES[one.standing],
        "ReviewReply": one.reason,
        "TemplateName": one.name,
        "TemplateContent": one.content,
        "CreateTime": 0,
    }


def _add(sim: Simulator, given: dict[str, Any]) -> dict[str, Any]:
    """AddSmsTemplate."""
    name, content, kind = (given.get(one) for one in ("TemplateName", "TemplateContent", "SmsType"))
    if not name or not content or kind not in (2, 3) or given.get("International") != 0 or not given.get("Remark"):
        raise Declined("InvalidParameterValue", "TemplateName, TemplateContent, SmsType, International, Remark")
    one = sim.sms_books.apply(str(name), str(content), kind == 3, {}, "tencent")
    return {"AddTemplateStatus": {"TemplateId": one.code}}


ACTIONS = {
    "SendSms": _send,
    "PullSmsSendStatusByPhoneNumber": _pull,
    "DescribeSmsSignList": _signs,
    "DescribeSmsTemplateList": _template_list,
    "AddSmsTemplate": _add,
}
