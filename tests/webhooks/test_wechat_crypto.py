"""The envelope against WeChat's published vectors and against wechatpy's."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import PrpCrypto, WeChatCrypto

from tests.webhooks.wechat_kit import APP_ID, CURRENT, PREVIOUS, TOKEN
from webhooks.wechat_crypto import Envelope, same
from webhooks.wechat_xml import Malformed

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "wechat.json").read_text())
BY_VECTORS = Envelope(VECTORS["app_id"], VECTORS["token"], [VECTORS["encoding_aes_key"]])
OURS = Envelope(APP_ID, TOKEN, [CURRENT])


@pytest.mark.parametrize("name", ["get", "plain_post"])
def test_signature_of_a_request(name: str) -> None:
    vector = VECTORS[name]
    assert BY_VECTORS.sign(vector["timestamp"], vector["nonce"]) == vector["signature"]


def test_sealed_push() -> None:
    vector = VECTORS["aes_post"]
    assert BY_VECTORS.sign(vector["timestamp"], vector["nonce"], vector["encrypt"]) == vector["msg_signature"]
    opened = json.loads(BY_VECTORS.open(vector["encrypt"]).xml)
    assert (opened["Event"], opened["CreateTime"]) == ("debug_demo", 1714112445)


def test_sealed_reply() -> None:
    vector = VECTORS["aes_reply"]
    encrypted = BY_VECTORS.encrypt(b'{"demo_resp":"good luck"}', prefix=vector["random"].encode())
    assert BY_VECTORS.sign(vector["timestamp"], vector["nonce"], encrypted) == vector["msg_signature"]


@given(st.text(max_size=300))
def test_wechatpy_opens_what_we_seal(text: str) -> None:
    body = OURS.seal(text.encode(), 0, "1714112445", "abc").decode()
    signature = body.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
    assert WeChatCrypto(TOKEN, CURRENT, APP_ID).decrypt_message(body, signature, "1714112445", "abc") == text


@given(st.text(max_size=300))
def test_we_open_what_wechatpy_seals(text: str) -> None:
    sealed = PrpCrypto(OURS_KEY).encrypt(text, APP_ID).decode()
    assert OURS.open(sealed) == (text.encode(), 0)


OURS_KEY = WeChatCrypto(TOKEN, CURRENT, APP_ID).key


def test_each_sealing_is_new() -> None:
    assert OURS.encrypt(b"<xml/>") != OURS.encrypt(b"<xml/>")


def test_the_previous_key_still_opens_and_says_so() -> None:
    rotating = Envelope(APP_ID, TOKEN, [CURRENT, PREVIOUS])
    assert rotating.open(Envelope(APP_ID, TOKEN, [PREVIOUS]).encrypt(b"old")) == (b"old", 1)
    assert rotating.open(Envelope(APP_ID, TOKEN, [CURRENT]).encrypt(b"new")) == (b"new", 0)


@pytest.mark.parametrize("sealed", ["", "not base64!", "AAAA", "A" * 43, "汉字"])
def test_what_does_not_open(sealed: str) -> None:
    with pytest.raises(Malformed):
        OURS.open(sealed)


@pytest.mark.parametrize(("app_id", "key"), [(APP_ID, PREVIOUS), ("wx_another_account", CURRENT), ("", CURRENT)])
def test_what_another_hand_sealed(app_id: str, key: str) -> None:
    with pytest.raises(Malformed):
        OURS.open(Envelope(app_id, TOKEN, [key]).encrypt(b"<xml/>"))


def _sealed_raw(plain: bytes) -> str:
    """Seal without any framing, to make frames that are wrong."""

    encryptor = Cipher(algorithms.AES(OURS_KEY), modes.CBC(OURS_KEY[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def _framed(length: int, pad: bytes) -> bytes:
    return b"r" * 16 + length.to_bytes(4, "big") + b"<xml></xml>   " + APP_ID.encode() + pad


@pytest.mark.parametrize(
    ("length", "pad"),
    [
        (14, bytes((12,)) * 11 + bytes((11,))),  # padding not of one kind
        (14, bytes((0,)) * 12),  # padding of none
        (14, bytes((33,)) * 12),  # padding longer than a block
        (2**31, bytes((12,)) * 12),  # a length beyond the end
        (13, bytes((12,)) * 12),  # a length that moves into the app id
    ],
)
def test_frames_that_are_wrong(length: int, pad: bytes) -> None:
    assert len(_framed(length, pad)) % 16 == 0
    assert OURS.open(_sealed_raw(_framed(14, bytes((12,)) * 12))).xml == b"<xml></xml>   "
    with pytest.raises(Malformed):
        OURS.open(_sealed_raw(_framed(length, pad)))


@given(st.binary(max_size=400))
def test_no_bytes_break_it(noise: bytes) -> None:

    with pytest.raises(Malformed):
        OURS.open(base64.b64encode(noise).decode())


def test_a_wrong_key_is_told_at_the_start() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Envelope(APP_ID, TOKEN, ["AAAA" * 4 + "AAA"])


def test_signatures_compare_whatever_they_hold() -> None:
    assert same("abc", "abc")
    assert not same("汉字", "abc")
    assert not same("", "abc")
