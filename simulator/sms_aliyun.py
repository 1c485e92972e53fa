"""Alibaba Cloud's SMS: POST / with a signed query, as its SDKs send it. Source: Dysms 2017-05-25."""

import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Response, jsonify, request

from simulator import acs3, templates
from simulator.people import bare
from simulator.sms_applied import PASSED, REFUSED, WAITING, Applied
from simulator.sms_posts import Sms, clock_text
from simulator.world import Simulator

SKEW = 15 * 60  # seconds a request's x-acs-date may be off
STATUSES = {"sending": 1, "failed": 2, "delivered": 3}
_PHONE = re.compile(r"(\+?86|0086)?1[3-9]\d{9}")


class Declined(Exception):
    """A business error: HTTP 200 with Alibaba's `Code` and `Message`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def call(sim: Simulator, nonces: set[str]) -> tuple[Response, int]:
    """Answer the request at hand; `nonces` are those of requests before it."""
    try:
        _authentic(sim, nonces)
    except acs3.Unsigned as error:
        status = 404 if error.code.endswith("NotFound") else 400
        return jsonify(_body(error.code, error.message) | {"HostId": request.host}), status
    action = ACTIONS.get(request.headers.get("x-acs-action", ""))
    if action is None:
        return jsonify(_body("InvalidAction.NotFound", "Specified api is not found.")), 404
    try:
        return jsonify(_body("OK", "OK") | action(sim, request.args)), 200
    except Declined as error:
        return jsonify(_body(error.code, error.message)), 200


def fault_body(code: str) -> Response:
    """An ordered fault in Alibaba's shape. Only isv. and isp. codes are business errors, with HTTP 200."""
    response = jsonify(_body(code, "ordered fault"))
    response.status_code = 200 if code.startswith(("isv.", "isp.")) else 503
    return response


def _body(code: str, message: str) -> dict[str, Any]:
    return {"Code": code, "Message": message, "RequestId": secrets.token_hex(16).upper()}


