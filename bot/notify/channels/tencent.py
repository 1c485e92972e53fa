"""Notices by SMS through Tencent Cloud (SMS 2021-01-11), by the vendor's own SDK.

A template and its variables only, as a list in the order of the template's text. The API is not idempotent: what may
have been sent is UNKNOWN, and `query` tells later. The SDK's own repetition is never switched on.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.sms.v20210111.sms_client import SmsClient

from bot.notify.channels import Fate, Letter, Outcome
from bot.notify.channels.gateway import kind, never_left, sent, told
from bot.notify.channels.http import CONNECT, OVERALL, BoundedAdapter
from bot.notify.channels.tencent_errors import ALARMS, OK, outcome
from bot.notify.texted import variables, worded

LIMIT = 6
"""Characters of one variable, of accounts opened after 2024-01-25."""

REGION = "ap-guangzhou"
PAGE = 100
MARGIN = timedelta(minutes=5)
"""By how much their clock may be off."""
KEPT = timedelta(days=7) - MARGIN
"""How long Tencent tells what became of a text."""


def client(url: str, secret_id: str, secret_key: str, connect: float = CONNECT, overall: float = OVERALL) -> SmsClient:
    """The vendor's own, each call of which is over within its time. `url`'s scheme decides the protocol."""
    place = urlsplit(url)
    http = HttpProfile(protocol=place.scheme, endpoint=place.netloc, reqTimeout=overall)
    made = SmsClient(Credential(secret_id, secret_key), REGION, ClientProfile(httpProfile=http))
    _bound(made, place.scheme, BoundedAdapter(connect, overall))
    return made


class TencentChannel:
    """See the port. `templates`: our name → the gateway's id. `url`'s scheme decides the protocol."""

    name = "tencent"
    idempotent = False

    def __init__(
        self,
        url: str,
        secret_id: str,
        secret_key: str,
        app_id: str,
        sign: str,
        templates: Mapping[str, str],
        *,
        connect: float = CONNECT,
        overall: float = OVERALL,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client(url, secret_id, secret_key, connect, overall)
        self._app_id, self._sign, self._templates, self._now = app_id, sign, templates, now

    def send(self, letter: Letter) -> Outcome:
        return told(sent(self._sent, letter), ALARMS)

    def query(self, key: str, phone: str, sent_at: datetime) -> Outcome:
        """See the port; never RETRY: their books hold only what the network has reported, so that a text they do not
        hold may be under way (`no_report`)."""
        window = {
            "BeginTime": int(max(sent_at - MARGIN, self._now() - KEPT).timestamp()),
            "EndTime": int(self._now().timestamp()),
        }
        asked = {"Offset": 0, "Limit": PAGE, "PhoneNumber": phone, "SmsSdkAppId": self._app_id}
        try:
            answer = self._client.call_json("PullSmsSendStatusByPhoneNumber", window | asked)
            found = answer["Response"].get("PullSmsSendStatusSet") or []
            states = [one["ReportStatus"] for one in found if one.get("SessionContext") == key]
        except Exception as error:
            return Outcome(Fate.UNKNOWN, reason="no_answer", detail=kind(error))
        if "SUCCESS" in states:
            return Outcome(Fate.SENT, reason="delivered")
        if "FAIL" in states:
            return Outcome(Fate.FAILED, reason="undelivered")
        return Outcome(Fate.UNKNOWN, reason="no_report")

    def _sent(self, letter: Letter) -> Outcome:
        text = worded(letter.template, letter.fields, self._templates, LIMIT)
        if text is None:
            return Outcome(Fate.FAILED, reason="template_missing", detail=letter.template)
        if lacking := [name for name in variables(text.name) if name not in text.values]:
            return Outcome(Fate.FAILED, reason="bad_field", detail=lacking[0])
        request = {
            "PhoneNumberSet": [letter.address],
            "SmsSdkAppId": self._app_id,
            "SignName": self._sign,
            "TemplateId": text.code,
            "TemplateParamSet": list(text.values.values()),
            "SessionContext": letter.key,
        }
        try:
            return self._outcome(self._client.call_json("SendSms", request))
        except Exception as error:  # the port never raises, and the SDK's errors have no common ground
            return self._failed(error)

    def _outcome(self, answer: Any) -> Outcome:
        """What the answer says of the one phone. Raises LookupError or TypeError for one that says nothing of it."""
        if error := answer["Response"].get("Error"):  # where the SDK did not take it for JSON, by its Content-Type
            return outcome(str(error["Code"]), self._now())
        (status,) = answer["Response"]["SendStatusSet"] or [None]
        code = str(status["Code"])
        if code != OK:
            return outcome(code, self._now())
        return Outcome(Fate.SENT, provider_id=str(status["SerialNo"] or ""))

    def _failed(self, error: Exception) -> Outcome:
        if never_left(error):
            return Outcome(Fate.RETRY, reason="unreachable", detail=kind(error))
        if isinstance(error, TencentCloudSDKException):
            code = str(error.code)
            if not code.startswith(("Client", "Server")):  # the SDK's own: ClientNetworkError, ServerNetworkError
                return outcome(code, self._now())
        return Outcome(Fate.UNKNOWN, reason=kind(error))


def _bound(client: Any, scheme: str, adapter: BoundedAdapter) -> None:
    """Put our time limit under the SDK, whose own begins anew at every byte; and leave the choice of a proxy to
    `requests`, which knows every form of NO_PROXY."""
    client.request.conn.proxy = None
    client.request.conn._session.mount(f"{scheme}://", adapter)
