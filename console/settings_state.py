"""What is set, for operators to see: of a secret only whether it is there."""

from typing import NamedTuple

from pydantic import SecretStr

from core.demonstration import PUBLISHED
from core.safety import secrets, unsafe
from core.settings import Settings

GROUPS = {
    "sms": "短信",
    "code": "短信",
    "aliyun": "短信",
    "tencent": "短信",
    "wechat": "微信",
    "clock": "期限",
    "quiet": "期限",
    "undo": "期限",
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
    faults, found = {fault.name for fault in unsafe(settings)}, dict[str, list[Line]]()
    for name in type(settings).model_fields:
        group = GROUPS.get(name.partition("_")[0], "平台")
        found.setdefault(group, []).append(_line(settings, name, name.upper() in faults))
    return found


def _line(settings: Settings, name: str, fault: bool) -> Line:
    value, label = getattr(settings, name), name.upper()
    if isinstance(value, SecretStr) or (isinstance(value, tuple) and all(isinstance(one, SecretStr) for one in value)):
        held = secrets(settings, name)
        if set(held) & set(PUBLISHED.get(name, ())):
            return Line(label, DEMO_VALUE, False)
        return Line(label, f"{SET}（{len(held)}个）" if held else UNSET, bool(held) and not fault)
    if name in HIDDEN:
        return Line(label, str(value).partition(":")[0] or UNSET)
    if isinstance(value, dict):
        return Line(label, f"{len(value)}项：{'、'.join(sorted(value))}" if value else UNSET, bool(value) and not fault)
    return Line(label, str(value) if value != "" else UNSET, not fault)
