"""What is set, for operators to see: of a secret only whether it is there."""

from typing import Any, NamedTuple

from pydantic import SecretStr

from core.settings import DEMO, Settings

GROUPS = {
    "sms": "短信",
    "code": "短信",
    "aliyun": "短信",
    "tencent": "短信",
    "wechat": "微信",
    "clock": "期限",
    "quiet": "期限",
}
SET, UNSET, DEMO_VALUE = "已设置", "没有设置", "演示用，不能用于正式环境"
HIDDEN = ("database_url", "redis_url")
"""May hold a password: only the kind is shown."""


class Line(NamedTuple):
    """A setting by the name of its variable; `good` is false for what production would not take."""

    name: str
    value: str
    good: bool = True


def settings_state(settings: Settings) -> dict[str, list[Line]]:
    """By group, in the order of the settings."""
    found: dict[str, list[Line]] = {}
    for name in type(settings).model_fields:
        group = GROUPS.get(name.partition("_")[0], "平台")
        found.setdefault(group, []).append(_line(name, getattr(settings, name)))
    return found


def _line(name: str, value: Any) -> Line:
    label = name.upper()
    if isinstance(value, SecretStr) or (isinstance(value, tuple) and all(isinstance(one, SecretStr) for one in value)):
        secrets = [one.get_secret_value() for one in (value if isinstance(value, tuple) else (value,))]
        if not any(secrets):
            return Line(label, UNSET, False)
        return Line(label, DEMO_VALUE, False) if DEMO in secrets else Line(label, f"{SET}（{len(secrets)}个）")
    if name in HIDDEN:
        return Line(label, str(value).partition(":")[0] or UNSET)
    if isinstance(value, dict):
        return Line(label, f"{len(value)}项：{'、'.join(sorted(value))}" if value else UNSET, bool(value))
    return Line(label, str(value) if value != "" else UNSET)
