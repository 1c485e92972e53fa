"""What the simulator is told by the environment: the account it plays, and where the bot listens."""

import json
import os
import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEMO_SECRET = "demo-only-change-me"  # noqa: S105 - the demonstration's, known to all
ESTATES_COMMAND = f"{sys.executable} -m flask --app webhooks areas --json"


@dataclass(frozen=True)
class Config:
    """One WeChat account, one SMS account at Alibaba and one at Tencent, one bot. `sms_provider` says at whose number
    people write to the bot.

    `aes_keys` are EncodingAESKeys, the current one first; none means plain mode. `clock` answers seconds since
    1970. Durations are seconds. `bind` says whether the staff's phones bind themselves at the start.
    """

    bot_url: str = "http://127.0.0.1:8000"
    app_id: str = "wx0000000000000000"
    app_secret: str = DEMO_SECRET
    token: str = DEMO_SECRET
    aes_keys: tuple[str, ...] = ()
    account: str = "gh_0a1b2c3d4e5f"
    wechat_templates: Mapping[str, str] = field(default_factory=dict)
    sms_provider: str = "aliyun"
    sms_key_id: str = ""
    sms_key_secret: str = ""
    sms_sign: str = "码上办"
    tencent_secret_id: str = ""
    tencent_secret_key: str = ""
    tencent_app_id: str = "1400000001"
    tencent_sign: str = "码上办"
    sms_callback_secret: str = ""
    sms_templates: Mapping[str, str] = field(default_factory=dict)
    sms_limits: bool = True
    push_timeout: float = 5.0
    push_tries: int = 3
    push_pause: float = 1.0
    token_seconds: int = 7200
    receipt_delay: float = 0.8
    receipt_pauses: tuple[float, ...] = (60.0, 300.0, 600.0, 1800.0, *[3600.0] * 6)
    estates_command: str = ESTATES_COMMAND
    bind: bool = False
    clock: Callable[[], float] = time.time


def from_environment(environ: Mapping[str, str] = os.environ) -> Config:
    """Read the same variables as the bot does. Raises ValueError where a table of templates cannot be read."""
    get = environ.get
    return Config(
        bot_url=get("BOT_URL", "http://127.0.0.1:8000").rstrip("/"),
        app_id=get("WECHAT_APP_ID", Config.app_id),
        app_secret=get("WECHAT_APP_SECRET", DEMO_SECRET),
        token=get("WECHAT_TOKEN", DEMO_SECRET),
        aes_keys=_listed(get("WECHAT_AES_KEYS", "")),
        wechat_templates=_table(environ, "WECHAT_TEMPLATES"),
        sms_provider=get("SMS_PROVIDER", ""),
        sms_key_id=get("ALIYUN_SMS_KEY_ID", ""),
        sms_key_secret=get("ALIYUN_SMS_KEY_SECRET", ""),
        sms_sign=get("ALIYUN_SMS_SIGN", "") or Config.sms_sign,
        tencent_secret_id=get("TENCENT_SMS_SECRET_ID", ""),
        tencent_secret_key=get("TENCENT_SMS_SECRET_KEY", ""),
        tencent_app_id=get("TENCENT_SMS_APP_ID", "") or Config.tencent_app_id,
        tencent_sign=get("TENCENT_SMS_SIGN", "") or Config.tencent_sign,
        sms_callback_secret=next(iter(_listed(get("SMS_CALLBACK_SECRET", ""))), ""),
        sms_templates=_table(environ, "SMS_TEMPLATES"),
        estates_command=get("ESTATES_COMMAND", "") or ESTATES_COMMAND,
        bind=get("SIMULATOR_BIND", "1") != "0",
    )


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _table(environ: Mapping[str, str], name: str) -> dict[str, str]:
    text = environ.get(name) or "{}"
    try:
        table = _of_file(Path(text[1:])) if text.startswith("@") else json.loads(text)
    except (OSError, ValueError) as error:
        raise ValueError(f"{name} is no JSON, and no file of JSON or TOML: {error}") from None
    if not isinstance(table, dict):
        raise ValueError(f"{name} must be a JSON object: our template name to the provider's id")
    return {str(key): str(value) for key, value in table.items()}


def _of_file(file: Path) -> object:
    text = file.read_text("utf-8")
    return tomllib.loads(text) if file.suffix == ".toml" else json.loads(text)
