"""An environment in which production is safe, with values made at random, as its operators make them."""

import base64
import json
import secrets
import string
from typing import Any

from bot.account.templates import carded
from bot.notify import texted

PUBLIC_URL = "https://msb.example.gov.cn"


def random_base64(count: int) -> str:
    """What `openssl rand -base64` prints."""
    return base64.b64encode(secrets.token_bytes(count)).decode()


def production() -> dict[str, str]:
    """Everything `init` asks for, by the names of the variables."""
    return {
        "APP_ENV": "production",
        "PUBLIC_URL": PUBLIC_URL,
        "TRUSTED_PROXIES": "1",
        "SECRET_KEY": random_base64(48),
        "DATA_KEYS": f"{random_base64(32)},{random_base64(32)}",
        "INDEX_KEY": random_base64(32),
        "WECHAT_APP_ID": "wx9f3c1b7a5d2e8046",
        "WECHAT_APP_SECRET": secrets.token_hex(16),
        "WECHAT_TOKEN": secrets.token_hex(16),
        "WECHAT_AES_KEYS": "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(42)) + "A",
        "WECHAT_TEMPLATES": json.dumps({name: secrets.token_urlsafe(32) for name in carded()}),
        "SMS_PROVIDER": "aliyun",
        "SMS_CALLBACK_SECRET": secrets.token_hex(32),
        "ALIYUN_SMS_KEY_ID": "LTAI5tFq8Zk3",
        "ALIYUN_SMS_KEY_SECRET": secrets.token_urlsafe(22),
        "ALIYUN_SMS_SIGN": "码上办",
        "SMS_TEMPLATES": json.dumps({name: f"SMS_4712{count:05}" for count, name in enumerate(texted.names())}),
    }


def given(**changed: Any) -> dict[str, Any]:
    """The same for `Settings(...)`: by the names of the fields, some changed."""
    return {name.lower(): value for name, value in production().items()} | changed
