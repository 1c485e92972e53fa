"""The environment as one typed object. Made once where a program starts, never at import."""

import base64
import binascii
from collections.abc import Sequence
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from core.addresses import local
from core.demonstration import DEMO, demo_key
from core.safety import Fault, unsafe
from core.template_ids import template_ids

BROKERS = ("redis", "rediss", "unix")
DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")


def _split(value: Any) -> Any:
    """`"a, b"` becomes `("a", "b")`."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _unless_empty(default: int) -> BeforeValidator:
    return BeforeValidator(lambda value: default if value == "" else value)


NotNegative = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Duration = Annotated[timedelta, Field(gt=timedelta(0), le=timedelta(days=366))]
Secrets = Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_split)]
Templates = Annotated[dict[str, str], NoDecode, BeforeValidator(template_ids)]


class Given(BaseSettings):
    """Everything an operator can set, under the names of the environment variables (in capitals there).

    Durations are ISO 8601; their days are natural ones, or 工作日 with CLOCK_CALENDAR=working. Raises pydantic's
    ValidationError where a value cannot be read at all; it repeats no value.
    """

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True, hide_input_in_errors=True)

    app_env: Literal["demo", "production"] = "demo"
    database_url: str = "sqlite:///var/mashangban.db"
    redis_url: str = ""
    public_url: str = "http://127.0.0.1:8000"
    trusted_proxies: Annotated[int, Field(ge=0, le=5)] = 0
    data_dir: Path = Path("var")
    web_host: str = "127.0.0.1"
    port: Annotated[Positive, _unless_empty(8000)] = 8000
    web_concurrency: Annotated[Positive, _unless_empty(1)] = 1
    web_threads: Annotated[Positive, _unless_empty(8)] = 8

    secret_key: SecretStr = SecretStr(DEMO)
    data_keys: Secrets = (SecretStr(demo_key("data")),)
    index_key: SecretStr = SecretStr(demo_key("index"))

    wechat_app_id: str = "wx0000000000000000"
    wechat_app_secret: SecretStr = SecretStr(DEMO)
    wechat_token: SecretStr = SecretStr(DEMO)
    wechat_aes_keys: Secrets = ()
    wechat_api_url: str = "https://api.weixin.qq.com"
    wechat_templates: Templates = {}

    sms_provider: Literal["console", "aliyun", "tencent"] = "console"
    sms_callback_secret: Secrets = ()
    sms_number: str = ""
    sms_templates: Templates = {}
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

    clock_pending: Duration = timedelta(days=5)
    clock_further: Duration = timedelta(days=5)
    clock_guidance: Duration = timedelta(days=5)
    clock_supplement: Duration = timedelta(days=5)
    clock_rating: Duration = timedelta(days=7)
    clock_calendar: Literal["natural", "working"] = "natural"
    quiet_hours: str = "21:00-08:00"
    undo_hold: Annotated[int, Field(ge=0, le=120)] = 30
    number_prefix: str = "0040"

    @field_validator("database_url")
    @classmethod
    def _a_database_we_know(cls, text: str) -> str:
        try:
            url = make_url(text)
        except (ArgumentError, ValueError):
            raise _fault("database_url") from None
        if url.drivername not in DATABASES or not 0 < (url.port or 1) < 65536:
            raise _fault("database_url")
        return text

    @field_validator("redis_url")
    @classmethod
    def _a_redis(cls, text: str) -> str:
        try:
            url = urlsplit(text)
            readable = url.port is None or url.port > 0
        except ValueError:
            readable = False
        if text and not (readable and url.scheme in BROKERS):
            raise _fault("redis_url")
        return text

    @field_validator("wechat_aes_keys")
    @classmethod
    def _aes_keys_are_32_bytes(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        """An EncodingAESKey is 43 characters of base64 for 32 bytes (WeChat, message push guide)."""
        if any(len(key.get_secret_value()) != 43 or _bytes(key, "=") != 32 for key in keys):
            raise _fault("aes_key")
        return keys

    @field_validator("data_keys")
    @classmethod
    def _data_keys_are_32_bytes(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if not keys or any(_bytes(key) != 32 for key in keys):
            raise _fault("data_key")
        return keys

    @field_validator("quiet_hours")
    @classmethod
    def _quiet_hours_are_two_times(cls, text: str) -> str:
        try:
            _hours(text)
        except ValueError:
            raise _fault("quiet_hours") from None
        return text

    @property
    def quiet(self) -> tuple[time, time] | None:
        """The hours in Asia/Shanghai in which ordinary notices wait, or None."""
        return _hours(self.quiet_hours)


class Settings(Given):
    """What a program runs with: there are none in which production is unsafe. Raises ValidationError, whose text
    names each variable at fault; a program reads the environment by `from_environment`."""

    @model_validator(mode="after")
    def _production_is_safe(self) -> Self:
        if self.app_env == "production" and (faults := unsafe(self)):
            told = ", ".join(f"{fault.name} ({fault.what})" for fault in faults)
            raise PydanticCustomError("unsafe", "production refuses: {told}", {"told": told})
        return self


class BadSettings(Exception):
    """The environment cannot be used: which variables are at `fault`, and what of it could be read, as `given`. No
    value is told."""

    def __init__(self, faults: Sequence[Fault], given: Given) -> None:
        super().__init__(", ".join(f"{fault.name} ({fault.what})" for fault in faults))
        self.faults, self.given = faults, given


def from_environment() -> Settings:
    """The settings of this process's environment. Raises BadSettings."""
    given, faults = read()
    if faults:
        raise BadSettings(faults, given)
    return Settings()


def read() -> tuple[Given, list[Fault]]:
    """What the environment says, values that cannot be read left out, and all that is wrong with it, in the order
    of the settings."""
    try:
        given, faults = Given(), list[Fault]()
    except ValidationError as error:
        faults = [_unreadable(one) for one in error.errors(include_url=False, include_input=False)]
        names = {fault.name.lower() for fault in faults}
        given = Given(**{name: Given.model_fields[name].default for name in names})
    found = {fault.name for fault in faults}
    if given.app_env == "production":
        faults += [fault for fault in unsafe(given) if fault.name not in found]
    elif "app_env" not in given.model_fields_set and not _at_home(given):
        faults.append(Fault("APP_ENV", "unset"))
    order = list(Given.model_fields)
    return given, sorted(faults, key=lambda fault: order.index(fault.name.lower()))


def _at_home(given: Given) -> bool:
    """Whether it can be seen that this is a try-out on somebody's own machine."""
    return make_url(given.database_url).drivername == "sqlite" and local(given.public_url)


def _unreadable(error: Any) -> Fault:
    """A fault of pydantic's; what it says of the value itself is left out."""
    name = str(error["loc"][0]).upper()
    return Fault(name, error["type"], {key: value for key, value in error.get("ctx", {}).items() if key in _TOLD})


_TOLD = ("ge", "gt", "le", "lt", "expected", "file")


def _fault(what: str) -> PydanticCustomError:
    return PydanticCustomError(what, "cannot be used")


def _bytes(key: SecretStr, more: str = "") -> int:
    """How many bytes a key of base64 has; -1 where it is none."""
    try:
        return len(base64.b64decode(key.get_secret_value() + more, validate=True))
    except binascii.Error:
        return -1


def _hours(text: str) -> tuple[time, time] | None:
    """Raises ValueError."""
    if not text:
        return None
    start, _, end = text.partition("-")
    return time.fromisoformat(start.strip()), time.fromisoformat(end.strip())
