"""What production refuses to start with, and what cannot be read anywhere."""

import json
import os
from pathlib import Path

import pytest
from honcho.environ import parse
from pydantic import ValidationError

from core.safety import Fault
from core.settings import BadSettings, Given, Settings, from_environment
from tests.support.production import given, production, random_base64

HOME = Path(__file__).parents[2]
DEMONSTRATION = parse((HOME / ".env.demo").read_text("utf-8"))
NO_SECRETS = {"APP_ENV", "SMS_PROVIDER", "ALIYUN_SMS_SIGN", "TENCENT_SMS_SIGN", "QUIET_HOURS"}
"""What a city may set as the demonstration does: its name is the product's, and it may have no quiet hours."""
PUBLISHED = [name for name in DEMONSTRATION if name.lower() in Settings.model_fields and name not in NO_SECRETS]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment of production in which nothing is wrong."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in production().items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def faults() -> list[Fault]:
    """What is wrong with the environment."""
    try:
        from_environment()
    except BadSettings as bad:
        return list(bad.faults)
    return []


def test_production_with_everything(environment: pytest.MonkeyPatch) -> None:
    assert from_environment().app_env == "production"


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_value_of_the_demonstration_is_refused_by_name(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.setenv(name, DEMONSTRATION[name])
    assert [fault.name for fault in faults()] == [name]


@pytest.mark.parametrize(("name", "one"), [("SMS_TEMPLATES", "SMS_06"), ("WECHAT_TEMPLATES", "TM05")])
def test_one_template_of_the_demonstration_is_enough(environment: pytest.MonkeyPatch, name: str, one: str) -> None:
    environment.setenv(name, json.dumps({"accepted": one}))
    assert faults() == [Fault(name, "published")]


NEEDED = [
    "PUBLIC_URL",
    "SECRET_KEY",
    "DATA_KEYS",
    "INDEX_KEY",
    "WECHAT_APP_ID",
    "WECHAT_APP_SECRET",
    "WECHAT_TOKEN",
    "WECHAT_AES_KEYS",
]


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("empty", [True, False])
def test_what_is_left_out(environment: pytest.MonkeyPatch, name: str, empty: bool) -> None:
    environment.setenv(name, "") if empty else environment.delenv(name)
    assert [fault.name for fault in faults()] == [name]


GATEWAYS = {
    "aliyun": {"aliyun_sms_key_id": "id", "aliyun_sms_key_secret": "k", "aliyun_sms_sign": "码上办"},
    "tencent": {
        "tencent_sms_secret_id": "id",
        "tencent_sms_secret_key": "k",
        "tencent_sms_app_id": "1400000002",
        "tencent_sms_sign": "码上办",
    },
}


@pytest.mark.parametrize("provider", GATEWAYS)
def test_a_gateway_wants_all_that_belongs_to_it(provider: str) -> None:
    whole = given(sms_provider=provider, **GATEWAYS[provider])
    assert Settings(**whole).sms_provider == provider
    for name in [*GATEWAYS[provider], "sms_callback_secret"]:
        with pytest.raises(ValidationError, match=name.upper()):
            Settings(**whole | {name: ""})


SIMPLE_KEYS = {
    "a": "short",
    "a" * 40: "short",
    "a" * 64: "simple",
    " " * 40: "simple",
    "changeme" * 6: "simple",
    "0" * 64: "simple",
    "0123456789abcdef" * 4: "simple",
    "correct horse battery staple, and some more words": "simple",
    "Changeme" + "k3Zq9XwB7rTn2MvP5sLd8GhJ4fYc6RaQ7uEx": "simple",
}


@pytest.mark.parametrize("name", ["SECRET_KEY", "INDEX_KEY"])
@pytest.mark.parametrize("value", SIMPLE_KEYS)
def test_a_key_that_can_be_guessed(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(name, value)
    [fault] = faults()
    assert (fault.name, fault.what) == (name, SIMPLE_KEYS[value])


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("DATA_KEYS", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "simple"),
        ("DATA_KEYS", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "simple"),
        ("DATA_KEYS", "dGhpcyBpcyBhIHNlbnRlbmNlIG9mIDMyIGxldHRlcnM=", "simple"),
        ("WECHAT_AES_KEYS", "A" * 43, "simple"),
        ("WECHAT_TOKEN", "a", "token"),
        ("WECHAT_TOKEN", "k3Zq9XwB7rTn2Mv", "token"),
        ("WECHAT_TOKEN", "k3Zq9XwB7rTn2MvP-", "token"),
        ("WECHAT_TOKEN", "1234567890123456", "simple"),
        ("SMS_CALLBACK_SECRET", "short", "callback"),
        ("SMS_CALLBACK_SECRET", "k3Zq9XwB7rTn2MvP/k3Zq9XwB7rTn2MvP5sLd8GhJ", "callback"),
        ("SMS_CALLBACK_SECRET", "a" * 22, "simple"),
        ("SMS_CALLBACK_SECRET", "0123456789abcdef0123456789abcdef", "simple"),
    ],
)
def test_a_secret_that_can_be_guessed(environment: pytest.MonkeyPatch, name: str, value: str, what: str) -> None:
    environment.setenv(name, value)
    assert [(fault.name, fault.what) for fault in faults()] == [(name, what)]


