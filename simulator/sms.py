"""The SMS cloud behind Alibaba's door: its limits, its ledger, the receipts and the texts people write back."""

import itertools
import threading
import time
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import requests

from simulator import templates
from simulator.config import Config
from simulator.faults import DELIVERY, Faults
from simulator.feed import Feed
from simulator.later import Later
from simulator.people import bare

SHANGHAI = timezone(timedelta(hours=8))
Sms = dict[str, Any]
# Seconds, how many, and what Alibaba calls it: codes a signature and phone, notices a signature, template and phone.
CODE_LIMITS = ((60, 1, "分钟"), (3600, 5, "小时"), (86_400, 10, "天"))
NOTICE_LIMITS = ((86_400, 50, "天"),)


class SmsLedger:
    """Every SMS that was taken, and every one written back, in order."""

    def __init__(self, config: Config, later: Later, feed: Feed, faults: Faults) -> None:
        self._config, self._later, self._feed, self._faults = config, later, feed, faults
        self._lock = threading.Lock()
        self._ids = itertools.count(1)
        self._taken: list[Sms] = []

    def listed(self, phone: str = "") -> list[Sms]:
        """What the gateway took for sending, to this phone or to all."""
        with self._lock:
            sent = [dict(sms) for sms in self._taken if sms["side"] == "gateway"]
        return [sms for sms in sent if not phone or sms["phone"] == bare(phone)]

    def shown(self, phone: str) -> list[Sms]:
        """What stands on the phone: what arrived, and what its owner wrote."""
        with self._lock:
            return [dict(sms) for sms in self._taken if sms["phone"] == bare(phone) and sms["status"] == "delivered"]

    def flow_limit(self, phone: str, name: str) -> str:
        """`触发分钟级流控Permits:1`, or nothing while the limits leave room."""
        if not self._config.sms_limits:
            return ""
        now = self._config.clock()
        limits = CODE_LIMITS if name in templates.VERIFICATION else NOTICE_LIMITS
        times = [sms["sent_at"] for sms in self.listed(phone) if sms["template"] == name]
        for seconds, count, called in limits:
            if sum(now - at < seconds for at in times) >= count:
                return f"触发{called}级流控Permits:{count}"
        return ""

    def take(self, phone: str, name: str, values: Mapping[str, str], out_id: str) -> str:
        """Take one SMS and answer its BizId; it arrives, and its receipt is posted, a little later."""
        now = self._config.clock()
        number = next(self._ids)
        sms = {
            "id": number,
            "at": int(time.time() * 1000),
            "sent_at": now,
            "phone": bare(phone),
            "side": "gateway",
            "template": name,
            "code": self._config.sms_templates.get(name, ""),
            "params": dict(values),
            "text": f"【{self._config.sms_sign}】{templates.sms_text(name, values)}",
            "out_id": out_id,
            "biz_id": f"{int(now * 1000)}{number:06d}^0",
            "status": "sending",
        }
        with self._lock:
            self._taken.append(sms)
        self._later.after(self._config.receipt_delay, lambda: self._arrive(sms))
        return str(sms["biz_id"])

    def uplink(self, phone: str, content: str) -> None:
        """A person's SMS to the gateway's number, posted to the bot."""
        number, now = next(self._ids), self._config.clock()
        sms = {"id": number, "at": int(time.time() * 1000), "phone": bare(phone), "side": "me", "text": content}
        with self._lock:
            self._taken.append(sms | {"status": "delivered"})
        self._feed.publish("sms", sms)
        payload = {
            "phone_number": bare(phone),
            "content": content,
            "send_time": clock_text(now),
            "dest_code": "10690001",
            "sequence_id": number,
        }
        self._post("up", [payload], self._config.receipt_pauses)

    def _arrive(self, sms: Sms) -> None:
        failed = self._faults.take(DELIVERY, sms["phone"])
        with self._lock:
            sms["status"] = "failed" if failed else "delivered"
            sms["received_at"] = self._config.clock()
        if not failed:
            self._feed.publish("sms", dict(sms))
        self._post("report", [_report(sms, failed.code or "UNDELIV" if failed else "")], self._config.receipt_pauses)

    def _post(self, path: str, payload: list[dict[str, Any]], pauses: tuple[float, ...]) -> None:
        """Post a callback; repeated after each pause until the bot answers code 0. 404 means: nobody wants it."""
        url = f"{self._config.bot_url}/sms/aliyun/{self._config.sms_callback_secret}/{path}"
        if self._delivered(url, payload) or not pauses:
            return
        self._later.after(pauses[0], lambda: self._post(path, payload, pauses[1:]))

    def _delivered(self, url: str, payload: list[dict[str, Any]]) -> bool:
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.post(url, json=payload, timeout=5)
                return answer.status_code == requests.codes.not_found or bool(answer.json().get("code") == 0)
        except (requests.RequestException, ValueError, AttributeError):
            return False


def clock_text(at: float) -> str:
    """Alibaba's callbacks tell times as `2024-10-17 17:23:45`, China time."""
    return datetime.fromtimestamp(at, SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def _report(sms: Sms, error: str) -> dict[str, Any]:
    return {
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
