"""The environment as one typed object. Made once where a program starts, never at import."""

import base64
import hashlib
import re
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

DEMO = "demo-only-change-me"
_UNGUESSABLE = re.compile(r"[A-Za-z0-9_-]{22,}", re.ASCII)
"""At least 128 bits, as hexadecimal digits or in URL-safe base64; and fit to stand in a path."""


def _split(value: Any) -> Any:
    """`"a, b"` becomes `("a", "b")`."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _demo_key(name: str) -> SecretStr:
    return SecretStr(base64.b64encode(hashlib.sha256(f"{DEMO}:{name}".encode()).digest()).decode())


def _unless_empty(default: int) -> BeforeValidator:
    return BeforeValidator(lambda value: default if value == "" else value)


NotNegative = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Secrets = Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """Everything an operator can set, under the names of the environment variables (in capitals there).

    Durations are ISO 8601; their days are natural ones, or 工作日 with CLOCK_CALENDAR=working. Raises pydantic's
    ValidationError, whose text names each variable at fault and repeats no value. A program reads the environment by
    `from_environment`.
    """

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True, hide_input_in_errors=True)

    app_env: Literal["demo", "production"] = "demo"
    database_url: str = "sqlite:///var/mashangban.db"
    redis_url: str = ""
    public_url: str = "http://127.0.0.1:8000"
    trusted_proxies: int = 0
    data_dir: Path = Path("var")
    web_host: str = "127.0.0.1"
    port: Annotated[Positive, _unless_empty(8000)] = 8000
    web_concurrency: Annotated[Positive, _unless_empty(1)] = 1
    web_threads: Annotated[Positive, _unless_empty(8)] = 8

    secret_key: SecretStr = SecretStr(DEMO)
    data_keys: Secrets = (_demo_key("data"),)
    index_key: SecretStr = _demo_key("index")

    wechat_app_id: str = "wx0000000000000000"
    wechat_app_secret: SecretStr = SecretStr(DEMO)
    wechat_token: SecretStr = SecretStr(DEMO)
    wechat_aes_keys: Secrets = ()
    wechat_api_url: str = "https://api.weixin.qq.com"
    wechat_templates: dict[str, str] = {}

    sms_provider: Literal["console", "aliyun", "tencent"] = "console"
    sms_callback_secret: Secrets = ()
    sms_number: str = ""
    sms_templates: dict[str, str] = {}
    sms_daily_budget: NotNegative = 10_000
    sms_phone_daily: NotNegative = 10
    sms_replies_daily: NotNegative = 30
    code_daily_budget: NotNegative = 2_000
    aliyun_sms_url: str = "https://dysmsapi.aliyuncs.com"
    aliyun_sms_key_id: str = ""
    aliyun_sms_key_secret: SecretStr = SecretStr("")
    aliyun_sms_sign: str = ""
    tencent_sms_url: str = "https://sms.tencentcloudapi.com"
    tencent_sms_secret_id: str = ""
    tencent_sms_secret_key: SecretStr = SecretStr("")
    tencent_sms_app_id: str = ""
    tencent_sms_sign: str = ""

    clock_pending: timedelta = timedelta(days=5)
    clock_further: timedelta = timedelta(days=5)
    clock_guidance: timedelta = timedelta(days=5)
    clock_supplement: timedelta = timedelta(days=5)
    clock_rating: timedelta = timedelta(days=7)
    clock_calendar: Literal["natural", "working"] = "natural"
    quiet_hours: str = "21:00-08:00"
    number_prefix: str = "0040"

    @field_validator("wechat_aes_keys")
    @classmethod
    def _aes_keys_are_32_bytes(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        """An EncodingAESKey is 43 characters of base64 for 32 bytes (WeChat, message push guide)."""
        for key in keys:
            if len(key.get_secret_value()) != 43:
                raise ValueError("each EncodingAESKey is 43 characters long")
            base64.b64decode(key.get_secret_value() + "=", validate=True)
        return keys

    @field_validator("data_keys")
    @classmethod
    def _data_keys_are_32_bytes(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if not keys or any(len(base64.b64decode(key.get_secret_value())) != 32 for key in keys):
            raise ValueError("give at least one key, each 32 random bytes in base64")
        return keys

    @model_validator(mode="after")
    def _production_is_safe(self) -> Self:
        """Production refuses default secrets, plain mode, and endpoints on this machine (the simulator's)."""
        self.quiet  # noqa: B018 - raises where QUIET_HOURS cannot be read
        if self.app_env != "production":
            return self
        wrong = [name for name, secret in self._named_secrets() if secret in ("", DEMO)]
        wrong += ["DATA_KEYS"] if _demo_key("data") in self.data_keys else []
        wrong += ["INDEX_KEY"] if self.index_key == _demo_key("index") else []
        if wrong:
            raise ValueError("production needs secrets of its own: set " + ", ".join(wrong))
        if not self.wechat_aes_keys:
            raise ValueError("production needs safe mode: set WECHAT_AES_KEYS")
        if any(not _UNGUESSABLE.fullmatch(one.get_secret_value()) for one in self.sms_callback_secret):
            raise ValueError("SMS_CALLBACK_SECRET: give each 22 or more letters and digits, made at random")
        if len(self.sms_callback_secret) > 2:
            raise ValueError("SMS_CALLBACK_SECRET: give one, or two while they change")
        for url in (self.wechat_api_url, self.aliyun_sms_url, self.tencent_sms_url):
            if not url.startswith("https://") or "127.0.0.1" in url or "localhost" in url:
                raise ValueError(f"production cannot talk to {url}: give the provider's https address")
        return self

    def _named_secrets(self) -> list[tuple[str, str]]:
        return [
            ("SECRET_KEY", self.secret_key.get_secret_value()),
            ("WECHAT_TOKEN", self.wechat_token.get_secret_value()),
            ("WECHAT_APP_SECRET", self.wechat_app_secret.get_secret_value()),
            *self._named_of_gateway(),
        ]

    def _named_of_gateway(self) -> list[tuple[str, str]]:
        callback = "".join(one.get_secret_value() for one in self.sms_callback_secret)
        match self.sms_provider:
            case "aliyun":
                return [
                    ("SMS_CALLBACK_SECRET", callback),
                    ("ALIYUN_SMS_KEY_ID", self.aliyun_sms_key_id),
                    ("ALIYUN_SMS_KEY_SECRET", self.aliyun_sms_key_secret.get_secret_value()),
                    ("ALIYUN_SMS_SIGN", self.aliyun_sms_sign),
                ]
            case "tencent":
                return [
                    ("SMS_CALLBACK_SECRET", callback),
                    ("TENCENT_SMS_SECRET_ID", self.tencent_sms_secret_id),
                    ("TENCENT_SMS_SECRET_KEY", self.tencent_sms_secret_key.get_secret_value()),
                    ("TENCENT_SMS_APP_ID", self.tencent_sms_app_id),
                    ("TENCENT_SMS_SIGN", self.tencent_sms_sign),
                ]
            case _:
                return []

    @property
    def quiet(self) -> tuple[time, time] | None:
        """The hours in Asia/Shanghai in which ordinary notices wait, or None."""
        if not self.quiet_hours:
            return None
        start, _, end = self.quiet_hours.partition("-")
        return time.fromisoformat(start.strip()), time.fromisoformat(end.strip())


class BadSettings(Exception):
    """The environment cannot be used; the text is one line that names each variable at fault, and no value."""


def from_environment() -> Settings:
    """The settings of this process's environment. Raises BadSettings."""
    try:
        return Settings()
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        told = (f"{'.'.join(map(str, fault['loc'])).upper()}: {fault['msg']}".removeprefix(": ") for fault in faults)
        raise BadSettings("; ".join(told)) from None
    except SettingsError as error:
        raise BadSettings(f"{str(error).replace(chr(10), ' ')} (it is to be JSON)") from None
