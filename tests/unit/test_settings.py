"""What production refuses to start with."""

import base64

import pytest
from pydantic import ValidationError

from core.settings import Settings

KEY = base64.b64encode(bytes(range(32))).decode()
SAFE = {
    "app_env": "production",
    "secret_key": "a secret of its own",
    "data_keys": KEY,
    "index_key": "another",
    "wechat_app_secret": "app secret",
    "wechat_token": "token",
    "wechat_aes_keys": "a" * 43,
}


def test_production_with_everything() -> None:
    assert Settings(**SAFE).app_env == "production"


@pytest.mark.parametrize("name", ["secret_key", "data_keys", "index_key", "wechat_app_secret", "wechat_token"])
def test_a_default_secret(name: str) -> None:
    with pytest.raises(ValidationError, match=name.upper()):
        Settings(**{key: value for key, value in SAFE.items() if key != name})


def test_without_aes() -> None:
    with pytest.raises(ValidationError, match="WECHAT_AES_KEYS"):
        Settings(**SAFE | {"wechat_aes_keys": ""})


@pytest.mark.parametrize("name", ["wechat_api_url", "aliyun_sms_url", "tencent_sms_url"])
@pytest.mark.parametrize("url", ["http://127.0.0.1:8001", "https://localhost:8001", "http://api.weixin.qq.com"])
def test_the_simulators_addresses(name: str, url: str) -> None:
    with pytest.raises(ValidationError, match="cannot talk to"):
        Settings(**SAFE | {name: url})


@pytest.mark.parametrize("value", ["21:00", "25:00-08:00", "late"])
def test_quiet_hours_that_cannot_be_read(value: str) -> None:
    with pytest.raises(ValidationError):
        Settings(quiet_hours=value)


GATEWAYS = {
    "aliyun": {"aliyun_sms_key_id": "id", "aliyun_sms_key_secret": "k", "aliyun_sms_sign": "码上办"},
    "tencent": {
        "tencent_sms_secret_id": "id",
        "tencent_sms_secret_key": "k",
        "tencent_sms_app_id": "1400000001",
        "tencent_sms_sign": "码上办",
    },
}
CALLBACK = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize("provider", GATEWAYS)
def test_a_gateway_wants_all_that_belongs_to_it(provider: str) -> None:
    whole = SAFE | GATEWAYS[provider] | {"sms_provider": provider, "sms_callback_secret": CALLBACK}
    assert Settings(**whole).sms_provider == provider
    for name in [*GATEWAYS[provider], "sms_callback_secret"]:
        with pytest.raises(ValidationError, match=name.upper()):
            Settings(**whole | {name: ""})


@pytest.mark.parametrize(
    "secret", ["short", "0123456789abcdef/0123456789abcdef", f"{CALLBACK},x", ",".join([CALLBACK] * 3)]
)
def test_a_callback_secret_that_can_be_guessed_or_stands_in_no_path(secret: str) -> None:
    with pytest.raises(ValidationError, match="SMS_CALLBACK_SECRET"):
        Settings(**SAFE | {"sms_callback_secret": secret})
    assert len(Settings(**SAFE | {"sms_callback_secret": f"{CALLBACK}, {CALLBACK}"}).sms_callback_secret) == 2


def test_secrets_do_not_show() -> None:
    assert "app secret" not in repr(Settings(**SAFE))
