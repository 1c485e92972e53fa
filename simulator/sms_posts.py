"""What the SMS clouds post to the bot: receipts and texts, each in its vendor's shape, and the answer each wants."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

SHANGHAI = timezone(timedelta(hours=8))
Sms = dict[str, Any]


class Post(NamedTuple):
    """One cloud. `down` and `up` end the addresses of receipts and of texts; `number` makes a message's id of the time
    and a count; `receipt` has the error, or nothing where the message arrived."""

    gateway: str
    down: str
    up: str
    agreed: dict[str, Any]
    number: Callable[[float, int], str]
    receipt: Callable[[Sms, str], Any]
    uplink: Callable[[Sms], Any]


def clock_text(at: float) -> str:
    """Callbacks tell times as `2024-10-17 17:23:45`, China time."""
    return datetime.fromtimestamp(at, SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def _aliyun_receipt(sms: Sms, error: str) -> list[dict[str, Any]]:
    return [
        {
            "phone_number": sms["phone"],
            "send_time": clock_text(sms["sent_at"]),
            "report_time": clock_text(sms["received_at"]),
            "success": not error,
            "err_code": error or "DELIVERED",
            "err_msg": "用户接收成功" if not error else "用户接收失败",
            "sms_size": "1" if len(sms["text"]) <= 70 else str(-(-len(sms["text"]) // 67)),
            "biz_id": sms["biz_id"],
            "out_id": sms["out_id"],
        }
    ]


def _aliyun_uplink(sms: Sms) -> list[dict[str, Any]]:
    return [
        {
            "phone_number": sms["phone"],
            "content": sms["text"],
            "send_time": clock_text(sms["sent_at"]),
            "dest_code": "10690001",
            "sequence_id": sms["id"],
        }
    ]


def _tencent_receipt(sms: Sms, error: str) -> list[dict[str, Any]]:
    return [
        {
            "user_receive_time": clock_text(sms["received_at"]),
            "nationcode": "86",
            "mobile": sms["phone"],
            "report_status": "FAIL" if error else "SUCCESS",
            "errmsg": error or "DELIVRD",
            "description": "用户短信送达失败" if error else "用户短信送达成功",
            "sid": sms["biz_id"],
            "ext": sms["out_id"],
        }
    ]


def _tencent_uplink(sms: Sms) -> dict[str, Any]:
    """One object, not an array of them."""
    return {
        "extend": "",
        "mobile": sms["phone"],
        "nationcode": "86",
        "sign": sms["sign"],
        "text": sms["text"],
        "time": int(sms["sent_at"]),
    }


POSTS = {
    "aliyun": Post(
        "aliyun",
        "report",
        "up",
        {"code": 0, "msg": "成功"},
        lambda at, count: f"{int(at * 1000)}{count:06d}^0",
        _aliyun_receipt,
        _aliyun_uplink,
    ),
    "tencent": Post(
        "tencent",
        "status",
        "reply",
        {"result": 0, "errmsg": "OK"},
        lambda at, count: f"{datetime.fromtimestamp(at, SHANGHAI):%Y}:{int(at * 1000)}{count:06d}",
        _tencent_receipt,
        _tencent_uplink,
    ),
}
