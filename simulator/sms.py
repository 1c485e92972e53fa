"""The SMS clouds behind their doors: their limits, the ledger, the receipts and the texts people write back."""

import itertools
import threading
import time
from collections.abc import Mapping
from typing import Any

import requests

from simulator import sms_posts, templates
from simulator.config import Config
from simulator.faults import DELIVERY, Faults
from simulator.feed import Feed
from simulator.later import Later
from simulator.people import bare
from simulator.quirks import Quirks
from simulator.sms_posts import Post, Sms

# Seconds, how many, and what Alibaba calls it: codes a signature and phone, notices a signature, template and phone.
CODE_LIMITS = ((60, 1, "分钟"), (3600, 5, "小时"), (86_400, 10, "天"))
NOTICE_LIMITS = ((86_400, 50, "天"),)
# Seconds, how many, and what Tencent calls it: texts to a phone, of the same content or of any.
SAME_LIMITS = ((30, 1, "LimitExceeded.PhoneNumberThirtySecondLimit"),)
ALL_LIMITS = ((86_400, 10, "LimitExceeded.PhoneNumberDailyLimit"),)


class SmsLedger:
    """Every SMS that was taken, and every one written back, in order."""

    def __init__(self, config: Config, later: Later, feed: Feed, faults: Faults, quirks: Quirks) -> None:
        self._config, self._later, self._feed, self._faults, self._quirks = config, later, feed, faults, quirks
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

    def frequency_limit(self, phone: str, text: str) -> str:
        """Tencent's code for a text that comes too soon, or nothing."""
        if not self._config.sms_limits:
            return ""
        now, sent = self._config.clock(), [sms for sms in self.listed(phone) if sms["provider"] == "tencent"]
        for limits, among in ((SAME_LIMITS, [sms for sms in sent if sms["text"] == text]), (ALL_LIMITS, sent)):
            for seconds, count, code in limits:
                if sum(now - sms["sent_at"] < seconds for sms in among) >= count:
                    return code
        return ""

    def take(
        self, phone: str, name: str, values: Mapping[str, str], out_id: str, provider: str = "aliyun", text: str = ""
    ) -> str:
        """Take one SMS and answer its id; it arrives, and its receipt is posted, a little later. `text` is what it
        says without 【签名】, where that is not what the values say by their names."""
        now = self._config.clock()
        number = next(self._ids)
        sign = self._config.sms_sign if provider == "aliyun" else self._config.tencent_sign
        sms = {
            "id": number,
            "at": int(time.time() * 1000),
            "sent_at": now,
            "phone": bare(phone),
            "side": "gateway",
            "provider": provider,
            "template": name,
            "code": self._config.sms_templates.get(name, ""),
            "params": dict(values),
            "text": f"【{sign}】{text or templates.sms_text(name, values)}",
            "out_id": out_id,
            "biz_id": sms_posts.POSTS[provider].number(now, number),
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
        provider = self._config.sms_provider if self._config.sms_provider in sms_posts.POSTS else "aliyun"
        post = sms_posts.POSTS[provider]
        payload = post.uplink(sms | {"sent_at": now, "sign": self._config.tencent_sign})
        self._post(post, post.up, payload, self._config.receipt_pauses)

    def _arrive(self, sms: Sms) -> None:
        failed = self._faults.take(DELIVERY, sms["phone"])
        with self._lock:
            sms["status"] = "failed" if failed else "delivered"
            sms["received_at"] = self._config.clock()
        if not failed:
            self._feed.publish("sms", dict(sms))
        post = sms_posts.POSTS[sms["provider"]]
        error = (failed.code or "UNDELIV") if failed else ""
        self._post(post, post.down, post.receipt(sms, error), self._config.receipt_pauses)

    def _post(self, post: Post, path: str, payload: Any, pauses: tuple[float, ...]) -> None:
        """Post a callback; repeated after each pause until the bot answers that all is well. 404: nobody wants it."""
        url = f"{self._config.bot_url}/sms/{post.gateway}/{self._config.sms_callback_secret}/{path}"
        if self._delivered(url, post, payload):
            for _ in range(self._quirks.repeats):
                self._delivered(url, post, payload)
            return
        if not pauses:
            return
        self._later.after(pauses[0], lambda: self._post(post, path, payload, pauses[1:]))

    def _delivered(self, url: str, post: Post, payload: Any) -> bool:
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.post(url, json=payload, timeout=5)
                return answer.status_code == requests.codes.not_found or bool(answer.json() == post.agreed)
        except (requests.RequestException, ValueError, AttributeError):
            return False
