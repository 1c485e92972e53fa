"""A door for the SMS gateways on its own, and what the gateways post at it, as their documentation shows it."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from werkzeug.test import TestResponse

from bot.messages import SILENCE, Answer, Inbound, Receipt
from core.settings import Settings
from webhooks.sms import install

NOW = 1_729_157_025
"""2024-10-17 17:23:45 in China."""
SECRET = "canary5c0ffee0123456789abcdef0123"
NEXT = "canary7deadbeef0123456789abcdef01"
PHONE = "+8617712341234"
ALIYUN_OK = {"code": 0, "msg": "成功"}
TENCENT_OK = {"result": 0, "errmsg": "OK"}
PLACES = {
    "aliyun/report": ALIYUN_OK,
    "aliyun/up": ALIYUN_OK,
    "tencent/status": TENCENT_OK,
    "tencent/reply": TENCENT_OK,
}


@dataclass
class House:
    """Stands for the application: keeps what it is handed, or breaks, or waits until it is let go on."""

    heard: list[Inbound] = field(default_factory=list)
    noted: list[Receipt] = field(default_factory=list)
    breaks: list[Exception] = field(default_factory=list)
    free: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.free.set()

    def receive(self, inbound: Inbound) -> Answer:
        self._pass()
        self.heard.append(inbound)
        return Answer(SILENCE, datetime.fromtimestamp(NOW, UTC))

    def note(self, receipts: Sequence[Receipt]) -> None:
        self._pass()
        self.noted += receipts

    def _pass(self) -> None:
        self.free.wait(20)
        if self.breaks:
            raise self.breaks.pop(0)


@dataclass
class Gateway:
    """Posts to one door."""

    house: House
    client: FlaskClient
    secret: str = SECRET

    def post(self, place: str, item: Any, **how: Any) -> TestResponse:
        """`item` as JSON, or the very bytes."""
        body = item if isinstance(item, bytes) else json.dumps(item, ensure_ascii=False).encode()
        return self.client.post(self.path(place), data=body, content_type="application/json", **how)

    def path(self, place: str) -> str:
        gateway, last = place.split("/")
        return f"/sms/{gateway}/{self.secret}/{last}"


def gateway(*secrets: str) -> Gateway:
    """A gateway, and a door that knows these secrets (none given: SECRET)."""
    house, app = House(), Flask("door")
    known = tuple(map(SecretStr, secrets or (SECRET,)))
    install(app, house, Settings(sms_callback_secret=known), lambda: float(NOW))
    return Gateway(house, app.test_client())


def report(**change: Any) -> dict[str, Any]:
    """Alibaba's SmsReport."""
    return {
        "phone_number": "17712341234",
        "send_time": "2024-10-17 17:20:00",
        "report_time": "2024-10-17 17:20:04",
        "success": True,
        "err_code": "DELIVERED",
        "err_msg": "用户接收成功",
        "sms_size": "1",
        "biz_id": "932702304080415357^0",
        "out_id": "accepted:12:c5:5:sms",
    } | change


def up(**change: Any) -> dict[str, Any]:
    """Alibaba's SmsUp."""
    return {
        "phone_number": "17712341234",
        "content": "A7 5",
        "send_time": "2024-10-17 17:23:40",
        "dest_code": "10690001",
        "sequence_id": 1234567890,
    } | change


def status(**change: Any) -> dict[str, Any]:
    """Tencent's status callback."""
    return {
        "user_receive_time": "2024-10-17 17:20:04",
        "nationcode": "86",
        "mobile": "17712341234",
        "report_status": "SUCCESS",
        "errmsg": "DELIVRD",
        "description": "用户短信送达成功",
        "sid": "2019:538335269398849792",
        "ext": "accepted:12:c5:5:sms",
    } | change


def reply(**change: Any) -> dict[str, Any]:
    """Tencent's reply callback."""
    return {
        "extend": "",
        "mobile": "17712341234",
        "nationcode": "86",
        "sign": "码上办",
        "text": "A7 5",
        "time": 1_729_157_020,
    } | change


FINE = {"aliyun/report": report(), "aliyun/up": up(), "tencent/status": status(), "tencent/reply": reply()}