def _authentic(sim: Simulator, nonces: set[str]) -> None:
    config = sim.config
    acs3.check(
        request.method,
        request.path,
        request.query_string.decode(),
        {name.lower(): value for name, value in request.headers},
        request.get_data(),
        config.sms_key_id,
        config.sms_key_secret,
    )
    try:
        sent = datetime.strptime(request.headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise acs3.Unsigned("InvalidTimeStamp.Format", "Specified time stamp is not well formatted.") from None
    if abs(sent.timestamp() - config.clock()) > SKEW:
        raise acs3.Unsigned("InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")
    nonce = request.headers["x-acs-signature-nonce"]
    if nonce in nonces:
        raise acs3.Unsigned("SignatureNonceUsed", "Specified signature nonce was used already.")
    nonces.add(nonce)


def _send(sim: Simulator, given: Mapping[str, str]) -> dict[str, Any]:
    phone, code = given.get("PhoneNumbers", ""), given.get("TemplateCode", "")
    if not _PHONE.fullmatch(phone):
        raise Declined("isv.MOBILE_NUMBER_ILLEGAL", f"{bare(phone)}invalid mobile number")
    if given.get("SignName") != sim.config.sms_sign:
        raise Declined("isv.SMS_SIGNATURE_ILLEGAL", "该账号下找不到对应签名")
    name = sim.sms_books.named(code)
    if name is None:
        raise Declined("isv.SMS_TEMPLATE_ILLEGAL", "该账号下找不到对应模板")
    values = _values(given.get("TemplateParam") or "{}")
    if lacking := templates.missing(name, values):
        raise Declined("isv.TEMPLATE_MISSING_PARAMETERS", f"模板变量缺少对应参数值:{lacking[0]}")
    for variable, value in values.items():
        if len(value) > templates.VARIABLE_LIMIT:
            raise Declined("isv.PARAM_LENGTH_LIMIT", f"参数{variable}超过长度限制")
    if limited := sim.sms.flow_limit(phone, name):
        raise Declined("isv.BUSINESS_LIMIT_CONTROL", limited)
    return {"BizId": sim.sms.take(phone, name, values, given.get("OutId", ""))}


def _values(text: str) -> dict[str, str]:
    try:
        values = json.loads(text)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise Declined("isv.INVALID_JSON_PARAM", "参数格式错误,请使用JSON格式")
    return {str(name): str(value) for name, value in values.items()}


def _details(sim: Simulator, given: Mapping[str, str]) -> dict[str, Any]:
    """QuerySendDetails: by phone and day (yyyyMMdd, China time), optionally by BizId; the newest first, paged."""
    try:
        size, page = int(given["PageSize"]), int(given["CurrentPage"])
        phone, day = given["PhoneNumber"], given["SendDate"]
    except (KeyError, ValueError):
        raise Declined("isv.INVALID_PARAMETERS", "PhoneNumber, SendDate, PageSize and CurrentPage are needed") from None
    taken = [sms for sms in reversed(sim.sms.listed(phone)) if sms["provider"] == "aliyun"]
    sent = [sms for sms in taken if clock_text(sms["sent_at"])[:10].replace("-", "") == day]
    if biz_id := given.get("BizId"):
        sent = [sms for sms in sent if sms["biz_id"] == biz_id]
    shown = sent[(page - 1) * size : page * size]
    return {"TotalCount": len(sent), "SmsSendDetailDTOs": {"SmsSendDetailDTO": [_detail(sms) for sms in shown]}}


def _detail(sms: Sms) -> dict[str, Any]:
    detail = {
        "PhoneNum": sms["phone"],
        "TemplateCode": sms["code"],
        "Content": sms["text"],
        "OutId": sms["out_id"],
        "SendDate": clock_text(sms["sent_at"]),
        "SendStatus": STATUSES[sms["status"]],
        "ErrCode": "DELIVERED" if sms["status"] == "delivered" else "",
    }
    return detail | ({"ReceiveDate": clock_text(sms["received_at"])} if "received_at" in sms else {})


def _sign(sim: Simulator, given: Mapping[str, str]) -> dict[str, Any]:
    """GetSmsSign: how the signature stands with the reviewer and with each carrier."""
    if given.get("SignName") != sim.config.sms_sign:
        raise Declined("isv.SMS_SIGNATURE_ILLEGAL", "该账号下找不到对应签名")
    books = sim.sms_books
    return {
        "SignName": sim.config.sms_sign,
        "SignStatus": {WAITING: 0, PASSED: 1, REFUSED: 2}[books.sign],
        "AuditInfo": {"RejectInfo": books.sign_reason} if books.sign == REFUSED else {},
        "SignIspRegisterDetailList": [
            {"OperatorCode": carrier, "RegisterStatus": status} for carrier, status in books.carriers.items()
        ],
    }


def _template_list(sim: Simulator, given: Mapping[str, str]) -> dict[str, Any]:
    """QuerySmsTemplateList, the newest first, paged."""
    page, size = int(given.get("PageIndex") or 1), int(given.get("PageSize") or 10)
    if not 1 <= size <= 50:
        raise Declined("isv.INVALID_PARAMETERS", "PageSize")
    found = sim.sms_books.listed("aliyun")[::-1]
    shown = found[(page - 1) * size : page * size]
    return {"TotalCount": len(found), "SmsTemplateList": [_listed(one) for one in shown]}


def _listed(one: Applied) -> dict[str, Any]:
    states = {WAITING: "AUDIT_STATE_INIT", PASSED: "AUDIT_STATE_PASS", REFUSED: "AUDIT_STATE_NOT_PASS"}
    return {
        "TemplateCode": one.code,
        "TemplateName": one.name,
        "TemplateContent": one.content,
        "OuterTemplateType": 0 if one.verification else 1,
        "AuditStatus": states[one.standing],
        "Reason": {"RejectInfo": one.reason or "无审批备注"},
    }


def _create(sim: Simulator, given: Mapping[str, str]) -> dict[str, Any]:
    """CreateSmsTemplate."""
    name, content, kind = (given.get(one, "") for one in ("TemplateName", "TemplateContent", "TemplateType"))
    if not 0 < len(name) <= 30 or not 0 < len(content) <= 500 or kind not in ("0", "1"):
        raise Declined("isv.INVALID_PARAMETERS", "TemplateName, TemplateContent, TemplateType")
    if given.get("RelatedSignName") != sim.config.sms_sign:
        raise Declined("isv.SMS_SIGNATURE_ILLEGAL", "该账号下找不到对应签名")
    rule = _values(given.get("TemplateRule") or "{}")
    one = sim.sms_books.apply(name, content, kind == "0", rule, "aliyun")
    return {"TemplateCode": one.code, "TemplateName": one.name, "OrderId": one.code.removeprefix("SMS_")}


ACTIONS = {
    "SendSms": _send,
    "QuerySendDetails": _details,
    "GetSmsSign": _sign,
    "QuerySmsTemplateList": _template_list,
    "CreateSmsTemplate": _create,
}
