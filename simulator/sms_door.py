"""The door of both SMS clouds: each takes POST /, and a request's headers tell whose it is."""

from flask import Blueprint, Response, request

from simulator import sms_aliyun, sms_tencent
from simulator.faults import SMS
from simulator.guard import guard
from simulator.world import Simulator


def blueprint(sim: Simulator) -> Blueprint:
    door = Blueprint("sms", __name__)
    guard(door, sim, lambda: SMS, _fault_body)
    nonces: set[str] = set()

    @door.post("/")
    def call() -> tuple[Response, int]:
        return sms_tencent.call(sim) if _tencent() else sms_aliyun.call(sim, nonces)

    return door


def _tencent() -> bool:
    return "x-tc-action" in request.headers


FAULTS = {
    "isv.BUSINESS_LIMIT_CONTROL": "LimitExceeded.PhoneNumberDailyLimit",
    "isv.OUT_OF_SERVICE": "FailedOperation.InsufficientBalanceInSmsPackage",
}
"""The faults that the switches of the page order by Alibaba's names, as Tencent calls them."""


def _fault_body(code: str) -> Response:
    return sms_tencent.fault_body(FAULTS.get(code, code)) if _tencent() else sms_aliyun.fault_body(code)
