"""WeChat's signing and sealing, written from its message encryption guide and from nothing of the bot's."""

import base64
import binascii
import hashlib
import hmac
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32  # WeChat pads to 32 bytes, not to AES's own 16


class Refused(ValueError):
    """A sealed text that WeChat would not accept; the text says why."""


def signature(*parts: str) -> str:
    """sha1 in hex over the sorted parts: token, timestamp, nonce, and for a sealed body its Encrypt."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def verify(expected: str, *parts: str) -> bool:
    return hmac.compare_digest(expected.encode(), signature(*parts).encode())


def key_bytes(encoding_aes_key: str) -> bytes:
    """An EncodingAESKey is 43 characters of base64 for 32 bytes. Raises ValueError."""
    key = base64.b64decode(encoding_aes_key + "=")
    if len(key) != 32:
        raise ValueError("an EncodingAESKey holds 32 bytes")
    return key


def encrypt(encoding_aes_key: str, app_id: str, message: bytes, prefix: bytes = b"") -> str:
    """Seal to base64. `prefix` is the 16 random bytes, given only where a test needs fixed ones."""
    key = key_bytes(encoding_aes_key)
    plain = (prefix or os.urandom(16)) + struct.pack(">I", len(message)) + message + app_id.encode()
    pad = BLOCK - len(plain) % BLOCK
    sealer = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(sealer.update(plain + bytes([pad]) * pad) + sealer.finalize()).decode()


def decrypt(encoding_aes_key: str, app_id: str, sealed: str) -> bytes:
    """Open what `encrypt` made. Raises Refused for a wrong key, padding, length or app id."""
    key = key_bytes(encoding_aes_key)
    try:
        data = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("Encrypt is not base64") from None
    if not data or len(data) % 16:
        raise Refused("Encrypt is not whole AES blocks")
    opener = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = _unpad(opener.update(data) + opener.finalize())
    if len(plain) < 20:
        raise Refused("the sealed text is too short")
    length = struct.unpack(">I", plain[16:20])[0]
    message, owner = plain[20 : 20 + length], plain[20 + length :]
    if len(message) != length or owner != app_id.encode():
        raise Refused("the sealed text is for another app id")
    return message


def _unpad(data: bytes) -> bytes:
    pad = data[-1]
    if not 1 <= pad <= BLOCK or data[-pad:] != bytes([pad]) * pad:
        raise Refused("the padding is wrong: another key?")
    return data[:-pad]
