"""What everybody knows because it is published here: the demonstration's values, by the names of the settings. The
ids of its templates have a form of their own (`TEMPLATE`), which neither WeChat nor a gateway gives."""

import base64
import hashlib
import re

DEMO = "demo-only-change-me"


def demo_key(name: str) -> str:
    """A key of 32 bytes that a demonstration has unless it is given one."""
    return base64.b64encode(hashlib.sha256(f"{DEMO}:{name}".encode()).digest()).decode()


PUBLISHED = {
    "secret_key": (DEMO,),
    "data_keys": (demo_key("data"),),
    "index_key": (demo_key("index"),),
    "wechat_app_id": ("wx0000000000000000", "wx0123456789abcdef"),
    "wechat_app_secret": (DEMO, "demo-app-secret"),
    "wechat_token": (DEMO, "demo-token"),
    "wechat_aes_keys": ("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",),
    "sms_number": ("10690001",),
    "sms_callback_secret": ("demo-callback-0123456789abcdef",),
    "aliyun_sms_key_id": ("demo-key-id",),
    "aliyun_sms_key_secret": ("demo-key-secret",),
    "tencent_sms_secret_id": ("demo-secret-id",),
    "tencent_sms_secret_key": ("demo-secret-key",),
    "tencent_sms_app_id": ("1400000001",),
}
TEMPLATE = re.compile(r"(?:TM|SMS_)\d{1,3}")
