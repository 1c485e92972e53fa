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

import requests
import structlog
from alibabacloud_dysmsapi20170525.client import Client
from alibabacloud_dysmsapi20170525.models import QuerySendDetailsRequest, SendSmsRequest
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException, ClientException, ThrottlingException
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.core import DaraCore
from urllib3.exceptions import MaxRetryError, NewConnectionError

from bot.notify.channels import Fate, Letter, Outcome
from bot.notify.channels.aliyun_errors import ALARMS, OK, outcome
from bot.notify.channels.http import CONNECT, OVERALL, BoundedAdapter

LIMIT = 35
"""Characters of one variable."""

PAGE = 50
PAGES = 10
"""How far `query` looks: a phone gets 50 notices of a kind a day at most."""

THROTTLED = timedelta(minutes=1)
WAITING, UNDELIVERED = 1, 2
"""SendStatus of QuerySendDetails; 3 is delivered."""

log = structlog.get_logger()
logging.getLogger("darabonba-core").setLevel(logging.WARNING)  # it would log addresses, with phones in them


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
        place = urlsplit(url)
        config = Config(
            access_key_id=key_id,
            access_key_secret=key_secret,
            endpoint=place.netloc,
            protocol=place.scheme,
            connect_timeout=int(connect * 1000),
            read_timeout=int(overall * 1000),
        )
        self._client = Client(config)
        self._sign, self._templates, self._now = sign, templates, now
        _bound(place.scheme, place.netloc, BoundedAdapter(connect, overall))

    def send(self, letter: Letter) -> Outcome:
        code = self._templates.get(letter.template)
        if not code:
            return _told(Outcome(Fate.FAILED, reason="template_missing", detail=letter.template))
        values = {name: _cut(value) for name, value in letter.fields.items()}
        request = SendSmsRequest(
            phone_numbers=_bare(letter.address),
            sign_name=self._sign,
            template_code=code,
            template_param=json.dumps(values, ensure_ascii=False),
            out_id=letter.key,
        )
        try:
            body = self._client.send_sms(request).body
        except Exception as error:  # the port never raises, and the SDK's errors have no common ground
            return _told(self._failed(error))
        if body is None or not body.code:
            return Outcome(Fate.UNKNOWN, reason="bad_answer")
        if body.code != OK:
            return _told(outcome(body.code))
        return Outcome(Fate.SENT, provider_id=body.biz_id or "")

    def query(self, key: str, phone: str, day: date) -> Outcome:
        """What became of the letter `key`, sent to `phone` on `day` (Asia/Shanghai).

        SENT (reason `delivered`, or `waiting` for the network), FAILED (`undelivered`), RETRY (`not_found`: the
        gateway never took it, though its books may lag some minutes), UNKNOWN (no answer).
        """
        try:
            for detail in self._details(phone, day):
                if detail.out_id == key:
                    return _delivery(detail)
        except Exception as error:
            return Outcome(Fate.UNKNOWN, reason="no_answer", detail=_kind(error))
        return Outcome(Fate.RETRY, reason="not_found")

    def _details(self, phone: str, day: date) -> Iterator[Any]:
        """Raises whatever the SDK raises, and LookupError for an answer that is not OK."""
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

    def _failed(self, error: Exception) -> Outcome:
        """An error of the SDK's. Its words hold the address, with the phone in it: only its kind is told."""
        if isinstance(error, AlibabaCloudException):
            code = str(error.code)
            if isinstance(error, ThrottlingException) or code.startswith("Throttling"):
                return Outcome(Fate.RETRY, reason="throttled", detail=code, until=self._now() + THROTTLED)
            if isinstance(error, ClientException):
                return outcome(code)
            return Outcome(Fate.UNKNOWN, reason="bad_answer", detail=code)
        if _never_left(error):
            return Outcome(Fate.RETRY, reason="unreachable", detail=_kind(error))
        return Outcome(Fate.UNKNOWN, reason=_kind(error))


def _bound(scheme: str, host: str, adapter: BoundedAdapter) -> None:
    """Put our time limit under the SDK, whose own begins anew at every byte."""
    key = f"{scheme}://{host}:80:pool={DaraCore._resolve_pool_maxsize()}"
    DaraCore._get_session(key, scheme).mount(f"{scheme}://", adapter)


def _told(result: Outcome) -> Outcome:
    if result.reason in ALARMS:
        log.error("sms_alarm", reason=result.reason, detail=result.detail)
    return result


def _delivery(detail: Any) -> Outcome:
    if detail.send_status == UNDELIVERED:
        return Outcome(Fate.FAILED, reason="undelivered", detail=str(detail.err_code or ""))
    return Outcome(Fate.SENT, reason="waiting" if detail.send_status == WAITING else "delivered")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it: the SDK wraps twice, and once only by context."""
    while error is not None:
        yield error
        error = getattr(error, "inner_exception", None) or error.__cause__ or error.__context__


def _never_left(error: Exception) -> bool:
    return any(
        isinstance(one, requests.ConnectTimeout | NewConnectionError)
        or (isinstance(one, MaxRetryError) and isinstance(one.reason, NewConnectionError))
        for one in _chain(error)
    )


def _kind(error: Exception) -> str:
    late = any(isinstance(one, requests.Timeout | TimeoutError) for one in _chain(error))
    return "timeout" if late else "bad_answer"


def _cut(value: str) -> str:
    return value if len(value) <= LIMIT else value[: LIMIT - 1] + "…"


def _bare(phone: str) -> str:
    return phone.removeprefix("+86")
