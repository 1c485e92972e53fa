"""WeChat's envelope: signatures, and AES-256-CBC around the XML (message push guide, safe mode).

Why not wechatpy's: docs/decisions/0002-wechat-envelope.md.
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Sequence
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from webhooks.wechat_xml import Malformed

BLOCK = 32
"""WeChat pads to 32 bytes though AES blocks have 16."""

_PREFIX = 16
_SHORTEST = _PREFIX + 4


class Sealed(NamedTuple):
    """An opened message, and the number of the key that opened it (0 is the current one)."""

    xml: bytes
    key: int


def signature(*parts: str) -> str:
    """WeChat's signature: SHA-1, in hexadecimal, of the parts sorted and joined."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def same(given: str, expected: str) -> bool:
    """Compare two signatures in constant time; `given` may be anything."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


class Envelope:
    """Opens what WeChat sealed and seals the answer. Shared by threads; holds no state between calls.

    `keys` are EncodingAESKeys of 43 characters, the current one first, then those still being replaced.
    """

    def __init__(self, app_id: str, token: str, keys: Sequence[str]) -> None:
        self._app_id = app_id.encode()
        self._token = token
        self._ciphers = [_cipher(key) for key in keys]

    def sign(self, timestamp: str, nonce: str, encrypted: str = "") -> str:
        """The signature of a request (`signature`), or with `encrypted` of its body too (`msg_signature`)."""
        if encrypted:
            return signature(self._token, timestamp, nonce, encrypted)
        return signature(self._token, timestamp, nonce)

    def open(self, encrypted: str) -> Sealed:
        """Decrypt an Encrypt element whose signature was verified. Raises Malformed when no key fits."""
        try:
            secret = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Malformed from error
        if not secret or len(secret) % 16:
            raise Malformed
        for number, cipher in enumerate(self._ciphers):
            decryptor = cipher.decryptor()
            xml = self._unwrap(decryptor.update(secret) + decryptor.finalize())
            if xml is not None:
                return Sealed(xml, number)
        raise Malformed

    def _unwrap(self, plain: bytes) -> bytes | None:
        """The XML out of prefix + length + XML + app id + padding, or None where any of it is wrong."""
        pad = plain[-1]
        if not 1 <= pad <= BLOCK or not hmac.compare_digest(plain[-pad:], bytes((pad,)) * pad):
            return None
        end = len(plain) - pad
        xml_end = _SHORTEST + int.from_bytes(plain[_PREFIX:_SHORTEST], "big")
        if xml_end > end or not hmac.compare_digest(plain[xml_end:end], self._app_id):
            return None
        return plain[_SHORTEST:xml_end]

    def encrypt(self, xml: bytes, key: int = 0, prefix: bytes | None = None) -> str:
        """The Encrypt element for `xml`; `prefix` (16 bytes) is given by tests alone."""
        body = (prefix or os.urandom(_PREFIX)) + len(xml).to_bytes(4, "big") + xml + self._app_id
        pad = BLOCK - len(body) % BLOCK
        encryptor = self._ciphers[key].encryptor()
        secret = encryptor.update(body + bytes((pad,)) * pad) + encryptor.finalize()
        return base64.b64encode(secret).decode()

    def seal(self, xml: bytes, key: int, timestamp: str, nonce: str) -> bytes:
        """The whole answer, sealed by the key that opened the question. `nonce` must be letters and digits."""
        encrypted = self.encrypt(xml, key)
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{self.sign(timestamp, nonce, encrypted)}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        ).encode()


def _cipher(encoding_aes_key: str) -> Cipher[modes.CBC]:
    key = base64.b64decode(encoding_aes_key + "=", validate=True)
    if len(key) != 32:
        raise ValueError("an EncodingAESKey holds 32 bytes")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