def test_one_of_several_keys_is_enough_to_refuse(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DATA_KEYS", f"{random_base64(32)},{'A' * 43}=")
    assert faults() == [Fault("DATA_KEYS", "simple")]


@pytest.mark.parametrize("name", ["DATA_KEYS", "SMS_CALLBACK_SECRET", "WECHAT_AES_KEYS"])
def test_a_key_that_stands_twice_in_its_own_list(environment: pytest.MonkeyPatch, name: str) -> None:
    one = production()[name].partition(",")[0]
    environment.setenv(name, f"{one},{one}")
    assert faults() == [Fault(name, "equal", {"other": name})]


@pytest.mark.parametrize("one", ["SECRET_KEY", "DATA_KEYS", "INDEX_KEY"])
@pytest.mark.parametrize("other", ["SECRET_KEY", "DATA_KEYS", "INDEX_KEY"])
def test_a_key_that_stands_elsewhere(environment: pytest.MonkeyPatch, one: str, other: str) -> None:
    key = random_base64(32)
    environment.setenv(one, key)
    environment.setenv(other, key)
    assert [fault.what for fault in faults()] == ([] if one == other else ["equal"])


def test_a_key_written_in_another_way_is_the_same_key(environment: pytest.MonkeyPatch) -> None:
    key = bytes.fromhex("8f3a1c5e7b9d2046a1c3e5f70b2d4f6a8c0e1f3b5d7a9c2e4f608b1d3e5f7a9c")
    environment.setenv("SECRET_KEY", key.hex())
    environment.setenv("INDEX_KEY", "jzocXnudIEahw+X3Cy1PaowOHztdepwuT2CLHT5fepw=")
    assert faults() == [Fault("INDEX_KEY", "equal", {"other": "SECRET_KEY"})]


def test_two_callback_secrets_while_they_change_and_no_third(environment: pytest.MonkeyPatch) -> None:
    made = [production()["SMS_CALLBACK_SECRET"] for _ in range(3)]
    environment.setenv("SMS_CALLBACK_SECRET", ", ".join(made[:2]))
    assert len(from_environment().sms_callback_secret) == 2
    environment.setenv("SMS_CALLBACK_SECRET", ",".join(made))
    assert [fault.what for fault in faults()] == ["too_many"]


@pytest.mark.parametrize("name", ["PUBLIC_URL", "WECHAT_API_URL", "ALIYUN_SMS_URL", "TENCENT_SMS_URL"])
@pytest.mark.parametrize("url", ["http://api.weixin.qq.com", "https://127.1", "https://LOCALHOST:8001", "javascript:1"])
def test_an_address_that_is_not_out_there(environment: pytest.MonkeyPatch, name: str, url: str) -> None:
    environment.setenv(name, url)
    assert faults() == [Fault(name, "address")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "99"),
        ("CLOCK_PENDING", "-P5D"),
        ("CLOCK_RATING", "P0D"),
        ("CLOCK_GUIDANCE", "P400D"),
        ("CLOCK_FURTHER", "five days"),
        ("QUIET_HOURS", "21:00"),
        ("QUIET_HOURS", "25:00-08:00"),
        ("QUIET_HOURS", "late"),
        ("SMS_DAILY_BUDGET", "-1"),
        ("UNDO_HOLD", "-1"),
        ("UNDO_HOLD", "121"),
        ("UNDO_HOLD", "PT30S"),
        ("APP_ENV", "prod"),
        ("DATA_KEYS", "c2hvcnQ="),
        ("DATA_KEYS", "?"),
        ("WECHAT_AES_KEYS", "short"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "postgresql+psycopg://somebody:secret@host:port/db"),
        ("DATABASE_URL", "postgresql+psycopg://somebody:secret@host:99999/db"),
        ("DATABASE_URL", "mysql://somebody:secret@host/db"),
        ("REDIS_URL", "http://host"),
        ("REDIS_URL", "redis://host:port/0"),
        ("WECHAT_TEMPLATES", "{"),
    ],
)
@pytest.mark.parametrize("app_env", ["demo", "production"])
def test_what_cannot_be_read_is_refused_everywhere(
    environment: pytest.MonkeyPatch, app_env: str, name: str, value: str
) -> None:
    environment.setenv("APP_ENV", app_env)
    environment.setenv(name, value)
    assert [fault.name for fault in faults()] == [name]


def test_all_that_is_wrong_is_told_at_once(environment: pytest.MonkeyPatch) -> None:
    wrong = {"CLOCK_PENDING": "x", "TRUSTED_PROXIES": "-1", "SECRET_KEY": "a", "PUBLIC_URL": "http://x.cn"}
    for name, value in wrong.items():
        environment.setenv(name, value)
    assert {fault.name for fault in faults()} == set(wrong)


@pytest.mark.parametrize(
    ("name", "value"),
    [("PUBLIC_URL", "https://msb.example.gov.cn"), ("DATABASE_URL", "postgresql+psycopg://msb@127.0.0.1/msb")],
)
def test_without_app_env_only_a_try_out_at_home_starts(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    for known in production():
        environment.delenv(known)
    assert from_environment().app_env == "demo"
    environment.setenv(name, value)
    assert faults() == [Fault("APP_ENV", "unset")]
    environment.setenv("APP_ENV", "demo")
    assert faults() == []


def test_a_program_cannot_hold_unsafe_settings() -> None:
    with pytest.raises(ValidationError, match="INDEX_KEY"):
        Settings(**given(index_key="1"))
    assert Given(**given(index_key="1")).app_env == "production"


def test_secrets_do_not_show(environment: pytest.MonkeyPatch) -> None:
    names = [name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)]
    values = [os.environ[name.upper()] for name in names if name.upper() in os.environ]
    held = repr(from_environment())
    assert len(values) == 8
    assert not [one for value in values for one in value.split(",") if one in held]
    secret = "a-value-that-nobody-may-read"
    for name in ("SECRET_KEY", "WECHAT_AES_KEYS", "DATA_KEYS", "SMS_CALLBACK_SECRET", "CLOCK_PENDING"):
        environment.setenv(name, secret)
    with pytest.raises(BadSettings) as bad:
        from_environment()
    assert secret not in f"{bad.value} {bad.value.faults} {bad.value.given!r}"
