"""The simulator's own crypto against WeChat's published vectors."""

import json
from pathlib import Path

import pytest

from simulator import crypto

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "wechat.json").read_text())
KEY, APP_ID, TOKEN = VECTORS["encoding_aes_key"], VECTORS["app_id"], VECTORS["token"]


@pytest.mark.parametrize("name", ["get", "plain_post"])
def test_signs_as_published(name: str) -> None:
    case = VECTORS[name]
    assert crypto.signature(TOKEN, case["timestamp"], case["nonce"]) == case["signature"]


def test_opens_the_published_push() -> None:
    case = VECTORS["aes_post"]
    assert crypto.verify(case["msg_signature"], TOKEN, case["timestamp"], case["nonce"], case["encrypt"])
    assert json.loads(crypto.decrypt(KEY, APP_ID, case["encrypt"]))["debug_str"] == "hello world"


def test_seals_the_published_reply() -> None:
    case = VECTORS["aes_reply"]
    sealed = crypto.encrypt(KEY, APP_ID, b'{"demo_resp":"good luck"}', case["random"].encode())
    assert crypto.signature(TOKEN, case["timestamp"], case["nonce"], sealed) == case["msg_signature"]


@pytest.mark.parametrize("length", [0, 1, 11, 12, 13, 31, 32, 33, 5000])
def test_opens_what_it_seals(length: int) -> None:
    message = b"x" * length
    assert crypto.decrypt(KEY, APP_ID, crypto.encrypt(KEY, APP_ID, message)) == message


def test_refuses_another_app_another_key_and_damage() -> None:
    sealed = crypto.encrypt(KEY, APP_ID, b"hello")
    with pytest.raises(crypto.Refused):
        crypto.decrypt(KEY, "wx_other", sealed)
    with pytest.raises(crypto.Refused):
        crypto.decrypt("B" * 43, APP_ID, sealed)
    for damaged in (sealed[:-5], "????", "", sealed[:20]):
        with pytest.raises(crypto.Refused):
            crypto.decrypt(KEY, APP_ID, damaged)
