"""Tencent's desk for signatures and templates (SMS 2021-01-11), by the vendor's own SDK."""

from typing import Any

from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

from bot.account.sms import Booked, DeskError, Signature, Standing
from bot.notify import texted
from bot.notify.channels.tencent import LIMIT, client
from bot.notify.describe_sms import number, sample
from bot.texts import account as texts

PAGE = 100
MAINLAND, NOTICE, VERIFICATION = 0, 2, 3
STANDINGS = {0: Standing.PASSED, 1: Standing.WAITING, 2: Standing.WAITING, -1: Standing.REFUSED}
"""By StatusCode; 2 is approved, but not yet in force."""


class TencentDesk:
    """See the port."""

    pause = 1.0

    def __init__(self, url: str, secret_id: str, secret_key: str, sign: str) -> None:
        self._client, self._sign = client(url, secret_id, secret_key), sign

    def content(self, name: str) -> str:
        return texted.tencent_text(name)

    def signature(self) -> Signature:
        for one in self._all("DescribeSmsSignList", "DescribeSignListStatusSet"):
            if one.get("SignName") == self._sign:
                standing, reason = _standing(one)
                return Signature(self._sign, standing, reason)
        return Signature(self._sign, Standing.ABSENT)

    def templates(self) -> list[Booked]:
        found = self._all("DescribeSmsTemplateList", "DescribeTemplateStatusSet")
        return [Booked(str(one["TemplateId"]), str(one["TemplateContent"]), *_standing(one)) for one in found]

    def apply(self, name: str) -> str:
        asked = {
            "TemplateName": texts.TEMPLATE_NAME.format(number=number(name)),
            "TemplateContent": self.content(name),
            "SmsType": VERIFICATION if name == texted.CODE else NOTICE,
            "International": MAINLAND,
            "Remark": texts.REMARK.format(sample=texted.text(name).format_map(sample(name, LIMIT))),
        }
        return str(self._asked("AddSmsTemplate", asked)["AddTemplateStatus"]["TemplateId"])

    def _all(self, action: str, inside: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            asked = {"International": MAINLAND, "Limit": PAGE, "Offset": len(found)}
            listed = self._asked(action, asked).get(inside) or []
            found += listed
            if len(listed) < PAGE:
                return found

    def _asked(self, action: str, asked: dict[str, Any]) -> dict[str, Any]:
        """What stands in the answer. Raises DeskError: neither the SDK's words nor the vendor's are told."""
        try:
            answer: dict[str, Any] = self._client.call_json(action, asked)["Response"]
        except TencentCloudSDKException as error:
            code = str(error.code)
            raise DeskError("unreachable" if code.startswith(("Client", "Server")) else code) from None
        except Exception:
            raise DeskError("unreachable") from None
        if error_told := answer.get("Error"):
            raise DeskError(str(error_told.get("Code")))
        return answer


def _standing(one: dict[str, Any]) -> tuple[Standing, str]:
    standing = STANDINGS.get(one.get("StatusCode", ""), Standing.ABSENT)
    return standing, str(one.get("ReviewReply") or "") if standing is Standing.REFUSED else ""
