"""Alibaba's desk for signatures and templates (Dysms 2017-05-25), by the vendor's own SDK."""

import json
from collections.abc import Callable
from typing import Any

from alibabacloud_dysmsapi20170525.models import (
    CreateSmsTemplateRequest,
    GetSmsSignRequest,
    QuerySmsTemplateListRequest,
)
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException

from bot.account.sms import Booked, DeskError, Signature, Standing
from bot.notify import texted
from bot.notify.channels.aliyun import LIMIT, client
from bot.notify.channels.aliyun_errors import OK
from bot.notify.describe_sms import number, rule, sample
from bot.texts import account as texts

PAGE = 50
NO_SIGN = "isv.SMS_SIGNATURE_ILLEGAL"
REGISTERED = (1, 3)
"""RegisterStatus: with the carrier, to be tried out; with the carrier, and seen to work."""
SIGNS = {0: Standing.WAITING, 1: Standing.PASSED, 2: Standing.REFUSED}
TEMPLATES = {
    "AUDIT_STATE_INIT": Standing.WAITING,
    "AUDIT_STATE_PASS": Standing.PASSED,
    "AUDIT_STATE_NOT_PASS": Standing.REFUSED,
}
"""By the reviewer's word; one withdrawn is as if nobody had applied."""


class AliyunDesk:
    """See the port."""

    pause = 30.0

    def __init__(self, url: str, key_id: str, key_secret: str, sign: str) -> None:
        self._client, self._sign = client(url, key_id, key_secret), sign

    def content(self, name: str) -> str:
        return texted.aliyun_text(name)

    def signature(self) -> Signature:
        try:
            body = _asked(self._client.get_sms_sign, GetSmsSignRequest(sign_name=self._sign))
        except DeskError as error:
            if error.code != NO_SIGN:
                raise
            return Signature(self._sign, Standing.ABSENT)
        carriers = {
            texts.CARRIERS.get(one.operator_code, one.operator_code): one.register_status in REGISTERED
            for one in body.sign_isp_register_detail_list or []
        }
        standing = SIGNS.get(body.sign_status, Standing.ABSENT)
        reason = (body.audit_info.reject_info or "") if body.audit_info and standing is Standing.REFUSED else ""
        return Signature(self._sign, standing, reason, carriers)

    def templates(self) -> list[Booked]:
        found: list[Booked] = []
        page = 1
        while True:
            request = QuerySmsTemplateListRequest(page_index=page, page_size=PAGE)
            listed = _asked(self._client.query_sms_template_list, request).sms_template_list or []
            found += [_booked(one) for one in listed if one.audit_status in TEMPLATES]
            if len(listed) < PAGE:
                return found
            page += 1

    def apply(self, name: str) -> str:
        request = CreateSmsTemplateRequest(
            template_name=texts.TEMPLATE_NAME.format(number=number(name)),
            template_content=self.content(name),
            template_type=0 if name == texted.CODE else 1,
            template_rule=json.dumps(rule(name)) if texted.variables(name) else None,
            related_sign_name=self._sign,
            remark=texts.REMARK.format(sample=texted.text(name).format_map(sample(name, LIMIT))),
        )
        return str(_asked(self._client.create_sms_template, request).template_code)


def _asked(call: Callable[[Any], Any], request: Any) -> Any:
    """The body of an answer. Raises DeskError: neither the SDK's words nor the vendor's are told, only the code."""
    try:
        body = call(request).body
    except AlibabaCloudException as error:
        raise DeskError(str(error.code)) from None
    except Exception:
        raise DeskError("unreachable") from None
    if body is None or body.code != OK:
        raise DeskError(str(body.code) if body else "unreachable")
    return body


def _booked(one: Any) -> Booked:
    standing = TEMPLATES[one.audit_status]
    reason = (one.reason.reject_info or "") if one.reason and standing is Standing.REFUSED else ""
    return Booked(one.template_code or "", one.template_content or "", standing, reason)
