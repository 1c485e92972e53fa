"""What the SMS clouds have on their books of one account: the signature, and templates, approved, waiting or refused.

Whatever SMS_TEMPLATES names was approved before; what is applied for waits for a reviewer, who refuses at once what
breaks the rules that the clouds publish.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from simulator import templates
from simulator.config import Config

WAITING, PASSED, REFUSED = "waiting", "passed", "refused"
NOTICE_WORDS = (
    "拒收请回复",
    "退订",
    "回复TD",
    "问卷",
    "装修",
    "调解",
    "法律维权",
    "中奖",
    "贷款",
    "加微信",
    "【",
    "】",
)
CODE_WORDS = ("验证码", "注册码", "校验码", "动态码")
ATTRIBUTES = frozenset(
    (
        "numberCaptcha",
        "characterWithNumber2",
        "verifyTime",
        "time",
        "money",
        "user_nick",
        "name",
        "unit_name",
        "address",
        "license_plate_number",
        "tracking_number",
        "pick_up_code",
        "other_number2",
        "phone_number2",
        "link_param",
        "email_address",
        "others",
    )
)
MOST_CONTACTS = 2
_MOBILE = re.compile(r"1[3-9]\d{9}")
_CONTACT = re.compile(r"(?<!\d)(?:1\d{2,4}|96\d{3,4}|95\d{3}|400\d{7})(?!\d)")
_LINK = re.compile(r"(?:https?://|www\.)\S*[${]")
_ADJACENT = re.compile(r"}\s*\$?{")


@dataclass
class Applied:
    """One template. `content` is as its cloud wants it; `rule` the attributes of its variables (Alibaba's)."""

    code: str
    name: str
    content: str
    verification: bool
    rule: dict[str, str] = field(default_factory=dict)
    standing: str = WAITING
    reason: str = ""


class Books:
    """One account. `sign` and `carriers` tell how its signature stands with the cloud and with the carriers."""

    def __init__(self, config: Config) -> None:
        self._config, self._lock = config, threading.Lock()
        self._applied: list[Applied] = []
        self.sign, self.sign_reason = PASSED, ""
        self.carriers = {"mobile": 3, "unicom": 3, "telecom": 3}

    def listed(self, provider: str) -> list[Applied]:
        """All of one cloud's, the newest last."""
        with self._lock:
            return [*self._before(provider), *self._applied]

    def apply(self, name: str, content: str, verification: bool, rule: dict[str, str], provider: str) -> Applied:
        """Put a template before the reviewer."""
        with self._lock:
            number = 2_000_001 + len(self._applied)
            code = f"SMS_{number}" if provider == "aliyun" else str(number)
            one = Applied(code, name, content, verification, rule)
            one.reason = breach(one, provider)
            one.standing = REFUSED if one.reason else WAITING
            self._applied.append(one)
            return one

    def review(self, standing: str = PASSED, reason: str = "") -> None:
        """The reviewer decides whatever waits."""
        with self._lock:
            for one in self._applied:
                if one.standing == WAITING:
                    one.standing, one.reason = standing, reason

    def named(self, code: str) -> str | None:
        """The name by which `templates` knows the text of an approved code."""
        if name := next((ours for ours, theirs in self._config.sms_templates.items() if theirs == code), None):
            return name
        with self._lock:
            content = next((one.content for one in self._applied if one.code == code and one.standing == PASSED), None)
        known = templates.SMS_TEXTS
        return next((name for name in known if content in (known[name], templates.numbered(name))), None)

    def _before(self, provider: str) -> Iterator[Applied]:
        for code, name in {code: name for name, code in self._config.sms_templates.items()}.items():
            content = templates.content_of(name) if provider == "aliyun" else templates.numbered(name)
            yield Applied(code, name, content, name in templates.VERIFICATION, standing=PASSED)


def breach(one: Applied, provider: str) -> str:
    """Why a reviewer refuses a template, or nothing."""
    if one.verification and not any(word in one.content for word in CODE_WORDS):
        return "验证码模板须含验证码、注册码、校验码、动态码之一"
    if not one.verification and (word := next((word for word in NOTICE_WORDS if word in one.content), "")):
        return f"通知短信不支持包含“{word}”"
    if _ADJACENT.search(one.content) or _LINK.search(one.content):
        return "不支持变量相邻或变量链接"
    if _MOBILE.search(one.content) or len(set(_CONTACT.findall(one.content))) > MOST_CONTACTS:
        return "联系方式不符合规范"
    if provider == "aliyun":
        named = re.findall(r"\$\{(\w+)}", one.content)
        if len(named) != len(set(named)) or set(one.rule) != set(named) or not set(one.rule.values()) <= ATTRIBUTES:
            return "变量属性与变量不符"
    return ""
