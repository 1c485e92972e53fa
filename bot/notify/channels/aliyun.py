"""Notices by SMS through Alibaba Cloud (Dysms 2017-05-25), by the vendor's own SDK.

A template and its variables only, never free text. The API is not idempotent: what may have been sent is UNKNOWN,
and `query` tells later.
"""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from alibabacloud_dysmsapi20170525.client import Client
from alibabacloud_dysmsapi20170525.models import QuerySendDetailsRequest, SendSmsRequest
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException, ClientException, ThrottlingException
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.core import DaraCore

from bot.notify.channels import Fate, Letter, Outcome
from bot.notify.channels.aliyun_errors import ALARMS, OK, outcome
from bot.notify.channels.gateway import kind, never_left, sent, told
from bot.notify.channels.http import CONNECT, OVERALL, BoundedAdapter
from bot.notify.texted import worded
from core.clocks import SHANGHAI

LIMIT = 35
"""Characters of one variable."""

PAGE = 50
PAGES = 10
"""How far `query` looks: a phone gets 50 notices of a kind a day at most."""
MARGIN = timedelta(minutes=5)
"""By how much their clock may be off: which day of theirs it was may be unclear."""

THROTTLED = timedelta(minutes=1)
WAITING, UNDELIVERED = 1, 2
"""SendStatus of QuerySendDetails; 3 is delivered."""

logging.getLogger("darabonba-core").setLevel(logging.WARNING)  # it would log addresses, with phones in them


def client(url: str, key_id: str, key_secret: str, connect: float = CONNECT, overall: float = OVERALL) -> Client:
    """The vendor's own, each call of which is over within its time. `url`'s scheme decides the protocol."""
    place = urlsplit(url)
    config = Config(
        access_key_id=key_id,
        access_key_secret=key_secret,
        endpoint=place.netloc,
        protocol=place.scheme,
        connect_timeout=int(connect * 1000),
        read_timeout=int(overall * 1000),
    )
    _bound(place.scheme, place.netloc, BoundedAdapter(connect, overall))
    return Client(config)


class AliyunChannel:
    """See the port. `templates`: our name → the gateway's code. `url`'s scheme decides the protocol."""

    name = "aliyun"
    idempotent = False

    def __init__(
        self,
        url: str,
        key_id: str,
        key_secret: str,
        sign: str,
        templates: Mapping[str, str],
        *,
        connect: float = CONNECT,
        overall: float = OVERALL,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client(url, key_id, key_secret, connect, overall)
        self._sign, self._templates, self._now = sign, templates, now

    def send(self, letter: Letter) -> Outcome:
        return told(sent(self._sent, letter), ALARMS)

    def _sent(self, letter: Letter) -> Outcome:
        text = worded(letter.template, letter.fields, self._templates, LIMIT)
        if text is None:
            return Outcome(Fate.FAILED, reason="template_missing", detail=letter.template)
        request = SendSmsRequest(
            phone_numbers=_bare(letter.address),
            sign_name=self._sign,
            template_code=text.code,
            template_param=json.dumps(text.values, ensure_ascii=False),
            out_id=letter.key,
        )
        try:
            body = self._client.send_sms(request).body
        except Exception as error:  # the port never raises, and the SDK's errors have no common ground
            return self._failed(error)
        if body is None or not body.code:
            return Outcome(Fate.UNKNOWN, reason="bad_answer")
        if body.code != OK:
            return outcome(body.code)
        return Outcome(Fate.SENT, provider_id=body.biz_id or "")

    def query(self, key: str, phone: str, sent_at: datetime) -> Outcome:
        """See the port."""
        days = {(sent_at + margin).astimezone(SHANGHAI).date() for margin in (-MARGIN, MARGIN)}
        try:
            for day in sorted(days):
                for detail in self._details(phone, day):
                    if detail.out_id == key:
                        return _delivery(detail)
        except Exception as error:
            return Outcome(Fate.UNKNOWN, reason="no_answer", detail=kind(error))
        return Outcome(Fate.RETRY, reason="not_found")

    def _details(self, phone: str, day: date) -> Iterator[Any]:
        """All that was sent to the phone on that day. Raises whatever the SDK raises, and LookupError for an answer
        that is not OK or for more than can be looked through."""
        for page in range(1, PAGES + 1):
            request = QuerySendDetailsRequest(
                phone_number=_bare(phone), send_date=f"{day:%Y%m%d}", page_size=PAGE, current_page=page
            )
            body = self._client.query_send_details(request).body
            if body is None or body.code != OK:
                raise LookupError(body.code if body else "")
            found = (body.sms_send_detail_dtos and body.sms_send_detail_dtos.sms_send_detail_dto) or []
            yield from found
            if len(found) < PAGE:
                return
        raise LookupError("too many")

    def _failed(self, error: Exception) -> Outcome:
        if isinstance(error, AlibabaCloudException):
            code = str(error.code)
            if isinstance(error, ThrottlingException) or code.startswith("Throttling"):
                return Outcome(Fate.RETRY, reason="throttled", detail=code, until=self._now() + THROTTLED)
            if isinstance(error, ClientException):
                return outcome(code)
            return Outcome(Fate.UNKNOWN, reason="bad_answer", detail=code)
        if never_left(error):
            return Outcome(Fate.RETRY, reason="unreachable", detail=kind(error))
        return Outcome(Fate.UNKNOWN, reason=kind(error))


def _bound(scheme: str, host: str, adapter: BoundedAdapter) -> None:
    """Put our time limit under the SDK, whose own begins anew at every byte."""
    key = f"{scheme}://{host}:80:pool={DaraCore._resolve_pool_maxsize()}"
    DaraCore._get_session(key, scheme).mount(f"{scheme}://", adapter)


def _delivery(detail: Any) -> Outcome:
    if detail.send_status == UNDELIVERED:
        return Outcome(Fate.FAILED, reason="undelivered", detail=str(detail.err_code or ""))
    return Outcome(Fate.SENT, reason="waiting" if detail.send_status == WAITING else "delivered")


def _bare(phone: str) -> str:
    return phone.removeprefix("+86")
